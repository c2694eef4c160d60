# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions of FRRouting, those in VRFs too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._sessions import (
    Session,
    list_sessions,
)

BGP = {
    "peers": {
        "10.0.0.4": {
            "state": "Established",
            "peerUptimeMsec": 61_500,
            "pfxRcd": 12,
            "pfxSnt": 6,
        },
        "10.0.0.5": {"state": "Active", "peerUptimeMsec": 9_000, "pfxRcd": 0, "pfxSnt": 0},
    }
}
OSPF = {"10.0.0.2": [{"nbrState": "Full/-", "ifaceName": "eth1:10.1.0.0", "upTimeInMsec": 5_000}]}
ANSWERS: Mapping[str, Any] = {
    "show bgp ipv4 vpn summary json": BGP,
    "show bgp vrf acme ipv4 unicast summary json": {
        "peers": {"192.168.1.2": {"state": "Established", "peerUptimeMsec": 1_000}}
    },
    "show mpls ldp neighbor json": {
        "neighbors": [{"neighborId": "10.0.0.2", "state": "OPERATIONAL", "upTime": "01:00:02"}]
    },
    "show ip ospf neighbor json": {"neighbors": OSPF},
    "show ip ospf vrf acme neighbor json": {
        "acme": {"neighbors": {"9.9.9.9": [{"state": "2-Way", "ifaceName": "eth2:192.168.1.1"}]}}
    },
    "show isis neighbor json": {
        "areas": [{"circuits": [{"circuit": 0}, {"adj": "p", "interface": "eth1", "state": "Up"}]}]
    },
}


def test_each_session_has_its_age_and_its_prefixes() -> None:
    asked: list[Sequence[str]] = []

    def show_all(commands: Sequence[str]) -> list[Mapping[str, Any]]:
        asked.append(commands)
        return [ANSWERS.get(command, {}) for command in commands]

    found = list_sessions(show_all, ["acme"])
    assert [_short(one) for one in found] == [
        ("bgp vpnv4", "", "10.0.0.4", "Established", 61, 12, 6),
        # The time is that since it went down.
        ("bgp vpnv4", "", "10.0.0.5", "Active", None, 0, 0),
        ("bgp ipv4", "acme", "192.168.1.2", "Established", 1, None, None),
        ("ldp", "", "10.0.0.2", "OPERATIONAL", 3602, None, None),
        ("ospf", "", "eth1", "Full/-", 5, None, None),
        ("ospf", "acme", "eth2", "2-Way", None, None, None),
        ("isis", "", "eth1", "Up", None, None, None),
    ]
    # Each daemon is asked in one process.
    assert [len(commands) for commands in asked] == [4, 1, 2, 1]


@pytest.mark.parametrize("shown", ["", "1d02h03m", "a:b:c"])
def test_age_is_not_known_when_frr_prints_it_otherwise(shown: str) -> None:
    ldp = {"neighbors": [{"neighborId": "10.0.0.2", "state": "OPERATIONAL", "upTime": shown}]}
    (found,) = list_sessions(
        lambda commands: [ldp if "ldp" in command else {} for command in commands], []
    )
    assert found["seconds"] is None


def _short(one: Session) -> tuple[object, ...]:
    return tuple(one.values())
