# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR 8.4.4 and 10.3 show of adjacencies, of the core as of customers (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class Adjacency:
    """One on an interface; ``age`` in ms is None where FRR does not say it."""

    neighbour: str
    interface: str
    state: str
    age: Optional[int] = None


def parse_ospf(shown: Mapping[str, Any]) -> Iterator[Adjacency]:
    """Read neighbours of OSPF; the state is ``nbrState`` (FRR 10) or ``state`` (FRR 8).

    FRR puts its own address behind the name of the interface: ``eth1:10.1.0.0``.
    """
    for neighbour, adjacencies in shown.get("neighbors", {}).items():
        for one in adjacencies:
            interface = one["ifaceName"].rpartition(":")[0]
            state = one.get("nbrState") or one.get("state", "unknown")
            yield Adjacency(neighbour, interface, state, one.get("upTimeInMsec"))


def parse_isis(shown: Mapping[str, Any]) -> Iterator[Adjacency]:
    """Read those of IS-IS; FRR lists circuits without a neighbour too."""
    for area in shown.get("areas", []):
        for circuit in area["circuits"]:
            if "adj" in circuit:
                yield Adjacency(circuit["adj"], circuit["interface"], circuit["state"])
