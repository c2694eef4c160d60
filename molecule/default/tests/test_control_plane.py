# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""OSPF, LDP and BGP: who is whose neighbour, and who is not."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.customers import assert_vrfs_end_in_an_unreachable_default
from support.lab.network import vtysh

LOOPBACKS = {"pe1": "10.0.0.1", "p1": "10.0.0.2", "pe2": "10.0.0.3", "rr1": "10.0.0.4"}
NEIGHBOURS = {"pe1": ["p1"], "p1": ["pe1", "pe2", "rr1"], "pe2": ["p1"], "rr1": ["p1"]}
PEERS = {"pe1": ["rr1"], "pe2": ["rr1"], "rr1": ["pe1", "pe2"]}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_ospf_is_full_with_every_neighbour(routers: dict[str, Any], name: str) -> None:
    shown = vtysh(routers[name], "show ip ospf neighbor json")["neighbors"]
    states = {
        neighbour: [(row.get("nbrState") or row["state"]).partition("/")[0] for row in rows]
        for neighbour, rows in shown.items()
    }
    assert states == {LOOPBACKS[peer]: ["Full"] for peer in NEIGHBOURS[name]}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_ldp_is_operational_with_every_neighbour(routers: dict[str, Any], name: str) -> None:
    shown = vtysh(routers[name], "show mpls ldp neighbor json")["neighbors"]
    states = {row["neighborId"]: row["state"] for row in shown}
    assert states == {LOOPBACKS[peer]: "OPERATIONAL" for peer in NEIGHBOURS[name]}


@pytest.mark.parametrize("name", PEERS)
def test_vpnv4_is_established_through_the_reflector_only(
    routers: dict[str, Any], name: str
) -> None:
    shown = vtysh(routers[name], "show bgp ipv4 vpn summary json")["peers"]
    states = {address: peer["state"] for address, peer in shown.items()}
    assert states == {LOOPBACKS[peer]: "Established" for peer in PEERS[name]}


def test_p_router_runs_no_bgp(routers: dict[str, Any]) -> None:
    assert routers["p1"].run("pidof bgpd").rc != 0
    assert routers["pe1"].run("pidof bgpd").rc == 0


@pytest.mark.parametrize("name", ["p1", "rr1"])
def test_core_has_no_customer_route_in_main(routers: dict[str, Any], name: str) -> None:
    routes = routers[name].check_output("ip route show table main")
    assert "10.0.0.1 " in routes
    assert "192.168." not in routes


@pytest.mark.parametrize("name", ["pe1", "pe2"])
def test_every_vrf_ends_in_an_unreachable_default(routers: dict[str, Any], name: str) -> None:
    assert_vrfs_end_in_an_unreachable_default(routers[name])
