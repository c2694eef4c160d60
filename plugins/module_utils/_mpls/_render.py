# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes as lines for 'ip -batch', and as options of mpls_route (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    MAIN_TABLE,
    PROTOCOL,
    NextHop,
    RouteKey,
    RouteState,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def render_batch(lines: Mapping[RouteKey, str]) -> str:
    """Write one route a line, in order."""
    return "".join(f"{lines[key]}\n" for key in sorted(lines))


def render_line(key: RouteKey, state: RouteState) -> str:
    """Write the command that adds a route where there is none; the key comes first.

    The protocol is a number: its name is a file that may be missing.
    """
    target = f"{key.prefix} table {key.table}" if key.prefix else str(key.label)
    words = [f"route add {target} proto {PROTOCOL}"]
    if state.ttl_propagate is not None:
        words.append(f"ttl-propagate {'enabled' if state.ttl_propagate else 'disabled'}")
    hops = [_hop_words(key, hop) for hop in state.hops]
    words.extend(hops if len(hops) == 1 else (f"nexthop {hop}" for hop in hops))
    return " ".join(words)


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
    return entry


def _hop_words(key: RouteKey, hop: NextHop) -> str:
    words = []
    stack = "/".join(str(label) for label in hop.out_labels)
    if stack:
        ttl = f" ttl {hop.ttl}" if hop.ttl else ""
        words.append(f"encap mpls {stack}{ttl}" if key.prefix else f"as {stack}")
    if hop.via:
        words.append(_via_words(key, hop.via))
    words.append(f"dev {hop.interface}")
    if _is_mapped(key, hop.via):
        words.append("onlink")
    return " ".join(words)


def _via_words(key: RouteKey, via: str) -> str:
    if _is_mapped(key, via):
        return f"via ::ffff:{via}"
    return f"via {'inet6' if ':' in via else 'inet'} {via}"


def _is_mapped(key: RouteKey, via: str) -> bool:
    """Say whether an IPv6 route has an IPv4 next hop, as RFC 4798 writes it."""
    return bool(via) and ":" in key.prefix and ":" not in via


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
