# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR's daemons show, each asked alone: one that hangs keeps no other from answering."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError

#: Which daemon answers, by how a command goes on after ``show``.
DAEMONS = {
    "bgp": "bgpd",
    "ip ospf": "ospfd",
    "ipv6 ospf6": "ospf6d",
    "isis": "isisd",
    "mpls ldp": "ldpd",
}
#: What vtysh says where the daemon that it is to ask does not run.
DOES_NOT_RUN = "failed to connect to any daemons"
#: What run_command says of a program that took too long.
DID_NOT_END = "did not end within"


class Vtysh:
    """Asks for JSON, and keeps in ``unread`` which questions had no answer, and why.

    A daemon that does not run shows nothing, for the checks to tell. ``patience`` are the seconds
    that one may take; who took longer is not asked again.
    """

    def __init__(self, patience: float) -> None:
        """Nothing was asked yet."""
        self._patience = patience
        self._hung: dict[str, str] = {}
        self.unread: dict[str, str] = {}

    def show(self, command: str) -> Mapping[str, Any]:
        """Run one show command; {} where there is no answer."""
        (answer,) = self.show_all([command])
        return answer

    def show_all(self, commands: Sequence[str]) -> list[Mapping[str, Any]]:
        """Run commands of one daemon in one process; {} for each that there is no answer to."""
        if not commands:
            return []
        asked = commands[0].removeprefix("show ")
        daemon = next(one for words, one in DAEMONS.items() if asked.startswith(words))
        printed = self._ask(commands, daemon)
        return self._parse(commands, daemon, printed) if printed.strip() else [{} for _ in commands]

    def _ask(self, commands: Sequence[str], daemon: str) -> str:
        if daemon in self._hung:
            self._note(commands, self._hung[daemon])
            return ""
        words = [word for command in commands for word in ("-c", command)]
        try:
            return run_command(["vtysh", "-d", daemon, *words], patience=self._patience)
        except ApplyError as error:
            reason = str(error)
        if DID_NOT_END in reason:
            reason = f"{daemon} gave none within {self._patience:g} s: it hangs, or is too busy"
            self._hung[daemon] = reason
        if DOES_NOT_RUN not in reason:
            self._note(commands, reason)
        return ""

    def _note(self, commands: Sequence[str], reason: str) -> None:
        self.unread.update(dict.fromkeys(commands, reason))

    def _parse(self, commands: Sequence[str], daemon: str, printed: str) -> list[Mapping[str, Any]]:
        """Read one JSON object behind the other; where one cannot be read, none after it can."""
        decoder, rest = json.JSONDecoder(), printed.strip()
        answers: list[Mapping[str, Any]] = []
        for at, _command in enumerate(commands):
            try:
                shown, end = decoder.raw_decode(rest)
            except ValueError:
                shown, end = None, 0
            if not isinstance(shown, dict):
                words = " ".join(rest[:200].split())
                self._note(commands[at:], f"{daemon} gave no JSON: {words}")
                break
            answers.append(shown)
            rest = rest[end:].lstrip()
        return [*answers, *({} for _ in commands[len(answers) :])]
