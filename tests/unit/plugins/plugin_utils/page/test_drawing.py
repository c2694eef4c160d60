# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Drawings: nothing is on anything else, states are seen without colours, and all is there."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    UNKNOWN,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.drawing import (
    Box,
    Drawing,
    draw_network,
)
from support.assurance.verdicts import (
    break_link,
    fail,
    make_large,
    make_ring,
    make_small,
    make_verdict,
    silence,
)

#: Lines that run below routers of others, of which a network of 50 may have a few.
CROSSED = {"small": 0, "ring": 0, "large": 3}


def make(name: str) -> Verdict:
    if name == "large":
        return make_large(50, 1, 2)
    return make_small() if name == "small" else make_ring()


def draw(verdict: Verdict) -> Drawing:
    return draw_network(verdict["routers"], verdict["links"])


@cache
def drawing_of(name: str) -> Drawing:
    return draw(make(name))


def boxes_of(drawing: Drawing) -> list[Box]:
    return [*(one.box for one in drawing.routers), *(one.box for one in drawing.labels)]


@pytest.mark.parametrize("name", CROSSED)
def test_nothing_covers_anything_else(name: str) -> None:
    drawing = drawing_of(name)
    boxes = boxes_of(drawing)
    assert [pair for pair in itertools.combinations(boxes, 2) if pair[0].meets(pair[1])] == []


@pytest.mark.parametrize("name", CROSSED)
def test_lines_go_around_routers_of_others(name: str) -> None:
    drawing = drawing_of(name)
    crossed = [
        (link.title, router.name)
        for link in drawing.links
        for router in drawing.routers
        if (router.box.x, router.box.y) not in (link.start, link.end)
        and any(
            abs(x - router.box.x) < router.box.width / 2
            and abs(y - router.box.y) < router.box.height / 2
            for x, y in (link.at(step / 100) for step in range(101))
        )
    ]
    assert len(crossed) <= CROSSED[name], crossed


@pytest.mark.parametrize("name", CROSSED)
def test_everything_is_inside_of_the_frame(name: str) -> None:
    drawing = drawing_of(name)
    for box in boxes_of(drawing):
        assert drawing.left < box.x - box.width / 2
        assert box.x + box.width / 2 < drawing.left + drawing.width
        assert drawing.top < box.y - box.height / 2
        assert box.y + box.height / 2 < drawing.top + drawing.height


@pytest.mark.parametrize("name", ["small", "ring"])
def test_ports_and_subnets_are_named_when_the_network_is_small(name: str) -> None:
    words = sorted(label.words for label in drawing_of(name).labels)
    links = make(name)["links"]
    ports = [port for link in links for _router, port in link["ends"]]
    assert words == sorted([*ports, *(link["subnet"] for link in links)])


def test_everything_is_drawn_in_a_large_network() -> None:
    drawing, verdict = drawing_of("large"), make("large")
    names = [router["name"] for router in verdict["routers"]]
    assert [router.name for router in drawing.routers] == names
    assert len(drawing.links) == len(verdict["links"])


def test_drawing_is_the_same_when_it_is_drawn_again() -> None:
    assert draw(make("ring")) == drawing_of("ring")


def test_reflector_is_above_the_others() -> None:
    routers = {router.name: router.box for router in drawing_of("small").routers}
    assert min(routers, key=lambda name: routers[name].y) == "rr1"
    assert routers["pe1"].x < routers["p1"].x < routers["pe2"].x
    assert abs(routers["pe1"].y - routers["pe2"].y) < 2


def test_chain_is_drawn_as_a_line() -> None:
    groups = {"p": ["p1"], "pe": ["pe1", "pe2"]}
    drawing = draw(make_verdict(groups, [("pe1", "p1"), ("p1", "pe2")], 0, 0))
    heights = [router.box.y for router in drawing.routers]
    assert max(heights) - min(heights) < 5


def test_states_are_seen_without_colours() -> None:
    verdict = make_small()
    fail(verdict, "pe2: main table", "has 192.168.1.0/24", {})
    silence(verdict, "pe1")
    break_link(verdict, 0, UNKNOWN)
    break_link(verdict, 1, FAILED)
    drawing = draw(verdict)
    assert {(one.name, one.second) for one in drawing.routers} == {
        ("p1", "10.0.0.1"),
        ("? pe1", "no answer"),
        ("✕ pe2", "1 check failed"),
        ("rr1", "10.0.0.4"),
    }
    signs = [one.words for one in drawing.labels if one.kind.startswith("badge")]
    assert signs == ["?", "✕"]


def test_links_of_the_same_routers_are_beside_each_other() -> None:
    links = [("pe1", "pe2"), ("pe2", "pe1"), ("pe1", "pe2")]
    drawing = draw(make_verdict({"pe": ["pe1", "pe2"]}, links, 0, 0))
    middles = {(round(x), round(y)) for x, y in (link.at(0.5) for link in drawing.links)}
    assert len(middles) == 3


@pytest.mark.parametrize("names", [[], ["pe1"], ["pe1", "pe2", "pe3", "pe4", "pe5"]])
def test_routers_without_links_are_drawn(names: list[str]) -> None:
    drawing = draw(make_verdict({"pe": names}, (), 0, 0))
    assert [router.name for router in drawing.routers] == names
    boxes = [router.box for router in drawing.routers]
    assert not any(one.meets(other) for one, other in itertools.combinations(boxes, 2))


def test_long_name_is_shortened_and_whole_in_its_title() -> None:
    name = "pe-" + "x" * 60
    router = draw(make_verdict({"pe": [name]}, (), 0, 0)).routers[0]
    assert router.name == f"{name[:17]}…"
    assert router.title.startswith(name)
