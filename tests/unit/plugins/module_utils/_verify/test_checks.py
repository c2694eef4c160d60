# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each check of a router passes when all is well, and fails when its own thing is broken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ce import CeSession
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._checks import (
    IPV4_DEFAULT,
    IPV6_DEFAULT,
    MAIN_TABLE,
    UNREACHABLE_METRIC,
    Expectation,
    Observation,
    Route,
    Vrf,
    check_router,
)

BGP_CE = CeSession("bgp", "customer1", "ipv4", "192.168.1.2", 65101, ("192.168.2.0/24",))
TOLD = {"192.168.2.0/24": "", "10.2.0.0/16": "65102"}
OSPF_CE = CeSession("ospf", "customer1", "ipv4", "eth2")
EXPECTED = Expectation(
    has_frr=True,
    igps=("ospf",),
    adjacencies=("eth1",),
    bfd=("eth1",),
    neighbours=("10.0.0.2",),
    ldp_neighbours=("10.0.0.2",),
    loopbacks=("10.0.0.2", "fd00::2"),
    bgp_peers=("10.0.0.4",),
    bgp_peers6=("fd00::4",),
    label_interfaces=("eth1",),
    ways={"label 100003": "via 10.1.0.3 dev eth2"},
    vrfs=(
        Vrf(
            "customer1",
            100,
            ("eth2",),
            remote_prefixes=("192.168.2.0/24", IPV4_DEFAULT),
            local_prefixes=("192.168.3.0/24",),
            own_prefixes=("192.168.1.0/24",),
            static_prefixes=("10.1.0.0/16",),
            sessions=(BGP_CE, OSPF_CE),
        ),
    ),
    edge_protection={"label_ports": ["eth2"]},
    ospf_limit={"ports": []},
)
LOOPBACK = Route("10.0.0.2", "other", 20, 0)
LOOPBACK6 = Route("fd00::2", "other", 20, 0)
UNREACHABLE = Route(IPV4_DEFAULT, "unreachable", UNREACHABLE_METRIC, 0)
UNREACHABLE6 = replace(UNREACHABLE, prefix=IPV6_DEFAULT)
REMOTE = Route("192.168.2.0/24", "other", 20, 2)
VPN_DEFAULT = replace(REMOTE, prefix=IPV4_DEFAULT)
LOCAL = Route("192.168.3.0/24", "other", 20, 0)
STATIC = Route("10.1.0.0/16", "other", 20, 0)
# That of the port itself; one by BGP is there while the port is down.
OWN = Route("192.168.1.0/24", "other", 20, 0)
OF_KERNEL = Route("192.168.1.255", "kernel", 0, 0)
VPN_ROUTES = (REMOTE, VPN_DEFAULT, LOCAL, STATIC, OWN, OF_KERNEL)
# A router's own default route leads to its management, and is no customer's.
MAIN = (LOOPBACK, LOOPBACK6, Route(IPV4_DEFAULT, "other", 0, 0))
CLOSED = (UNREACHABLE, UNREACHABLE6)
SEEN = Observation(
    ospf={"10.0.0.2": "Full/-"},
    ospf_adjacencies={"eth1": "Full/-"},
    isis={},
    # That of eth2 is a customer's.
    bfd={"eth1": "up", "eth2": "down"},
    ldp={"10.0.0.2": "OPERATIONAL"},
    bgp={"10.0.0.4": "Established"},
    bgp6={"fd00::4": "Established"},
    routes={MAIN_TABLE: MAIN, 100: (*CLOSED, *VPN_ROUTES)},
    ways={"label 100003": "via 10.1.0.3 dev eth2"},
    vrf_tables={"customer1": 100},
    vrf_members={"customer1": frozenset({"eth2"})},
    label_input={"eth1": True, "eth2": False, "lo": False},
    ces={BGP_CE: "Established", OSPF_CE: "Full/DR"},
    advertised={BGP_CE: TOLD},
)
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "ce does not receive another site": (
        {"advertised": {BGP_CE: {}}},
        "vrf customer1 bgp ce 192.168.1.2 receives",
    ),
    "ce takes for a loop what it receives": (
        {"advertised": {BGP_CE: {**TOLD, "10.3.0.0/16": "65101"}}},
        "vrf customer1 bgp ce 192.168.1.2 accepts",
    ),
    "daemon hangs": ({"unread": {"frr daemon bgpd": "does not"}}, "frr daemon bgpd"),
    "line was changed": ({"frr_differences": {"frr a: b": "is 1: expected 2"}}, "frr a: b"),
    "bgp session with a ce is lost": (
        {"ces": {OSPF_CE: "Full/DR"}},
        "vrf customer1 bgp ce 192.168.1.2",
    ),
    "bgp session with a ce is idle": (
        {"ces": {BGP_CE: "Idle (PfxCt)", OSPF_CE: "Full/DR"}},
        "vrf customer1 bgp ce 192.168.1.2",
    ),
    "ospf with a ce is not full": (
        {"ces": {BGP_CE: "Established", OSPF_CE: "2-Way/DROther"}},
        "vrf customer1 ospf ce on eth2",
    ),
    "ospf neighbour is lost": ({"ospf": {}}, "ospf neighbour 10.0.0.2"),
    "parent of a port has an address": (
        {"parents_used": ("interface eth2 shares",)},
        "parents of customers' ports",
    ),
    "ospf with a ce was ended by its limit": (
        {"ces": {BGP_CE: "Established"}, "ospf_ended": {("ipv4", "eth2"): 880}},
        "vrf customer1 ospf ce on eth2",
    ),
    "limit of ospf is not whole": (
        {"ospf_limit_missing": ("change table inet y",)},
        "ospf limit",
    ),
    "edge protection is not whole": (
        {"edge_protection_missing": ("change table inet x",)},
        "edge protection",
    ),
    "ospf is not full": ({"ospf": {"10.0.0.2": "ExStart/-"}}, "ospf neighbour 10.0.0.2"),
    "bfd has no session": ({"bfd": {}}, "bfd session on eth1"),
    "bfd's session is down": ({"bfd": {"eth1": "down"}}, "bfd session on eth1"),
    "ospf is lost on one of several links": ({"ospf_adjacencies": {}}, "ospf adjacency on eth1"),
    "isis runs beside ospf": ({"isis": {"eth1": "Up"}}, "isis adjacency on eth1"),
    "ldp is not operational": ({"ldp": {"10.0.0.2": "OPENSENT"}}, "ldp neighbour 10.0.0.2"),
    "bgp is not established": ({"bgp": {"10.0.0.4": "Active"}}, "bgp vpnv4 peer 10.0.0.4"),
    "bgp for IPv6 is not established": (
        {"bgp6": {"fd00::4": "Active"}},
        "bgp vpnv6 peer fd00::4",
    ),
    "bgp has a peer too many": (
        {"bgp": {"10.0.0.4": "Established", "10.0.0.9": "Established"}},
        "bgp vpnv4 peer 10.0.0.9",
    ),
    "loopback is not routed": (
        {"routes": {MAIN_TABLE: (LOOPBACK6,), 100: (*CLOSED, *VPN_ROUTES)}},
        "loopback 10.0.0.2",
    ),
    "label route is gone": ({"ways": {}}, "route label 100003"),
    "label route leads elsewhere": (
        {"ways": {"label 100003": "via 10.1.0.1 dev eth1"}},
        "route label 100003",
    ),
    "core port takes no labels": ({"label_input": {"eth1": False}}, "label input eth1"),
    "core port is not there": ({"label_input": {}}, "label input eth1"),
    "customer port takes labels": (
        {"label_input": {"eth1": True, "eth2": True}},
        "label input eth2",
    ),
    "vrf is not there": ({"vrf_tables": {}}, "vrf customer1"),
    "vrf has another table": ({"vrf_tables": {"customer1": 101}}, "vrf customer1"),
    "vrf is open to the main table": (
        {"routes": {MAIN_TABLE: MAIN, 100: (UNREACHABLE6, *VPN_ROUTES)}},
        "vrf customer1 0.0.0.0/0",
    ),
    "vrf is open to the main table for IPv6": (
        {"routes": {MAIN_TABLE: MAIN, 100: (UNREACHABLE, *VPN_ROUTES)}},
        "vrf customer1 ::/0",
    ),
    "unreachable default beats others": (
        {
            "routes": {
                MAIN_TABLE: MAIN,
                100: (replace(UNREACHABLE, metric=0), UNREACHABLE6, *VPN_ROUTES),
            }
        },
        "vrf customer1 0.0.0.0/0",
    ),
    "port is outside of its vrf": (
        {"vrf_members": {"customer1": frozenset()}},
        "vrf customer1 member eth2",
    ),
    "remote prefix has no label": (
        {
            "routes": {
                MAIN_TABLE: MAIN,
                100: (*CLOSED, LOCAL, replace(REMOTE, labels=0), VPN_DEFAULT, STATIC),
            }
        },
        "vrf customer1 prefix 192.168.2.0/24",
    ),
    "default route of a VPN is not there": (
        {"routes": {MAIN_TABLE: MAIN, 100: (*CLOSED, REMOTE, LOCAL, STATIC)}},
        "vrf customer1 prefix 0.0.0.0/0",
    ),
    "prefix of another VRF of the PE is not there": (
        {"routes": {MAIN_TABLE: MAIN, 100: (*CLOSED, REMOTE, VPN_DEFAULT, STATIC)}},
        "vrf customer1 prefix 192.168.3.0/24",
    ),
    "route to what no site has is there": (
        {
            "routes": {
                MAIN_TABLE: MAIN,
                100: (*CLOSED, *VPN_ROUTES, replace(LOCAL, prefix="192.168.4.0/24")),
            }
        },
        "vrf customer1 other routes",
    ),
    "static route to a ce is not there": (
        {"routes": {MAIN_TABLE: MAIN, 100: (*CLOSED, REMOTE, VPN_DEFAULT, LOCAL)}},
        "vrf customer1 static route 10.1.0.0/16",
    ),
    "customer route leaks into main": (
        {"routes": {MAIN_TABLE: (*MAIN, REMOTE), 100: (*CLOSED, *VPN_ROUTES)}},
        "main table",
    ),
}


def test_everything_passes_when_all_is_well() -> None:
    checks = check_router(EXPECTED, SEEN)
    assert [check.name for check in checks if not check.passed] == []
    assert len(checks) == 30


@pytest.mark.parametrize(("change", "failing"), BROKEN.values(), ids=BROKEN)
def test_one_check_fails_when_its_thing_is_broken(change: dict[str, Any], failing: str) -> None:
    checks = check_router(EXPECTED, replace(SEEN, **change))
    assert [check.name for check in checks if not check.passed] == [failing]


def test_frr_is_not_looked_at_when_none_is_to_run() -> None:
    seen = replace(SEEN, frr_differences={"c": "d"})
    checks = check_router(replace(EXPECTED, has_frr=False), seen)
    assert not any(check.name.startswith("frr") for check in checks)


def test_number_of_repair_paths_is_told_and_is_never_wrong() -> None:
    seen = replace(SEEN, repair_paths={"10.0.0.2/32": False, "10.0.0.3/32": True})
    assert not [check for check in check_router(EXPECTED, seen) if "repair paths" in check.name]
    told = [
        one
        for one in check_router(replace(EXPECTED, repair_paths=True), seen)
        if "repair paths" in one.name
    ]
    assert [(one.name, one.passed) for one in told] == [
        ("repair paths: 2 computed, 1 installed in the kernel", True)
    ]


def test_adjacencies_of_both_are_looked_at_when_two_igps_run() -> None:
    both = replace(EXPECTED, igps=("ospf", "isis"))
    for ospf, isis, failing in (
        (SEEN.ospf, {"eth1": "Up"}, []),
        (SEEN.ospf, {}, ["isis adjacency on eth1"]),
        ({}, {"eth1": "Up"}, ["ospf neighbour 10.0.0.2"]),
    ):
        checks = check_router(both, replace(SEEN, ospf=ospf, isis=isis))
        assert [check.name for check in checks if not check.passed] == failing


@pytest.mark.parametrize(
    ("isis", "failing"),
    [
        ({"eth1": "Up"}, []),
        ({"eth1": "Initializing"}, ["isis adjacency on eth1"]),
        ({}, ["isis adjacency on eth1"]),
    ],
)
def test_adjacencies_are_looked_at_when_the_igp_is_isis(
    isis: dict[str, str], failing: list[str]
) -> None:
    seen = replace(SEEN, ospf={}, ospf_adjacencies={}, isis=isis)
    checks = check_router(replace(EXPECTED, igps=("isis",)), seen)
    assert [check.name for check in checks if not check.passed] == failing


def test_session_that_was_ended_says_why_and_for_how_long() -> None:
    seen = replace(SEEN, ospf_ended={("ipv4", "eth2"): 880, ("ipv6", "eth2"): 10})
    (found,) = (check for check in check_router(EXPECTED, seen) if not check.passed)
    assert found.reason == (
        "was ended for 880 s more, as it advertised more than max_prefixes: expected state Full"
    )
