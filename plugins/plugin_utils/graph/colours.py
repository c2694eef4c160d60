# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Colours of a diagram: light ones, as black words stand on them (pure)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable

ROLE_COLOURS = {"p": "#c9d7e8", "pe": "#8fb3d9", "rr": "#e6e0c8"}
#: Hues that follow each other by the golden section are far apart, however many there are.
GOLDEN_SECTION = 0.618034
#: Saturation and brightness, in turns: neighbours on the circle differ in these too.
TONES = ((0.50, 1.0), (0.32, 0.93), (0.62, 0.90))


def choose_colours(names: Iterable[str]) -> dict[str, str]:
    """Give each name a colour that no other one has, customer2 before customer10."""
    colours: dict[str, str] = {}
    taken = set(ROLE_COLOURS.values())
    place = 0
    for name in sorted(names, key=_natural):
        while (colour := _colour(place)) in taken:
            place += 1
        taken.add(colour)
        colours[name] = colour
    return colours


def _natural(name: str) -> list[tuple[int, str]]:
    """Order numbers in names by their size."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _colour(place: int) -> str:
    saturation, brightness = TONES[place % len(TONES)]
    parts = colorsys.hsv_to_rgb(0.12 + place * GOLDEN_SECTION, saturation, brightness)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
