# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Diagrams are looked at as pictures: everything is there, and nothing hides anything else."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.colours import (
    ROLE_COLOURS,
    choose_colours,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.diagram import (
    CUSTOMERS,
    MANY_ROUTERS,
    SITES,
    render_diagram,
)
from benchmarks.large_fabric import name_routers, render_core, render_vpns
from support.intent.cases import read_example
from support.pictures import Layout, count_colours, render

#: The large one has 60 routers and 20 customers.
PICTURES = ("l3vpn", "ring", "regional", "static-core", "large")
LARGE_CUSTOMERS = 20


@cache
def intent_of(name: str) -> Intent:
    variables, groups = _large(60, LARGE_CUSTOMERS) if name == "large" else read_example(name)
    problems = Problems()
    intent = parse_intent(variables, groups, problems)
    assert problems.found == []
    return intent


def _large(routers: int, customers: int) -> tuple[dict[str, Any], dict[str, list[str]]]:
    groups = name_routers(routers)
    variables = render_core(groups)
    for content in itertools.islice(render_vpns(groups).values(), customers):
        variables.update(content)
    return variables, groups


@cache
def layout_of(name: str) -> Layout:
    return Layout(render_diagram(intent_of(name)))


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_covers_anything_else(name: str) -> None:
    pairs = itertools.combinations(layout_of(name).boxes.items(), 2)
    assert [(one, other) for (one, a), (other, b) in pairs if a.meets(b)] == []


@pytest.mark.parametrize("name", PICTURES)
def test_words_are_inside_of_what_they_are_about(name: str) -> None:
    layout = layout_of(name)
    outside = [
        (node, words)
        for node, words, box in layout.texts()
        if not all(layout.boxes[node].has(*corner) for corner in corners(box))
    ]
    assert outside == []


def corners(box: Any) -> list[tuple[float, float]]:
    return [(box.left, box.low), (box.right, box.high)]


@pytest.mark.parametrize("name", PICTURES)
def test_lines_go_around_words_of_others(name: str) -> None:
    """Round nodes are left out: their corners are no part of them."""
    intent, layout = intent_of(name), layout_of(name)
    boxes = {
        node: box
        for node, box in layout.boxes.items()
        if node not in intent.routers or intent.routers[node].role == "pe"
    }
    crossed = {
        (*sorted(ends), node)
        for ends, points in layout.lines()
        for node, box in boxes.items()
        if node not in ends and any(box.has(*point, room=-4) for point in points)
    }
    assert crossed == set()


@pytest.mark.parametrize("name", PICTURES)
def test_everything_is_named(name: str) -> None:
    intent, layout = intent_of(name), layout_of(name)
    words: dict[str, set[str]] = {}
    for node, text, _box in layout.texts():
        words.setdefault(node, set()).add(text)
    for router in intent.routers.values():
        assert {router.name, str(router.loopback)} <= words[router.name]
    for index, link in enumerate(intent.links):
        ends = {f"{end.router} {end.interface}" for end in link.ends}
        assert ends <= words[f"link {index}"]
        assert any(str(link.subnet or "unnumbered") in text for text in words[f"link {index}"])
    for vpn in intent.vpns:
        for site in vpn.sites:
            assert {vpn.name, site.interface, str(site.address)} <= words[site.pe]
        assert vpn.name in layout.legend()


@pytest.mark.parametrize("name", ["ring", "large"])
def test_colours_are_seen_and_nothing_is_cut_off(name: str) -> None:
    intent = intent_of(name)
    picture = render(render_diagram(intent), dots_an_inch=96 if name == "ring" else 60)
    pixels = count_colours(picture)
    colours = choose_colours(vpn.name for vpn in intent.vpns)
    assert len(set(colours.values())) == len(intent.vpns)
    for what, colour in {**colours, **ROLE_COLOURS}.items():
        assert pixels[colour] > 300, what
    margin = 8
    for box in (
        (0, 0, picture.width, margin),
        (0, picture.height - margin, picture.width, picture.height),
        (0, 0, margin, picture.height),
        (picture.width - margin, 0, picture.width, picture.height),
    ):
        assert set(count_colours(picture.crop(box))) == {"#ffffff"}


@pytest.mark.parametrize("name", ["ring", "large"])
def test_words_are_seen_in_every_box(name: str) -> None:
    """Black on the light of each box, in the picture itself."""
    intent, layout = intent_of(name), layout_of(name)
    picture = render(render_diagram(intent), dots_an_inch=72)
    pad = (picture.width - layout.size[0]) / 2
    for node, box in layout.boxes.items():
        top = picture.height - pad - box.high
        area = picture.crop(
            (
                round(box.left + pad),
                round(top),
                round(box.right + pad),
                round(top + box.high - box.low),
            )
        )
        dark = sum(area.convert("L").histogram()[:96])
        assert dark > 60, node


def test_picture_is_the_same_when_it_is_drawn_again() -> None:
    assert layout_of("ring").boxes == Layout(render_diagram(intent_of("ring"))).boxes


def test_count_is_told_when_there_are_more_than_are_shown() -> None:
    variables, groups = _large(MANY_ROUTERS + 50, 750)
    intent = parse_intent(variables, groups, Problems())
    text = render_diagram(intent)
    assert f"and {len(intent.vpns) - CUSTOMERS} more customers" in text
    most = max(sum(len(v.sites) for v in vrfs) for vrfs in intent.vrfs_by_router.values())
    assert f"and {most - SITES} more sites" in text
    assert "splines=line" in text


def test_colours_differ_however_many_there_are() -> None:
    colours = choose_colours(f"customer{number}" for number in range(1000))
    assert len(set(colours.values())) == 1000
    assert list(colours)[:3] == ["customer0", "customer1", "customer2"]


def test_options_of_routers_and_links_are_seen() -> None:
    variables, groups = read_example("l3vpn")
    variables["mpls_routers"]["p1"]["drained"] = True
    variables["mpls_routers"]["rr1"]["attach"] = "static"
    variables["mpls_links"][1]["tunnel"] = {"type": "gre", "underlay": ["192.0.2.1", "192.0.2.2"]}
    intent = parse_intent(variables, groups, Problems())
    text = render_diagram(intent)
    layout = Layout(text)
    assert ("p1", "drained") in [(node, words) for node, words, _box in layout.texts()]
    assert ("link 1", "10.1.0.2/31, gre") in [(node, words) for node, words, _box in layout.texts()]
    assert text.count("[style=dashed]") == 2
    assert text.count("[style=solid]") == 1
