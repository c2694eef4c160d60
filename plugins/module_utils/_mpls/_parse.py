# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Static label routes: from options to normalised values (pure)."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._addresses import without_zone
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_name,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    FIRST_LABEL,
    IMPLICIT_NULL,
    LAST_LABEL,
    LAST_TABLE,
    LAST_TTL,
    MAIN_TABLE,
    MAX_DEPTH,
    LabelBlock,
    NextHop,
    RouteKey,
    RouteState,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Prefix = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]
# A module's options have all their keys, without a value where a task gives none.
PLAIN = itemgetter("label", "interface", "via", "out_labels")
OTHERS = itemgetter("prefix", "table", "ttl", "nexthops", "ttl_propagate", "source")
NO_OTHERS = (None,) * 6
new: Callable[..., Any] = tuple.__new__


def parse_block(block: Mapping[str, int] | None) -> LabelBlock:
    """Check the option ``label_block``; without it every label is in the block."""
    if block is None:
        return LabelBlock()
    first, last = block["first"], block["last"]
    if not FIRST_LABEL <= first <= LAST_LABEL:
        raise InputError("label_block.first", first, f"a label from {FIRST_LABEL} to {LAST_LABEL}")
    if not first <= last <= LAST_LABEL:
        raise InputError("label_block.last", last, f"a label from {first} to {LAST_LABEL}")
    return LabelBlock(first, last)


def parse_routes(
    entries: Sequence[Mapping[str, Any]],
    *,
    removing: bool = False,
    block: LabelBlock = LabelBlock(),  # noqa: B008 (a tuple)
) -> dict[RouteKey, RouteState | None]:
    """Check the option ``routes``; None stands for a route that shall not be there."""
    wants: dict[RouteKey, RouteState | None] = {}
    others = range(len(entries)) if removing else _accept_plain(entries, block, wants)
    for at in others:
        path, entry = f"routes[{at}]", entries[at]
        key = _parse_key(path, entry, block)
        if key in wants:
            raise InputError(path, str(key), "a route that is not in the list already")
        wants[key] = None if removing else _parse_state(path, entry, key)
    return wants


def _accept_plain(
    entries: Sequence[Mapping[str, Any]],
    block: LabelBlock,
    wants: dict[RouteKey, RouteState | None],
) -> Sequence[int]:
    """Take what long lists are made of, labels with one next hop; give the places of the others.

    What is not plainly right goes the long way, which has the words for what is wrong. That way
    takes nearly as long as all the rest of a task that changes nothing, which is also why the named
    tuples are made here without their constructors.
    """
    others: list[int] = []
    first, last = block
    for at, entry in enumerate(entries):
        try:
            label, interface, via, out_labels = PLAIN(entry)
            plain = OTHERS(entry) == NO_OTHERS and first <= label <= last
            stack = tuple(out_labels or ())
            for one in stack:
                plain = plain and 0 <= one <= LAST_LABEL and one != IMPLICIT_NULL
            interface, via = _accept_way(interface, via)
        except (InputError, KeyError, TypeError, ValueError):
            others.append(at)
            continue
        key = new(RouteKey, (label, "", MAIN_TABLE))
        state = new(RouteState, ((new(NextHop, (interface, via, stack, 0)),), None, ""))
        if not plain or len(stack) > MAX_DEPTH or wants.setdefault(key, state) is not state:
            others.append(at)
    return others


def _parse_key(path: str, entry: Mapping[str, Any], block: LabelBlock) -> RouteKey:
    label, prefix, table = entry.get("label"), entry.get("prefix"), entry.get("table")
    if (label is None) == (prefix is None):
        raise InputError(path, dict(entry), "either label or prefix")
    if prefix is None:
        if label is None or not FIRST_LABEL <= label <= LAST_LABEL:
            raise InputError(f"{path}.label", label, f"a label from {FIRST_LABEL} to {LAST_LABEL}")
        if table not in (None, MAIN_TABLE):
            raise InputError(f"{path}.table", table, "no table: labels live in the main table only")
        key = RouteKey(label)
        if not block.covers(key):
            raise InputError(
                f"{path}.label",
                label,
                f"a label of the label_block, {block.first} to {block.last}",
            )
        return key
    table = MAIN_TABLE if table is None else table
    if not 0 < table <= LAST_TABLE:
        raise InputError(f"{path}.table", table, f"a routing table from 1 to {LAST_TABLE}")
    return RouteKey(prefix=str(_parse_prefix(f"{path}.prefix", prefix)), table=table)


def _parse_prefix(path: str, value: str) -> Prefix:
    try:
        return ipaddress.ip_network(without_zone(value))
    except ValueError as error:
        raise InputError(
            path, value, "a prefix without host bits or zone, such as 192.168.2.0/24"
        ) from error


def _parse_state(path: str, entry: Mapping[str, Any], key: RouteKey) -> RouteState:
    propagate = entry.get("ttl_propagate")
    if key.prefix and propagate is not None:
        raise InputError(f"{path}.ttl_propagate", propagate, "nothing: it is for labels only")
    source = entry.get("source")
    source = _parse_source(f"{path}.source", source, key) if source else ""
    several = entry.get("nexthops")
    if several is None:
        return RouteState((_parse_hop(path, entry, key),), propagate, source)
    if not several:
        raise InputError(f"{path}.nexthops", several, "one next hop or more")
    hops: list[NextHop] = []
    for at, one in enumerate(several):
        hop = _parse_hop(f"{path}.nexthops[{at}]", one, key)
        if hop in hops:
            raise InputError(
                f"{path}.nexthops[{at}]", str(hop), "a next hop that is not in the list already"
            )
        hops.append(hop)
    return RouteState(tuple(sorted(hops)), propagate, source)


def _parse_source(path: str, value: str, key: RouteKey) -> str:
    if not key.prefix:
        raise InputError(path, value, "nothing: it is for prefixes only")
    version = 6 if ":" in key.prefix else 4
    try:
        address = ipaddress.ip_address(without_zone(value))
    except ValueError:
        address = None
    if address is None or address.version != version:
        raise InputError(
            path,
            value,
            f"an IPv{version} address of this router, as {key.prefix} is IPv{version}, and no zone",
        )
    return str(address)


def _parse_hop(path: str, entry: Mapping[str, Any], key: RouteKey) -> NextHop:
    if not entry.get("interface"):
        raise InputError(f"{path}.interface", None, "the interface that the packets leave by")
    interface = parse_interface_name(f"{path}.interface", entry["interface"])
    labels = _parse_stack(f"{path}.out_labels", entry.get("out_labels") or ())
    ttl = entry.get("ttl")
    if key.prefix and not labels:
        given = entry.get("out_labels") or []
        raise InputError(f"{path}.out_labels", given, "one label or more for a prefix")
    if ttl is not None and not key.prefix:
        raise InputError(f"{path}.ttl", ttl, "nothing: it is for prefixes only")
    if ttl is not None and not 0 < ttl <= LAST_TTL:
        raise InputError(f"{path}.ttl", ttl, f"a TTL from 1 to {LAST_TTL}")
    via = entry.get("via")
    return NextHop(interface, _parse_via(f"{path}.via", via) if via else "", labels, ttl or 0)


def _parse_stack(path: str, labels: Sequence[int]) -> tuple[int, ...]:
    """Check a label stack; implicit null, alone, is no label at all (RFC 3032, section 2.1)."""
    if list(labels) == [IMPLICIT_NULL]:
        return ()
    for at, label in enumerate(labels):
        if not 0 <= label <= LAST_LABEL or label == IMPLICIT_NULL:
            raise InputError(
                f"{path}[{at}]",
                label,
                f"a label from 0 to {LAST_LABEL}; 3 (implicit null) only where it is alone",
            )
    if len(labels) > MAX_DEPTH:
        raise InputError(path, len(labels), f"at most {MAX_DEPTH} labels")
    return tuple(labels)


def _parse_via(path: str, value: str) -> str:
    try:
        return _normalise_address(value)
    except ValueError as error:
        raise InputError(path, value, "the address of the next hop, without a zone") from error


@lru_cache(maxsize=1024)
def _accept_way(interface: str, via: str | None) -> tuple[str, str]:
    return parse_interface_name("", interface), _normalise_address(via) if via else ""


@lru_cache(maxsize=1024)
def _normalise_address(value: str) -> str:
    """Write an address in its shortest form; an IPv4 address mapped to IPv6 is that address."""
    address = ipaddress.ip_address(without_zone(value))
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or address)
    return str(address)
