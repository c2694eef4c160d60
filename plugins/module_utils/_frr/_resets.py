# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""BGP neighbours and peer groups that must be removed as a whole and made again (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    Version,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_change import (
    OWNED_BEGINNING,
    OWNED_MEMBERS,
    OWNERS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Config, Path


@dataclass(frozen=True)
class Resets:
    """What goes away as a whole: context and name to the command, members before their group."""

    by_name: dict[tuple[Path, str], str]

    def take(self, path: Path) -> bool:
        """Tell whether a line goes with one of them."""
        if not self.by_name:
            return False
        text = path[-1].removeprefix("no ")
        words = text.split(" ", 2)
        name = words[1] if len(words) > 1 else ""
        return text.startswith(OWNED_BEGINNING.format(name=name)) and any(
            (path[:depth], name) in self.by_name for depth in range(1, len(path))
        )

    def commands(self) -> Iterator[tuple[Path, str]]:
        """Give each command with the context that it stands in."""
        for (within, _name), command in self.by_name.items():
            yield within, command


def plan_resets(current: Config, gone: Sequence[Path], version: Version) -> Resets:
    """Find whom the lines that go away take with them."""
    by_name: dict[tuple[Path, str], str] = {}
    for path in gone:
        found = OWNERS.find(current.lines[path].within, path[-1], version)
        if found:
            _add(by_name, current, path[:-1], found[1]["name"], version)
    return Resets(by_name)


def _add(
    by_name: dict[tuple[Path, str], str],
    current: Config,
    within: Path,
    name: str,
    version: Version,
) -> None:
    if (within, name) in by_name:
        return
    members = re.compile(OWNED_MEMBERS.format(name=re.escape(name)))
    for path in current.lines:
        match = members.fullmatch(path[-1]) if path[:-1] == within else None
        if match:
            _add(by_name, current, within, match["member"], version)
    by_name[within, name] = _command(current, within, name, version)


def _command(current: Config, within: Path, name: str, version: Version) -> str:
    """Use the command of the first line that makes the neighbour."""
    for path in current.lines:
        if path[:-1] != within:
            continue
        found = OWNERS.find(current.lines[path].within, path[-1], version)
        if found and found[1]["name"] == name:
            return found[1].expand(found[0].instead)
    return f"no neighbor {name}"


def find_owner_command(kind: str, text: str, version: Version) -> str | None:
    """Give the command against what a line makes, if it makes something."""
    found = OWNERS.find(kind, text, version)
    return found[1].expand(found[0].instead) if found else None
