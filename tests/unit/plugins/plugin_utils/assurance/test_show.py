# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tables for people: of all, of one customer, of one router."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._sessions import Session
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.show import (
    Answer,
    ShowError,
    build_tables,
    render_tables,
)
from support.assurance.networks import Network, make_network


def session(protocol: str, vrf: str, peer: str, seconds: int | None) -> Session:
    return {
        "protocol": protocol,
        "vrf": vrf,
        "peer": peer,
        "state": "Established",
        "seconds": seconds,
        "received": 4,
        "sent": None,
    }


def answers(net: Network) -> dict[str, Answer]:
    found: dict[str, Answer] = {name: {"state": state} for name, state in net.states.items()}
    found["pe1"]["sessions"] = [
        session("bgp vpnv4", "", "10.0.0.4", 7_300),
        session("bgp ipv4", "customer1", "192.168.1.2", 59),
        session("bgp ipv4", "customer2", "192.168.1.3", None),
    ]
    found["pe1"]["drops"] = {"labels": 7}
    return found


def test_all_is_shown_in_tables() -> None:
    net = make_network()
    net.link("pe2", "eth3")["carrier"] = False
    text = render_tables(build_tables(net.intent, answers(net), "", ""))
    sites, routers, sessions, drops = (part.splitlines() for part in text.split("\n\n"))
    assert sites[0].split() == ["customer", "site", "VRF", "state", "routes", "prefixes"]
    assert [line.split()[3] for line in sites[1:]] == ["up", "up", "up", "down"]
    assert [line.split()[:2] for line in routers[1:]] == [
        ["pe1", "pe"],
        ["p1", "p"],
        ["pe2", "pe"],
        ["rr1", "rr"],
    ]
    assert [line.split("Established")[1].split() for line in sessions[1:]] == [
        ["2", "h", "4", "-"],
        ["59", "s", "4", "-"],
        ["-", "4", "-"],
    ]
    assert drops[1].split() == ["pe1", "labels", "7"]


def test_one_customer_has_its_sites_routers_and_sessions() -> None:
    net = make_network()
    shown = build_tables(net.intent, answers(net), "customer1", "")
    assert {one["customer"] for one in shown["sites"]} == {"customer1"}
    assert [one["name"] for one in shown["routers"]] == ["pe1", "pe2"]
    assert [one["vrf"] for one in shown["sessions"]] == ["customer1"]


def test_one_router_has_what_is_there() -> None:
    net = make_network()
    shown = build_tables(net.intent, answers(net), "", "pe1")
    assert {one["site"].partition(":")[0] for one in shown["sites"]} == {"pe1"}
    assert [one["name"] for one in shown["routers"]] == ["pe1"]
    assert len(shown["sessions"]) == 3


def test_router_that_gave_no_answer_is_named() -> None:
    net = make_network()
    del net.states["pe2"]
    shown = build_tables(net.intent, answers(net), "customer1", "")
    assert [one["state"] for one in shown["sites"]] == ["up", "no answer"]
    assert [one["release"] for one in shown["routers"]] == ["trixie", "no answer"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("acme", ""), "mpls_customer: 'acme': expected one of customer1, customer2"),
        (("", "pe9"), "mpls_show_router: 'pe9': expected one of pe1, p1, pe2, rr1"),
    ],
)
def test_what_is_not_there_is_refused(asked: Any, words: str) -> None:
    net = make_network()
    with pytest.raises(ShowError, match=words):
        build_tables(net.intent, answers(net), *asked)


def test_what_gave_no_answer_is_shown() -> None:
    net = make_network()
    net.states["pe1"]["unread"] = {"drops": "nft: did not end"}
    text = render_tables(build_tables(net.intent, answers(net), "", "pe1"))
    assert text.splitlines()[-1].split() == ["pe1", "drops", "nft:", "did", "not", "end"]
