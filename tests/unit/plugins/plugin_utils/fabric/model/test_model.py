# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What each router gets out of the example."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import (
    build_models,
    list_prefixes,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems


@pytest.fixture
def models(variables: dict[str, Any], groups: dict[str, list[str]]) -> dict[str, Any]:
    intent = parse_intent(variables, groups, Problems())
    return build_models(intent)


def test_link_ends_get_the_first_two_addresses_when_the_intent_names_the_subnet(
    models: dict[str, Any],
) -> None:
    assert models["pe1"]["core_interfaces"] == [
        {"name": "lo", "addresses": ["10.0.0.1/32"]},
        {"name": "eth1", "addresses": ["10.1.0.0/31"], "mtu": 1508},
    ]
    assert models["p1"]["core_interfaces"][1:] == [
        {"name": "eth1", "addresses": ["10.1.0.1/31"], "mtu": 1508},
        {"name": "eth2", "addresses": ["10.1.0.2/31"], "mtu": 1508},
        {"name": "eth3", "addresses": ["10.1.0.4/31"], "mtu": 1508},
    ]


def test_addresses_that_a_run_needs_are_those_of_the_core(models: dict[str, Any]) -> None:
    assert models["pe1"]["needs_addresses"] == {"lo": ["10.0.0.1/32"], "eth1": ["10.1.0.0/31"]}


def test_prefixes_of_the_core_have_their_variables(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    variables["mpls_routers"]["pe1"]["loopback6"] = "2001:db8::1"
    variables["mpls_link_pool"] = "10.2.0.0/16"
    del variables["mpls_links"][2]["subnet"]
    variables["mpls_links"][1] = {"unnumbered": True, "ends": variables["mpls_links"][1]["ends"]}
    intent = parse_intent(variables, groups, Problems())
    prefixes = list_prefixes(intent)
    assert prefixes["10.0.0.1/32"] == "mpls_routers.pe1.loopback"
    assert prefixes["2001:db8::1/128"] == "mpls_routers.pe1.loopback6"
    assert prefixes["10.1.0.0/31"] == "mpls_links[0].subnet"
    assert [path for prefix, path in prefixes.items() if prefix.startswith("10.2.")] == [
        "mpls_links[2].subnet"
    ]
    assert len(prefixes) == 4 + 1 + 2


def test_several_next_hops_need_several_labelled_links(models: dict[str, Any]) -> None:
    several = {name: model["has_several_next_hops"] for name, model in models.items()}
    assert several == {"pe1": False, "p1": True, "pe2": False, "rr1": False}


@pytest.mark.parametrize(("ti_lfa", "told"), [("node", True), (None, False)])
def test_repair_paths_are_told_of_when_the_intent_asks_for_them(
    variables: dict[str, Any], groups: dict[str, list[str]], ti_lfa: str | None, told: bool
) -> None:
    variables["mpls_label_distribution"] = "sr"
    if ti_lfa:
        variables["mpls_sr_ti_lfa"] = ti_lfa
    intent = parse_intent(variables, groups, Problems())
    assert build_models(intent)["pe1"]["expect"]["repair_paths"] is told


def test_labels_are_taken_on_core_ports_only_when_a_pe_has_customers(
    models: dict[str, Any],
) -> None:
    kernel = models["pe1"]["kernel"]
    assert kernel["label_interfaces"] == ["eth1"]
    assert kernel["closed_interfaces"] == ["eth2", "eth3"]


def test_bgp_goes_through_the_reflector_when_there_is_one(models: dict[str, Any]) -> None:
    peers = {
        name: [peer["name"] for peer in model["frr"]["bgp"]["peers"]]
        for name, model in models.items()
        if model["frr"]["bgp"]
    }
    assert peers == {"pe1": ["rr1"], "pe2": ["rr1"], "rr1": ["pe1", "pe2"]}
    assert all(peer["client"] for peer in models["rr1"]["frr"]["bgp"]["peers"])


def test_bgp_is_a_full_mesh_when_there_is_no_reflector(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    groups["p"] += groups.pop("rr")
    intent = parse_intent(variables, groups, Problems())
    models: dict[str, Any] = {**build_models(intent)}
    peers = {name: model["frr"]["bgp"] for name, model in models.items()}
    assert [peer["name"] for peer in peers["pe1"]["peers"]] == ["pe2"]
    assert peers["p1"] is None


def test_vrf_takes_table_rd_and_rt_from_the_id_when_nothing_else_is_said(
    models: dict[str, Any],
) -> None:
    assert models["pe1"]["vrfs"][0] == {"name": "customer1", "table": 100, "members": ["eth2"]}
    assert models["pe1"]["frr"]["bgp"]["vrfs"][0] == {
        "name": "customer1",
        "families": ["ipv4"],
        "rd": "65000:100",
        "exports": True,
        "imports": True,
        "targets": [{"way": "both", "numbers": "65000:100"}],
        "ce": None,
    }


def test_vlans_are_customer_ports_when_the_intent_names_them(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    """The interface below a VLAN is closed for labels as well, and neither is made by us."""
    first, second = (
        variables["mpls_vpn_customer1"]["sites"][0],
        {
            "pe": "pe1",
            "interface": "eth4.200",
            "address": "192.168.3.1/24",
            "mtu": 1400,
        },
    )
    first["interface"] = "bond0.100"
    variables["mpls_vpn_customer1"]["sites"].append(second)
    intent = parse_intent(variables, groups, Problems())
    model: Any = build_models(intent)["pe1"]
    assert model["vrfs"][0]["members"] == ["bond0.100", "eth4.200"]
    assert {"bond0", "bond0.100", "eth4", "eth4.200"} <= set(model["kernel"]["closed_interfaces"])
    assert {"bond0.100", "eth4.200"} <= set(model["needs_interfaces"])
    assert model["needs_mtus"]["eth4.200"] == 1400
    assert model["customer_interfaces"][1] == {
        "name": "eth4.200",
        "addresses": ["192.168.3.1/24"],
        "mtu": 1400,
    }


def test_sessions_with_ces_are_listed_for_filters_and_for_verify(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    site = variables["mpls_vpn_customer1"]["sites"][0]
    site["ce"] = {"protocol": "bgp", "asn": 65101, "address": "192.168.1.2", "secret": "acme"}
    variables["mpls_vpn_customer2"]["sites"][0]["ce"] = {"protocol": "ospf", "bfd": True}
    intent = parse_intent(variables, groups, Problems())
    model: Any = build_models(intent)["pe1"]
    assert model["ce_sessions"] == [
        {
            "protocol": "bgp",
            "vrf": "customer1",
            "interface": "eth2",
            "family": "ipv4",
            "local_address": "192.168.1.1",
            "ce_address": "192.168.1.2",
            "bfd": False,
            "has_secret": True,
            "gtsm": False,
        },
        {
            "protocol": "ospf",
            "vrf": "customer2",
            "interface": "eth3",
            "family": "ipv4",
            "local_address": "192.168.1.1",
            "ce_address": None,
            "bfd": True,
            "has_secret": False,
            "gtsm": False,
        },
    ]
    expected = model["expect"]["vrfs"]
    assert [len(vrf["ce_sessions"]) for vrf in expected] == [1, 1]
    assert "has_secret" not in expected[0]["ce_sessions"][0]


def test_ospf_of_customers_is_limited_at_each_port(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    first, second = (variables[f"mpls_vpn_customer{number}"]["sites"][0] for number in (1, 2))
    first["ce"] = {"protocol": "ospf"}
    second["ce"] = {"protocol": "ospf", "max_prefixes": 20, "max_prefixes_restart": 1}
    models = models_of(variables, groups)
    assert models["pe1"]["ospf_limit"] == {
        "ports": [
            {"interface": "eth2", "vrf": "customer1", "max_prefixes": 1000, "restart": 15},
            {"interface": "eth3", "vrf": "customer2", "max_prefixes": 20, "restart": 1},
        ]
    }
    assert models["pe1"]["expect"]["ospf_limit"] == models["pe1"]["ospf_limit"]
    assert models["pe2"]["ospf_limit"] is None


def test_nftables_is_installed_for_the_limit_of_ospf_alone(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    protection = ("labels", "parents", "urpf", "control_plane", "neighbours")
    variables["mpls_edge_protection"] = dict.fromkeys(protection, False)
    assert "nftables" not in models_of(variables, groups)["pe1"]["needs_packages"]
    variables["mpls_vpn_customer1"]["sites"][0]["ce"] = {"protocol": "ospf"}
    assert "nftables" in models_of(variables, groups)["pe1"]["needs_packages"]


def models_of(variables: dict[str, Any], groups: dict[str, list[str]]) -> dict[str, Any]:
    return build_models(parse_intent(variables, groups, Problems()))


def test_remote_prefixes_are_expected_when_another_pe_has_a_site(models: dict[str, Any]) -> None:
    assert models["pe2"]["expect"]["vrfs"][0]["remote_prefixes"] == ["192.168.1.0/24"]


@pytest.mark.parametrize(
    ("igp", "beside", "distances"),
    [
        ("ospf", None, {"ospf": None}),
        ("ospf", "isis", {"ospf": None, "isis": None}),
        ("isis", "ospf", {"isis": None, "ospf": 120}),
        ("isis", None, {"isis": None}),
    ],
)
def test_routes_of_the_first_igp_are_used_when_another_runs_beside_it(
    variables: dict[str, Any],
    groups: dict[str, list[str]],
    igp: str,
    beside: str | None,
    distances: dict[str, int | None],
) -> None:
    """FRR's own distances are 110 for OSPF and 115 for IS-IS."""
    variables.update(mpls_igp=igp, mpls_igp_beside=beside)
    for link in variables["mpls_links"]:
        link["cost"] = 10
    intent = parse_intent(variables, groups, Problems())
    model: Any = build_models(intent)["pe1"]
    assert {one["protocol"]: one["distance"] for one in model["frr"]["igps"]} == distances
    assert model["expect"]["igps"] == list(distances)
