# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the trace of a packet: what the routers gave in, its way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.trace import (
    TraceError,
    trace,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.known_intent import KnownIntentAction


class ActionModule(KnownIntentAction):
    """Follow one packet of a customer, and fail where it does not arrive."""

    OPTIONS: ClassVar = {
        "reports": {"type": "dict", "required": True},
        "source": {"type": "str", "default": ""},
        "destination": {"type": "str", "default": ""},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Say each hop."""
        reports = options["reports"]
        states = {name: one["state"] for name, one in reports.items() if "state" in one}
        asked = (options["source"], options["destination"])
        try:
            found = trace(self.read_intent(), states, *asked)
        except TraceError as error:
            # Ansible would say the cause once more.
            raise AnsibleActionFail(str(error)) from None
        words = "\n".join(found.lines)
        self.say(words)
        # The message of a task that failed is printed twice.
        reason = words if found.arrives else found.lines[-1].strip()
        return {"changed": False, "failed": not found.arrives, "msg": reason}
