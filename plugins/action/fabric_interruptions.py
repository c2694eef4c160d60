# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The thin door from Ansible to the interruptions: what each router's check found in, words out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.customer_changes import (
    find_announced_anew,
    find_customer_interruptions,
    find_other_tables,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.interruptions import (
    Change,
    find_interruptions,
    read_change,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.scope import (
    find_forgotten,
    find_other_changes,
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
                "customers": {"type": "dict", "required": True},
                "only": {"type": "list", "elements": "str"},
                "refuse": {"type": "bool", "default": False},
            }
        )
        changes = {
            name: read_change(
                args["routers"][name], change["diff"], args["facts"][name]["addresses"]
            )
            for name, change in args["changes"].items()
        }
        _refuse_other_tables(args)
        if args["only"] is not None:
            _refuse_other_changes(args, changes)
        elif "mpls_customer" in (task_vars or {}):
            raise AnsibleActionFail(
                "mpls_customer: is a variable of the inventory: expected it on the command line,"
                " with -e, as plays choose their routers by it; nothing was changed"
            )
        found = list(_find_interruptions(args, changes))
        result.update(changed=False, interruptions=found)
        words = f"this run interrupts traffic ({len(found)}):\n" + "\n".join(found)
        if found and args["refuse"]:
            return {**result, "failed": True, "msg": f"{words}\nnothing was changed"}
        return {**result, "warnings": [words]} if found else result


def _find_interruptions(args: Mapping[str, Any], changes: Mapping[str, Change]) -> Iterator[str]:
    for name, facts in args["facts"].items():
        sentences = list(
            find_customer_interruptions(args["routers"][name], facts["vrfs"], args["customers"])
        )
        if name in changes:
            sentences += find_announced_anew(changes[name])
            sentences += find_interruptions(changes[name])
        yield from (f"{name}: {sentence}" for sentence in sentences)


def _refuse_other_tables(args: Mapping[str, Any]) -> None:
    found = [
        f"{name}: {sentence}"
        for name, facts in args["facts"].items()
        for sentence in find_other_tables(args["routers"][name], facts["vrfs"])
    ]
    if found:
        raise AnsibleActionFail("\n".join((*found, "nothing was changed")))


def _refuse_other_changes(args: Mapping[str, Any], changes: Mapping[str, Change]) -> None:
    """A run for one customer must not carry what is pending for others along."""
    models, only = args["routers"], args["only"]
    commons = [name for name, said in args["customers"].items() if said["common"]]
    found = [
        f"{name}: {what}"
        for name, facts in args["facts"].items()
        for what in find_other_changes(changes.get(name), models[name], facts, only)
    ]
    found += [
        f"{name}: VPN {vpn} takes the customer's routes no more"
        for name, change in changes.items()
        for vpn in find_forgotten(change, models, only, commons)
    ]
    if found:
        raise AnsibleActionFail(
            f"this run would change more than {', '.join(only)} ({len(found)}):\n"
            + "\n".join(found)
            + "\nexpected a run without mpls_customer; nothing was changed"
        )
