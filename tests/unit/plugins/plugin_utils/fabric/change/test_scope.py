# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which routers a run for one customer changes, what it refuses, and what it says beforehand."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import parse_config
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.customers import (
    find_announced_anew,
    find_customer_interruptions,
    find_other_tables,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.interruptions import (
    Change,
    read_change,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.scope import (
    UnknownCustomerError,
    choose_scope,
    find_other_changes,
    relate_customers,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from support.intent.cases import Case, build_case, read_example, render_frr

Variables = dict[str, Any]
ACME: dict[str, Any] = {
    "id": 400,
    "uses": ["shared"],
    "sites": [
        {"pe": "pe1", "interface": "eth8", "address": "172.16.8.1/30"},
        {
            "pe": "pe2",
            "interface": "eth8",
            "address": "172.16.9.1/30",
            "prefixes": ["10.8.0.0/16"],
            "ce": {"protocol": "ospf"},
        },
    ],
}
SHARED = {
    "id": 500,
    "common": True,
    "sites": [{"pe": "pe3", "interface": "eth9", "address": "172.17.9.1/30"}],
}


@dataclass
class Network:
    """A network as it is: what its routers were given."""

    models: dict[str, Any]
    customers: dict[str, dict[str, Any]]

    @property
    def pes(self) -> list[str]:
        return [name for name, model in self.models.items() if model["role"] == "pe"]

    def facts(self, router: str) -> dict[str, Any]:
        """Say what the preflight finds."""
        model = self.models[router]
        ports = [*model["core_interfaces"], *model["customer_interfaces"]]
        return {
            "vrfs": {
                vrf["name"]: {"table": vrf["table"], "ports": vrf["members"]}
                for vrf in model["vrfs"]
            },
            "addresses": {port["name"]: port["addresses"] for port in ports},
        }


def build(**said: Any) -> Network:
    """Build the example with customers more, or None for one less."""
    variables, groups = copy.deepcopy(read_example("customers"))
    variables.update(said)
    variables = {name: value for name, value in variables.items() if value is not None}
    intent = parse_intent(variables, groups, Problems())
    return Network(build_case(Case("", variables, groups, {})), relate_customers(intent.vpns))


def change_of(router: str, old: Network, new: Network) -> Change:
    sides = [parse_config(render_frr(one.models[router])) for one in (old, new)]
    before, after = ([" / ".join(path) for path in side.lines] for side in sides)
    lines = {"before": before, "after": after}
    return read_change(new.models[router], lines, old.facts(router)["addresses"])


def scope_of(customer: str, old: Network, new: Network) -> tuple[list[str], list[str]]:
    devices = {name: old.facts(name)["vrfs"] for name in old.pes}
    scope = choose_scope(customer, new.customers, new.models, devices)
    return list(scope.routers), sorted(scope.customers)


def others_of(router: str, old: Network, new: Network, of: Iterable[str]) -> list[str]:
    change = change_of(router, old, new)
    return list(find_other_changes(change, new.models[router], old.facts(router), of))


PLAIN = build()
WITH_ACME = build(mpls_vpn_acme=ACME, mpls_vpn_shared=SHARED)
ONLY_SHARED = build(mpls_vpn_shared=SHARED)
MOVED = build(
    mpls_vpn_shared=SHARED,
    mpls_vpn_acme={**ACME, "sites": [{**ACME["sites"][0], "pe": "pe3"}, ACME["sites"][1]]},
)
RENAMED = build(mpls_vpn_shared=SHARED, mpls_vpn_apex=ACME)
NO_USER = build(mpls_vpn_shared=SHARED, mpls_vpn_acme={**ACME, "uses": []})
OTHER_RD = build(mpls_vpn_shared=SHARED, mpls_vpn_acme={**ACME, "rd": "65000:4000"})
OTHER_ID = build(mpls_vpn_shared=SHARED, mpls_vpn_acme={**ACME, "id": 401})
ALL = ["pe1", "pe2", "pe3"]


@pytest.mark.parametrize(
    ("customer", "old", "new", "routers", "customers"),
    [
        ("red", PLAIN, PLAIN, ["pe1", "pe3"], ["red"]),
        ("acme", ONLY_SHARED, WITH_ACME, ALL, ["acme"]),
        ("acme", WITH_ACME, ONLY_SHARED, ["pe1", "pe2"], ["acme"]),
        ("acme", NO_USER, NO_USER, ["pe1", "pe2"], ["acme"]),
        ("acme", WITH_ACME, MOVED, ALL, ["acme"]),
        ("apex", WITH_ACME, RENAMED, ALL, ["acme", "apex"]),
        ("acme", WITH_ACME, RENAMED, ALL, ["acme", "apex"]),
        ("shared", WITH_ACME, WITH_ACME, ALL, ["shared"]),
    ],
    ids=["one", "comes", "goes", "alone", "moves", "renamed", "renamed from", "common"],
)
def test_run_has_the_pes_of_the_customer_and_of_what_it_uses(
    customer: str, old: Network, new: Network, routers: list[str], customers: list[str]
) -> None:
    assert scope_of(customer, old, new) == (routers, customers)


def test_leftover_of_a_customer_is_found_where_nothing_common_is() -> None:
    old = build(mpls_vpn_acme={**ACME, "uses": []})
    assert scope_of("acme", old, PLAIN) == (["pe1", "pe2"], ["acme"])


def test_known_customers_are_named_when_nobody_has_this_one() -> None:
    with pytest.raises(UnknownCustomerError, match=r"mpls_customer: acne: .*blue, green, red"):
        scope_of("acne", PLAIN, PLAIN)


@pytest.mark.parametrize("router", ALL)
@pytest.mark.parametrize(
    ("old", "new"),
    [(ONLY_SHARED, WITH_ACME), (WITH_ACME, ONLY_SHARED), (WITH_ACME, MOVED), (WITH_ACME, RENAMED)],
    ids=["comes", "goes", "moves", "renamed"],
)
def test_nothing_else_changes_when_a_customer_does(router: str, old: Network, new: Network) -> None:
    _routers, customers = scope_of("acme", old, new)
    assert others_of("pe1", old, new, ["red"]) != []
    assert others_of(router, old, new, customers) == []


def test_other_changes_are_named_when_they_are_pending_too() -> None:
    variables, _groups = copy.deepcopy(read_example("customers"))
    blue, green = (variables[f"mpls_vpn_{name}"] for name in ("blue", "green"))
    blue["sites"][0]["prefixes"] = ["10.7.0.0/16"]
    green["sites"][0]["ce"] = {**green["sites"][0]["ce"], "cost": 77}
    green["sites"][0]["address"] = "172.16.1.9/28"
    variables["mpls_links"][0]["subnet"] = "10.9.0.0/31"
    new = build(**{**variables, "mpls_vpn_red": None, "mpls_bgp_holdtime": 30})
    core = [
        "eth1: 10.9.0.0/31",
        "router bgp 65000 / timers bgp 10 30",
        "router bgp 65000 / timers bgp 5 15",
    ]
    found = others_of("pe1", PLAIN, new, ["acme"])
    assert {
        *core,
        "eth3: 172.16.1.9/28",
        "interface eth3 / ip ospf cost 77",
        "ip prefix-list ce-blue-eth2-in-ipv4 seq 10000 permit 10.7.0.0/16 le 32",
        "router bgp 65000 vrf red",
    } <= set(found)
    assert others_of("pe1", PLAIN, new, ["acme", "blue", "green", "red"]) == core


def test_vrf_of_another_customer_and_missing_frr_are_named() -> None:
    found = find_other_changes(None, WITH_ACME.models["pe3"], PLAIN.facts("pe3"), ["acme"])
    assert list(found) == ["FRRouting, which is not there yet", "VRF shared", "eth9: 172.17.9.1/30"]


def interruptions(router: str, old: Network, new: Network) -> list[str]:
    return [
        *find_customer_interruptions(new.models[router], old.facts(router)["vrfs"], new.customers),
        *find_announced_anew(change_of(router, old, new)),
    ]


def test_customer_is_said_to_be_interrupted_when_it_moves_is_renamed_or_has_another_rd() -> None:
    assert interruptions("pe1", WITH_ACME, MOVED) == [
        "eth8 leaves VRF acme: what is behind it is cut off"
    ]
    assert interruptions("pe1", WITH_ACME, RENAMED) == [
        "eth8 goes from VRF acme to VRF apex: the site behind it is cut off until FRRouting has the"
        " change too"
    ]
    assert interruptions("pe1", WITH_ACME, OTHER_RD) == [
        "the route distinguisher of VRF acme changes from 65000:400 to 65000:4000: its routes are"
        " withdrawn and told anew, and others lose its sites here meanwhile"
    ]
    for old, new in ((WITH_ACME, ONLY_SHARED), (ONLY_SHARED, WITH_ACME), (WITH_ACME, WITH_ACME)):
        assert interruptions("pe1", old, new) == []


def test_other_table_is_refused_and_a_new_name_is_not() -> None:
    facts = WITH_ACME.facts("pe1")["vrfs"]
    assert list(find_other_tables(RENAMED.models["pe1"], facts)) == []
    (said,) = find_other_tables(OTHER_ID.models["pe1"], facts)
    assert said.startswith("VRF acme has table 400, and no table can be changed to 401 in place")
