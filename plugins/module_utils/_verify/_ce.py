# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions with customers' routers: which there must be, and what FRR shows of them (pure).

What FRR advertises to a CE by BGP is asked as well: a session that is up says nothing of the
routes in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Gives what FRR answers to a command.
Show = Callable[[str], Mapping[str, Any]]
#: The same for several commands in one go, with an answer for each.
ShowAll = Callable[[Sequence[str]], Sequence[Mapping[str, Any]]]
_ADVERTISED = "show bgp vrf {} {} unicast neighbors {} advertised-routes json"


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
        name = raw["ce_address"] if raw["protocol"] == "bgp" else raw["interface"]
        advertised = tuple(raw.get("advertised") or ())
        return cls(raw["protocol"], raw["vrf"], raw["family"], name, raw.get("asn"), advertised)

    def __str__(self) -> str:
        """Name it in the name of a check."""
        if self.protocol == "bgp":
            return f"vrf {self.vrf} bgp ce {self.name}"
        return f"vrf {self.vrf} {ospf_name(self.family)} ce on {self.name}"


def ospf_name(family: str) -> str:
    """Give FRR's name of OSPF for a family."""
    return "ospf" if family == "ipv4" else "ospf6"


def full_state(session: CeSession) -> str:
    """Give the state of a session that works."""
    return "Established" if session.protocol == "bgp" else "Full"


def ce_states(sessions: Iterable[CeSession], show: Show) -> dict[CeSession, str]:
    """Ask for the states of sessions, with a command for each VRF, protocol and family."""
    wanted = list(sessions)
    states: dict[CeSession, str] = {}
    for protocol, vrf, family in sorted({(one.protocol, one.vrf, one.family) for one in wanted}):
        shown = dict(_read(show, protocol, vrf, family))
        for one in wanted:
            if (one.protocol, one.vrf, one.family) == (protocol, vrf, family) and one.name in shown:
                states[one] = shown[one.name]
    return states


def advertised_paths(
    states: Mapping[CeSession, str], show_all: ShowAll
) -> dict[CeSession, dict[str, str]]:
    """Ask what the PE advertises by the sessions that are up: prefix to AS path."""
    asked = [
        one
        for one, state in states.items()
        if one.protocol == "bgp"
        and state == full_state(one)
        and (one.advertised or one.asn is not None)
    ]
    shown = show_all([_ADVERTISED.format(one.vrf, one.family, one.name) for one in asked])
    return {one: _paths(answer) for one, answer in zip(asked, shown)}


def explain_advertised(session: CeSession, advertised: Mapping[str, str]) -> dict[str, str]:
    """Name what is asked of what a CE receives, with why it does not hold or nothing.

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


def _paths(shown: Mapping[str, Any]) -> dict[str, str]:
    routes = shown.get("advertisedRoutes", {})
    return {prefix: str(route.get("path", "")) for prefix, route in routes.items()}


def _read(show: Show, protocol: str, vrf: str, family: str) -> Iterator[tuple[str, str]]:
    if protocol == "bgp":
        shown = show(f"show bgp vrf {vrf} {family} unicast summary json")
        # FRR 8.4 and 10.3 both have the summary of one family without its name.
        yield from ((name, peer["state"]) for name, peer in shown.get("peers", {}).items())
    elif family == "ipv4":
        yield from _best_states(show(f"show ip ospf vrf {vrf} neighbor json").get(vrf, {}))
    else:
        neighbours = show(f"show ipv6 ospf6 vrf {vrf} neighbor json").get("neighbors", [])
        yield from ((one["interfaceName"], one["state"]) for one in neighbours)


def ospf_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Read neighbour, interface and state, ``nbrState`` (FRR 10) or ``state`` (FRR 8).

    FRR puts its own address behind the name of the interface: ``eth1:10.1.0.0``.
    """
    for neighbour, adjacencies in shown.get("neighbors", {}).items():
        for adjacency in adjacencies:
            interface = adjacency["ifaceName"].rpartition(":")[0]
            state = adjacency.get("nbrState") or adjacency.get("state", "unknown")
            yield neighbour, interface, state


def _best_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Take one of a port's CEs that is full, where there is one: two that are no DR stay 2-Way."""
    found: dict[str, str] = {}
    for _neighbour, interface, state in ospf_states(shown):
        if not found.get(interface, "").startswith("Full"):
            found[interface] = state
    yield from found.items()
