# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to the scope: a customer's name in, the routers of its run out."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.scope import (
    UnknownCustomerError,
    choose_scope,
)


class ActionModule(ActionBase):
    """Choose the routers of a run for one customer; contacts none and changes nothing."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = False

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return ``routers`` and ``customers``."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, args = self.validate_argument_spec(
            argument_spec={
                "customer": {"type": "str", "required": True},
                "customers": {"type": "dict", "required": True},
                "routers": {"type": "dict", "required": True},
                "facts": {"type": "dict", "required": True},
            }
        )
        devices = {name: found["vrfs"] for name, found in args["facts"].items()}
        try:
            scope = choose_scope(args["customer"], args["customers"], args["routers"], devices)
        except UnknownCustomerError as error:
            # Ansible would say the cause once more.
            raise AnsibleActionFail(f"{error}; nothing was changed") from None
        return {
            **result,
            "changed": False,
            "routers": list(scope.routers),
            "customers": sorted(scope.customers),
        }
