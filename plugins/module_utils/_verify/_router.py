# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router as the expectations ask it: its state, and FRRouting where that is to run (I/O)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Route, State
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._frr import Frr
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._read import Reading


class Router:
    """What was read of it once; ``state`` names in ``unread`` what gave no answer."""

    def __init__(self, state: State, frr: Frr | None) -> None:
        """Take its state, and FRRouting, None where it is not to run."""
        self.state = state
        self._frr = frr

    @classmethod
    def read(cls, *, has_frr: bool) -> Router:
        """Read its state; what does not run shows as empty, for the checks to tell."""
        frr = Frr() if has_frr else None
        return cls(Reading().read(frr), frr)

    def show(self, command: str) -> Mapping[str, Any]:
        """Give FRR's answer to a command, {} where there is none."""
        return self._frr.show(command) if self._frr else {}

    def show_list(self, command: str) -> Sequence[Mapping[str, Any]]:
        """Give FRR's answer to a command that answers with a list."""
        return self._frr.show_list(command) if self._frr else []

    def show_all(self, commands: Sequence[str]) -> Sequence[Mapping[str, Any]]:
        """Give FRR's answers to commands of one daemon, which are asked in one process."""
        return self._frr.show_all(commands) if self._frr else [{} for _command in commands]

    def frr_differences(self) -> Mapping[str, str]:
        """Name what FRR has that was not proven, with the reason."""
        return self._frr.differences() if self._frr else {}

    def routes(self, table: int) -> list[Route]:
        """List the kernel's routes of a table."""
        return self.state["routes"].get(str(table), [])

    def note_unread(self, name: str, reason: str) -> None:
        """Have something else that gave no answer."""
        self.state["unread"][name] = reason

    def list_unread(self) -> Mapping[str, str]:
        """Name all that gave no answer until now, with the reason."""
        self.state["unread"].update(self._frr.problems if self._frr else {})
        return self.state["unread"]
