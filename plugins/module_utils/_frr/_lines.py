# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What one line sets, and the command that takes it away (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    Version,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_change import (
    NEGATIONS,
    OVERWRITE,
)

if TYPE_CHECKING:
    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Line


def find_value_key(kind: str, text: str, version: Version) -> str | None:
    """Name what a line sets, where a new value replaces the old one."""
    found = split_value(kind, text, version)
    return found[0] if found else None


def split_value(kind: str, text: str, version: Version) -> tuple[str, str] | None:
    """Part such a line into what it sets and the value: ``route-map in`` and ``NAME``."""
    found = OVERWRITE.find(kind, text, version)
    if found is None:
        return None
    way = found[1].groupdict().get("way") or ""
    return found[1][1] + way, text[len(found[1][1]) :].removesuffix(way).strip()


def negate_line(line: Line, version: Version) -> str:
    """Give the command that removes a line."""
    found = NEGATIONS.find(line.within, line.text, version)
    return found[1].expand(found[0].instead) if found else negate_text(line.text)


def negate_text(text: str) -> str:
    """Put ``no`` before a line, or take it away."""
    return text[3:] if text.startswith("no ") else f"no {text}"
