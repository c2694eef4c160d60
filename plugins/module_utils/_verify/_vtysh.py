# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR's daemons show, each asked alone: one that hangs keeps no other from answering."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
        asked = command.removeprefix("show ")
        daemon = next(one for words, one in DAEMONS.items() if asked.startswith(words))
        if daemon in self._hung:
            self.unread[command] = self._hung[daemon]
            return {}
        try:
            printed = run_command(["vtysh", "-d", daemon, "-c", command], patience=self._patience)
        except ApplyError as error:
            self._note(command, daemon, str(error))
            return {}
        return self._parse(command, daemon, printed)

    def _note(self, command: str, daemon: str, words: str) -> None:
        if DOES_NOT_RUN in words:
            return
        if "did not end within" in words:
            words = f"{daemon} gave none within {self._patience:g} s: it hangs, or is too busy"
            self._hung[daemon] = words
        self.unread[command] = words

    def _parse(self, command: str, daemon: str, printed: str) -> Mapping[str, Any]:
        if not printed.strip():
            return {}
        try:
            shown = json.loads(printed)
        except ValueError:
            shown = None
        if not isinstance(shown, dict):
            self.unread[command] = f"{daemon} gave no JSON: {' '.join(printed[:200].split())}"
            return {}
        return shown
