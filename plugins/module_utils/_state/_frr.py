# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what FRR shows: states of its protocols, and whether it runs what was proven (I/O)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _saved as disk
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _vtysh as vtysh
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._alive import read_silent
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._drift import find_differences
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import Version
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._secrets import Redactor
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Config, parse_config

#: The daemon that answers, by the words that a command begins with.
ANSWERING = {
    "show bfd": "bfdd",
    "show bgp": "bgpd",
    "show ip ospf": "ospfd",
    "show ip route": "zebra",
    "show ipv6 route": "zebra",
    "show ipv6 ospf6": "ospf6d",
    "show isis": "isisd",
    "show mpls ldp": "ldpd",
    "show mpls table": "zebra",
}
#: So many differences are named; where all of a configuration is gone nobody needs each line.
MOST = 20
RUNNING = "running configuration"


class Frr:
    """FRR as it is now; ``problems`` has what it could not tell, by what it was asked for."""

    def __init__(self) -> None:
        """Ask all daemons for a sign of life; those that give none are asked for nothing else."""
        self._silent = read_silent()
        self.problems = {f"frr daemon {name}": words for name, words in self._silent.items()}

    def show(self, command: str) -> Mapping[str, Any]:
        """Give the answer to one show command; a daemon that does not run shows nothing."""
        (answer,) = self.show_all([command])
        return answer

    def show_list(self, command: str) -> list[Mapping[str, Any]]:
        """Give the answer to a show command that answers with a list; [] for none."""
        answer: list[Mapping[str, Any]] = self._show([command], list)[0]
        return answer

    def show_all(self, commands: Sequence[str]) -> list[Mapping[str, Any]]:
        """Give the answers to commands of one daemon, which are asked in one process."""
        return self._show(commands, dict)

    def show_parts(self, commands: Sequence[str]) -> list[Mapping[str, Any]]:
        """Give all that commands of one daemon print, where one may print several values."""
        parts, rest = _parse(self._ask(commands), dict)
        if rest:
            self._note_words(commands, rest, dict)
        return parts

    def _show(self, commands: Sequence[str], kind: type) -> list[Any]:
        shown = self._ask(commands) if commands else ""
        answers = _parse(shown, kind)[0][: len(commands)]
        if shown and len(answers) < len(commands):
            self._note_words(commands[len(answers) :], shown, kind)
        return [*answers, *(kind() for _command in commands[len(answers) :])]

    def _note_words(self, commands: Sequence[str], shown: str, kind: type) -> None:
        words = " ".join(shown.split())[:200]
        self._note(commands, f"is {words!r}: expected JSON, a {kind.__name__}, for each")

    def _ask(self, commands: Sequence[str]) -> str:
        daemon = next(name for begin, name in ANSWERING.items() if commands[0].startswith(begin))
        if daemon in self._silent:
            return ""
        try:
            return (vtysh.read_answer(daemon, commands) or "").strip()
        except MplsError as error:
            self._note(commands, str(error))
            return ""

    def _note(self, commands: Sequence[str], reason: str) -> None:
        for command in commands:
            self.problems[f"frr answer to '{command}'"] = reason

    def differences(self) -> dict[str, str]:
        """Name what runs or is on disk and was not proven, with the reason; no secret in it."""
        if self._silent:
            return {}
        try:
            return dict(_read_differences())
        except MplsError as error:
            return {f"frr {RUNNING}": str(error)}


def _parse(shown: str, kind: type) -> tuple[list[Any], str]:
    """Read one value of JSON behind the other, and give what cannot be read (pure).

    An answer is empty where there is nothing to show.
    """
    decoder, rest = json.JSONDecoder(), shown
    values: list[Any] = []
    while rest:
        try:
            value, end = decoder.raw_decode(rest)
        except ValueError:
            break
        if not isinstance(value, kind):
            break
        values.append(value)
        rest = rest[end:].lstrip()
    return values, rest


def _read_differences() -> Iterator[tuple[str, str]]:
    """Compare by digests, and line by line only what has moved since."""
    memory, version = disk.read_memory(), vtysh.read_version()
    if version is None:
        yield "frr", "is not installed: expected the package frr"
        return
    if not memory.key:
        yield f"frr {RUNNING}", "nothing was proven on this router: expected a run of frr_config"
        return
    text = vtysh.read_running().text
    saved = disk.read_saved()
    sides = {RUNNING: (text, memory.shown)}
    sides[disk.FRR_CONF] = (saved.text if saved else "", memory.file)
    moved = {
        side: shown
        for side, (shown, known) in sides.items()
        if disk.digest(memory.key, shown) != known
    }
    if moved:
        proven = disk.find_proven(memory) or (None if RUNNING in moved else text)
        redactor = Redactor(memory.key.encode())
        for side, shown in moved.items():
            if proven is None:
                yield f"frr {side}", "is not what was proven: expected a run of frr_config"
                continue
            # Without their secrets, of which each has its own digest.
            right, there = (parse_config(redactor.redact(one)) for one in (proven, shown))
            yield from _compare(f"frr {side}", right, there, version)


def _compare(
    side: str, proven: Config, shown: Config, version: Version
) -> Iterator[tuple[str, str]]:
    """Name the lines that differ; a few of them, where there are many (pure)."""
    proven, shown = (normalise_config(one, version) for one in (proven, shown))
    found = find_differences(proven, shown, version)
    yield from ((f"{side}: {one.line}", one.reason) for one in found[:MOST])
    if len(found) > MOST:
        yield side, f"differs in {len(found) - MOST} lines more: expected none"
