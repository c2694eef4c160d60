# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR shows of neighbours by OSPF, of the core as of customers (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def ospf_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Read neighbour, interface and state, ``nbrState`` (FRR 10) or ``state`` (FRR 8).

    FRR puts its own address behind the name of the interface: ``eth1:10.1.0.0``.
    """
    for neighbour, adjacencies in shown.get("neighbors", {}).items():
        for adjacency in adjacencies:
            interface = adjacency["ifaceName"].rpartition(":")[0]
            state = adjacency.get("nbrState") or adjacency.get("state", "unknown")
            yield neighbour, interface, state
