# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions with customers' routers: which there must be, and what FRR shows of them.

What FRR advertises to a CE by BGP is asked as well: a session that is up says nothing of the
routes in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._ended import read_ended
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._adjacencies import parse_ospf
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Options,
    by_vtysh,
    names,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router

BGP, OSPF = "bgp", "ospf"
OPTIONS: Options = {
    "protocol": {
        "type": "str",
        "choices": [BGP, OSPF],
        "required": True,
        "description": "The protocol of the session.",
    },
    "vrf": {"type": "str", "required": True, "description": "The VRF that the session is in."},
    "interface": {"type": "str", "required": True, "description": "The customer's port."},
    "family": {
        "type": "str",
        "choices": ["ipv4", "ipv6"],
        "required": True,
        "description": "The family of the routes.",
    },
    "ce_address": {
        "type": "str",
        "description": "The address of the customer's router; OSPF finds it itself.",
    },
    "asn": {
        "type": "int",
        "description": [
            "The AS number of the customer's router with BGP.",
            "Where it is given, no other customer's router with the same number may be the first in"
            " the path of what it receives, which it would take for a loop.",
        ],
    },
    "advertised": names("Prefixes that the customer's router must receive by BGP."),
}


@dataclass(frozen=True)
class CeSession:
    """A session in a VRF: BGP's by the CE's address, OSPF's by the port that it is on."""

    protocol: str
    vrf: str
    family: str
    name: str
    #: The CE's AS number, where no other CE's routes may come to it with the same one.
    asn: int | None = None
    #: What it must receive.
    advertised: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> CeSession:
        """Take one of the module's option."""
        name = raw["ce_address"] if raw["protocol"] == BGP else raw["interface"]
        advertised = tuple(raw.get("advertised") or ())
        return cls(raw["protocol"], raw["vrf"], raw["family"], name, raw.get("asn"), advertised)

    def __str__(self) -> str:
        """Name it in the name of a check."""
        if self.protocol == BGP:
            return f"vrf {self.vrf} bgp ce {self.name}"
        return f"vrf {self.vrf} {'ospf' if self.family == 'ipv4' else 'ospf6'} ce on {self.name}"

    @property
    def full_state(self) -> str:
        """The state of a session that works."""
        return "Established" if self.protocol == BGP else "Full"

    @property
    def show(self) -> str:
        """FRR's command that has the state, with that of others of the same VRF."""
        if self.protocol == BGP:
            return f"show bgp vrf {self.vrf} {self.family} unicast summary"
        if self.family == "ipv4":
            return f"show ip ospf vrf {self.vrf} neighbor"
        return f"show ipv6 ospf6 vrf {self.vrf} neighbor"

    @property
    def show_advertised(self) -> str:
        """FRR's command that has what the CE receives by BGP."""
        neighbour = f"show bgp vrf {self.vrf} {self.family} unicast neighbors {self.name}"
        return f"{neighbour} advertised-routes"


@dataclass(frozen=True)
class Ces:
    """States of sessions, and of those that are up what CEs receive: prefix to AS path.

    ``ended`` has the seconds that a port's OSPF stays ended, by family and port.
    """

    states: Mapping[CeSession, str] = field(default_factory=dict)
    advertised: Mapping[CeSession, Mapping[str, str]] = field(default_factory=dict)
    ended: Mapping[tuple[str, str], int] = field(default_factory=dict)


def read_ces(router: Router, sessions: Iterable[CeSession], *, limited: bool) -> Ces:
    """Ask FRR for all sessions of a router; some may be ended where OSPF is ``limited`` (I/O)."""
    states = read_states(router, sessions)
    return Ces(states, read_advertised(router, states), read_ended() if limited else {})


def read_states(router: Router, sessions: Iterable[CeSession]) -> dict[CeSession, str]:
    """Ask for the states of sessions, with a command for each VRF, protocol and family (I/O)."""
    by_command: dict[str, list[CeSession]] = {}
    for one in sessions:
        by_command.setdefault(one.show, []).append(one)
    states: dict[CeSession, str] = {}
    for command, wanted in sorted(by_command.items()):
        shown = dict(_parse_states(wanted[0], router.show(f"{command} json")))
        states.update({one: shown[one.name] for one in wanted if one.name in shown})
    return states


def read_advertised(
    router: Router, states: Mapping[CeSession, str]
) -> dict[CeSession, dict[str, str]]:
    """Ask what the PE advertises by the sessions that are up (I/O)."""
    asked = [
        one
        for one, state in states.items()
        if one.protocol == BGP
        and state == one.full_state
        and (one.advertised or one.asn is not None)
    ]
    shown = router.show_all([f"{one.show_advertised} json" for one in asked])
    return {one: _parse_paths(answer) for one, answer in zip(asked, shown)}


def check_ce(session: CeSession, seen: Ces) -> Iterator[Check]:
    """The session is up, and the CE receives what it must, in a way that it accepts (pure)."""
    found = seen.states.get(session)
    reason = _explain_state(session, found, seen.ended.get((session.family, session.name)))
    yield Check(str(session), reason, by_vtysh(session.show), session.vrf)
    if not reason and session in seen.advertised:
        command = by_vtysh(session.show_advertised)
        for name, words in explain_advertised(session, seen.advertised[session]).items():
            yield Check(name, words, command, session.vrf)


def _explain_state(session: CeSession, found: str | None, ended: int | None) -> str:
    wanted = session.full_state
    if ended is not None and session.protocol == OSPF:
        words = f"was ended for {ended} s more, as it advertised more than max_prefixes"
        return f"{words}: expected state {wanted}"
    if found is None:
        return f"is not there: expected state {wanted}"
    return "" if found.partition("/")[0] == wanted else f"state is {found}: expected {wanted}"


def explain_advertised(session: CeSession, advertised: Mapping[str, str]) -> dict[str, str]:
    """Name what is asked of what a CE receives, with why it does not hold or nothing (pure).

    FRR shows a path before it puts its own AS number first: there stands who it comes from.
    """
    missing = ", ".join(prefix for prefix in session.advertised if prefix not in advertised)
    looped = ", ".join(
        sorted(one for one, path in advertised.items() if path.split()[:1] == [str(session.asn)])
    )
    said = f"by another CE with its own AS number {session.asn}, a loop to it: expected as_override"
    return {
        f"{session} receives": f"not {missing}: expected it" if missing else "",
        f"{session} accepts": f"{looped} comes {said}" if looped else "",
    }


def _parse_paths(shown: Mapping[str, Any]) -> dict[str, str]:
    routes = shown.get("advertisedRoutes", {})
    return {prefix: str(route.get("path", "")) for prefix, route in routes.items()}


def _parse_states(session: CeSession, shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if session.protocol == BGP:
        # FRR 8.4 and 10.3 both have the summary of one family without its name.
        yield from ((name, peer["state"]) for name, peer in shown.get("peers", {}).items())
    elif session.family == "ipv4":
        yield from _best_states(shown.get(session.vrf, {}))
    else:
        neighbours: Sequence[Mapping[str, str]] = shown.get("neighbors", [])
        yield from ((one["interfaceName"], one["state"]) for one in neighbours)


def _best_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Take one of a port's CEs that is full, where there is one: two that are no DR stay 2-Way."""
    found: dict[str, str] = {}
    for one in parse_ospf(shown):
        if not found.get(one.interface, "").startswith("Full"):
            found[one.interface] = one.state
    yield from found.items()
