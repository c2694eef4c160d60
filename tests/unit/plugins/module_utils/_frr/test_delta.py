# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Deltas against a model of FRR: an interpreter of commands that knows nothing of the planner."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._delta import (
    missing_lines,
    plan_delta,
    render_commands,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    parse_config,
    render_config,
)
from support.memory.frr import NEW, OLD, Model

DATA = Path(__file__).parent / "data"


def config(text: str, version: tuple[int, ...] = NEW) -> Config:
    return normalise_config(parse_config(text), version)


def commands(before: str, after: str, version: tuple[int, ...] = NEW) -> str:
    delta = plan_delta(config(before, version), config(after, version), version)
    return render_commands(delta.commands)


INTERFACE = st.lists(
    st.sampled_from(
        ["ip ospf area 0", "ip ospf cost 10", "ip ospf cost 20", "description a", "mpls enable"]
    ),
    unique_by=lambda row: row.rpartition(" ")[0],
)
NEIGHBOURS = st.dictionaries(
    st.sampled_from(["10.0.0.1", "10.0.0.2"]),
    st.tuples(st.sampled_from(["65000", "65001"]), st.booleans(), st.booleans()),
)
ROUTE_MAPS = st.sets(st.tuples(st.sampled_from(["F", "G"]), st.sampled_from([10, 20])))
VRFS = st.sets(st.sampled_from(["customer1", "customer2"]))


@st.composite
def texts(draw: st.DrawFn) -> str:
    rows: list[str] = []
    for port in draw(st.sets(st.sampled_from(["eth1", "eth2"]))):
        rows += [f"interface {port}", *draw(INTERFACE), "exit"]
    neighbours = draw(NEIGHBOURS)
    rows += ["router bgp 65000"]
    for name, (number, protected, _active) in neighbours.items():
        rows.append(f"neighbor {name} remote-as {number}")
        rows += [f"neighbor {name} password hidden{number}"] if protected else []
    rows.append("address-family ipv4 vpn")
    rows += [f"neighbor {name} activate" for name, flags in neighbours.items() if flags[2]]
    rows += ["exit-address-family", "exit"]
    for name in sorted(draw(VRFS)):
        rows += [f"router bgp 65000 vrf {name}", "address-family ipv4 unicast"]
        rows += ["redistribute connected", "exit-address-family", "exit"]
    for name, place in sorted(draw(ROUTE_MAPS)):
        rows += [f"route-map {name} permit {place}", f"set local-preference {place}", "exit"]
    return "\n".join(rows) + "\n"


@given(texts(), texts())
@settings(max_examples=200, deadline=None)
def test_delta_reaches_the_goal_when_run_by_a_model(before: str, after: str) -> None:
    delta = plan_delta(config(before), config(after), NEW)
    shown = config(Model(config(before)).run(render_commands(delta.commands)).text)
    assert missing_lines(shown, config(after), NEW) == []
    assert delta.projected.same_lines(config(after))


@given(texts())
@settings(max_examples=50, deadline=None)
def test_delta_is_empty_when_nothing_differs(text: str) -> None:
    assert plan_delta(config(text), config(text), NEW).commands == ()


@given(texts(), texts())
@settings(max_examples=100, deadline=None)
def test_second_delta_is_empty_when_the_first_was_run(before: str, after: str) -> None:
    first = plan_delta(config(before), config(after), NEW)
    assert plan_delta(first.projected, config(after), NEW).commands == ()


@given(texts(), texts())
@settings(max_examples=100, deadline=None)
def test_removal_is_never_shortened_when_lines_go(before: str, after: str) -> None:
    known = {line.text for line in config(before).lines.values()}
    for row in commands(before, after).splitlines():
        word = row.strip()
        if word.startswith("no "):
            words = word[3:]
            whole = words in known
            listed = re.fullmatch(r"neighbor \S+( password| description)?|description", words)
            assert whole or listed


@pytest.mark.parametrize("version", [OLD, NEW])
def test_everything_can_go_when_a_real_configuration_is_replaced(version: tuple[int, ...]) -> None:
    name = "shown-8.4.4.conf" if version == OLD else "shown-10.3.conf"
    shown = config((DATA / name).read_text(encoding="utf-8"), version)
    delta = plan_delta(shown, config("log syslog\n", version), version)
    assert set(delta.projected.lines) == {("log syslog",), ("no ipv6 forwarding",)}
    back = plan_delta(delta.projected, shown, version)
    assert back.projected.same_lines(shown)


def test_value_is_replaced_without_a_removal_when_it_overwrites() -> None:
    one = "router bgp 1\n neighbor 10.0.0.1 remote-as 1\n neighbor 10.0.0.1 password {}\nexit\n"
    assert commands(one.format("a"), one.format("b")) == (
        "router bgp 1\n neighbor 10.0.0.1 password b\nexit\n"
    )


@pytest.mark.parametrize(
    ("context", "line", "command"),
    [
        ("router isis c", "area-password md5 a", "no area-password"),
        ("router isis c", "domain-password clear a", "no domain-password"),
        ("router ospf", "area 1 stub no-summary", "no area 1 stub"),
        ("router ospf", "log-adjacency-changes detail", "no log-adjacency-changes"),
        ("interface a", "description to b", "no description"),
        ("route-map F permit 10", "description to b", "no description"),
        ("route-map F permit 10", "set as-path prepend 1 1", "no set as-path prepend"),
        (
            "route-map F permit 10",
            "set as-path prepend last-as 2",
            "no set as-path prepend last-as 2",
        ),
        ("route-map F permit 10", "on-match goto 20", "no on-match goto"),
        (
            "router isis c",
            "segment-routing global-block 17000 17999",
            "no segment-routing global-block",
        ),
        (
            "router ospf",
            "segment-routing global-block 17000 17999",
            "no segment-routing global-block",
        ),
        ("route-map F permit 10", "set table 7", "no set table"),
        ("router ospf", "aggregation timer 10", "no aggregation timer"),
        ("router bgp 1", "neighbor 10.0.0.1 password a", "no neighbor 10.0.0.1 password"),
    ],
)
def test_line_goes_by_the_command_that_frr_has_for_it(
    context: str, line: str, command: str
) -> None:
    rows = commands(f"{context}\n {line}\nexit\n", f"{context}\nexit\n").splitlines()
    assert rows == [context, f" {command}", "exit"]


@pytest.mark.parametrize("block", ["profile f", "peer 10.0.0.1"])
@pytest.mark.parametrize(
    ("line", "default"),
    [
        ("detect-multiplier 5", "detect-multiplier 3"),
        ("receive-interval 100", "receive-interval 300"),
        ("echo transmit-interval 100", "echo transmit-interval 50"),
    ],
)
def test_value_goes_by_its_default_when_bfd_has_no_command_against_it(
    block: str, line: str, default: str
) -> None:
    before, after = f"bfd\n {block}\n  {line}\n exit\nexit\n", f"bfd\n {block}\n exit\nexit\n"
    rows = commands(before, after).splitlines()
    assert rows == ["bfd", f" {block}", f"  {default}", " exit", "exit"]
    assert commands(after, before.replace(line, default)) == ""


def test_value_is_left_out_when_frr_refuses_it_after_no() -> None:
    key = "key chain K\n key 1\n  {}\n exit\nexit\n"
    line = "send-lifetime 00:00:00 Jan 1 2026 infinite"
    rows = commands(key.format(line), key.format("")).splitlines()
    assert rows[2] == "  no send-lifetime"
    assert commands("banner motd line a\n", "log syslog\n").splitlines()[0] == "banner motd default"


def test_address_goes_with_traffic_engineering_when_ospf_loses_it() -> None:
    text = "router ospf\n mpls-te on\n mpls-te router-address {}\nexit\n"
    one, other = text.format("10.0.0.1"), text.format("10.0.0.2")
    assert commands(one, "router ospf\nexit\n").splitlines()[1:-1] == [" no mpls-te on"]
    assert commands(one, other).splitlines()[1:-1] == [" mpls-te router-address 10.0.0.2"]
    unset = text.format("0.0.0.0")  # noqa: S104 (nobody listens there)
    assert commands("router ospf\n mpls-te on\nexit\n", unset) == ""


def test_timers_are_apart_when_a_neighbour_has_several() -> None:
    text = "router bgp 1\n neighbor a remote-as 1\n neighbor a {}\nexit\n"
    rows = commands(text.format("timers connect 5"), text.format("timers 10 30")).splitlines()
    assert rows == [
        "router bgp 1",
        " no neighbor a timers connect 5",
        " neighbor a timers 10 30",
        "exit",
    ]


def test_default_network_is_not_missed_when_a_link_does_not_show_it() -> None:
    shown, wanted = "interface a\n {}\n description a\nexit\n", "ip ospf network broadcast"
    before = config(shown.format("ip ospf network point-to-point"))
    after = config(shown.format(wanted))
    assert (
        " ip ospf network broadcast"
        in render_commands(plan_delta(before, after, NEW).commands).splitlines()
    )
    assert missing_lines(config(shown.format("")), after, NEW) == []


def test_definition_goes_last_when_its_user_goes_too() -> None:
    before = (
        "ip prefix-list A seq 5 permit any\n"
        "route-map F permit 10\n match ip address prefix-list A\nexit\n"
    )
    after = "router ospf\nexit\n"
    assert commands(before, after).splitlines() == [
        "router ospf",
        "exit",
        "no route-map F permit 10",
        "no ip prefix-list A seq 5 permit any",
    ]


def test_default_instance_goes_after_its_vrfs_when_bgp_goes() -> None:
    before = "router bgp 1\nexit\nrouter bgp 1 vrf a\nexit\n"
    assert commands(before, "log syslog\n").splitlines()[:2] == [
        "no router bgp 1 vrf a",
        "no router bgp 1",
    ]


def test_interface_is_emptied_and_not_removed_when_the_text_does_not_name_it() -> None:
    assert commands("interface a\n ip ospf area 0\nexit\n", "log syslog\n").splitlines()[:3] == [
        "interface a",
        " no ip ospf area 0",
        "exit",
    ]


def test_members_are_removed_before_their_group_when_it_goes() -> None:
    before = (
        "router bgp 1\n neighbor G peer-group\n neighbor G remote-as 1\n"
        " neighbor 10.0.0.1 peer-group G\nexit\n"
    )
    assert commands(before, "router bgp 1\nexit\n").splitlines() == [
        "router bgp 1",
        " no neighbor 10.0.0.1",
        " no neighbor G",
        "exit",
    ]


def test_import_is_undone_by_name_when_its_instance_goes() -> None:
    before = "router bgp 1 vrf b\n address-family ipv4 unicast\n  import vrf a\n"
    rows = [row.strip() for row in commands(before, "log syslog\n").splitlines()]
    assert rows.index("no import vrf a") < rows.index("no router bgp 1 vrf b")


def test_mpls_stays_open_when_8_4_mirrors_the_kernel() -> None:
    shown = "interface eth1\n mpls enable\nexit\n"
    assert commands(shown, "router ospf\nexit\n", OLD) == "router ospf\nexit\n"
    assert " no mpls enable" in commands(shown, "router ospf\nexit\n", NEW)


def test_forwarding_stays_as_it_is_when_the_text_does_not_speak_of_it() -> None:
    assert commands("no ip forwarding\n", "router ospf\nexit\n") == "router ospf\nexit\n"
    assert commands("no ip forwarding\n", "ip forwarding\n") == "ip forwarding\n"


def test_rendered_projection_reads_back_when_blocks_are_mixed() -> None:
    delta = plan_delta(
        config("router ospf\nexit\n"), config("router bgp 1\n bgp router-id 1.1.1.1\n"), NEW
    )
    assert config(render_config(delta.projected)).same_lines(delta.projected)


def test_isis_instance_goes_last_when_interfaces_need_it() -> None:
    before = "router isis c\nexit\ninterface a\n isis metric 100\nexit\n"
    rows = [row.strip() for row in commands(before, "log syslog\n").splitlines()]
    assert rows.index("no isis metric 100") < rows.index("no router isis c")


LDP = """\
mpls ldp
 router-id 10.0.0.1
 address-family ipv4
  discovery transport-address 10.0.0.1
  {label}
  interface eth1
  exit
 exit-address-family
exit
"""


@pytest.mark.parametrize("version", [OLD, NEW])
def test_ldp_is_made_anew_when_other_routes_get_labels(version: tuple[int, ...]) -> None:
    before, after = (
        LDP.format(label=f"label local allocate {one}") for one in ("host-routes", "for a")
    )
    delta = plan_delta(config(before, version), config(after, version), version)
    assert render_commands(delta.commands).startswith("no mpls ldp\nmpls ldp\n")
    model = Model(config(before, version)).run(render_commands(delta.commands))
    assert missing_lines(config(model.text, version), config(after, version), version) == []
    assert commands(after, after, version) == ""


@pytest.mark.parametrize("version", [OLD, NEW])
def test_nothing_is_exported_while_a_vrf_gets_another_router_id(version: tuple[int, ...]) -> None:
    """FRR would derive RD and route target from it, whatever was said."""

    def text(router_id: str) -> str:
        return f"""\
router bgp 65000 vrf blue
 bgp router-id {router_id}
 address-family ipv4 unicast
  rd vpn export 65000:1
  rt vpn import 65000:2
  rt vpn export 65000:1
  export vpn
 exit-address-family
exit
router bgp 65000 vrf red
 bgp router-id 10.0.0.1
 address-family ipv4 unicast
  rd vpn export 65000:3
 exit-address-family
exit
"""

    assert (
        commands(text("192.0.2.9"), text("10.0.0.1"), version)
        == """\
router bgp 65000 vrf blue
 address-family ipv4 unicast
  no rd vpn export 65000:1
 exit-address-family
exit
router bgp 65000 vrf blue
 bgp router-id 10.0.0.1
exit
router bgp 65000 vrf blue
 address-family ipv4 unicast
  rd vpn export 65000:1
 exit-address-family
exit
"""
    )
