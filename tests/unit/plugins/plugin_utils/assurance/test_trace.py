# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The way of a packet, hop by hop."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.trace import (
    TraceError,
    trace,
)
from support.assurance.networks import make_network

ROUTE = "route 192.168.2.0/24 in VRF customer1 to eth1 via 10.1.0.1, labels 18/80000 (0 sent)"


def test_each_hop_is_named_with_its_labels_and_counters() -> None:
    net = make_network()
    net.link("p1", "eth2")["mpls"] = {"received": 0, "sent": 7, "dropped": 3, "no_route": 0}
    found = trace(net.intent, net.states, "customer1/pe1", "192.168.2.1")
    assert found.arrives
    assert found.lines == (
        "customer1: from VRF customer1 at pe1 to 192.168.2.1",
        f"  pe1: {ROUTE}",
        "  p1: label 18 to eth2 via 10.1.0.3, labels 80000 (7 sent, 3 dropped)",
        "  pe2: label 80000 to customer1",
        "  arrives at pe2, whose own address it is, in VRF customer1",
    )


def test_packet_to_a_host_leaves_by_the_port_of_its_site() -> None:
    net = make_network()
    found = trace(net.intent, net.states, "customer2/pe1:eth3", "192.168.2.9")
    assert found.lines[-1] == "  leaves pe2 by eth3, VRF customer2"


def test_place_where_the_packet_ends_is_named_with_what_shows_it() -> None:
    net = make_network()
    del net.states["p1"]["labels"][net.label("pe2")]
    found = trace(net.intent, net.states, "customer1/pe1", "192.168.2.1")
    assert not found.arrives
    assert found.lines[-1] == (
        "  ends at p1: label 18: is not in the label table: FRRouting has it, of LDP, and the"
        " kernel lost it; see 'ip -family mpls route show 18' there"
    )


def test_router_that_gave_no_answer_is_named() -> None:
    net = make_network()
    del net.states["p1"]
    found = trace(net.intent, net.states, "customer1/pe1", "192.168.2.1")
    assert found.lines[-1] == "  ends at p1: answers: gave no answer: expected its tables"


WRONG = {
    "no customer": ("acme/pe1", "10.0.0.1", "expected one of the customers customer1, customer2"),
    "no PE of it": (
        "customer1/p1",
        "10.0.0.1",
        "expected one of customer1/pe1:eth2, customer1/pe2:eth2",
    ),
    "no port of it": (
        "customer1/pe1:eth3",
        "10.0.0.1",
        "expected one of customer1/pe1:eth2, customer1/pe2:eth2",
    ),
    "nothing": ("", "10.0.0.1", "expected one of the customers customer1, customer2"),
    "no address": ("customer1/pe1", "10.0.0.0/8", "expected an address without prefix length"),
}


@pytest.mark.parametrize(("source", "destination", "words"), WRONG.values(), ids=WRONG)
def test_wrong_question_is_answered_with_what_would_be_right(
    source: str, destination: str, words: str
) -> None:
    net = make_network()
    with pytest.raises(TraceError, match=words):
        trace(net.intent, net.states, source, destination)
