# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Lines merged into what runs: what they change, what they leave, and what is then saved."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._delta import (
    missing_lines,
    plan_delta,
    render_commands,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._desired import Merge
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._merge import parse_change
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    parse_config,
    render_config,
)
from support.memory.frr import NEW, OLD, Model

SHOWN = """\
no ip forwarding
ip prefix-list A seq 5 permit 10.0.0.0/8
ip prefix-list A seq 10 permit 11.0.0.0/8
interface eth1
 description to p1
 ip ospf area 0
 ip ospf cost 10
 mpls enable
exit
router bgp 65000
 no bgp default ipv4-unicast
 neighbor PE peer-group
 neighbor PE remote-as 65000
 neighbor 10.0.0.4 remote-as 65000
 neighbor 10.0.0.4 password s3cret
 neighbor 10.0.0.4 timers 10 30
 neighbor 10.0.0.4 timers connect 5
 neighbor 10.0.0.5 peer-group PE
 address-family ipv4 unicast
  redistribute connected route-map F
 exit-address-family
 address-family ipv4 vpn
  neighbor PE activate
  neighbor 10.0.0.4 activate
 exit-address-family
exit
router bgp 65000 vrf customer1
exit
router ospf
 log-adjacency-changes detail
exit
route-map F permit 10
exit
"""
BGP = ["router bgp 65000"]
PORT = ["interface eth1"]


def shown(text: str = SHOWN, version: tuple[int, ...] = NEW) -> Config:
    return normalise_config(parse_config(text), version)


def merge(parents: Sequence[str], lines: Sequence[str], version: tuple[int, ...] = NEW) -> Merge:
    return Merge(parse_change(parents, lines, str), version)


def commands(
    parents: Sequence[str], lines: Sequence[str], version: tuple[int, ...] = NEW
) -> list[str]:
    current = shown(version=version)
    target = merge(parents, lines, version).target(current)
    rows = render_commands(plan_delta(current, target, version).commands).splitlines()
    return [row.strip() for row in rows if not row.strip().startswith("exit")]


@pytest.mark.parametrize(
    ("parents", "lines"),
    [
        (PORT, ["ip ospf cost 10", "no ip ospf hello-interval", "no ip ospf bfd"]),
        (BGP, ["no neighbor 10.9.9.9", "no neighbor 10.0.0.4 description"]),
        (["router bgp 65010"], ["no neighbor 10.0.0.4"]),
        ([], ["no router isis core", "ip prefix-list A permit 11.0.0.0/8"]),
        ([*BGP, "address-family ipv4 vpn"], ["neighbor 10.0.0.5 activate"]),
        ([], ["no ip prefix-list A permit 12.0.0.0/8", "no ip forwarding"]),
        (["vrf customer1"], ["no ip route 10.0.0.0/8 blackhole"]),
        (["router ospf"], ["no router-id"]),
    ],
)
def test_nothing_changes_when_it_is_so_already(parents: list[str], lines: list[str]) -> None:
    assert commands(parents, lines) == []


@pytest.mark.parametrize(
    ("parents", "lines", "expected"),
    [
        (PORT, ["ip ospf cost 20"], ["interface eth1", "ip ospf cost 20"]),
        (PORT, ["no ip ospf cost"], ["interface eth1", "no ip ospf cost 10"]),
        (PORT, ["no description"], ["interface eth1", "no description"]),
        (PORT, ["ip  ospf area 0.0.0.0", "ip ospf bfd"], ["interface eth1", "ip ospf bfd"]),
        (PORT, ["no mpls enable"], ["interface eth1", "no mpls enable"]),
        (BGP, ["no neighbor 10.0.0.4"], [*BGP, "no neighbor 10.0.0.4"]),
        (BGP, ["no neighbor 10.0.0.4 password"], [*BGP, "no neighbor 10.0.0.4 password"]),
        (BGP, ["no neighbor 10.0.0.4 timers"], [*BGP, "no neighbor 10.0.0.4 timers 10 30"]),
        (BGP, ["no neighbor PE"], [*BGP, "no neighbor 10.0.0.5", "no neighbor PE"]),
        (BGP, ["bgp default ipv4-unicast"], [*BGP, "bgp default ipv4-unicast"]),
        (BGP, ["no bgp network import-check"], [*BGP, "no bgp network import-check"]),
        ([], ["no router bgp 65000 vrf customer1"], ["no router bgp 65000 vrf customer1"]),
        ([], ["ip forwarding"], ["ip forwarding"]),
        (
            [],
            ["ip prefix-list A permit 12.0.0.0/8"],
            ["ip prefix-list A seq 15 permit 12.0.0.0/8"],
        ),
        (
            [],
            ["no ip prefix-list A permit 11.0.0.0/8"],
            ["no ip prefix-list A seq 10 permit 11.0.0.0/8"],
        ),
        (
            ["router ospf"],
            ["no log-adjacency-changes"],
            ["router ospf", "no log-adjacency-changes"],
        ),
        (
            [*BGP, "address-family ipv4 unicast"],
            ["network 10.0.0.0/8"],
            [*BGP, "address-family ipv4 unicast", "network 10.0.0.0/8"],
        ),
        (BGP, ["network 10.0.0.0/8"], [*BGP, "address-family ipv4 unicast", "network 10.0.0.0/8"]),
    ],
)
def test_only_what_is_said_changes_when_lines_are_merged(
    parents: list[str], lines: list[str], expected: list[str]
) -> None:
    assert commands(parents, lines) == expected


def test_mpls_port_is_closed_when_the_lines_ask_for_it_on_8_4() -> None:
    assert commands(PORT, ["no mpls enable"], OLD) == ["interface eth1", "no mpls enable"]
    assert commands(PORT, ["ip ospf cost 20"], OLD) == ["interface eth1", "ip ospf cost 20"]


@pytest.mark.parametrize(
    "lines",
    [
        ["address-family ipv4 vpn", "neighbor 10.0.0.4 next-hop-self", "exit-address-family"],
        ["address-family ipv4 vpn", " neighbor 10.0.0.4 next-hop-self"],
    ],
)
def test_lines_open_contexts_when_indented_or_left(lines: list[str]) -> None:
    assert commands(BGP, lines)[-2:] == [
        "address-family ipv4 vpn",
        "neighbor 10.0.0.4 next-hop-self",
    ]


def test_context_can_go_when_a_line_before_opened_another() -> None:
    rows = commands([], ["interface eth1", "description new", "no router ospf"])
    assert set(rows) == {"interface eth1", "description new", "no router ospf"}


@pytest.mark.parametrize(
    ("parents", "lines", "words"),
    [
        (
            ["router bpg 1"],
            ["a"],
            "parents[0]: 'router bpg 1' is wrong: expected a line that opens",
        ),
        ([*BGP, "vrf a"], ["a"], "parents[1]: 'vrf a' is wrong: expected a line that opens"),
        (BGP, ["neighbor a activate", "exit", "log syslog"], "lines[2]: 'log syslog' is wrong"),
        (BGP, ["interface eth1"], "lines[0]: 'interface eth1' is wrong: expected a line that stan"),
        (BGP, [], "lines: [] is wrong"),
        (BGP, ["! only a comment"], "expected at least one line that says something"),
        (BGP, ["a\nb"], "lines[0]: '(more than one line)' is wrong: expected one line"),
        ([], ["hostname pe2"], "lines[0]: 'hostname pe2' is wrong: expected a line that changes"),
    ],
)
def test_lines_are_refused_by_name_when_they_cannot_stand_there(
    parents: list[str], lines: list[str], words: str
) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        merge(parents, lines)


@pytest.mark.parametrize(
    ("parents", "line", "whole"),
    [
        ([], "no ip prefix-list A", "ip prefix-list A seq 5 permit 10.0.0.0/8"),
        ([], "no route-map F", "route-map F permit 10"),
        (
            [*BGP, "address-family ipv4 unicast"],
            "no redistribute connected",
            "redistribute connected route-map F",
        ),
    ],
)
def test_removal_is_refused_when_it_names_only_the_beginning(
    parents: list[str], line: str, whole: str
) -> None:
    with pytest.raises(InputError) as caught:
        commands(parents, ["! first", line])
    assert f"lines[1]: {line!r} is wrong" in str(caught.value)
    assert repr(whole) in str(caught.value)


def test_secret_is_not_named_when_a_line_is_refused() -> None:
    change = parse_change(BGP, ["no neighbor 10.0.0.4 remote-as"], lambda _line: "<hidden>")
    with pytest.raises(InputError) as caught:
        raise change.refuse("no neighbor 10.0.0.4 remote-as", "another")
    assert "neighbor" not in str(caught.value)


def saved(want: Merge, on_disk: str, running: str = SHOWN) -> str:
    return want.saved(shown(running, want.version), on_disk)


def test_file_stays_as_it_is_when_it_says_what_runs() -> None:
    on_disk = "! mine\nhostname pe1\n" + SHOWN
    assert saved(merge(PORT, ["ip ospf cost 10"]), on_disk) == on_disk


def test_file_has_all_that_runs_when_a_line_is_new() -> None:
    on_disk = "hostname pe1\nfrr defaults datacenter\nrouter ospf\nexit\n"
    text = saved(merge(PORT, ["ip ospf cost 20"]), on_disk)
    assert {"hostname pe1", "frr defaults datacenter"} <= set(text.splitlines())
    wanted = set(shown(SHOWN.replace("cost 10", "cost 20")).lines) - {("no ip forwarding",)}
    assert set(shown(text).lines) == wanted
    assert (
        saved(merge(PORT, ["ip ospf cost 20"]), text, SHOWN.replace("cost 10", "cost 20")) == text
    )


def test_mirrored_lines_are_not_saved_when_nobody_asked_for_them() -> None:
    text = saved(merge(PORT, ["ip ospf cost 20"], OLD), "")
    assert "forwarding" not in text
    assert "mpls enable" not in text
    assert "mpls enable" in saved(merge(PORT, ["mpls enable"], OLD), "")
    assert "no ip forwarding" in saved(merge([], ["no ip forwarding"], OLD), "")


def test_defaults_stay_in_the_file_when_they_still_hold() -> None:
    on_disk = (
        "ip forwarding\ninterface eth1\n isis metric 10\nexit\n"
        "router isis c\n metric-style wide\nexit\n"
    )
    running = "interface eth1\n description a\nexit\n"
    text = saved(merge(PORT, ["description b"]), on_disk, running)
    assert text.splitlines()[1:] == [
        "interface eth1",
        " description b",
        " isis metric 10",
        "exit",
        "ip forwarding",
    ]
    text = saved(merge(PORT, ["isis metric 20"]), on_disk, running)
    assert "isis metric 10" not in text


LINES = st.lists(
    st.tuples(
        st.sampled_from([(), ("interface eth1",), ("interface eth2",), ("router bgp 65000",)]),
        st.sampled_from(
            [
                "description a",
                "no description",
                "ip ospf cost 5",
                "no ip ospf cost",
                "mpls enable",
                "neighbor 10.0.0.4 remote-as 65001",
                "no neighbor 10.0.0.4",
                "neighbor 10.0.0.7 remote-as 65007",
                "no neighbor 10.0.0.7",
            ]
        ),
    ).filter(lambda one: ("neighbor" in one[1]) == (one[0][:1] == ("router bgp 65000",))),
    min_size=1,
    max_size=4,
)


@given(LINES)
def test_second_merge_changes_nothing_when_the_first_was_applied(
    tasks: list[tuple[tuple[str, ...], str]],
) -> None:
    running = shown()
    for parents, line in tasks:
        if not parents:
            continue
        want = merge(parents, [line])
        before, running = running, want.target(running)
        delta = plan_delta(before, running, NEW)
        model = Model(before).run(render_commands(delta.commands))
        assert missing_lines(shown(model.text), running, NEW) == []
        assert want.target(running).same_lines(running)
        changed = set(before.lines) ^ set(running.lines)
        assert all(path[: len(parents)] == parents for path in changed)


def test_lines_of_frrs_own_are_accepted_when_they_are_new() -> None:
    before = shown("router bgp 1\n neighbor 10.0.0.1 remote-as 1\nexit\n")
    want = merge(["router bgp 1"], ["no bgp default ipv4-unicast"])
    goal = want.target(before)
    after = shown(
        render_config(goal).replace("exit\n", "")
        + " address-family ipv4 unicast\n  neighbor 10.0.0.1 activate\n"
    )
    assert missing_lines(after, goal, NEW)
    assert missing_lines(after, want.accept(goal, before, after), NEW) == []
    lost = shown("router bgp 1\n no bgp default ipv4-unicast\nexit\n")
    assert missing_lines(lost, want.accept(goal, before, lost), NEW) == [
        "+ router bgp 1 / neighbor 10.0.0.1 remote-as 1"
    ]
