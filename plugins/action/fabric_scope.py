# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the scope: a customer's name in, the routers of its run out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.scope import (
    UnknownCustomerError,
    choose_scope,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.local_action import LocalAction


class ActionModule(LocalAction):
    """Choose the routers of a run for one customer; contacts none and changes nothing."""

    OPTIONS: ClassVar = {
        "customer": {"type": "str", "required": True},
        "customers": {"type": "dict", "required": True},
        "routers": {"type": "dict", "required": True},
        "facts": {"type": "dict", "required": True},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return ``routers`` and ``customers``."""
        devices = {name: found["vrfs"] for name, found in options["facts"].items()}
        try:
            scope = choose_scope(
                options["customer"], options["customers"], options["routers"], devices
            )
        except UnknownCustomerError as error:
            # Ansible would say the cause once more.
            raise AnsibleActionFail(f"{error}; nothing was changed") from None
        return {
            "changed": False,
            "routers": list(scope.routers),
            "customers": sorted(scope.customers),
        }
