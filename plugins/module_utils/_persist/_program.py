# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A service of ours that runs a program of ours: its unit, the program, and what that reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import (
    READY,
    normalise_unit,
    run_enablement,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._units import (
    is_plainly_ready,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._debts import Command
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation

FOLDER = "/usr/local/lib/linuxnet-mpls"
UNITS = "/etc/systemd/system"
READ_UNITS = ("systemctl", "daemon-reload")


def start_anew(unit: str) -> Command:
    """Give the command that has a service run its program as it is now."""
    return ("systemctl", "restart", unit)


class ProgramService(OwnedFiles):
    """A service with its files, by their paths: there as long as it is needed.

    Whether it is may depend on what other resources have read, so it is asked for late.
    """

    name = "service"

    def __init__(self, unit: str, files: Mapping[str, str], needed: Callable[[], bool]) -> None:
        """``files`` are the unit's own, ``/etc/systemd/system/<unit>``, and all that it uses."""
        super().__init__({}, after=(READ_UNITS, start_anew(unit)))
        self._unit = unit
        self._files = files
        self._needed = needed

    def read(self) -> dict[str, str]:
        """Read the files, and ask systemd about the unit where a look does not say all."""
        needed = self._needed()
        self.want({path: text if needed else None for path, text in self._files.items()}, {})
        state = super().read()
        unit, is_written = self._unit, f"{UNITS}/{self._unit}" in state
        if is_written and is_plainly_ready(unit):
            state[unit] = READY
        elif needed or is_written:
            shown = normalise_unit(
                run_command(
                    ["systemctl", "show", "--property=LoadState,UnitFileState,ActiveState", unit]
                )
            )
            if not shown.startswith("not-found"):
                state[unit] = shown
        return state

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Have the files first, then the service; the other way round when it goes."""
        unit = self._unit
        if current.get(unit, "").startswith("masked"):
            raise HostError(f"{unit} is masked: nothing would come back at boot; unmask it")
        wanted: dict[str, str | None] = dict(self._wanted)
        wanted[unit] = READY if self._needed() else None
        return plan_objects(wanted, current)

    def apply_all(self, operations: Sequence[Operation[str, str]]) -> Iterator[Operation[str, str]]:
        """End the service before its files go, and enable it when they are there."""
        for step in operations:
            if step.key != self._unit:
                yield from super().apply_all((step,))
                continue
            words = ["enable"] if step.after else ["disable", "--now"]
            run_enablement([*words, self._unit])
            yield step

    def owed(
        self, operations: Sequence[Operation[str, str]], debt: Sequence[Command]
    ) -> Sequence[Command]:
        """Have systemd see the unit, and run the program as it is now."""
        if not operations and not debt:
            return []
        return [READ_UNITS, start_anew(self._unit)] if self._needed() else [READ_UNITS]

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show each file as itself, and the service in one line."""
        unit = self._unit
        return {key: f"{content}\n" if key == unit else content for key, content in state.items()}
