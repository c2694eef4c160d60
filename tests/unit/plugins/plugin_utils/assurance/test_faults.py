# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each fault is named with its router, its cause and the customers that it hurts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.topology import Topology
from support import ROOT
from support.assurance.ideal import make_hop, make_link, make_route
from support.assurance.networks import Network, change, make_network

BOTH = ["customer1", "customer2"]
FIRST = ["customer1"]
REMOTE = "192.168.2.0/24"
#: From p1 to where the packets of label 18 come from.
BACK = make_hop("eth1", "10.1.0.0", 18)


@dataclass(frozen=True)
class Fault:
    """How a network is broken, and what the first finding says of it."""

    plant: Callable[[Network], object]
    router: str
    check: str
    words: str
    customers: list[str]


def lose_label(net: Network, *, in_frr: bool) -> list[object]:
    """The P router has no entry for the label by which pe1 sends to pe2."""
    frr = net.states["p1"]["frr"]
    assert frr
    tables: list[dict[str, Any]] = [{**net.states["p1"]}, {} if in_frr else {**frr}]
    return [one["labels"].pop(net.label("pe2")) for one in tables if one]


def lead_label(net: Network, interface: str) -> list[object]:
    """A VRF's label leads into another one."""
    labels = net.states["pe2"]["labels"].values()
    ours = [one for one in labels if one["hops"][0]["interface"] == "customer1"]
    return [change(one, hops=[make_hop(interface)]) for one in ours]


def drop_route(
    net: Network, router: str, table: int, prefix: str, *, in_frr: bool = True
) -> list[object]:
    frr = net.states[router]["frr"]
    assert frr
    tables: list[Any] = [net.states[router]["routes"], {} if in_frr else frr["routes"]]
    return [
        routes.remove(route)
        for routes in (one[str(table)] for one in tables if one)
        for route in [*routes]
        if route["prefix"] == prefix
    ]


def send_with(net: Network, *labels: int) -> object:
    return change(net.route("pe1", 100, REMOTE)["hops"][0], labels=[*labels])


def drop_rule(net: Network, router: str) -> object:
    rules = net.states[router]["rules"]
    return change(net.states[router], rules=[one for one in rules if one["table"]])


def add_blackhole(net: Network) -> object:
    route = change(make_route("192.168.2.0/25", 3), kind="blackhole", hops=[])
    routes = net.states["pe1"]["routes"]
    return change(routes, **{"100": [*routes["100"], route]})


FAULTS = {
    "label input of a core port": Fault(
        lambda net: change(net.link("pe2", "eth1"), takes_labels=False),
        "pe2",
        "label input eth1",
        "input is 0, so that labelled packets are dropped: expected 1",
        BOTH,
    ),
    "label that the kernel lost": Fault(
        lambda net: lose_label(net, in_frr=True),
        "p1",
        "label 18",
        "is not in the label table: FRRouting has it, of LDP, and the kernel lost it",
        BOTH,
    ),
    "label that nobody has": Fault(
        lambda net: lose_label(net, in_frr=False),
        "p1",
        "label 18",
        "is not in the label table, and packets come with it: expected an entry",
        BOTH,
    ),
    "label into another VRF": Fault(
        lambda net: lead_label(net, "customer2"),
        "pe2",
        "label 80000",
        "leads by customer2: expected by customer1, as FRRouting has it",
        BOTH,
    ),
    "label into no VRF": Fault(
        lambda net: lead_label(net, "gone"),
        "pe2",
        "label 80000",
        "leads by gone: expected by customer1, as FRRouting has it",
        FIRST,
    ),
    "label without a next hop": Fault(
        lambda net: change(net.states["p1"]["labels"]["18"], hops=[]),
        "p1",
        "label 18",
        "has no next hop that is up: expected one",
        BOTH,
    ),
    "label that goes round": Fault(
        lambda net: change(
            net.label_hop("p1", "pe2"), interface="eth1", via="10.1.0.0", labels=[18]
        ),
        "p1",
        "loop",
        "packets with label 18 go round in the core: expected them to arrive",
        BOTH,
    ),
    "label table that is too small": Fault(
        lambda net: change(net.states["p1"], platform_labels=18),
        "p1",
        "label 18",
        "is not below 18, the size of the label table: expected a larger table",
        BOTH,
    ),
    "wrong label pushed": Fault(
        lambda net: send_with(net, 18, 81_000),
        "pe2",
        "label 81000",
        "is not in the label table, and packets come with it: expected an entry",
        FIRST,
    ),
    "no label of the VRF pushed": Fault(
        lambda net: send_with(net, 18),
        "pe1",
        "route to 192.168.2.1 in VRF customer1",
        "leads to management of pe2, VRF none: expected the port of the site that has it",
        FIRST,
    ),
    "labels left in a VRF": Fault(
        lambda net: send_with(net, 18, 80_000, 17),
        "pe2",
        "label 80000",
        "leads into VRF customer1 with a label behind it: expected none",
        FIRST,
    ),
    "labels to a customer": Fault(
        lambda net: change(net.route("pe1", 100, REMOTE)["hops"][0], interface="eth2"),
        "pe1",
        "interface eth2",
        "gets packets with labels 18/80000, and is at no link of the core: expected none",
        FIRST,
    ),
    "stale next hop": Fault(
        lambda net: change(net.route("pe1", 100, REMOTE)["hops"][0], via="10.1.0.9"),
        "pe1",
        "next hop 10.1.0.9",
        "is no address of p1, at the other end of eth1: expected one",
        FIRST,
    ),
    "route that the kernel lost": Fault(
        lambda net: drop_route(net, "pe1", 100, REMOTE),
        "pe1",
        "route to 192.168.2.1 in VRF customer1",
        "is not there: FRRouting has 192.168.2.0/24, of bgp, and the kernel lost it",
        FIRST,
    ),
    "route that nobody has": Fault(
        lambda net: drop_route(net, "pe1", 100, REMOTE, in_frr=False),
        "pe1",
        "route to 192.168.2.1 in VRF customer1",
        "is not there: expected one, and FRRouting has none",
        FIRST,
    ),
    "no unreachable default": Fault(
        lambda net: [
            drop_route(net, "pe1", 100, one, in_frr=False) for one in (REMOTE, "0.0.0.0/0")
        ],
        "pe1",
        "route to 192.168.2.1 in VRF customer1",
        "is not there, so that packets go by table main: expected one, and FRRouting has none",
        FIRST,
    ),
    "blackhole": Fault(
        add_blackhole,
        "pe1",
        "route to 192.168.2.1 in VRF customer1",
        "is blackhole 192.168.2.0/25, where packets end: expected a next hop",
        FIRST,
    ),
    "next hop that is dead": Fault(
        lambda net: change(net.route("pe1", 100, REMOTE)["hops"][0], dead=True),
        "pe1",
        "route to 192.168.2.1 in VRF customer1",
        "has no next hop that is up: expected one",
        FIRST,
    ),
    "rule of VRFs": Fault(
        lambda net: drop_rule(net, "pe1"),
        "pe1",
        "rule for VRFs, IPv4",
        "is missing, so that packets of all VRFs go by table main: expected"
        " '1000: from all lookup [l3mdev-table]'",
        BOTH,
    ),
    "forwarding of a port": Fault(
        lambda net: change(net.link("pe1", "eth2"), forwards=[6]),
        "pe1",
        "forwarding IPv4 eth2",
        "net.ipv4.conf.eth2.forwarding is 0, so that IPv4 packets end here: expected 1",
        FIRST,
    ),
    "port in another VRF": Fault(
        lambda net: [
            change(net.link("pe1", "eth2"), master="customer2"),
            drop_route(net, "pe1", 100, "192.168.1.0/24"),
        ],
        "pe1",
        "interface eth2",
        "is in VRF customer2: expected VRF customer1",
        BOTH,
    ),
    "port in no VRF": Fault(
        lambda net: change(net.link("pe2", "eth2"), master=""),
        "pe2",
        "interface eth2",
        "is in no VRF: expected VRF customer1",
        FIRST,
    ),
    "port without a carrier": Fault(
        lambda net: [
            change(net.link("pe2", "eth2"), carrier=False),
            drop_route(net, "pe1", 100, REMOTE, in_frr=False),
        ],
        "pe2",
        "interface eth2",
        "has no carrier: expected the other end of the link to be up",
        FIRST,
    ),
    "core port down": Fault(
        lambda net: change(net.link("p1", "eth2"), up=False),
        "p1",
        "interface eth2",
        "is down: expected it to be up",
        BOTH,
    ),
    "other end of a link without a carrier": Fault(
        lambda net: change(net.link("pe2", "eth1"), carrier=False),
        "pe2",
        "interface eth1",
        "has no carrier: expected the other end of the link to be up",
        BOTH,
    ),
    "VRF device down": Fault(
        lambda net: change(net.link("pe2", "customer1"), up=False),
        "pe2",
        "interface customer1",
        "is down: expected it to be up",
        FIRST,
    ),
    "VRF gone": Fault(
        lambda net: net.states["pe1"]["links"].pop("customer1"),
        "pe1",
        "VRF customer1",
        "is not there: expected it",
        FIRST,
    ),
    "MTU of a core port": Fault(
        lambda net: change(net.link("p1", "eth2"), mtu=1500),
        "p1",
        "MTU of eth2",
        "has MTU 1500: packets of 1500 octets with 1 labels need 1504",
        BOTH,
    ),
    "MTU of one end of a link": Fault(
        lambda net: [
            change(net.link("p1", "eth2"), mtu=1500),
            drop_route(net, "pe1", 254, "10.0.0.3/32", in_frr=False),
            drop_route(net, "pe1", 100, REMOTE, in_frr=False),
        ],
        "p1",
        "MTU of eth2",
        "is 1500, and that of eth1 of pe2, at the other end, is 9000: expected the same",
        BOTH,
    ),
    "route into another VRF": Fault(
        lambda net: net.states["pe1"]["routes"]["100"].append(
            make_route("10.9.0.0/16", 196, make_hop("customer2"))
        ),
        "pe1",
        "isolation of VRF customer1",
        "leads to VRF customer2 at pe1 by 10.9.0.0/16: expected to be kept apart",
        BOTH,
    ),
    "label of another VRF pushed": Fault(
        lambda net: net.states["pe1"]["routes"]["100"].append(
            make_route("10.9.0.0/16", 186, make_hop("eth1", "10.1.0.1", 18, 80_001))
        ),
        "pe1",
        "isolation of VRF customer1",
        "leads to VRF customer2 at pe2 by 10.9.0.0/16: expected to be kept apart",
        BOTH,
    ),
    "route out of all VRFs": Fault(
        lambda net: net.states["pe1"]["routes"]["200"].append(
            make_route("10.9.0.0/16", 3, make_hop("eth1", "10.1.0.1"))
        ),
        "pe1",
        "isolation of VRF customer2",
        "leads to table main at p1 by 10.9.0.0/16: expected to be kept apart",
        ["customer2"],
    ),
    "route of somebody else": Fault(
        lambda net: net.states["pe1"]["routes"]["100"].append(
            make_route("10.9.0.0/16", 3, make_hop("eth2", "192.168.1.9"))
        ),
        "pe1",
        "route 10.9.0.0/16 in VRF customer1",
        "leads to 192.168.1.9 by eth2, made by boot or ip: expected none but those of FRRouting and"
        " of linuxnet.mpls",
        FIRST,
    ),
    "label of somebody else": Fault(
        lambda net: net.states["p1"]["labels"].update(
            {"99": {"protocol": 4, "hops": [make_hop("eth2", "10.1.0.3")]}}
        ),
        "p1",
        "label 99",
        "leads to 10.1.0.3 by eth2, made by static: expected none but those of FRRouting and of"
        " linuxnet.mpls",
        [],
    ),
    "rule before that of VRFs": Fault(
        lambda net: net.states["pe1"]["rules"].append(
            {"family": 4, "priority": 10, "table": 254, "has_selector": True}
        ),
        "pe1",
        "rule 10, IPv4",
        "stands before the tables of VRFs, rule 1000: expected none there",
        BOTH,
    ),
    "own addresses before VRFs": Fault(
        lambda net: net.states["pe1"]["rules"].append(
            {"family": 6, "priority": 0, "table": 255, "has_selector": False}
        ),
        "pe1",
        "rule 0, IPv6",
        "looks up own addresses before the tables of VRFs, rule 1000: expected none there",
        BOTH,
    ),
    "port in a VRF that is no site's": Fault(
        lambda net: net.states["pe1"]["links"].update(eth9=make_link([], master="customer1")),
        "pe1",
        "interface eth9",
        "is in VRF customer1, and at no site of it: expected none",
        FIRST,
    ),
    "address of a site's port": Fault(
        lambda net: net.link("pe1", "eth2")["addresses"].append("10.9.0.1/24"),
        "pe1",
        "address of eth2",
        "has address 10.9.0.1/24: expected 192.168.1.1/24 alone",
        FIRST,
    ),
    "address of a core port": Fault(
        lambda net: net.link("p1", "eth2")["addresses"].append("10.9.0.1/24"),
        "p1",
        "address of eth2",
        "has address 10.9.0.1/24: expected 10.1.0.2/31 alone",
        [],
    ),
    "label of a daemon that is gone": Fault(
        lambda net: net.states["p1"]["labels"].update(
            {"99": {"protocol": 193, "hops": [make_hop("eth2", "10.1.0.3")]}}
        ),
        "p1",
        "label 99",
        "leads to 10.1.0.3 by eth2 and FRRouting has no such label any more: expected no entry",
        [],
    ),
    "stolen label": Fault(
        lambda net: change(net.states["p1"]["labels"]["16"]["hops"][0], via="10.1.0.3"),
        "p1",
        "next hop 10.1.0.3",
        "is no address of pe1, at the other end of eth1: expected one",
        BOTH,
    ),
    "route of the core that the kernel lost": Fault(
        lambda net: drop_route(net, "pe1", 254, "10.0.0.3/32"),
        "pe1",
        "route 10.0.0.3/32 in table main",
        "is not there: FRRouting has it, of bgp, and the kernel lost it",
        [],
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_fault_is_named_with_its_router_its_cause_and_its_customers(fault: Fault) -> None:
    net = make_network()
    fault.plant(net)
    verdict = net.judge()
    found = verdict["findings"][0]
    assert found["cause"] == f"{fault.router}: {fault.check}: {fault.words}"
    assert found["customers"] == fault.customers
    assert found["command"]
    states = {one["name"]: one["state"] for one in verdict["customers"]}
    assert [name for name, state in states.items() if state == "failed"] == fault.customers
    assert verdict["state"] == "failed"


@pytest.mark.parametrize(
    "example", sorted(one.parent.name for one in ROOT.glob("examples/*/group_vars"))
)
def test_nothing_is_found_when_all_is_well(example: str) -> None:
    verdict = make_network(example).judge()
    assert verdict["findings"] == []
    assert (verdict["state"], verdict["lost"]) == ("ok", 0)
    assert verdict["pairs"] > 0


def test_cause_is_far_away_when_it_is_in_the_middle_of_a_long_way() -> None:
    net = make_network("ring")
    pe1, pe2 = (name for name in net.intent.routers if name.startswith("pe"))
    peers = Topology.of(net.intent.links)
    way = [pe1]
    while way[-1] != pe2:
        end = peers.peer(way[-1], net.label_hop(way[-1], pe2)["interface"])
        assert end
        way.append(end.router)
    at = way[-2]
    del net.states[at]["labels"][net.label(pe2)]
    found = net.judge()["findings"][0]
    assert (found["router"], found["check"]) == (at, f"label {net.label(pe2)}")


def test_label_of_a_session_is_the_cause_of_the_routes_that_it_brought() -> None:
    """Without the label to the reflector BGP ends, and the routes of both customers go."""
    net = make_network()
    label = net.label("rr1")
    del net.states["p1"]["labels"][label]
    assert net.judge()["findings"][0]["customers"] == []
    for pe, table in (("pe1", 100), ("pe1", 200)):
        drop_route(net, pe, table, REMOTE, in_frr=False)
    first, *_rest = net.judge()["findings"]
    assert (first["router"], first["check"]) == ("p1", f"label {label}")
    assert first["customers"] == ["customer1", "customer2"]


def test_nothing_is_claimed_of_a_router_that_gave_no_answer() -> None:
    net = make_network()
    del net.states["p1"]
    verdict = net.judge()
    assert verdict["findings"] == []
    assert {one["state"] for one in verdict["customers"]} == {"unknown"}
    cells = [cell for one in verdict["customers"] for cell in one["cells"]]
    assert {cell["state"] for cell in cells} == {"not known"}
    assert verdict["state"] == "unknown"


def test_command_asks_for_the_family_of_the_route() -> None:
    net = make_network()
    drop_route(net, "pe1", 100, REMOTE)
    first, *_rest = net.judge()["findings"]
    assert first["command"] == "ip -4 route show vrf customer1 match 192.168.2.1"


def test_only_the_way_that_is_broken_is_named_when_there_are_several() -> None:
    net = make_network()
    route = net.route("pe1", 100, REMOTE)
    route["hops"].append(make_hop("eth1", "10.1.0.1", 77, 80_000))
    (found,) = [one for one in net.judge()["findings"] if one["customers"]]
    assert found["cause"].startswith("p1: label 77: is not in the label table")
