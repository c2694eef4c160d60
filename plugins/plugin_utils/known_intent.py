# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What actions that come after the check of the intent have in common."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.local_action import LocalAction, Refused
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.mistakes import render_problem
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.variables import template_intent


class KnownIntentAction(LocalAction):
    """An action that takes the intent as it is, as it was checked before."""

    def read_intent(self) -> Intent:
        """Read the intent from the variables of the host that the task runs for."""
        problems, variables = Problems(), self.variables
        said = template_intent(self._templar, variables, problems)
        intent = parse_intent(said, variables["groups"], problems)
        if problems.found:
            raise Refused("the intent has mistakes", [*map(render_problem, problems.found)])
        return intent
