# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes as lines for 'ip -batch', and as options of mpls_route (pure)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    MAIN_TABLE,
    PROTOCOL,
    NextHop,
    RouteKey,
    RouteState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


OWNER = f"proto {PROTOCOL}"


def render_batch(lines: Iterable[tuple[RouteKey, str]]) -> str:
    """Write one route a line, in order."""
    return "".join([f"{line}\n" for _key, line in sorted(lines)])


def render_line(key: RouteKey, state: RouteState) -> str:
    """Write the command that adds a route where there is none; the key comes first.

    The protocol is a number: its name is a file that may be missing.
    """
    label, prefix, table = key
    hops, propagate, source = state
    interface, via, labels, _ttl = hops[0]
    if len(labels) == len(hops) == 1 and not prefix and propagate is None:
        # Nearly all lines of a long file, which every task renders to compare it.
        return f"route add {label} {OWNER} as {labels[0]} {_way_words(via, interface, False)}"
    if len(hops) == 1:
        way = _hop_words(prefix, hops[0])
    else:
        way = " ".join([f"nexthop {_hop_words(prefix, hop)}" for hop in hops])
    if propagate is not None:
        way = f"ttl-propagate {'enabled' if propagate else 'disabled'} {way}"
    if source:
        # 'ip' takes what follows the first 'nexthop' for next hops alone.
        way = f"src {source} {way}"
    if prefix:
        return f"route add {prefix} table {table} {OWNER} {way}"
    return f"route add {label} {OWNER} {way}"


def read_batch(content: str) -> dict[RouteKey, str]:
    """Read the lines of our own file by what they are for; others are left out."""
    return dict(_keyed_lines(content))


def render_option(key: RouteKey, state: RouteState) -> dict[str, Any]:
    """Write a route as an entry of the option ``routes``: what has its default is left out."""
    entry: dict[str, Any] = {"prefix": key.prefix} if key.prefix else {"label": key.label}
    if key.prefix and key.table != MAIN_TABLE:
        entry["table"] = key.table
    hops = [_hop_option(hop) for hop in state.hops]
    entry.update(hops[0] if len(hops) == 1 else {"nexthops": hops})
    if state.ttl_propagate is not None:
        entry["ttl_propagate"] = state.ttl_propagate
    if state.source:
        entry["source"] = state.source
    return entry


def _hop_words(prefix: str, hop: NextHop) -> str:
    way = _way_words(hop.via, hop.interface, ":" in prefix)
    if not hop.out_labels:
        return way
    stack = "/".join(map(str, hop.out_labels))
    if not prefix:
        return f"as {stack} {way}"
    ttl = f" ttl {hop.ttl}" if hop.ttl else ""
    return f"encap mpls {stack}{ttl} {way}"


@lru_cache(maxsize=1024)
def _way_words(via: str, interface: str, for_ipv6: bool) -> str:
    """Write an IPv4 next hop of an IPv6 route as a mapped address (RFC 4798)."""
    if not via:
        return f"dev {interface}"
    if ":" in via:
        return f"via inet6 {via} dev {interface}"
    return (
        f"via ::ffff:{via} dev {interface} onlink"
        if for_ipv6
        else f"via inet {via} dev {interface}"
    )


def _hop_option(hop: NextHop) -> dict[str, Any]:
    option: dict[str, Any] = {"interface": hop.interface}
    if hop.via:
        option["via"] = hop.via
    if hop.out_labels:
        option["out_labels"] = list(hop.out_labels)
    if hop.ttl:
        option["ttl"] = hop.ttl
    return option


def _keyed_lines(content: str) -> Iterator[tuple[RouteKey, str]]:
    for line in content.splitlines():
        words = line.split()
        if words[:2] != ["route", "add"]:
            continue
        if words[2].isdigit():
            yield RouteKey(int(words[2])), line
        else:
            yield RouteKey(prefix=words[2], table=int(words[4])), line
