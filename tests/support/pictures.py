# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A drawing as Graphviz lays it out, and as the picture that comes of it."""

from __future__ import annotations

import io
import json
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

POINTS_AN_INCH = 72
#: Graphviz gives positions to hundredths of a point.
ROUNDING = 0.5
#: Points of a curve that are looked at.
STEPS = 12

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """What a node covers, or a text."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right - ROUNDING
            and other.left < self.right - ROUNDING
            and self.low < other.high - ROUNDING
            and other.low < self.high - ROUNDING
        )

    def has(self, x: float, y: float, room: float = ROUNDING) -> bool:
        is_beside = self.left - room <= x <= self.right + room
        return is_beside and self.low - room <= y <= self.high + room


class Layout:
    """Where everything is; the picture's lower left is at 0, 0."""

    def __init__(self, text: str) -> None:
        self._plan = json.loads(_graphviz("json", text))
        objects = self._plan["objects"]
        self._objects = [node for node in objects if "pos" in node]
        self.boxes = {node["name"]: _box(node) for node in self._objects}
        self.size: Point = tuple(map(float, self._plan["bb"].split(",")[2:]))  # type: ignore[assignment]

    def texts(self) -> Iterator[tuple[str, str, Box]]:
        """Give each text of each node, with what it covers."""
        for node in self._objects:
            for words, box in _texts(node["_ldraw_"]):
                yield node["name"], words, box

    def legend(self) -> list[str]:
        """Give the words below the picture."""
        return [words for words, _box_of_words in _texts(self._plan["_ldraw_"])]

    def lines(self) -> Iterator[tuple[set[str], list[Point]]]:
        """Give the two nodes of each line, and points on it."""
        names = {node["_gvid"]: node["name"] for node in self._plan["objects"]}
        for edge in self._plan["edges"]:
            ends = {names[edge["tail"]], names[edge["head"]]}
            for drawn in edge["_draw_"]:
                if drawn["op"] == "b":
                    yield ends, list(_points(drawn["points"]))


def render(text: str, dots_an_inch: int = 96) -> Image.Image:
    """Make the picture."""
    picture = Image.open(io.BytesIO(_graphviz("png", text, f"-Gdpi={dots_an_inch}")))
    return picture.convert("RGB")


def count_colours(picture: Image.Image) -> Counter[str]:
    """Count the pixels of each colour."""
    found: Any = picture.getcolors(maxcolors=picture.width * picture.height) or []
    return Counter({f"#{bytes(colour).hex()}": count for count, colour in found})


def _graphviz(form: str, text: str, *options: str) -> bytes:
    done = subprocess.run(
        ["dot", f"-T{form}", *options], input=text.encode(), capture_output=True, check=True
    )
    assert done.stderr == b""
    return done.stdout


def _box(node: dict[str, Any]) -> Box:
    x, y = map(float, node["pos"].split(","))
    width, height = (float(node[side]) * POINTS_AN_INCH / 2 for side in ("width", "height"))
    return Box(x - width, y - height, x + width, y + height)


def _texts(drawn: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Box]]:
    """Read the words with their places; a text's place is the middle or the left of its line."""
    size = 0.0
    for step in drawn:
        if step["op"] == "F":
            size = step["size"]
        elif step["op"] == "T" and step["text"].strip():
            (x, y), width = step["pt"], step["width"]
            left = {"c": x - width / 2, "l": x, "r": x - width}[step["align"]]
            yield step["text"], Box(left, y, left + width, y + 0.7 * size)


def _points(controls: Sequence[Point]) -> Iterator[Point]:
    """Follow a chain of cubic curves."""
    for first in range(0, len(controls) - 3, 3):
        a, b, c, d = controls[first : first + 4]
        for step in range(STEPS + 1):
            t = step / STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            x, y = (sum(w * p[k] for w, p in zip(weights, (a, b, c, d))) for k in (0, 1))
            yield x, y
