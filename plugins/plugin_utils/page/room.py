# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parts of a page within the bytes that they may have (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup


def measure(pieces: Iterable[Markup]) -> int:
    """Count the bytes of some parts."""
    return sum(len(piece.encode()) for piece in pieces)


def fit_each(whole: Iterable[Markup], short: Iterable[Markup], room: int) -> list[Markup]:
    """Take the first parts whole, as long as there is room, and the others short."""
    taken, chosen, pieces = 0, [], iter(whole)
    for instead in short:
        piece = next(pieces) if taken <= room else instead
        taken += measure([piece])
        chosen.append(piece if taken <= room else instead)
    return chosen


def fit_all(levels: Sequence[Iterable[Markup]], room: int) -> list[Markup]:
    """Take all parts at the first level at which there is room, or at the last one."""
    for level in levels[:-1]:
        chosen = _take(level, room)
        if chosen is not None:
            return chosen
    return list(levels[-1])


def _take(pieces: Iterable[Markup], room: int) -> list[Markup] | None:
    """Take all parts; none where there is no room, and those beyond it are not made at all."""
    taken, chosen = 0, []
    for piece in pieces:
        taken += measure([piece])
        if taken > room:
            return None
        chosen.append(piece)
    return chosen
