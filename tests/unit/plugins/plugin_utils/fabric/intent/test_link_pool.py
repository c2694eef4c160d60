# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Addresses of links that have no subnet of their own stay what they are."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems

Addresses = dict[str, str]


@pytest.fixture
def pooled(variables: dict[str, Any]) -> dict[str, Any]:
    for link in variables["mpls_links"]:
        del link["subnet"]
    return {**variables, "mpls_link_pool": "10.1.0.0/16"}


def addresses_of(variables: dict[str, Any], groups: dict[str, list[str]]) -> Addresses:
    intent = parse_intent(variables, groups, Problems())
    return {
        f"{end.router}:{end.interface}": str(link.address(index))
        for link in intent.links
        for index, end in enumerate(link.ends)
    }


def test_addresses_are_these_whatever_the_release(
    pooled: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    """Another way to choose would renumber every core that has a pool."""
    assert addresses_of(pooled, groups) == {
        "pe1:eth1": "10.1.211.82",
        "p1:eth1": "10.1.211.83",
        "p1:eth2": "10.1.36.86",
        "pe2:eth1": "10.1.36.87",
        "p1:eth3": "10.1.18.106",
        "rr1:eth1": "10.1.18.107",
    }


def test_addresses_stay_when_links_are_added_and_moved(
    pooled: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    before = addresses_of(pooled, groups)
    new = {"ends": ["pe1:eth8", "pe2:eth8"]}
    pooled["mpls_links"] = [new, *reversed(pooled["mpls_links"])]
    after = addresses_of(pooled, groups)
    assert {end: after[end] for end in before} == before
    assert len(set(after.values())) == len(after) == 8


def test_own_subnet_wins_when_there_is_a_pool(
    pooled: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    pooled["mpls_links"][0]["subnet"] = "10.9.0.0/30"
    assert addresses_of(pooled, groups)["pe1:eth1"] == "10.9.0.1"
