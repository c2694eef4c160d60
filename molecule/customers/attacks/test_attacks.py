# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers knock at the sessions of others, from whose CEs they differ by their port alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.attacks import ANSWERS, IPV4, SILENCE, Attacker, count_dropped, ospf_hello
from support.lab.ces import Ce, bgp_state
from support.lab.network import holds_within, run_site, vtysh

#: All customers have this address of PE3 at their branches, and 172.16.3.2 for themselves.
BGP_AT_PE3 = "172.16.3.1:179"


@pytest.fixture(scope="module")
def attackers(routers: dict[str, Any], ces: dict[str, Ce]) -> dict[str, Attacker]:
    ports = {"blue": ("eth1", "eth2"), "green": ("eth2", "eth3"), "red": ("eth3", "eth4")}
    return {
        customer: Attacker(ces[f"{customer}-branch"], port, routers["pe3"], router_port)
        for customer, (port, router_port) in ports.items()
    }


@pytest.fixture(autouse=True)
def _sessions_stay(routers: dict[str, Any]) -> Iterator[None]:
    before = sessions(routers["pe3"])
    yield
    assert sessions(routers["pe3"]) == before


def sessions(pe: Any) -> tuple[int, list[str]]:
    """Say how often blue's session ended, and who is green's neighbour."""
    peer = vtysh(pe, "show bgp vrf blue neighbors 172.16.3.2 json")["172.16.3.2"]
    assert peer["bgpState"] == "Established"
    neighbours = vtysh(pe, "show ip ospf vrf green neighbor json")["green"]["neighbors"]
    return peer["connectionsDropped"], list(neighbours)


def dropped(attacker: Attacker) -> int:
    count = count_dropped(attacker.router, "control_plane")
    assert count is not None
    return count


@pytest.mark.parametrize("customer", ["green", "red"])
def test_connection_with_the_addresses_of_a_session_meets_silence(
    attackers: dict[str, Attacker], customer: str
) -> None:
    before = dropped(attackers[customer])
    assert attackers[customer].call(BGP_AT_PE3) == {BGP_AT_PE3: SILENCE}
    assert dropped(attackers[customer]) > before


def test_connection_from_another_site_of_the_vpn_meets_silence(
    attackers: dict[str, Attacker], routers: dict[str, Any], ces: dict[str, Ce]
) -> None:
    before = dropped(attackers["blue"])
    far = Attacker(ces["blue-hq"], "eth1", routers["pe1"], "eth2")
    assert far.call(BGP_AT_PE3) == {BGP_AT_PE3: SILENCE}
    assert dropped(attackers["blue"]) > before


@pytest.mark.parametrize("customer", ["blue", "red"])
def test_hello_of_ospf_is_for_ports_with_ospf(
    attackers: dict[str, Attacker], customer: str
) -> None:
    before = dropped(attackers[customer])
    attackers[customer].send((IPV4, ospf_hello("172.16.3.2")))
    assert holds_within(10, lambda: dropped(attackers[customer]) > before)


def test_connections_are_answered_without_edge_protection(
    attackers: dict[str, Attacker], routers: dict[str, Any]
) -> None:
    """Otherwise the tests above would show nothing; a run puts it up again.

    The router itself would do so within 20 seconds.
    """
    routers["pe3"].check_output(
        "systemctl stop linuxnet-mpls-repair && nft delete table inet linuxnet_mpls_filter"
    )
    try:
        for customer in ("green", "red"):
            assert attackers[customer].call(BGP_AT_PE3)[BGP_AT_PE3] in ANSWERS
        assert bgp_state(routers["pe3"], "blue", "172.16.3.2") == "Established"
    finally:
        done = run_site("--limit=pe3")
    assert done.returncode == 0, done.stdout
    assert dropped(attackers["red"]) >= 0
