# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR shows of sessions with customers' routers, as 8.4.4 and 10.3 print it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ces import (
    CeSession,
    explain_advertised,
    read_advertised,
    read_states,
)
from support.frr.answers import Answers, build_router

BGP = CeSession("bgp", "acme", "ipv4", "192.168.1.2")
BGP6 = CeSession("bgp", "acme", "ipv6", "2001:db8:1::2")
OSPF = CeSession("ospf", "acme", "ipv4", "bond0.100")
OSPF6 = CeSession("ospf", "acme", "ipv6", "bond0.100")


def adjacency(key: str, state: str) -> dict[str, str]:
    return {key: state, "ifaceName": "bond0.100:192.168.1.1"}


@pytest.mark.parametrize("key", ["state", "nbrState"], ids=["FRR 8", "FRR 10"])
def test_states_are_read_by_session(key: str) -> None:
    shown: dict[str, dict[str, Any]] = {
        "show bgp vrf acme ipv4 unicast summary json": {
            "peers": {"192.168.1.2": {"state": "Established"}, "192.168.3.2": {"state": "Idle"}}
        },
        "show bgp vrf acme ipv6 unicast summary json": {
            "peers": {"2001:db8:1::2": {"state": "Connect"}}
        },
        "show ip ospf vrf acme neighbor json": {
            "acme": {
                "neighbors": {
                    "9.9.9.8": [adjacency(key, "Full/DR")],
                    "9.9.9.9": [adjacency(key, "2-Way/DROther")],
                }
            }
        },
        "show ipv6 ospf6 vrf acme neighbor json": {
            "neighbors": [{"interfaceName": "bond0.100", "state": "Init"}]
        },
    }
    assert read_states(build_router(Answers(shown.__getitem__)), [BGP, BGP6, OSPF, OSPF6]) == {
        BGP: "Established",
        BGP6: "Connect",
        OSPF: "Full/DR",
        OSPF6: "Init",
    }


def test_session_has_no_state_when_frr_shows_nothing() -> None:
    assert read_states(build_router(None), [BGP, BGP6, OSPF, OSPF6]) == {}


def test_frr_is_asked_once_when_a_vrf_has_several_sessions() -> None:
    frr = Answers(lambda _command: {})
    read_states(build_router(frr), [BGP, CeSession("bgp", "acme", "ipv4", "192.168.3.2")])
    assert frr.asked == ["show bgp vrf acme ipv4 unicast summary json"]


def test_session_is_named_by_what_finds_it() -> None:
    raw = {"vrf": "acme", "interface": "eth2", "family": "ipv6"}
    bgp = CeSession.from_mapping({**raw, "protocol": "bgp", "ce_address": "2001:db8:1::2"})
    ospf = CeSession.from_mapping({**raw, "protocol": "ospf", "ce_address": None})
    assert [str(bgp), str(ospf)] == ["vrf acme bgp ce 2001:db8:1::2", "vrf acme ospf6 ce on eth2"]
    assert [bgp.full_state, ospf.full_state] == ["Established", "Full"]


def test_ces_whose_session_is_up_are_asked_about_in_one_go() -> None:
    told = CeSession("bgp", "acme", "ipv4", "192.168.1.2", 65101, ("10.2.0.0/16",))
    down = CeSession("bgp", "acme", "ipv4", "192.168.3.2", 65101)
    answer = {"advertisedRoutes": {"10.2.0.0/16": {"path": "65102 65103"}, "10.3.0.0/16": {}}}
    frr = Answers(lambda _command: answer)
    states = {told: "Established", down: "Idle", BGP6: "Established", OSPF: "Full"}
    assert read_advertised(build_router(frr), states) == {
        told: {"10.2.0.0/16": "65102 65103", "10.3.0.0/16": ""}
    }
    assert frr.asked == [
        "show bgp vrf acme ipv4 unicast neighbors 192.168.1.2 advertised-routes json"
    ]


@pytest.mark.parametrize(
    ("paths", "reasons"),
    [
        ({"10.2.0.0/16": "", "10.3.0.0/16": "65102 65101"}, ["", ""]),
        ({"10.3.0.0/16": "65000"}, ["not 10.2.0.0/16: expected it", ""]),
        (
            {"10.2.0.0/16": "65101"},
            [
                "",
                "10.2.0.0/16 comes by another CE with its own AS number 65101, a loop to it:"
                " expected as_override",
            ],
        ),
    ],
)
def test_ce_receives_what_it_must_and_accepts_it(paths: dict[str, str], reasons: list[str]) -> None:
    session = CeSession("bgp", "acme", "ipv4", "192.168.1.2", 65101, ("10.2.0.0/16",))
    name = "vrf acme bgp ce 192.168.1.2"
    assert explain_advertised(session, paths) == dict(
        zip((f"{name} receives", f"{name} accepts"), reasons)
    )


def test_no_as_number_is_asked_about_where_none_is_said() -> None:
    assert (
        explain_advertised(BGP, {"10.2.0.0/16": "65101"})["vrf acme bgp ce 192.168.1.2 accepts"]
        == ""
    )
