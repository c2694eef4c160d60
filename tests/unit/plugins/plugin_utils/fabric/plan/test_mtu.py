# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How large the links of a core are, for what customers send."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.mtu import (
    label_depth,
    link_mtu,
    needed_mtu,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.static_core import (
    build_routes,
    plan_core,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from support import ROOT

Variables = dict[str, Any]
Groups = dict[str, list[str]]
#: PEs that are neighbours: a core without a P router.
NEIGHBOURS = [{"subnet": "10.1.0.0/31", "ends": ["pe1:eth1", "pe2:eth1"]}]


def read(variables: Variables, groups: Groups) -> Intent:
    problems = Problems()
    intent = parse_intent(variables, groups, problems)
    check_intent(intent, problems)
    assert [str(problem) for problem in problems.found] == []
    return intent


def link_mtus(intent: Intent) -> list[int | None]:
    return [link_mtu(intent, link) for link in intent.links]


def without_p(variables: Variables, groups: Groups) -> None:
    del groups["p"]
    variables["mpls_links"] = NEIGHBOURS
    variables["mpls_routers"] = {
        name: variables["mpls_routers"][name] for name in ("pe1", "pe2") if name in groups["pe"]
    }


@pytest.mark.parametrize(
    ("said", "depth"),
    [
        ({}, 2),
        ({"mpls_ldp_explicit_null": True}, 2),
        ({"mpls_label_distribution": "sr"}, 2),
        ({"mpls_label_distribution": "sr", "mpls_sr_ti_lfa": "link"}, 4),
        ({"mpls_label_distribution": "sr", "mpls_sr_ti_lfa": "node"}, 4),
    ],
)
def test_depth_is_that_of_the_labels_in_use_when_a_repair_path_adds_some(
    variables: Variables, groups: Groups, said: Variables, depth: int
) -> None:
    assert label_depth(read({**variables, **said}, groups)) == depth


@pytest.mark.parametrize("are_neighbours", [False, True])
def test_depth_is_what_routes_push_when_labels_are_static(
    static_example: tuple[Variables, Groups], are_neighbours: bool
) -> None:
    variables, groups = static_example
    if are_neighbours:
        without_p(variables, groups)
    intent = read(variables, groups)
    core = plan_core(intent)
    pushed = [
        len(route.get("out_labels", ()))
        for router in intent.routers.values()
        for route in build_routes(intent, core, router)
    ]
    assert label_depth(intent) == max(pushed) == (1 if are_neighbours else 2)


def test_links_carry_the_largest_port_and_the_labels_when_they_say_nothing(
    variables: Variables, groups: Groups
) -> None:
    assert link_mtus(read(variables, groups)) == [1508, 1508, 1508]
    variables["mpls_vpn_customer1"]["sites"][1]["mtu"] = 9000
    assert link_mtus(read(variables, groups)) == [9008, 9008, 9008]


def test_links_have_no_less_than_ethernet_when_customers_need_less(
    variables: Variables, groups: Groups
) -> None:
    for vpn in ("mpls_vpn_customer1", "mpls_vpn_customer2"):
        for site in variables[vpn]["sites"]:
            site["mtu"] = 1400
    variables["mpls_links"][0]["mtu"] = 1408
    assert link_mtus(read(variables, groups)) == [1408, 1500, 1500]


def test_links_have_what_they_say_when_that_is_more(variables: Variables, groups: Groups) -> None:
    variables["mpls_links"][0]["mtu"] = 9216
    assert link_mtus(read(variables, groups)) == [9216, 1508, 1508]


def test_links_are_left_alone_when_no_customer_has_sites_at_two_pes(
    variables: Variables, groups: Groups
) -> None:
    for vpn in ("mpls_vpn_customer1", "mpls_vpn_customer2"):
        del variables[vpn]["sites"][1:]
    variables["mpls_links"][0]["mtu"] = 1400
    intent = read(variables, groups)
    assert needed_mtu(intent) is None
    assert link_mtus(intent) == [1400, None, None]


@pytest.mark.parametrize("attach", ["filter", "static"])
def test_link_is_left_alone_when_no_labels_cross_it(
    variables: Variables, groups: Groups, attach: str
) -> None:
    variables["mpls_routers"]["rr1"]["attach"] = attach
    variables["mpls_links"][2]["mtu"] = 1400
    assert link_mtus(read(variables, groups)) == [1508, 1508, 1400]
    del variables["mpls_links"][2]["mtu"]
    assert link_mtus(read(variables, groups)) == [1508, 1508, None]


@pytest.mark.parametrize(
    ("said", "mtu", "clamp"),
    [
        ({}, 1500, {"ipv4": 1452, "ipv6": 1432}),
        ({"mpls_label_distribution": "sr"}, 1400, {"ipv4": 1352, "ipv6": 1332}),
        (
            {"mpls_label_distribution": "sr", "mpls_sr_ti_lfa": "link"},
            1500,
            {"ipv4": 1444, "ipv6": 1424},
        ),
        ({}, None, {"ipv4": 1460, "ipv6": 1440}),
    ],
)
def test_segments_fit_the_smallest_link_with_labels_when_they_are_clamped(
    variables: Variables,
    groups: Groups,
    said: Variables,
    mtu: int | None,
    clamp: dict[str, int],
) -> None:
    variables.update(said, mpls_mss_clamp=True)
    variables["mpls_links"][1]["mtu"] = mtu
    models: Any = build_models(read(variables, groups))
    vrfs = ["customer1", "customer2"]
    assert models["pe1"]["mss_clamp"] == models["pe2"]["mss_clamp"] == {"vrfs": vrfs, **clamp}
    assert [models[name]["mss_clamp"] for name in ("p1", "rr1")] == [None, None]


def test_segments_fit_when_static_labels_go_from_neighbour_to_neighbour(
    static_example: tuple[Variables, Groups],
) -> None:
    variables, groups = static_example
    without_p(variables, groups)
    variables.update(mpls_mss_clamp=True, mpls_links=[{**NEIGHBOURS[0], "mtu": 1400}])
    clamp = clamp_of(read(variables, groups))
    assert clamp == {"vrfs": ["customer1", "customer2"], "ipv4": 1356, "ipv6": 1336}


def test_link_without_labels_counts_for_no_segment(variables: Variables, groups: Groups) -> None:
    variables["mpls_routers"]["rr1"]["attach"] = "static"
    variables["mpls_links"][2]["mtu"] = 1300
    variables["mpls_mss_clamp"] = True
    assert clamp_of(read(variables, groups))["ipv4"] == 1460


def test_vrf_is_left_alone_when_its_packets_cross_no_core_link(
    variables: Variables, groups: Groups
) -> None:
    variables["mpls_mss_clamp"] = True
    del variables["mpls_vpn_customer1"]["sites"][1]
    assert clamp_of(read(variables, groups))["vrfs"] == ["customer2"]
    del variables["mpls_vpn_customer2"]["sites"][1]
    assert clamp_of(read(variables, groups)) is None


@pytest.mark.parametrize("is_wanted", [False, True])
def test_nftables_is_installed_when_segments_are_clamped(
    variables: Variables, groups: Groups, is_wanted: bool
) -> None:
    variables["mpls_mss_clamp"] = is_wanted
    protection = ("labels", "urpf", "control_plane", "parents", "neighbours")
    variables["mpls_edge_protection"] = dict.fromkeys(protection, False)
    models: Any = build_models(read(variables, groups))
    assert ("nftables" in models["pe1"]["needs_packages"]) == is_wanted
    assert models["p1"]["needs_packages"] == ["frr", "python3-pyroute2"]
    assert (models["pe1"]["mss_clamp"] is not None) == is_wanted


def test_inventory_of_the_page_gives_what_the_page_says() -> None:
    page = (ROOT / "docs" / "guide" / "mtu.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    variables = yaml.safe_load(blocks[0])
    intent = read(variables, {"pe": ["pe1", "pe2"], "p": ["p1"]})
    assert link_mtus(intent) == [9216, 9008]
    clamped = read({**variables, **yaml.safe_load(blocks[1])}, {"pe": ["pe1", "pe2"], "p": ["p1"]})
    assert link_mtus(clamped) == [9216, 1500]
    clamp: Any = {"vrfs": ["customer1"], "ipv4": 1452, "ipv6": 1432}
    assert clamp_of(clamped) == clamp
    assert f"{clamp['ipv4']} octets" in page
    assert f"{clamp['ipv6']} over" in page


def clamp_of(intent: Intent) -> Any:
    return build_models(intent)["pe1"]["mss_clamp"]
