# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers' packets over a bond and a rented line, to the last octet, and what has no labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from support.lab.customers import (
    SITE2,
    assert_both_reach_the_same_address_at_the_same_time,
    assert_only_customer1_reaches_its_address,
    interfaces_with_label_input,
)
from support.lab.network import (
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
#: A customer's packet and two labels.
LINK_MTU = 1508


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
    ("ends", "labels"),
    [(("pe1:bond0.100", "p1:bond0.100"), 2), (("p1:leased0", "pe2:leased0"), 1)],
    ids=["bond", "tunnel"],
)
def test_largest_packet_passes_and_no_octet_of_the_link_is_to_spare(
    routers: dict[str, Any], sites: dict[str, Site], ends: tuple[str, str], labels: int
) -> None:
    def passes(size: int) -> bool:
        # "probe" is DF without what the site remembers of the path.
        ping = f"ping -n -c 3 -i 0.3 -W 2 -M probe -s {size} {SITE2}"
        return bool(sites["customer1-site1"].run(ping).rc == 0)

    def set_link(change: str, *ports: str) -> None:
        for name, port in (end.split(":") for end in ports):
            routers[name].check_output(f"ip link set {port} {change}")

    assert passes(LARGEST)
    assert not passes(LARGEST + 1)
    # The way over p2 would take what this link does not.
    set_link("down", "pe1:eth2")
    try:
        # The penultimate router sends the request with one label; answers may be fragmented.
        set_link(f"mtu {1500 + 4 * labels - 1}", *ends)
        # OSPF begins anew on a link whose MTU changed.
        wait_for(lambda: passes(LARGEST - 1), "packets that are one octet smaller", PATIENCE)
        assert not passes(LARGEST)
        set_link(f"mtu {LINK_MTU}", *ends)
        wait_for(lambda: passes(LARGEST), "the link is as it was", PATIENCE)
    finally:
        set_link(f"mtu {LINK_MTU}", *ends)
        set_link("up", "pe1:eth2")


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
