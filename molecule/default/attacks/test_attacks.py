# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers attack with packets: nothing passes, each try is counted, and nobody else notices.

Last, edge protection is taken away, and the same attacks pass.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from support.lab.attacks import (
    ANSWERS,
    IPV4,
    MPLS_MULTICAST,
    PROTECTION,
    SILENCE,
    STRANGER,
    Attacker,
    count_dropped,
    echo_request,
    find_transport_label,
    find_vrf_label,
    labelled,
    ldp_hello,
    ospf_hello,
    udp,
)
from support.lab.counting import counted
from support.lab.customers import CORE, SITE2
from support.lab.network import Site, holds_within, vtysh

PES = ("pe1", "pe2")
PORTS = (22, 179, 646)


@pytest.fixture(scope="module")
def attackers(routers: dict[str, Any], sites: dict[str, Site]) -> dict[str, Attacker]:
    """Customer1 has a port at each PE: eth2 there, eth1 and eth3 of the customers' guest.

    QEMU's network card hands on no frame with a VLAN tag before the kernel asks for some.
    """
    for pe in PES:
        routers[pe].check_output("modprobe 8021q")
    return {
        "pe1": Attacker(sites["customer1-site1"], "eth1", routers["pe1"], "eth2"),
        "pe2": Attacker(sites["customer1-site2"], "eth3", routers["pe2"], "eth2"),
    }


@pytest.fixture(scope="module", autouse=True)
def _nobody_else_notices(routers: dict[str, Any], sites: dict[str, Site]) -> Iterator[None]:
    before = {pe: dropped_sessions(routers[pe]) for pe in PES}
    with counted(sites["customer2-site1"], SITE2) as counts:
        yield
    assert counts["received"] == counts["sent"] > 0
    assert {pe: dropped_sessions(routers[pe]) for pe in PES} == before
    for pe in PES:
        assert len(vtysh(routers[pe], "show ip ospf neighbor json")["neighbors"]) == 1
        assert len(vtysh(routers[pe], "show mpls ldp neighbor json")["neighbors"]) == 1


def dropped_sessions(router: Any) -> dict[str, int]:
    peers = vtysh(router, "show bgp ipv4 vpn summary json")["peers"]
    return {address: peer["connectionsDropped"] for address, peer in peers.items()}


@pytest.fixture(scope="module", autouse=True)
def _no_repair(routers: dict[str, Any]) -> Iterator[None]:
    """Stop what would undo within half a minute what is opened here."""
    for pe in PES:
        routers[pe].check_output("systemctl stop linuxnet-mpls-repair")
    yield
    for pe in PES:
        routers[pe].check_output("systemctl start linuxnet-mpls-repair")


@contextmanager
def labels_taken_in(attacker: Attacker) -> Iterator[None]:
    """Open the port for labels in the kernel: the rules of nftables stand alone."""
    key = f"net.mpls.conf.{attacker.router_port}.input"
    attacker.router.check_output(f"sysctl -w {key}=1")
    try:
        yield
    finally:
        attacker.router.check_output(f"sysctl -w {key}=0")


def other(pe: str) -> str:
    return "pe2" if pe == "pe1" else "pe1"


def number(pe: str) -> str:
    return pe[-1]


def labelled_attacks(
    routers: dict[str, Any], pe: str
) -> dict[str, tuple[str, tuple[int, bytes], int | None]]:
    """Give victim, packet and VLAN of each: customer2 at the same PE, and at the other one."""
    near, far = number(pe), number(other(pe))
    vrf = find_vrf_label(routers[pe], "customer2")
    transport = find_transport_label(routers[pe], f"10.0.0.{1 if far == '1' else 3}")
    behind = find_vrf_label(routers[other(pe)], "customer2")
    ping_near = echo_request(STRANGER, f"192.168.{near}.10")
    ping_far = echo_request(STRANGER, f"192.168.{far}.10")
    return {
        "label of a VRF": (near, labelled([vrf], ping_near), None),
        "label of a VRF behind a VLAN tag": (near, labelled([vrf], ping_near), 0),
        "transport label and label of a VRF": (far, labelled([transport, behind], ping_far), None),
        "both behind a VLAN tag": (far, labelled([transport, behind], ping_far), 0),
    }


@pytest.mark.parametrize("pe", PES)
def test_labelled_frame_is_dropped_at_the_port(
    routers: dict[str, Any], sites: dict[str, Site], attackers: dict[str, Attacker], pe: str
) -> None:
    attacks = labelled_attacks(routers, pe)
    victims = {name: sites[f"customer2-site{name}"] for name in "12"}
    # The ping that nobody else notices is one of them; a stranger's is not answered.
    with labels_taken_in(attackers[pe]):
        before = count_dropped(routers[pe], "labels")
        heard = {name: count_strangers(site) for name, site in victims.items()}
        for _victim, packet, vlan in attacks.values():
            attackers[pe].send(packet, vlan=vlan)
        attackers[pe].send(labelled([16], echo_request(STRANGER, "10.0.0.1"), MPLS_MULTICAST))
        time.sleep(2)
        assert {name: count_strangers(site) for name, site in victims.items()} == heard
    assert before is not None
    assert count_dropped(routers[pe], "labels") == before + len(attacks) + 1


def count_strangers(site: Site) -> int:
    """Count the packets of the stranger that reached a host."""
    rules = "table ip attacks { chain input { type filter hook input priority 0; "
    rules += f"ip saddr {STRANGER} counter; }}; }}"
    shown = site.run("nft list table ip attacks")
    if shown.rc:
        assert site.run(f"nft '{rules}'").rc == 0
        return 0
    found = re.search(r"packets (\d+)", shown.stdout)
    assert found, shown.stdout
    return int(found[1])


@pytest.mark.parametrize("pe", PES)
def test_spoofed_source_is_dropped_at_the_port(
    routers: dict[str, Any], sites: dict[str, Site], attackers: dict[str, Attacker], pe: str
) -> None:
    far = number(other(pe))
    victim = sites[f"customer1-site{far}"]
    before = count_dropped(routers[pe], "urpf")
    heard = count_strangers(victim)
    attackers[pe].send((IPV4, echo_request(STRANGER, f"192.168.{far}.10")))
    # The address of the router itself, and one of the other site.
    attackers[pe].send((IPV4, echo_request(f"192.168.{number(pe)}.1", f"192.168.{far}.10")))
    attackers[pe].send((IPV4, echo_request(f"192.168.{far}.77", f"192.168.{far}.10")))
    time.sleep(2)
    assert count_strangers(victim) == heard
    assert before is not None
    assert count_dropped(routers[pe], "urpf") == before + 3


@pytest.mark.parametrize("pe", PES)
def test_hello_of_a_customer_is_dropped(
    routers: dict[str, Any], attackers: dict[str, Attacker], pe: str
) -> None:
    source, router = f"192.168.{number(pe)}.10", f"192.168.{number(pe)}.1"
    before = count_dropped(routers[pe], "control_plane")
    attackers[pe].send(
        (IPV4, ldp_hello(source)),
        (IPV4, ospf_hello(source)),
        *((IPV4, udp(source, router, port, bytes(24))) for port in (646, 3784, 4784, 161)),
    )
    assert before is not None
    assert holds_within(
        10, lambda: (count_dropped(routers[pe], "control_plane") or 0) >= before + 6
    )


@pytest.mark.parametrize("pe", PES)
def test_connection_to_a_router_is_met_with_silence(
    routers: dict[str, Any], attackers: dict[str, Attacker], pe: str
) -> None:
    """At its own PE and, over the VPN, at the other one."""
    for here in PES:
        before = count_dropped(routers[here], "control_plane")
        answers = attackers[pe].call(*(f"192.168.{number(here)}.1:{port}" for port in PORTS))
        assert set(answers.values()) == {SILENCE}
        assert before is not None
        assert (count_dropped(routers[here], "control_plane") or 0) >= before + len(PORTS)


@pytest.mark.parametrize("pe", PES)
def test_address_that_only_the_core_has_is_not_reached(
    attackers: dict[str, Attacker], pe: str
) -> None:
    answers = attackers[pe].call(*(f"{address}:{port}" for address in CORE for port in PORTS))
    assert not ANSWERS & set(answers.values()), answers


@pytest.mark.parametrize("pe", PES)
def test_router_answers_pings_and_no_flood_of_them(
    routers: dict[str, Any], attackers: dict[str, Attacker], pe: str
) -> None:
    source, router = f"192.168.{number(pe)}.10", f"192.168.{number(pe)}.1"
    assert attackers[pe].site.reaches(router)
    before = count_dropped(routers[pe], "control_plane")
    attackers[pe].send((IPV4, echo_request(source, router)), times=2000)
    assert before is not None
    assert holds_within(10, lambda: (count_dropped(routers[pe], "control_plane") or 0) > before)
    assert holds_within(10, lambda: attackers[pe].site.reaches(router, 1))


def test_management_is_reached_and_no_rule_names_it(routers: dict[str, Any]) -> None:
    for pe in PES:
        assert "eth0" not in routers[pe].check_output("nft list table inet linuxnet_mpls_filter")


@pytest.fixture
def _open(routers: dict[str, Any]) -> Iterator[None]:
    """Take edge protection of both PEs away, as an operator can."""
    for pe in PES:
        routers[pe].check_output("systemctl stop linuxnet-mpls-filter")
    yield
    for pe in PES:
        routers[pe].check_output("systemctl start linuxnet-mpls-filter")
        assert all(count_dropped(routers[pe], part) is not None for part in PROTECTION)


@pytest.mark.usefixtures("_open")
def test_attacks_pass_without_edge_protection(
    routers: dict[str, Any], sites: dict[str, Site], attackers: dict[str, Attacker]
) -> None:
    """Otherwise the tests above would show nothing."""
    for pe in PES:
        assert [count_dropped(routers[pe], part) for part in PROTECTION] == [None] * len(PROTECTION)
        _assert_labels_pass(routers, sites, attackers, pe)
        _assert_stranger_passes(sites, attackers, pe)
        _assert_router_answers(attackers, pe)


def _assert_labels_pass(
    routers: dict[str, Any], sites: dict[str, Site], attackers: dict[str, Attacker], pe: str
) -> None:
    with labels_taken_in(attackers[pe]):
        for name, (at, packet, vlan) in labelled_attacks(routers, pe).items():
            victim = sites[f"customer2-site{at}"]
            heard = count_strangers(victim)
            attackers[pe].send(packet, vlan=vlan)
            assert holds_within(10, lambda: count_strangers(victim) > heard), (pe, name)  # noqa: B023


def _assert_stranger_passes(
    sites: dict[str, Site], attackers: dict[str, Attacker], pe: str
) -> None:
    victim = sites[f"customer1-site{number(other(pe))}"]
    heard = count_strangers(victim)
    ping = echo_request(STRANGER, f"192.168.{number(other(pe))}.10")
    attackers[pe].send((IPV4, ping))
    assert holds_within(10, lambda: count_strangers(victim) > heard), pe


def _assert_router_answers(attackers: dict[str, Attacker], pe: str) -> None:
    answers = attackers[pe].call(*(f"192.168.{number(pe)}.1:{port}" for port in PORTS))
    assert set(answers.values()) <= ANSWERS, answers
