# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each fault that is planted behind FRR's back is named with its router and its cause.

Before, verify passed with the first four, while customers lost all of their packets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from support.lab.assurance import list_causes, look, read_intent, wait_until_clean
from support.lab.modules import run_on_all

INTENT = read_intent("l3vpn")
BOTH, FIRST = ["customer1", "customer2"], ["customer1"]
#: The label by which the P router leads packets to pe2.
OUT = "$(ip -f mpls route show | awk '/10.1.0.3 dev eth2/ {print $1; exit}')"
#: So often it is looked for.
LOOKS = 5
#: An entry as it is, to put it back: numbers, as names of protocols are not known everywhere.
LABEL = f"ip -Numeric -f mpls route show {OUT}"


@dataclass(frozen=True)
class Fault:
    """What is done to a router and undone, and what the cause begins and ends with.

    What FRR has and the kernel does not is ``restored`` by a run of site, by frr_fib.
    """

    router: str
    plant: str
    undo: str
    begins: str
    ends: str
    customers: list[str]
    restored: bool = False


FAULTS = {
    "label that the kernel lost": Fault(
        "p1",
        f"{LABEL} >/run/fault && ip -f mpls route del {OUT}",
        "ip -f mpls route add $(cat /run/fault)",
        "p1: label ",
        "is not in the label table: FRRouting has it, of LDP, and the kernel lost it",
        BOTH,
        restored=True,
    ),
    "rule of VRFs": Fault(
        "pe1",
        "ip rule del pref 1000",
        "ip rule add pref 1000 l3mdev protocol kernel",
        "pe1: rule for VRFs, IPv4: is missing",
        "expected '1000: from all lookup [l3mdev-table]'",
        BOTH,
    ),
    "forwarding": Fault(
        "pe1",
        "sysctl -qw net.ipv4.ip_forward=0",
        "sysctl -qw net.ipv4.ip_forward=1",
        "pe1: forwarding IPv4 eth2: net.ipv4.conf.eth2.forwarding is 0",
        "expected 1",
        FIRST,
    ),
    "blackhole": Fault(
        "pe1",
        "ip route add blackhole 192.168.2.0/25 vrf customer1",
        "ip route del blackhole 192.168.2.0/25 vrf customer1",
        "pe1: route to 192.168.2.1 in VRF customer1: is blackhole 192.168.2.0/25",
        "expected a next hop",
        FIRST,
    ),
    "label input": Fault(
        "pe2",
        "sysctl -qw net.mpls.conf.eth1.input=0",
        "sysctl -qw net.mpls.conf.eth1.input=1",
        "pe2: label input eth1: input is 0",
        "expected 1",
        BOTH,
    ),
    "wrong label": Fault(
        "p1",
        f"{LABEL} >/run/fault && ip -f mpls route change {OUT} as 999999 via inet 10.1.0.3 dev eth2"
        " protocol 193",
        "ip -f mpls route change $(cat /run/fault)",
        "p1: label ",
        "expected to 10.1.0.3 by eth2, as FRRouting has it",
        BOTH,
        restored=True,
    ),
    "label of nobody": Fault(
        "p1",
        "ip -f mpls route add 4999 via inet 10.1.0.3 dev eth2 protocol 193",
        "ip -f mpls route del 4999",
        "p1: label 4999: leads to 10.1.0.3 by eth2",
        "expected no entry",
        [],
        restored=True,
    ),
    "leak": Fault(
        "pe2",
        "ip route add vrf customer1 10.9.0.0/16 dev eth3",
        "ip route del vrf customer1 10.9.0.0/16",
        "pe2: isolation of VRF customer1: leads to VRF customer2 at pe2 by 10.9.0.0/16",
        "expected to be kept apart",
        BOTH,
    ),
    "MTU of a core port": Fault(
        "p1",
        "cat /sys/class/net/eth2/mtu >/run/fault && ip link set dev eth2 mtu 1500",
        "ip link set dev eth2 mtu $(cat /run/fault)",
        "p1: MTU of eth2: is 1500, and that of eth1 of pe2, at the other end, is ",
        "expected the same",
        BOTH,
    ),
    "port in no VRF": Fault(
        "pe2",
        "ip link set dev eth2 nomaster",
        "ip link set dev eth2 master customer1",
        "pe2: interface eth2: is in no VRF",
        "expected VRF customer1",
        FIRST,
    ),
    "route of a stranger": Fault(
        "pe1",
        "ip route add vrf customer1 192.168.2.0/25 via 192.168.1.9 dev eth2",
        "ip route del vrf customer1 192.168.2.0/25",
        "pe1: route to 192.168.2.1 in VRF customer1: leads to eth2 of pe1",
        "expected the port of the site that has it",
        FIRST,
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _repairs_rest(routers: dict[str, Any]) -> Iterator[None]:
    """Routers would repair some of it within seconds."""
    for router in routers.values():
        router.check_output("systemctl stop linuxnet-mpls-repair")
    wait_until_clean(INTENT)
    yield
    wait_until_clean(INTENT)
    for router in routers.values():
        router.check_output("systemctl start linuxnet-mpls-repair")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_fault_is_named_with_its_router_and_its_cause(
    routers: dict[str, Any], fault: Fault
) -> None:
    router = routers[fault.router]
    router.check_output(fault.plant)
    try:
        # What the fault before has moved may still be on its way.
        for _look in range(LOOKS):
            verdict = look(INTENT)
            causes = list_causes(verdict)
            if causes and causes[0].startswith(fault.begins):
                break
        if fault.restored:
            run_on_all("frr_fib", {"purge": True}, only=[fault.router], changed=True)
            run_on_all("frr_fib", {"purge": True}, only=[fault.router], changed=False)
            assert not any(one.startswith(fault.begins) for one in list_causes(look(INTENT)))
    finally:
        router.run(fault.undo) if fault.restored else router.check_output(fault.undo)
    assert causes
    assert causes[0].startswith(fault.begins), causes
    assert causes[0].endswith(fault.ends), causes
    assert verdict["findings"][0]["customers"] == fault.customers
