# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions with customers' routers: which there must be, and what FRR shows of them (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: Gives what FRR answers to a command.
Show = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class CeSession:
    """A session in a VRF: BGP's by the CE's address, OSPF's by the port that it is on."""

    protocol: str
    vrf: str
    family: str
    name: str

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> CeSession:
        """Take one of the module's option."""
        name = raw["ce_address"] if raw["protocol"] == "bgp" else raw["interface"]
        return cls(raw["protocol"], raw["vrf"], raw["family"], name)

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
