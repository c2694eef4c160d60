# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions of FRRouting with their age, as FRR 8.4.4 and 10.3 print them (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Optional, TypedDict

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._adjacencies import (
    parse_isis,
    parse_ospf,
)

#: Gives the answers to commands of one daemon.
ShowAll = Callable[[Sequence[str]], Sequence[Mapping[str, Any]]]
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d)")
_VPN = ("show bgp ipv4 vpn summary json", "show bgp ipv6 vpn summary json")


class Session(TypedDict):
    """A session; ``seconds`` since it came up and prefixes are None where FRR does not say them.

    ``vrf`` is '' for those of the core. ``peer`` is an address, a router id, or an interface.
    """

    protocol: str
    vrf: str
    peer: str
    state: str
    seconds: Optional[int]
    received: Optional[int]
    sent: Optional[int]


def list_sessions(show_all: ShowAll, vrfs: Sequence[str]) -> list[Session]:
    """Ask each daemon once for all of its sessions, those in VRFs too."""
    return [
        *_list_bgp(show_all, vrfs),
        *_list_ldp(show_all(["show mpls ldp neighbor json"])[0]),
        *_list_ospf(show_all, vrfs),
        *_list_isis(show_all(["show isis neighbor json"])[0]),
    ]


def _list_bgp(show_all: ShowAll, vrfs: Sequence[str]) -> Iterator[Session]:
    asked = [("bgp vpnv4", "", _VPN[0]), ("bgp vpnv6", "", _VPN[1])]
    asked += [
        (f"bgp {family}", vrf, f"show bgp vrf {vrf} {family} unicast summary json")
        for vrf in vrfs
        for family in ("ipv4", "ipv6")
    ]
    answers = show_all([command for _protocol, _vrf, command in asked])
    for (protocol, vrf, _command), shown in zip(asked, answers):
        for address, peer in shown.get("peers", {}).items():
            is_up = peer["state"] == "Established"
            yield {
                "protocol": protocol,
                "vrf": vrf,
                "peer": address,
                "state": peer["state"],
                "seconds": _from_milliseconds(peer.get("peerUptimeMsec")) if is_up else None,
                "received": peer.get("pfxRcd"),
                "sent": peer.get("pfxSnt"),
            }


def _list_ldp(shown: Mapping[str, Any]) -> Iterator[Session]:
    for one in shown.get("neighbors", []):
        yield _make("ldp", "", one["neighborId"], one["state"], _from_clock(one.get("upTime", "")))


def _list_ospf(show_all: ShowAll, vrfs: Sequence[str]) -> Iterator[Session]:
    asked = ["show ip ospf neighbor json"]
    asked += [f"show ip ospf vrf {vrf} neighbor json" for vrf in vrfs]
    for vrf, shown in zip(("", *vrfs), show_all(asked)):
        for one in parse_ospf(shown.get(vrf, {}) if vrf else shown):
            yield _make("ospf", vrf, one.interface, one.state, _from_milliseconds(one.age))


def _list_isis(shown: Mapping[str, Any]) -> Iterator[Session]:
    return (_make("isis", "", one.interface, one.state, None) for one in parse_isis(shown))


def _make(protocol: str, vrf: str, peer: str, state: str, seconds: Optional[int]) -> Session:
    return {
        "protocol": protocol,
        "vrf": vrf,
        "peer": peer,
        "state": state,
        "seconds": seconds,
        "received": None,
        "sent": None,
    }


def _from_milliseconds(value: Optional[int]) -> Optional[int]:
    return None if value is None else int(value) // 1000


def _from_clock(shown: str) -> Optional[int]:
    """Read ``01:02:03``; of more than a day FRR prints another form."""
    match = _CLOCK.fullmatch(shown)
    if match is None:
        return None
    hours, minutes, seconds = map(int, match.groups())
    return hours * 3600 + minutes * 60 + seconds
