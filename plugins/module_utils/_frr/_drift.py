# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How a configuration differs from the one that was proven, line by line in words (pure)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._delta import find_remainder
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._lines import split_value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import Version
    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
        Config,
        Line,
        Path,
    )


@dataclass(frozen=True)
class Difference:
    """A line that differs, under the contexts that it stands in, and how."""

    line: str
    reason: str


def find_differences(proven: Config, shown: Config, version: Version) -> list[Difference]:
    """Name each line that differs; a context that is there on one side only, but once."""
    left = find_remainder(shown, proven, version)
    wanted = {
        key: path
        for path, line in left.missing.items()
        if (key := _find_key(path, line, version)) is not None
    }
    pairs = {
        path: wanted[key]
        for path, line in left.extra.items()
        if (key := _find_key(path, line, version)) in wanted
    }
    return [
        *(
            _name_change(left.extra[there], left.missing[right], there, version)
            for there, right in pairs.items()
        ),
        *_name_outermost(left.missing, pairs.values(), "is not there{}: expected it"),
        *_name_outermost(left.extra, pairs, "is there{}: expected no such line"),
    ]


def _find_key(path: Path, line: Line, version: Version) -> tuple[Path, str] | None:
    found = split_value(line.within, path[-1], version)
    return (path[:-1], found[0]) if found else None


def _name_change(there: Line, right: Line, path: Path, version: Version) -> Difference:
    """Name what a line sets, and both values."""
    what, wrong = split_value(there.within, there.text, version) or ("", there.text)
    _what, value = split_value(right.within, right.text, version) or ("", right.text)
    return Difference(_join((*path[:-1], what)), f"is {wrong}: expected {value}")


def _name_outermost(
    lines: Mapping[Path, Line], but: Collection[Path], reason: str
) -> Iterator[Difference]:
    inside = Counter(path[:depth] for path in lines for depth in range(1, len(path)))
    for path, line in lines.items():
        if path not in but and path[:-1] not in lines:
            yield Difference(_join((*path[:-1], line.text)), reason.format(_more(inside[path])))


def _join(path: Path) -> str:
    return ": ".join(path)


def _more(count: int) -> str:
    return f" with {count} lines in it" if count > 1 else " with a line in it" if count else ""
