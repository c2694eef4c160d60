# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The kernel's tables, where they are to have what FRRouting has chosen (I/O)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._fib._values import (
    Entry,
    Key,
    build_command,
    describe_entry,
    parse_found,
    parse_wanted,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._fib import (
    OF_FRR,
    Difference,
    compare_fib,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._frr import Frr
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._read import Reading

#: What FRRouting is about to write is no difference; within this time it has (s).
SETTLE_SECONDS = 2.0


class Fib(StepwiseResource[Key, Entry]):
    """The entries that are not as FRRouting has them; those of others are left alone."""

    name = "forwarding tables"

    def __init__(self, *, purge: bool) -> None:
        """With ``purge`` what FRRouting has no more is deleted, too."""
        self._purge = purge
        self._differences: list[Difference] = []

    def read(self) -> dict[Key, Entry]:
        """Read what differs, and still does a moment later."""
        self._differences = _read_differences()
        if self._differences:
            time.sleep(SETTLE_SECONDS)
            again = _read_differences()
            self._differences = [one for one in self._differences if one in again]
        return {
            Key(one.table, one.prefix): parse_found(one.found)
            for one in self._differences
            if one.found is not None and one.found["protocol"] in OF_FRR
        }

    def plan(self, current: Mapping[Key, Entry]) -> Plan[Key, Entry]:
        """Delete what FRRouting has left, then make what it has."""
        wanted = {Key(one.table, one.prefix): one for one in self._differences}
        steps = [
            Operation(key, current.get(key), None)
            for key, one in wanted.items()
            if self._purge and one.wanted is None
        ]
        for key, one in wanted.items():
            after = parse_wanted(one.wanted, one.found) if one.wanted else None
            # An entry of somebody else's is no business of FRRouting.
            if after is not None and (one.found is None or key in current):
                steps.append(Operation(key, current.get(key), after))
        touched = {step.key for step in steps}
        projected = {key: entry for key, entry in current.items() if key not in touched}
        projected.update({step.key: step.after for step in steps if step.after is not None})
        return Plan(tuple(steps), projected)

    def apply(self, operation: Operation[Key, Entry]) -> None:
        """Change one entry; a replaced one is never missing."""
        if operation.after is not None:
            run_command(build_command(operation.key, operation.after))
        elif operation.before is not None:
            run_command(build_command(operation.key, operation.before, delete=True))

    def describe(self, state: Mapping[Key, Entry]) -> dict[str, str]:
        """Show them by table, as ip writes them."""
        lines: dict[str, list[str]] = {}
        for key, entry in state.items():
            title = f"table {key.table}" if key.table else "label table"
            lines.setdefault(title, []).append(describe_entry(key, entry) + "\n")
        return {title: "".join(sorted(shown)) for title, shown in lines.items()}


def build_resources(params: Mapping[str, Any]) -> list[Fib]:
    """Order the work."""
    return [Fib(purge=params["purge"])]


def _read_differences() -> list[Difference]:
    state = Reading().read(Frr())
    if state["unread"]:
        words = "; ".join(f"{name}: {reason}" for name, reason in state["unread"].items())
        raise HostError(f"the tables cannot be compared: {words}")
    return list(compare_fib(state))
