# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Edge protection that comes of an intent: all of it, unless a part is switched off."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import build_tables
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import parse_protection
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from support.intent.cases import Case, build_case, read_cases, read_example

Variables = dict[str, Any]
Groups = dict[str, list[str]]
LABELS = {"label_ports": ["eth2", "eth3"]}
SPOOFING = {"source_ports": ["eth2", "eth3"]}
PARENTS = {"parent_ports": ["eth2", "eth3"], "other_interfaces": ["eth1"]}
CONTROL_PLANE = {
    "ports": ["eth2", "eth3"],
    "vrfs": ["customer1", "customer2"],
    "sessions": [],
    "core": ["eth1"],
    "bgp_peers": ["10.0.0.4"],
    "ldp_peers": ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.1.0.1"],
}
NEIGHBOURS: dict[str, Any] = {
    "neighbours": [
        {"interface": name, "ipv4": 272, "ipv6": 16, "subnet": "192.168.1.0/24", "routers": []}
        for name in ("eth2", "eth3")
    ]
}
STAND: dict[str, dict[str, Any]] = {
    "labels": LABELS,
    "urpf": SPOOFING,
    "parents": PARENTS,
    "control_plane": CONTROL_PLANE,
    "neighbours": NEIGHBOURS,
}
OPEN = dict.fromkeys((*STAND, "tunnels"), False)


def read(variables: Variables, groups: Groups) -> Intent:
    return parse_intent(variables, groups, Problems())


def options_of(variables: Variables, groups: Groups, name: str = "pe1") -> Any:
    return build_models(read(variables, groups))[name]["edge_protection"]


def test_everything_is_protected_when_nothing_is_said(variables: Variables, groups: Groups) -> None:
    assert options_of(variables, groups) == {
        **LABELS,
        **SPOOFING,
        **PARENTS,
        **CONTROL_PLANE,
        **NEIGHBOURS,
    }


@pytest.mark.parametrize("part", STAND)
def test_the_others_stand_when_one_is_opened(
    variables: Variables, groups: Groups, part: str
) -> None:
    variables["mpls_edge_protection"] = {part: False}
    left: dict[str, Any] = {}
    for options in (options for name, options in STAND.items() if name != part):
        left |= options
    assert options_of(variables, groups) == left


def test_nothing_is_left_and_no_nftables_needed_when_all_are_opened(
    variables: Variables, groups: Groups
) -> None:
    variables["mpls_edge_protection"] = OPEN
    model: Any = build_models(read(variables, groups))["pe1"]
    assert model["edge_protection"] is model["expect"]["edge_protection"] is None
    assert "nftables" not in model["needs_packages"]


def test_one_site_takes_any_source_when_it_says_so(variables: Variables, groups: Groups) -> None:
    variables["mpls_vpn_customer1"]["sites"][0]["edge_protection"] = {"urpf": False}
    assert options_of(variables, groups)["source_ports"] == ["eth3"]
    assert options_of(variables, groups, "pe2")["source_ports"] == ["eth2", "eth3"]


def test_interface_that_the_intent_names_is_closed_by_nobody(
    variables: Variables, groups: Groups
) -> None:
    variables["mpls_routers"]["pe1"] |= {
        "label_interfaces": ["eth8"],
        "passive_interfaces": ["eth9"],
    }
    assert options_of(variables, groups)["other_interfaces"] == ["eth1", "eth8", "eth9"]


@pytest.mark.parametrize("name", ["p1", "rr1"])
def test_router_without_customers_is_left_alone(
    variables: Variables, groups: Groups, name: str
) -> None:
    assert options_of(variables, groups, name) is None


TUNNEL = {"type": "gre", "underlay": ["192.0.2.1", "192.0.2.9"]}


@pytest.mark.parametrize("name", ["pe1", "p1"])
def test_router_with_a_tunnel_takes_it_from_the_other_end_alone(
    variables: Variables, groups: Groups, name: str
) -> None:
    variables["mpls_links"][0] |= {"tunnel": TUNNEL, "mtu": 1508}
    local, remote = TUNNEL["underlay"] if name == "pe1" else TUNNEL["underlay"][::-1]
    expected = [{"kind": "gre", "local": local, "remote": remote}]
    model: Any = build_models(read(variables, groups))[name]
    assert (
        model["edge_protection"]["tunnels"]
        == model["expect"]["edge_protection"]["tunnels"]
        == expected
    )
    assert "nftables" in model["needs_packages"]
    variables["mpls_edge_protection"] = {"tunnels": False}
    assert "tunnels" not in (options_of(variables, groups, name) or {})


def test_verify_asks_for_edge_protection_and_nftables_is_installed(
    variables: Variables, groups: Groups
) -> None:
    model: Any = build_models(read(variables, groups))["pe1"]
    assert model["expect"]["edge_protection"] == model["edge_protection"]
    assert "nftables" in model["needs_packages"]


def test_interfaces_that_are_configured_are_those_of_core_and_customers(
    variables: Variables, groups: Groups
) -> None:
    variables["mpls_routers"]["pe1"]["passive_interfaces"] = ["eth4"]
    model: Any = build_models(read(variables, groups))["pe1"]
    assert model["configures_interfaces"] == ["eth1", "eth2", "eth3"]


def test_session_with_a_customer_is_let_in(variables: Variables, groups: Groups) -> None:
    site = variables["mpls_vpn_customer1"]["sites"][0]
    site["ce"] = {"protocol": "bgp", "asn": 65101, "address": "192.168.1.2", "bfd": True}
    session = {"protocol": "bgp", "interface": "eth2", "address": "192.168.1.2", "bfd": True}
    assert options_of(variables, groups)["sessions"] == [session]


def test_source_is_not_checked_where_a_place_has_two_ways_in(
    variables: Variables, groups: Groups
) -> None:
    for site in variables["mpls_vpn_customer1"]["sites"]:
        site["site"] = "hq"
    assert options_of(variables, groups)["source_ports"] == ["eth3"]


def test_source_is_not_checked_at_a_hub(variables: Variables, groups: Groups) -> None:
    variables["mpls_vpn_customer1"] |= {"service": "hub-and-spoke"}
    first, second = variables["mpls_vpn_customer1"]["sites"]
    first["role"], second["pe"], second["interface"] = "hub", "pe1", "eth4"
    second["role"] = "hub-return"
    assert options_of(variables, groups)["source_ports"] == ["eth3"]


def test_both_families_of_the_core_are_let_in_when_it_is_dual_stack() -> None:
    variables, groups = read_example("ring")
    protection = options_of(variables, groups)
    assert any(":" in address for address in protection["bgp_peers"])
    assert any(":" in address for address in protection["ldp_peers"])


@pytest.mark.parametrize("case", read_cases(), ids=str)
def test_options_of_every_intent_are_taken_by_the_module(case: Case) -> None:
    for model in build_case(case).values():
        if model["edge_protection"]:
            protection = parse_protection(model["edge_protection"])
            assert protection is not None
            assert build_tables(protection)
