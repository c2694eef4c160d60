# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where a kernel has other routes and labels than FRRouting has chosen (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    UNICAST,
    Frr,
    FrrLabel,
    FrrRoute,
    Hop,
    LabelRoute,
    Route,
    State,
)

#: Who makes routes for FRRouting (RTPROT_* of zebra/rt_netlink.h): zebra itself, BGP, IS-IS, OSPF,
#: RIP, RIPng, NHRP, EIGRP, LDP, SHARP, PBR, static routes, OpenFabric and segment routing.
OF_FRR = frozenset({11, *range(186, 200)})


@dataclass(frozen=True)
class Difference:
    """A label, or a prefix of a table, of which the two do not say the same.

    ``table`` is '' for the label table, and ``prefix`` is a label there. One of ``wanted``, what
    FRRouting has, and ``found``, what the kernel has, may be None.
    """

    table: str
    prefix: str
    wanted: Union[FrrLabel, FrrRoute, None]
    found: Union[LabelRoute, Route, None]


def compare_fib(state: State) -> Iterator[Difference]:
    """Compare all of them; nothing where FRRouting is not there, or did not say what it has."""
    frr = state["frr"]
    if frr is not None and not any(name.startswith("frr ") for name in state["unread"]):
        yield from _compare_labels(state, frr)
        for table in sorted({*frr["routes"], *state["routes"]}, key=int):
            yield from _compare_routes(state, frr, table)


def _compare_labels(state: State, frr: Frr) -> Iterator[Difference]:
    for label in sorted({*frr["labels"], *state["labels"]}, key=int):
        wanted, found = frr["labels"].get(label), state["labels"].get(label)
        if wanted is None:
            differs = found is not None and found["protocol"] in OF_FRR
        elif found is None:
            differs = bool(wanted["hops"])
        else:
            differs = not _is_same(wanted["hops"], found["hops"])
        if differs:
            yield Difference("", label, wanted, found)


def _compare_routes(state: State, frr: Frr, table: str) -> Iterator[Difference]:
    kernel = {
        _name(route["prefix"]): route
        for route in state["routes"].get(table, ())
        if route["protocol"] in OF_FRR and route["kind"] == UNICAST
    }
    chosen = {
        _name(route["prefix"]): route for route in frr["routes"].get(table, ()) if route["hops"]
    }
    for prefix in sorted({*kernel, *chosen}):
        wanted, found = chosen.get(prefix), kernel.get(prefix)
        if wanted is None or found is None or not _is_same(wanted["hops"], found["hops"]):
            yield Difference(table, prefix, wanted, found)


def _is_same(wanted: Iterable[Hop], found: Iterable[Hop]) -> bool:
    """Compare next hops; of some FRRouting 8.4 names no interface, as it follows of the address."""
    left = list(found)
    for hop in wanted:
        same = next((one for one in left if _matches(hop, one)), None)
        if same is None:
            return False
        left.remove(same)
    return not left


def _matches(wanted: Hop, found: Hop) -> bool:
    return (
        wanted["via"] == found["via"]
        and wanted["labels"] == found["labels"]
        and wanted["interface"] in ("", found["interface"])
    )


def _name(prefix: str) -> str:
    return str(ipaddress.ip_network(prefix, strict=False))
