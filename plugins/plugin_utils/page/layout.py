# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where routers stand in a drawing: near those that they have links to, and none on another (pure).

Distances in the picture follow the links between two routers (stress majorization), which shows a
ring as a ring and a tree as a tree. Nothing is random: the same network is drawn the same.
"""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

Point = tuple[float, float]
Link = tuple[str, str]

#: How much work a layout may be: pairs of routers times sweeps.
WORK = 200_000
SWEEPS = 1000
#: So many links are tried to be level or upright.
TURNS = 30
#: Less than this is no extent at all.
TINY = 1e-6
#: How much one side may be stretched beyond the other, so that the picture fills its frame.
STRETCH = 1.7
#: Up to so many routers stand in rows, where they are within so many pixels.
FEW, ROW = 16, 55
#: Sweeps that push apart what is on each other, and the room that is kept.
PUSHES, GAP_X, GAP_Y = 240, 26, 22
#: An overlap of this is none.
ENOUGH = 0.5
#: Boxes leave lines in so many of these, each so many, by so many pixels at most.
LEAVES, RARELY, LEAP = 90, 2, 30


def place_routers(
    sizes: Mapping[str, Point], links: Sequence[Link], upper: Iterable[str], frame: Point
) -> dict[str, Point]:
    """Give the middle of each router's box; ``upper`` are those that are better off above."""
    names = list(sizes)
    if not names:
        return {}
    points = _spread(names, _measure(names, links))
    ends = [(names.index(first), names.index(second)) for first, second in links]
    points = _turn(points, ends, [names.index(name) for name in upper])
    points = _align(_fill(points, frame))
    boxes = [sizes[name] for name in names]
    return dict(zip(names, _push_apart(points, boxes, ends)))


def _measure(names: Sequence[str], links: Sequence[Link]) -> list[list[float]]:
    """Count the links between any two; those without a way are a little further than the rest."""
    neighbours: dict[str, list[str]] = {name: [] for name in names}
    for first, second in links:
        neighbours[first].append(second)
        neighbours[second].append(first)
    far = 1 + math.sqrt(len(names))
    table = []
    for name in names:
        hops = {name: 0}
        queue = deque([name])
        while queue:
            here = queue.popleft()
            for other in neighbours[here]:
                if other not in hops:
                    hops[other] = hops[here] + 1
                    queue.append(other)
        table.append([float(hops.get(other, far)) for other in names])
    return table


def _spread(names: Sequence[str], distances: Sequence[Sequence[float]]) -> list[Point]:
    """Move each router to where its distances from all others want it, again and again."""
    total = len(names)
    step = 2 * math.pi / total
    points = [(math.cos(step * place), math.sin(step * place)) for place in range(total)]
    for _sweep in range(max(10, min(SWEEPS, WORK // total**2))):
        for here in range(total):
            points[here] = _settle(here, points, distances[here])
    return points


def _settle(here: int, points: Sequence[Point], distances: Sequence[float]) -> Point:
    x, y = points[here]
    sum_x = sum_y = weights = 0.0
    for other, (other_x, other_y) in enumerate(points):
        if other != here:
            wanted = distances[other]
            weight = wanted**-2
            ratio = wanted / max(math.hypot(x - other_x, y - other_y), TINY)
            sum_x += weight * (other_x + (x - other_x) * ratio)
            sum_y += weight * (other_y + (y - other_y) * ratio)
            weights += weight
    return (sum_x / weights, sum_y / weights) if weights else (x, y)


def _turn(
    points: Sequence[Point], ends: Sequence[tuple[int, int]], upper: Sequence[int]
) -> list[Point]:
    """Choose the way round that is wide, has reflectors above, and the first routers left.

    In each that is tried, one of the links is level or upright.
    """
    vectors = [
        (points[second][0] - points[first][0], points[second][1] - points[first][1])
        for first, second in ends[:TURNS]
    ]
    turned = (
        [_rotate(point, quarter * math.pi / 2 - math.atan2(y, x * side), side) for point in points]
        for x, y in vectors or [(1.0, 0.0)]
        for side in (1, -1)
        for quarter in range(4)
    )
    return min(turned, key=lambda way: _rate(way, upper))


def _rotate(point: Point, angle: float, side: int) -> Point:
    """Turn a point, or its image in a mirror."""
    x, y = point[0] * side, point[1]
    sine, cosine = math.sin(angle), math.cos(angle)
    return x * cosine - y * sine, x * sine + y * cosine


def _rate(points: Sequence[Point], upper: Sequence[int]) -> float:
    width, height = _extent(points)
    size = max(width, height, TINY)
    middle = sum(y for _x, y in points) / len(points)
    rise = sum(points[index][1] - middle for index in upper) / (size * max(1, len(upper)))
    last = len(points) - 1
    order = sum(x * (2 * place - last) for place, (x, _y) in enumerate(points))
    leaning = order / (size * max(1, last) * len(points))
    return round(height / max(width, TINY) + 2 * rise - 0.2 * leaning, 6)


def _extent(points: Sequence[Point]) -> Point:
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    return right - left, bottom - top


def _fill(points: Sequence[Point], frame: Point) -> list[Point]:
    """Bring the picture to the size of its frame, without stretching one side too much."""
    width, height = _extent(points)
    scales = [side / extent for side, extent in zip(frame, (width, height)) if extent > TINY]
    least = min(scales, default=1.0)
    across = min(frame[0] / max(width, TINY), least * STRETCH)
    down = min(frame[1] / max(height, TINY), least * STRETCH)
    return [(x * across, y * down) for x, y in points]


def _align(points: Sequence[Point]) -> list[Point]:
    """Bring those of a small network into rows that are almost in one."""
    if len(points) > FEW:
        return list(points)
    rows: list[list[float]] = []
    for height in sorted(y for _x, y in points):
        if rows and height - rows[-1][0] < ROW:
            rows[-1].append(height)
        else:
            rows.append([height])
    middles = {height: sum(row) / len(row) for row in rows for height in row}
    return [(x, middles[y]) for x, y in points]


def _push_apart(
    points: Sequence[Point], boxes: Sequence[Point], ends: Sequence[tuple[int, int]]
) -> list[Point]:
    """Move boxes off each other, and off the lines of others as far as that goes."""
    places = [list(point) for point in points]
    pairs = list(itertools.combinations(range(len(places)), 2))
    for sweep in range(PUSHES):
        moved = [_part(places, boxes, *pair) for pair in pairs]
        if sweep < LEAVES * RARELY and sweep % RARELY == 0:
            moved += [
                _leave(places, boxes, index, end)
                for end in ends
                for index in range(len(places))
                if index not in end
            ]
        if not any(moved):
            break
    return [(place[0], place[1]) for place in places]


def _part(places: list[list[float]], boxes: Sequence[Point], one: int, other: int) -> bool:
    """Move two boxes from each other on the side on which they overlap less."""
    (x1, y1), (x2, y2) = places[one], places[other]
    across = (boxes[one][0] + boxes[other][0]) / 2 + GAP_X - abs(x1 - x2)
    if across <= ENOUGH:
        return False
    down = (boxes[one][1] + boxes[other][1]) / 2 + GAP_Y - abs(y1 - y2)
    if down <= ENOUGH:
        return False
    side, overlap = (0, across) if across < down else (1, down)
    way = 1 if places[one][side] >= places[other][side] else -1
    places[one][side] += way * overlap / 2
    places[other][side] -= way * overlap / 2
    return True


def _leave(
    places: list[list[float]], boxes: Sequence[Point], index: int, end: tuple[int, int]
) -> bool:
    """Move a box from a line that runs below it."""
    (x1, y1), (x2, y2), (x, y) = places[end[0]], places[end[1]], places[index]
    across, down = x2 - x1, y2 - y1
    length = math.hypot(across, down)
    if length < 1:
        return False
    along = ((x - x1) * across + (y - y1) * down) / length**2
    off = ((x - x1) * -down + (y - y1) * across) / length
    reach = (boxes[index][0] * abs(down) + boxes[index][1] * abs(across)) / (2 * length) + 6
    if not 0 < along < 1 or abs(off) >= reach:
        return False
    shift = min(reach - abs(off), LEAP) * (1 if off >= 0 else -1)
    places[index][0] += -down / length * shift
    places[index][1] += across / length * shift
    return True
