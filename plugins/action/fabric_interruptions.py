# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Connects Ansible with the interruptions: what each router's check found in, words out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.customers import (
    find_announced_anew,
    find_customer_interruptions,
    find_other_tables,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.interruptions import (
    Change,
    find_interruptions,
    read_change,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.scope import (
    find_other_changes,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.local_action import (
    LocalAction,
    Refused,
)


class ActionModule(LocalAction):
    """Warn of what the run will interrupt, or fail where that is asked for."""

    OPTIONS: ClassVar = {
        "routers": {"type": "dict", "required": True},
        "changes": {"type": "dict", "required": True},
        "facts": {"type": "dict", "required": True},
        "customers": {"type": "dict", "required": True},
        "only": {"type": "list", "elements": "str"},
        "refuse": {"type": "bool", "default": False},
    }

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Say it for all routers in one message."""
        changes = {
            name: read_change(
                options["routers"][name],
                change["configuration"],
                options["facts"][name]["addresses"],
            )
            for name, change in options["changes"].items()
        }
        _refuse_other_tables(options)
        if options["only"] is not None:
            _refuse_other_changes(options, changes)
        elif "mpls_customer" in self.variables:
            raise AnsibleActionFail(
                "mpls_customer: is a variable of the inventory: expected it on the command line,"
                " with -e, as plays choose their routers by it; nothing was changed"
            )
        found = list(_find_interruptions(options, changes))
        result: dict[str, Any] = {"changed": False, "interruptions": found}
        if found and options["refuse"]:
            refused = Refused("this run would interrupt traffic; nothing was changed", found)
            return {**result, **self.refuse(refused)}
        words = f"this run interrupts traffic ({len(found)}):\n" + "\n".join(found)
        return {**result, "warnings": [words]} if found else result


def _find_interruptions(options: Mapping[str, Any], changes: Mapping[str, Change]) -> Iterator[str]:
    for name, facts in options["facts"].items():
        sentences = list(
            find_customer_interruptions(
                options["routers"][name], facts["vrfs"], options["customers"]
            )
        )
        if name in changes:
            sentences += find_announced_anew(changes[name])
            sentences += find_interruptions(changes[name])
        yield from (f"{name}: {sentence}" for sentence in sentences)


def _refuse_other_tables(options: Mapping[str, Any]) -> None:
    found = [
        f"{name}: {sentence}"
        for name, facts in options["facts"].items()
        for sentence in find_other_tables(options["routers"][name], facts["vrfs"])
    ]
    if found:
        raise Refused("routers have VRFs of the intent otherwise; nothing was changed", found)


def _refuse_other_changes(options: Mapping[str, Any], changes: Mapping[str, Change]) -> None:
    """A run for one customer must not carry what is pending for others along."""
    models, only = options["routers"], options["only"]
    found = [
        f"{name}: {what}"
        for name, facts in options["facts"].items()
        for what in find_other_changes(changes.get(name), models[name], facts, only)
    ]
    if found:
        raise Refused(
            f"this run would change more than {', '.join(only)}: expected a run without"
            " mpls_customer; nothing was changed",
            found,
        )
