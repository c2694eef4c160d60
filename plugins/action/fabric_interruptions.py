# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to the interruptions: what each router's check found in, words out."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.interruptions import (
    find_interruptions,
    read_change,
)


class ActionModule(ActionBase):
    """Warn of what the run will interrupt, or fail where that is asked for."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = False

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Say it for all routers in one message."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, args = self.validate_argument_spec(
            argument_spec={
                "routers": {"type": "dict", "required": True},
                "changes": {"type": "dict", "required": True},
                "facts": {"type": "dict", "required": True},
                "refuse": {"type": "bool", "default": False},
            }
        )
        found = [
            f"{name}: {sentence}"
            for name, change in args["changes"].items()
            for sentence in find_interruptions(
                read_change(args["routers"][name], change["diff"], args["facts"][name]["addresses"])
            )
        ]
        result.update(changed=False, interruptions=found)
        words = f"this run interrupts traffic ({len(found)}):\n" + "\n".join(found)
        if found and args["refuse"]:
            return {**result, "failed": True, "msg": f"{words}\nnothing was changed"}
        return {**result, "warnings": [words]} if found else result
