# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is gone, new and changed between two times, and whom it hurts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.compare import (
    compare_states,
    render_comparison,
)
from support.assurance.ideal import make_hop
from support.assurance.networks import Network, change, make_network

CHANGES: dict[str, tuple[Callable[[Network], object], str]] = {
    "route of a customer is gone": (
        lambda net: net.states["pe1"]["routes"]["100"].remove(
            net.route("pe1", 100, "192.168.2.0/24")
        ),
        "customer1: pe1: route 192.168.2.0/24 in VRF customer1: is gone (before: leads to"
        " 10.1.0.1 by eth1)",
    ),
    "route of a customer leads elsewhere": (
        lambda net: change(
            net.route("pe1", 100, "192.168.2.0/24"), hops=[make_hop("eth9", "10.9.0.1", 18)]
        ),
        "customer1: pe1: route 192.168.2.0/24 in VRF customer1: leads to 10.9.0.1 by eth9"
        " (before: leads to 10.1.0.1 by eth1)",
    ),
    "port of a customer is down": (
        lambda net: change(net.link("pe2", "eth3"), carrier=False),
        "customer2: pe2: interface eth3, has a carrier: no (before: yes)",
    ),
    "port of a customer has left its VRF": (
        lambda net: change(net.link("pe2", "eth2"), master=""),
        "customer1: pe2: interface eth2, VRF or bridge: none (before: customer1)",
    ),
    "link of the core has another MTU": (
        lambda net: change(net.link("p1", "eth2"), mtu=1500),
        "core: p1: interface eth2, MTU: 1500 (before: 9000)",
    ),
    "interface is gone": (
        lambda net: net.states["p1"]["links"].pop("eth2"),
        "core: p1: interface eth2: is gone (before: was there)",
    ),
    "loopback is gone": (
        lambda net: net.states["p1"]["routes"]["254"].remove(net.route("p1", 254, "10.0.0.3/32")),
        "core: p1: route 10.0.0.3/32 in table main: is gone (before: leads to 10.1.0.3 by eth2)",
    ),
    "router gives no answer": (
        lambda net: net.states.pop("p1"),
        "core: p1: router: is gone (before: gave an answer)",
    ),
}


@pytest.mark.parametrize(("plant", "words"), CHANGES.values(), ids=CHANGES)
def test_change_is_named_with_whom_it_is_of(plant: Callable[[Network], object], words: str) -> None:
    before, net = make_network(), make_network()
    plant(net)
    found = compare_states(net.intent, before.states, net.states)
    assert str(found[0]).startswith(words)
    back = compare_states(net.intent, net.states, before.states)
    assert [(one.router, one.subject) for one in back] == [
        (one.router, one.subject) for one in found
    ]
    assert {one.kind for one in back} != {one.kind for one in found} or found[0].kind == "changed"


def test_nothing_differs_when_labels_alone_are_others() -> None:
    before, net = make_network(), make_network()
    for route in net.states["pe1"]["routes"]["100"]:
        labels: Any = [[*hop["labels"]] for hop in route["hops"]]
        for hop in route["hops"]:
            change(hop, labels=[label + 100 for label in hop["labels"]])
        assert labels is not None
    assert render_comparison(compare_states(net.intent, before.states, net.states)) == (
        "no difference"
    )


def test_customers_come_first_and_are_counted() -> None:
    before, net = make_network(), make_network()
    change(net.link("p1", "eth2"), mtu=1500)
    change(net.link("pe2", "eth3"), carrier=False)
    lines = render_comparison(compare_states(net.intent, before.states, net.states)).splitlines()
    assert [line.partition(":")[0] for line in lines[:2]] == ["customer2", "core"]
    assert lines[-1] == "2 differences, of customer2"
