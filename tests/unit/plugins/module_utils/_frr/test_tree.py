# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsing and normalising, on what both versions of FRR really show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import find_context
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    arrange_config,
    parse_config,
    render_config,
)
from support.memory.frr import NEW, OLD

DATA = Path(__file__).parent / "data"
SHOWN = [("shown-8.4.4.conf", OLD), ("shown-10.3.conf", NEW)]


def shown_by(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def lines_of(text: str, version: tuple[int, ...] = NEW) -> set[tuple[str, ...]]:
    return set(normalise_config(parse_config(text), version).lines)


@pytest.mark.parametrize(("name", "version"), SHOWN)
def test_nothing_is_lost_when_a_running_configuration_is_parsed(
    name: str, version: tuple[int, ...]
) -> None:
    rendered = render_config(parse_config(shown_by(name)))
    words = [row.strip() for row in shown_by(name).splitlines()]
    kept = [row for row in words if row and row not in ("!", "end") and not row.startswith("exit")]
    assert sorted(kept) == sorted(
        row.strip() for row in rendered.splitlines() if not row.strip().startswith("exit")
    )
    assert version


@pytest.mark.parametrize(("name", "version"), SHOWN)
def test_indentation_does_not_matter_when_every_context_is_left(
    name: str, version: tuple[int, ...]
) -> None:
    rendered = render_config(parse_config(shown_by(name)))
    flat = "\n".join(row.strip() for row in rendered.splitlines())
    assert lines_of(flat, version) == lines_of(shown_by(name), version)


@pytest.mark.parametrize(("name", "version"), SHOWN)
def test_normalising_changes_nothing_when_done_twice(name: str, version: tuple[int, ...]) -> None:
    once = normalise_config(parse_config(shown_by(name)), version)
    assert normalise_config(once, version).lines == once.lines


@pytest.mark.parametrize(("name", "version"), SHOWN)
def test_parsing_gives_the_same_when_rendered_again(name: str, version: tuple[int, ...]) -> None:
    config = parse_config(shown_by(name))
    assert parse_config(render_config(config)).same_lines(config)
    assert version


def test_context_is_closed_when_the_next_line_belongs_outside() -> None:
    text = "interface eth1\n ip ospf area 0\nip route 10.0.0.0/8 blackhole\nrouter ospf\n"
    assert lines_of(text) == {
        ("interface eth1",),
        ("interface eth1", "ip ospf area 0"),
        ("ip route 10.0.0.0/8 blackhole",),
        ("router ospf",),
    }


def test_interface_stays_inside_ldp_when_nothing_is_indented() -> None:
    text = "mpls ldp\naddress-family ipv4\ninterface eth1\nexit\ninterface eth2\nexit\nexit\nexit\n"
    assert ("mpls ldp", "address-family ipv4", "interface eth2") in lines_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "hostname pe9\n",
        "frr version 8.4.4\nfrr defaults traditional\n",
        "service integrated-vtysh-config\n",
        "line vty\n exec-timeout 0 0\nexit\n",
        "vrf customer1\nexit-vrf\n",
        "interface eth1\nexit\n",
        "bfd\nexit\n",
        "! a comment\n",
    ],
)
def test_nothing_is_compared_when_a_line_says_nothing_about_the_running_state(text: str) -> None:
    assert not lines_of(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ip prefix-list A permit 10.0.0.0/8\n", "ip prefix-list A seq 5 permit 10.0.0.0/8\n"),
        ("access-list a permit 10.0.0.0/8\n", "access-list a seq 5 permit 10.0.0.0/8\n"),
        ("ip route 192.0.2.1/24 10.1.0.1\n", "ip route 192.0.2.0/24 10.1.0.1\n"),
        (
            "ip route 192.0.2.0/24 10.1.0.1 vrf RED\n",
            "vrf RED\n ip route 192.0.2.0/24 10.1.0.1\nexit-vrf\n",
        ),
        ("interface a\n ip ospf area 0.0.0.0\n", "interface a\n ip ospf area 0\nexit\n"),
        (
            "router bgp 1\n network 10.0.0.0/8\nexit\n",
            "router bgp 1\n address-family ipv4 unicast\n  network 10.0.0.0/8\n",
        ),
        (
            "router bgp 1\n neighbor FD00:0::1 remote-as 1\nexit\n",
            "router bgp 1\n neighbor fd00::1 remote-as 1\nexit\n",
        ),
        (
            "router bgp 1\n address-family ipv4\n  network 10.0.0.0/8\n",
            "router bgp 1\n address-family ipv4 unicast\n  network 10.0.0.0/8\n",
        ),
        ("router isis c\n metric-style wide\nexit\n", "router isis c\nexit\n"),
        (
            "router ospf\n segment-routing global-block 16000 23999\nexit\n",
            "router ospf\nexit\n",
        ),
        (
            "router isis c\n"
            " segment-routing global-block 16000 23999 local-block 15000 15999\n"
            "exit\n",
            "router isis c\nexit\n",
        ),
        (
            "bfd\n profile f\n  no shutdown\n exit\n peer 10.0.0.1\n  no shutdown\n exit\nexit\n",
            "bfd\n profile f\n exit\n peer 10.0.0.1\n exit\nexit\n",
        ),
        (
            "router bgp 1\n neighbor a bfd profile f\nexit\n",
            "router bgp 1\n neighbor a bfd\n neighbor a bfd profile f\nexit\n",
        ),
        (
            "router ospf\n segment-routing on\nexit\n",
            "router ospf\n segment-routing on\n router-info area\nexit\n",
        ),
        (
            "router bgp 1\n address-family ipv4 vpn\n  neighbor a send-community extended\n",
            "router bgp 1\nexit\n",
        ),
    ],
)
def test_both_sides_are_alike_when_frr_shows_a_line_otherwise(typed: str, shown: str) -> None:
    assert lines_of(typed) == lines_of(shown)


def test_member_needs_no_line_when_its_group_has_it() -> None:
    text = (
        "router bgp 1\n neighbor G peer-group\n neighbor G remote-as 1\n"
        " neighbor 10.0.0.1 peer-group G\n address-family ipv4 vpn\n"
        "  neighbor G activate\n{} exit-address-family\nexit\n"
    )
    assert lines_of(text.format("  neighbor 10.0.0.1 activate\n")) == lines_of(text.format(""))


DEFAULT_LINES = [
    ("{}zebra nexthop kernel enable\n", set()),
    ("{}log error-category\n", set()),
    ("{}service cputime-stats\n", set()),
    ("interface a\n {}link-detect\nexit\n", set()),
    ("interface a\n {}isis three-way-handshake\nexit\n", set()),
    ("router isis c\n {}hostname dynamic\nexit\n", {("router isis c",)}),
    ("router bgp 1\n {}bgp client-to-client reflection\nexit\n", {("router bgp 1",)}),
    ("router bgp 1\n {}bgp fast-external-failover\nexit\n", {("router bgp 1",)}),
    ("router bgp 1\n {}bgp suppress-duplicates\nexit\n", {("router bgp 1",)}),
    ("router bgp 1\n {}bgp hard-administrative-reset\nexit\n", {("router bgp 1",)}),
    ("router bgp 1\n {}bgp graceful-restart notification\nexit\n", {("router bgp 1",)}),
]


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize(("line", "rest"), DEFAULT_LINES)
def test_default_needs_no_line_when_frr_shows_only_its_opposite(
    line: str, rest: set[tuple[str, ...]], version: tuple[int, ...]
) -> None:
    assert lines_of(line.format(""), version) == rest
    assert lines_of(line.format("no "), version) > rest


def test_first_as_is_enforced_by_default_when_frr_is_new_enough() -> None:
    text = "router bgp 1\n bgp enforce-first-as\nexit\n"
    assert len(lines_of(text, OLD)) == 2
    assert len(lines_of(text, NEW)) == 1


FAMILY = "router bgp 1\n{}{} exit-address-family\nexit\n"


@pytest.mark.parametrize(
    ("instance", "family", "shown"),
    [
        ("", "address-family ipv4 unicast\n  neighbor 10.0.0.1 activate", False),
        ("", "address-family ipv4 unicast\n  no neighbor 10.0.0.1 activate", True),
        (" no bgp default ipv4-unicast\n", "address-family ipv4\n  neighbor a activate", True),
        (" no bgp default ipv4-unicast\n", "address-family ipv4\n  no neighbor a activate", False),
        ("", "address-family ipv4 vpn\n  neighbor 10.0.0.1 activate", True),
        ("", "address-family ipv4 vpn\n  no neighbor 10.0.0.1 activate", False),
        (" bgp default ipv6-unicast\n", "address-family ipv6\n  neighbor a activate", False),
    ],
)
def test_activation_is_compared_when_it_is_not_the_default(
    instance: str, family: str, *, shown: bool
) -> None:
    config = lines_of(FAMILY.format(instance, f" {family}\n"))
    assert any(path[-1].endswith(" activate") for path in config) == shown


def test_member_is_active_by_its_own_line_when_its_group_is_not() -> None:
    text = (
        "router bgp 1\n neighbor G peer-group\n neighbor 10.0.0.1 peer-group G\n"
        " address-family ipv4 unicast\n  no neighbor G activate\n  neighbor 10.0.0.1 activate\n"
    )
    family = ("router bgp 1", "address-family ipv4 unicast")
    assert (*family, "neighbor 10.0.0.1 activate") in lines_of(text)


def test_list_has_a_line_once_when_it_is_typed_twice() -> None:
    text = "ip prefix-list A seq 7 permit 10.0.0.0/8\nip prefix-list A permit 10.0.0.1/8\n"
    assert lines_of(text) == {("ip prefix-list A seq 7 permit 10.0.0.0/8",)}


#: Openers that are in each other, by depth, and lines that open nothing.
OPENERS = (
    ("interface eth{}", "router bgp 6500{}", "mpls ldp", "bfd"),
    ("address-family ipv4 vpn", "address-family ipv4", "profile p{}"),
    ("interface eth{}",),
)


@st.composite
def trees(draw: st.DrawFn, kind: str = "top", depth: int = 0) -> list[Any]:
    """Draw lines, each with those that stand in it."""
    numbers = draw(st.sets(st.integers(0, 3), max_size=3))
    lines: list[Any] = [(f"a line {number}", []) for number in numbers]
    for opener in OPENERS[depth] if depth < len(OPENERS) else ():
        text = opener.format(draw(st.integers(0, 2)))
        context = find_context(kind, text)
        if context and draw(st.booleans()):
            lines.append((text, draw(trees(context.kind, depth + 1))))
    return lines


def write(
    lines: Any, pad: Callable[[str], str], kind: str = "top", path: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Write a tree row by row, each with the path that it stands for."""
    for text, inner in lines:
        here = (*path, text)
        yield pad(" " * len(path)) + text, here
        context = find_context(kind, text)
        if context:
            yield from write(inner, pad, context.kind, here)
            yield pad(" " * len(path)) + context.leave, ()


@given(trees(), st.sampled_from([lambda pad: pad, lambda pad: pad * 3, lambda _pad: ""]), st.data())
def test_same_lines_are_read_when_indented_or_commented_otherwise(
    tree: list[Any], pad: Callable[[str], str], data: st.DataObject
) -> None:
    rows = list(write(tree, pad))
    noise = data.draw(st.lists(st.sampled_from(["!", "", "  ! x", "# x"]), max_size=len(rows)))
    text = "".join(
        f"{row}\n{noise[at] if at < len(noise) else '!'}\n" for at, (row, _path) in enumerate(rows)
    )
    config = parse_config(text)
    assert set(config.lines) == {path for _row, path in rows if path}
    assert list(parse_config(render_config(config)).lines) == list(
        parse_config(render_config(parse_config(render_config(config)))).lines
    )
    assert parse_config(render_config(config)).same_lines(config)


def test_isis_comes_first_when_a_file_is_written() -> None:
    text = "interface a\n isis metric 100\nexit\nrouter isis c\n is-type level-1\nexit\n"
    assert render_config(arrange_config(parse_config(text))).startswith("router isis c\n is-type")
