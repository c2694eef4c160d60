# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Links without a subnet, and several of them between two routers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent

Models = dict[str, Any]
UNNUMBERED = {"unnumbered": True, "ends": ["pe1:eth8", "p1:eth8"]}
NUMBERED = {"subnet": "10.1.0.8/31", "ends": ["p1:eth9", "pe1:eth9"]}


def models_of(variables: dict[str, Any], groups: dict[str, list[str]]) -> Models:
    problems = Problems()
    intent = parse_intent(variables, groups, problems)
    check_intent(intent, problems)
    assert [str(problem) for problem in problems.found] == []
    return build_models(intent)


def addresses_of(model: dict[str, Any]) -> dict[str, list[str]]:
    return {port["name"]: port["addresses"] for port in model["core_interfaces"]}


@pytest.fixture
def parallel(variables: dict[str, Any], groups: dict[str, list[str]]) -> Models:
    """Three links between pe1 and p1, the second one unnumbered, the third one without BFD."""
    variables["mpls_links"] += [UNNUMBERED, {**NUMBERED, "bfd": False}]
    return models_of(variables, groups)


def test_both_ends_have_their_loopback_when_a_link_is_unnumbered(parallel: Models) -> None:
    assert addresses_of(parallel["pe1"])["eth8"] == ["10.0.0.1/32"]
    assert addresses_of(parallel["p1"])["eth8"] == ["10.0.0.2/32"]
    assert addresses_of(parallel["pe1"])["eth9"] == ["10.1.0.9/31"]


def test_link_takes_nothing_of_the_pool_when_it_is_unnumbered(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    variables["mpls_links"].append(UNNUMBERED)
    variables["mpls_link_pool"] = "10.2.0.0/16"
    assert addresses_of(models_of(variables, groups)["p1"])["eth8"] == ["10.0.0.2/32"]


def test_neighbour_is_there_once_and_adjacencies_by_link_when_links_are_parallel(
    parallel: Models,
) -> None:
    frr, expect = parallel["pe1"]["frr"], parallel["pe1"]["expect"]
    assert [one["address"] for one in frr["ldp"]["neighbours"]] == ["10.0.0.2"]
    assert frr["ldp"]["interfaces"] == ["eth1", "eth8", "eth9"]
    assert expect["neighbours"] == expect["ldp_neighbours"] == ["10.0.0.2"]
    assert expect["adjacencies"] == expect["label_interfaces"] == ["eth1", "eth8", "eth9"]


def test_each_link_has_bfd_of_its_own_when_links_are_parallel(parallel: Models) -> None:
    assert parallel["pe1"]["expect"]["bfd"] == ["eth1", "eth8"]
    bfd = {port["name"]: port["igp"].get("bfd") for port in parallel["pe1"]["frr"]["ports"]}
    assert bfd == {"lo": None, "eth1": 50, "eth8": 50, "eth9": None}


def test_one_of_parallel_links_is_taken_when_labels_are_static(
    static_example: tuple[dict[str, Any], dict[str, list[str]]],
) -> None:
    """And by both ends the same one, in whichever order the intent names its ends."""
    variables, groups = static_example
    variables["mpls_links"].append({"subnet": "10.0.9.0/31", "ends": ["p1:eth9", "pe1:eth9"]})
    models = models_of(variables, groups)
    ways = {
        (route["via"], route["interface"])
        for route in models["pe1"]["static_routes"]
        if "via" in route
    }
    assert ways == {("10.0.9.0", "eth9")}
    (back,) = (route for route in models["p1"]["static_routes"] if route["label"] == 100001)
    assert (back["via"], back["interface"]) == ("10.0.9.1", "eth9")


def vlan_models(
    variables: dict[str, Any], groups: dict[str, list[str]], p1_end: str = "p1:eth1"
) -> Models:
    variables["mpls_links"][0]["ends"] = ["pe1:bond0.100", p1_end]
    variables["mpls_vpn_customer1"]["sites"][0]["interface"] = "eth2.7"
    return models_of(variables, groups)


def test_vlan_takes_labels_and_its_parent_does_not(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    kernel = vlan_models(variables, groups)["pe1"]["kernel"]
    assert kernel["label_interfaces"] == ["bond0.100"]
    assert kernel["closed_interfaces"] == ["bond0", "eth2", "eth2.7", "eth3"]


def test_parent_of_a_vlan_takes_labels_when_it_is_a_core_link_itself(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    """p1 has eth2 to pe2, and a VLAN on it to pe1."""
    kernel = vlan_models(variables, groups, p1_end="p1:eth2.100")["p1"]["kernel"]
    assert kernel["label_interfaces"] == ["eth2", "eth2.100", "eth3"]
    assert kernel["closed_interfaces"] == []


def test_vlan_must_be_there_and_its_parent_is_nobodys_business(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    model = vlan_models(variables, groups)["pe1"]
    assert model["needs_interfaces"] == ["bond0.100", "eth2.7", "eth3"]
    assert addresses_of(model).keys() == {"lo", "bond0.100"}


def test_name_with_dots_has_no_parent_when_no_vlan_is_in_it(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    variables["mpls_links"][0]["ends"] = ["pe1:wan.north", "p1:eth1"]
    kernel = models_of(variables, groups)["pe1"]["kernel"]
    assert kernel["closed_interfaces"] == ["eth2", "eth3"]
