# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Entries of the kernel's tables as FRRouting makes them, and the words of ip for them (pure).

The kernel's forwarding information base (FIB) is what packets go by; FRRouting writes to it what
it has chosen, and does not look again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Optional, Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    FrrLabel,
    FrrRoute,
    Hop,
    LabelRoute,
    Route,
)

#: Numbers of the protocols (RTPROT_* of zebra/rt_netlink.h) by FRRouting's names for routes, and
#: by those for labels (nhlfe_type2str of zebra/zebra_mpls.c). Entries of others stay as they are.
PROTOCOLS = {
    "bgp": 186,
    "isis": 187,
    "ospf": 188,
    "ospf6": 188,
    "static": 196,
    "BGP": 186,
    "SR (IS-IS)": 187,
    "SR (OSPF)": 188,
    "LDP": 193,
    "Static": 196,
}
#: The metric of all of its routes (NL_DEFAULT_ROUTE_METRIC of zebra/rt_netlink.h).
METRIC = 20


@dataclass(frozen=True)
class Key:
    """A prefix of a routing table, or a label, where ``table`` is ''."""

    table: str
    prefix: str

    def __str__(self) -> str:
        """Name it in results and messages."""
        return f"route {self.prefix} table {self.table}" if self.table else f"label {self.prefix}"


@dataclass(frozen=True)
class NextHop:
    """Where packets go; labels are top first, and ``interface`` '' where the address says it."""

    interface: str
    via: str
    labels: tuple[int, ...]


@dataclass(frozen=True)
class Entry:
    """What a table says of a key; a label has no metric."""

    protocol: int
    metric: int
    hops: tuple[NextHop, ...]


def parse_wanted(
    shown: Union[FrrLabel, FrrRoute], found: Union[LabelRoute, Route, None]
) -> Union[Entry, None]:
    """Take what FRRouting has, or None where it is of a protocol that this does not know."""
    protocol = PROTOCOLS.get(shown["protocol"])
    if protocol is None:
        return None
    return Entry(protocol, _metric(found), _parse_hops(shown["hops"]))


def parse_found(found: Union[LabelRoute, Route]) -> Entry:
    """Take what the kernel has."""
    return Entry(found["protocol"], _metric(found), _parse_hops(found["hops"]))


def build_command(key: Key, entry: Entry, *, delete: bool = False) -> list[str]:
    """Write the command of iproute2 that makes an entry as it is here, or takes it away."""
    if not key.table:
        words = ["ip", "-family", "mpls", "route", "del" if delete else "replace", key.prefix]
        return words if delete else [*words, *_list_hops(key, entry), *_protocol(entry)]
    family = "-6" if ":" in key.prefix else "-4"
    words = ["ip", family, "route", "del" if delete else "replace", key.prefix]
    words += ["table", key.table, *_protocol(entry), "metric", str(entry.metric)]
    return words if delete else [*words, *_list_hops(key, entry)]


def describe_entry(key: Key, entry: Entry) -> str:
    """Write it as ip does."""
    return " ".join([key.prefix, *_list_hops(key, entry), *_protocol(entry)])


def _metric(found: Optional[Mapping[str, object]]) -> int:
    metric = found.get("metric") if found else None
    return metric if isinstance(metric, int) else METRIC


def _parse_hops(hops: Iterable[Hop]) -> tuple[NextHop, ...]:
    return tuple(NextHop(one["interface"], one["via"], tuple(one["labels"])) for one in hops)


def _protocol(entry: Entry) -> list[str]:
    return ["protocol", str(entry.protocol)]


def _list_hops(key: Key, entry: Entry) -> Iterator[str]:
    several = len(entry.hops) > 1
    for hop in entry.hops:
        yield from ("nexthop",) if several else ()
        yield from _list_hop(key, hop)


def _list_hop(key: Key, hop: NextHop) -> Iterator[str]:
    """Write a next hop; that of an unnumbered link is on it, whatever its address is."""
    stack = "/".join(map(str, hop.labels))
    family = "inet6" if ":" in hop.via else "inet"
    if not key.table:
        yield from ("as", stack) if stack else ()
        yield from ("via", family, hop.via) if hop.via else ()
    else:
        yield from ("encap", "mpls", stack) if stack else ()
        is_other = hop.via and (":" in hop.via) != (":" in key.prefix)
        yield from ("via", *([family] if is_other else []), hop.via) if hop.via else ()
    yield from ("dev", hop.interface) if hop.interface else ()
    if key.table and hop.via and hop.interface:
        yield "onlink"
