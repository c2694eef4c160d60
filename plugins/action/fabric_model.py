# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to the fabric package: variables in, one model per router out."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.checks import check_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent_parser import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.scope import relate_customers
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.variables import template_intent


class ActionModule(ActionBase):
    """Check the intent and build the models; contacts no router and changes nothing."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = False

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Fail with every mistake at once, or return ``routers``."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        self.validate_argument_spec(argument_spec={})
        variables = task_vars or {}
        problems = Problems()
        said = template_intent(self._templar, variables, problems)
        intent = parse_intent(said, variables["groups"], problems)
        if intent is not None:
            check_intent(intent, problems)
        if intent is None or problems.found:
            lines = [str(problem) for problem in problems.found]
            return {
                **result,
                "failed": True,
                "msg": f"the intent has {len(lines)} mistake(s), nothing was changed:\n"
                + "\n".join(lines),
                "problems": lines,
            }
        return {
            **result,
            "changed": False,
            "routers": build_models(intent),
            "customers": relate_customers(intent.vpns),
        }
