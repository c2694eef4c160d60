# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers' packets over a bond and a rented line, to the last octet, and what has no labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lab_customers import (
    SITE2,
    assert_both_reach_the_same_address_at_the_same_time,
    assert_only_customer1_reaches_its_address,
    interfaces_with_label_input,
)
from lab_network import (
    PATIENCE,
    Site,
    assert_nothing_to_change,
    holds_within,
    run_playbook,
    wait_for,
)

LABEL_PORTS = {
    "pe1": {"bond0.100", "eth2"},
    "pe2": {"leased0", "eth2"},
    "p1": {"bond0.100", "leased0"},
    "p2": {"eth1", "eth2"},
    "rr1": set(),
    "rr2": set(),
}
#: An echo request has 28 octets beside its data (RFC 791, RFC 792), and a customer's port 1500.
LARGEST = 1500 - 28


def test_customers_use_the_same_addresses_and_never_reach_each_other(
    sites: dict[str, Site],
) -> None:
    assert_both_reach_the_same_address_at_the_same_time(sites)
    assert_only_customer1_reaches_its_address(sites)


def test_every_router_does_what_the_intent_says() -> None:
    done = run_playbook("verify")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", LABEL_PORTS)
def test_labels_are_taken_on_core_links_and_nowhere_else(
    routers: dict[str, Any], name: str
) -> None:
    assert interfaces_with_label_input(routers[name]) == LABEL_PORTS[name]


@pytest.mark.parametrize(
    ("name", "daemons"), [("rr1", {"ospfd", "bgpd"}), ("rr2", {"bgpd"}), ("p1", {"ospfd", "ldpd"})]
)
def test_reflector_runs_no_more_than_it_needs(
    routers: dict[str, Any], name: str, daemons: set[str]
) -> None:
    known = ("ospfd", "ldpd", "bgpd", "isisd")
    assert {one for one in known if routers[name].run(f"pidof {one}").rc == 0} == daemons


@pytest.mark.parametrize(
    ("name", "port"), [("pe1", "bond0.100"), ("p1", "leased0")], ids=["bond", "tunnel"]
)
def test_largest_packet_passes_and_no_octet_of_the_link_is_to_spare(
    routers: dict[str, Any], sites: dict[str, Site], name: str, port: str
) -> None:
    router = routers[name]

    def passes(size: int) -> bool:
        ping = f"ping -n -c 3 -i 0.3 -W 2 -M do -s {size} {SITE2}"
        return bool(sites["customer1-site1"].run(ping).rc == 0)

    assert passes(LARGEST)
    assert not passes(LARGEST + 1)
    mtu = int(router.check_output(f"cat /sys/class/net/{port}/mtu"))
    # What leaves p1 has one label less: the egress PE's is gone at the penultimate router.
    unused = {"pe1": 0, "p1": 4}[name]
    router.check_output(f"ip link set {port} mtu {mtu - unused - 1}")
    try:
        assert not passes(LARGEST)
        assert passes(LARGEST - 1)
    finally:
        router.check_output(f"ip link set {port} mtu {mtu}")
    wait_for(lambda: passes(LARGEST), "the link is as it was", PATIENCE)


def test_no_adjacency_is_there_while_the_key_is_wrong(routers: dict[str, Any]) -> None:
    router = routers["rr1"]
    is_full = full_with(router, "10.0.0.11")
    assert is_full()
    right = router.check_output("grep message-digest-key /etc/frr/frr.conf").strip()
    for key, holds in (("ip ospf message-digest-key 1 md5 wrong", False), (right, True)):
        commands = f"-c 'no ip ospf message-digest-key 1' -c '{key}'"
        router.check_output(f"vtysh -c 'conf t' -c 'interface eth1' {commands}")
        wait_for(lambda holds=holds: is_full() is holds, f"{key.split()[-1]}", PATIENCE)
        assert holds or not holds_within(20, is_full)


def full_with(router: Any, neighbour: str) -> Callable[[], bool]:
    return lambda: (
        f"{neighbour} "
        in "".join(
            line
            for line in router.check_output("vtysh -c 'show ip ospf neighbor'").splitlines()
            if "Full" in line
        )
    )


def test_check_mode_finds_nothing_to_change() -> None:
    assert_nothing_to_change()
