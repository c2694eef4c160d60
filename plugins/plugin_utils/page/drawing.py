# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The network as a picture: its routers and links, each with its state (pure).

Words are put where nothing is yet, the most important first; what finds no room is left out, and
stands in the tables all the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    OK,
    LinkStatus,
    RouterStatus,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.layout import Point, place_routers
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.words import SIGNS, clean, count

#: Up to so many routers have their loopbacks in the picture, and so many links their addresses.
FEW_ROUTERS, FEW_LINKS = 16, 16
#: Pixels that a letter takes, of names and of other words, and what is around them.
LETTER, SMALL_LETTER, PADDING = 7.8, 6.2, 22
LINE_HEIGHT, SMALL_HEIGHT, MARGIN = 30, 13, 16
#: The frame: its width without routers, how it grows with them, and its height for that.
WIDTH, GROWTH, HEIGHT = 420, 110, 0.48
#: Of a name so many letters are shown.
NAME = 18
#: Half the size of a sign on a link, and pixels between links of the same routers.
BADGE, BESIDE = 9, 16
#: Beyond the middle of a link, a port's name would be taken for the other's.
MIDDLE = 0.5
#: Where on its link a subnet may stand.
SPOTS = (MIDDLE, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68)


@dataclass(frozen=True)
class Box:
    """What something covers; x and y are its middle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Tell whether two of them are on each other."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )


@dataclass(frozen=True)
class DrawnRouter:
    """A router with its words; ``corners`` are those of a reflector."""

    box: Box
    role: str
    state: str
    title: str
    name: str
    second: str
    corners: str


@dataclass(frozen=True)
class DrawnLink:
    """A line between the middles of two routers, which are drawn above it."""

    start: Point
    end: Point
    state: str
    title: str

    def at(self, share: float) -> Point:
        """Give a place on the line."""
        (x1, y1), (x2, y2) = self.start, self.end
        return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share


@dataclass(frozen=True)
class Label:
    """Words or a sign at a place of their own."""

    box: Box
    words: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """Everything of the picture, and the corner and the size of what one sees of it."""

    left: float
    top: float
    width: float
    height: float
    routers: tuple[DrawnRouter, ...]
    links: tuple[DrawnLink, ...]
    labels: tuple[Label, ...]


def draw_network(routers: Sequence[RouterStatus], links: Sequence[LinkStatus]) -> Drawing:
    """Place and name everything."""
    is_small = len(routers) <= FEW_ROUTERS
    seconds = {router["name"]: _second_line(router, is_small=is_small) for router in routers}
    sizes = {router["name"]: _size(router, seconds[router["name"]]) for router in routers}
    known = [link for link in links if all(end[0] in sizes for end in link["ends"])]
    ends = [(link["ends"][0][0], link["ends"][1][0]) for link in known]
    upper = [router["name"] for router in routers if router["role"] == "rr"]
    width = WIDTH + GROWTH * math.sqrt(len(routers))
    places = place_routers(sizes, ends, upper, (width, width * HEIGHT))
    boxes = {name: Box(*places[name], *sizes[name]) for name in sizes}
    lines = list(_draw_links(known, boxes))
    labels = _choose_labels(known, lines, boxes)
    return Drawing(
        *_frame([*boxes.values(), *(label.box for label in labels)]),
        tuple(_draw_router(one, boxes[one["name"]], seconds[one["name"]]) for one in routers),
        tuple(lines),
        tuple(labels),
    )


def _second_line(router: RouterStatus, *, is_small: bool) -> str:
    if router["state"] == FAILED:
        return f"{count(router['failed'], 'check')} failed"
    if router["state"] != OK:
        return "no answer"
    return router["loopback"] if is_small else ""


def _size(router: RouterStatus, second: str) -> Point:
    width = max(len(_name(router)) * LETTER, len(second) * SMALL_LETTER, LETTER * 3)
    return width + PADDING, LINE_HEIGHT + (SMALL_HEIGHT if second else 0)


def _name(router: RouterStatus) -> str:
    """Write a name with the sign of what is not right before it."""
    name, state = clean(router["name"]), router["state"]
    shown = name if len(name) <= NAME else f"{name[: NAME - 1]}…"
    return shown if state == OK else f"{SIGNS.get(state, '?')} {shown}"


def _draw_router(router: RouterStatus, box: Box, second: str) -> DrawnRouter:
    half, high, cut = box.width / 2, box.height / 2, 9
    corners = (
        *((-half, 0), (cut - half, -high), (half - cut, -high)),
        *((half, 0), (half - cut, high), (cut - half, high)),
    )
    return DrawnRouter(
        box=box,
        role=router["role"] if router["role"] in ("p", "pe", "rr") else "p",
        state=router["state"],
        title=f"{router['name']} ({router['loopback']}): {second or 'all right'}",
        name=_name(router),
        second=second,
        corners=" ".join(f"{box.x + x:.1f},{box.y + y:.1f}" for x, y in corners),
    )


def _draw_links(links: Sequence[LinkStatus], boxes: Mapping[str, Box]) -> Iterator[DrawnLink]:
    """Draw each as a line; several between two routers stand beside each other."""
    pairs = [tuple(sorted(end[0] for end in link["ends"])) for link in links]
    of_pair, seen = Counter(pairs), Counter[tuple[str, ...]]()
    for link, pair in zip(links, pairs):
        shift = (seen[pair] - (of_pair[pair] - 1) / 2) * BESIDE
        seen[pair] += 1
        first, second = boxes[pair[0]], boxes[pair[-1]]
        across, down = second.x - first.x, second.y - first.y
        length = max(math.hypot(across, down), 1.0)
        off_x, off_y = -down / length * shift, across / length * shift
        start, end = (
            (boxes[router].x + off_x, boxes[router].y + off_y) for router, _port in link["ends"]
        )
        yield DrawnLink(start, end, link["state"], describe_link(link))


def describe_link(link: LinkStatus) -> str:
    """Name a link by its ends and its subnet."""
    (first, port), (second, other) = link["ends"]
    return f"{first} {port} ↔ {second} {other}, {link['subnet'] or 'unnumbered'}"


def _choose_labels(
    links: Sequence[LinkStatus], lines: Sequence[DrawnLink], boxes: Mapping[str, Box]
) -> list[Label]:
    """Give the labels that find room: signs of what is not right, subnets, then ports."""
    wanted = [_signs_of(line) for line in lines if line.state != OK]
    if len(links) <= FEW_LINKS:
        wanted += [_subnets_of(link, line) for link, line in zip(links, lines)]
        wanted += [
            _port_of(link, line, boxes, end) for link, line in zip(links, lines) for end in (0, 1)
        ]
    taken = [*boxes.values()]
    chosen = []
    for candidates in wanted:
        free = (one for one in candidates if not any(one.box.meets(box) for box in taken))
        label = next(free, None)
        if label is not None:
            chosen.append(label)
            taken.append(label.box)
    return chosen


def _signs_of(line: DrawnLink) -> list[Label]:
    sign = SIGNS.get(line.state, "?")
    return [
        Label(Box(*line.at(spot), BADGE * 2, BADGE * 2), sign, f"badge {line.state}")
        for spot in SPOTS
    ]


def _subnets_of(link: LinkStatus, line: DrawnLink) -> list[Label]:
    words = clean(link["subnet"]) or "unnumbered"
    return [Label(_text_box(*line.at(spot), words), words, "subnet") for spot in SPOTS]


def _port_of(link: LinkStatus, line: DrawnLink, boxes: Mapping[str, Box], end: int) -> list[Label]:
    """Put a port's name on its line where that leaves the router's box."""
    router, port = link["ends"][end]
    words, box = clean(port), boxes[router]
    text = _text_box(0, 0, words)
    (x1, y1), (x2, y2) = (line.start, line.end) if end == 0 else (line.end, line.start)
    across, down = abs(x2 - x1), abs(y2 - y1)
    share = min(
        (box.width + text.width + 4) / 2 / max(across, 1e-6),
        (box.height + text.height + 4) / 2 / max(down, 1e-6),
    )
    if share > MIDDLE:
        return []
    place = line.at(share if end == 0 else 1 - share)
    return [Label(_text_box(*place, words), words, "port")]


def _text_box(x: float, y: float, words: str) -> Box:
    return Box(x, y, len(words) * SMALL_LETTER + 8, SMALL_HEIGHT + 4)


def _frame(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    """Give the left, the top, the width and the height of what there is."""
    left = min((box.x - box.width / 2 for box in boxes), default=0) - MARGIN
    top = min((box.y - box.height / 2 for box in boxes), default=0) - MARGIN
    right = max((box.x + box.width / 2 for box in boxes), default=0) + MARGIN
    bottom = max((box.y + box.height / 2 for box in boxes), default=0) + MARGIN
    return left, top, right - left, bottom - top
