# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a change of one line does in FRR beside it, and what makes that good (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_change import (
    ANEW,
    ASIDE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import Rules, Version
    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Config, Path


def find_anew(current: Config, target: Config, version: Version) -> set[Path]:
    """Find contexts that stay, and that must go and come again for a change in them."""
    found = set()
    for path, opener in _changes(current, target, ANEW, version):
        depths = (depth for depth in range(1, len(path)) if path[depth - 1] == opener)
        found |= {path[:depth] for depth in depths}
    return {path for path in found if path in current.lines and path in target.lines}


def find_aside(current: Config, target: Config, version: Version) -> set[Path]:
    """Find lines that must be away while another one changes."""
    found = set()
    for path, pattern in _changes(current, target, ASIDE, version):
        within = path[:-1]
        found |= {
            other
            for other in current.lines
            if within in target.lines
            and other[: len(within)] == within
            and re.fullmatch(pattern, other[-1])
        }
    return found


def _changes(
    current: Config, target: Config, rules: Rules, version: Version
) -> Iterator[tuple[Path, str]]:
    """Give each line that comes or goes and has a rule, with what the rule says of it."""
    for one, other in ((current, target), (target, current)):
        for path, line in one.lines.items():
            found = None if path in other.lines else rules.find(line.within, path[-1], version)
            if found:
                yield path, found[0].instead
