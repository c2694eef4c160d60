# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes to route messages and back (pure); interfaces are numbers in a message."""

from __future__ import annotations

import ipaddress
import socket
import struct
from functools import lru_cache
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    MAIN_TABLE,
    PROTOCOL,
    NextHop,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
FAMILIES = frozenset(FAMILY.values())
LABEL_BITS = 20
NUMBER = struct.Struct("=I")
SHORT = struct.Struct("=H")
IPV4_IN_IPV6 = bytes(10) + b"\xff\xff"
END = wire.BOTTOM_OF_STACK
LABEL_BYTES = wire.ATTRIBUTE.size + NUMBER.size
SHOWN_LABEL = wire.ROUTE.pack(
    wire.AF_MPLS, LABEL_BITS, 0, 0, MAIN_TABLE, PROTOCOL, 0, wire.RTN_UNICAST, 0
) + wire.ATTRIBUTE.pack(LABEL_BYTES, wire.RTA_DST)
SHOWN_SWAP = wire.ATTRIBUTE.pack(LABEL_BYTES, wire.RTA_NEWDST)
SWAP = struct.Struct(f"!{len(SHOWN_LABEL)}sI{len(SHOWN_SWAP)}sI")


def route_key(route: wire.RouteMessage) -> RouteKey | None:
    """Give what a dumped route is for; None for what is no route to a label or a prefix."""
    destination = route.attributes.get(wire.RTA_DST)
    if route.family == wire.AF_MPLS:
        return RouteKey(wire.unpack_labels(destination)[0]) if destination else None
    size = 4 if route.family == socket.AF_INET else 16
    network = ipaddress.ip_network((destination or bytes(size), route.length))
    return RouteKey(prefix=str(network), table=route.table)


def route_state(route: wire.RouteMessage, names: Mapping[int, str]) -> RouteState:
    """Give where a dumped route leads."""
    attributes = route.attributes
    propagate = attributes.get(wire.RTA_TTL_PROPAGATE)
    several = attributes.get(wire.RTA_MULTIPATH)
    if several is None:
        index = NUMBER.unpack(attributes.get(wire.RTA_OIF, bytes(4)))[0]
        hops = [_hop(route.family, index, attributes, names)]
    else:
        hops = sorted(
            _hop(route.family, index, inner, names)
            for index, inner in wire.unpack_next_hops(several)
        )
    source = attributes.get(wire.RTA_PREFSRC)
    return RouteState(
        tuple(hops),
        None if propagate is None else propagate != b"\0",
        "" if source is None else str(ipaddress.ip_address(source)),
    )


def pack_shown(label: int, state: RouteState, indexes: Mapping[str, int]) -> bytes:
    """Pack a label of ours as a dump shows it while its link is up; b"" where that is not foretold.

    The order is that of mpls_dump_route (net/mpls/af_mpls.c). What a dump shows in these very bytes
    needs no unpacking; where they differ it is unpacked, and no worse for it.
    """
    hops, propagate, _source = state
    interface, via, labels, _ttl = hops[0]
    index = indexes.get(interface)
    if index is None or propagate is not None or len(hops) > 1:
        return b""
    way = _pack_way(via, index)
    if len(labels) == 1:
        return SWAP.pack(SHOWN_LABEL, label << 12 | END, SHOWN_SWAP, labels[0] << 12 | END) + way
    destination = SHOWN_LABEL + wire.pack_labels([label])
    if not labels:
        return destination + way
    return destination + wire.pack_attribute(wire.RTA_NEWDST, wire.pack_labels(labels)) + way


def pushes_labels(route: wire.RouteMessage) -> bool:
    """Say whether a dumped IP route pushes a stack on one of its next hops."""
    kind = SHORT.pack(wire.LWTUNNEL_ENCAP_MPLS)
    several = route.attributes.get(wire.RTA_MULTIPATH)
    if several is None:
        return route.attributes.get(wire.RTA_ENCAP_TYPE) == kind
    return any(
        inner.get(wire.RTA_ENCAP_TYPE) == kind for _index, inner in wire.unpack_next_hops(several)
    )


def route_message(
    key: RouteKey, state: RouteState | None = None, indexes: Mapping[str, int] | None = None
) -> wire.RouteMessage:
    """Pack a route of ours; without a state it names the one to delete."""
    family = key_family(key)
    network = ipaddress.ip_network(key.prefix) if key.prefix else None
    attributes = {
        wire.RTA_DST: network.network_address.packed if network else wire.pack_labels([key.label])
    }
    flags = 0
    if state is not None:
        attributes.update(_pack_state(family, state, indexes or {}))
        flags = _flags(family, state.hops[0]) if len(state.hops) == 1 else 0
    return wire.RouteMessage(
        family,
        network.prefixlen if network else LABEL_BITS,
        key.table if network else MAIN_TABLE,
        PROTOCOL,
        scope=_scope(family, state),
        flags=flags,
        attributes=attributes,
    )


def owner_question(key: RouteKey) -> wire.RouteMessage:
    """Ask for the entry of a label itself, and not where a packet would go."""
    return wire.RouteMessage(
        wire.AF_MPLS,
        LABEL_BITS,
        0,
        protocol=0,
        kind=0,
        flags=wire.RTM_F_FIB_MATCH,
        attributes={wire.RTA_DST: wire.pack_labels([key.label])},
    )


def key_family(key: RouteKey) -> int:
    """Give the address family of a route."""
    if not key.prefix:
        return wire.AF_MPLS
    return socket.AF_INET6 if ":" in key.prefix else socket.AF_INET


def _scope(family: int, state: RouteState | None) -> int:
    """Give an IPv4 route the scope that 'ip' does, and delete one of any scope."""
    if family != socket.AF_INET:
        return wire.RT_SCOPE_UNIVERSE
    if state is None:
        return wire.RT_SCOPE_NOWHERE
    direct = len(state.hops) == 1 and not state.hops[0].via
    return wire.RT_SCOPE_LINK if direct else wire.RT_SCOPE_UNIVERSE


def _pack_state(family: int, state: RouteState, indexes: Mapping[str, int]) -> dict[int, bytes]:
    attributes: dict[int, bytes] = {}
    if state.ttl_propagate is not None:
        attributes[wire.RTA_TTL_PROPAGATE] = bytes([state.ttl_propagate])
    if state.source:
        attributes[wire.RTA_PREFSRC] = ipaddress.ip_address(state.source).packed
    if len(state.hops) > 1:
        attributes[wire.RTA_MULTIPATH] = b"".join(
            wire.pack_next_hop(
                _index(hop.interface, indexes), _flags(family, hop), _pack_hop(family, hop)
            )
            for hop in state.hops
        )
    else:
        (hop,) = state.hops
        attributes[wire.RTA_OIF] = NUMBER.pack(_index(hop.interface, indexes))
        attributes.update(_pack_hop(family, hop))
    return attributes


def _pack_hop(family: int, hop: NextHop) -> dict[int, bytes]:
    attributes = dict(_pack_via(family, hop.via)) if hop.via else {}
    if not hop.out_labels:
        return attributes
    stack = wire.pack_labels(hop.out_labels)
    if family == wire.AF_MPLS:
        attributes[wire.RTA_NEWDST] = stack
        return attributes
    encap = wire.pack_attribute(wire.MPLS_IPTUNNEL_DST, stack)
    if hop.ttl:
        encap += wire.pack_attribute(wire.MPLS_IPTUNNEL_TTL, bytes([hop.ttl]))
    attributes[wire.RTA_ENCAP_TYPE] = SHORT.pack(wire.LWTUNNEL_ENCAP_MPLS)
    attributes[wire.RTA_ENCAP] = encap
    return attributes


@lru_cache(maxsize=1024)
def _pack_via(family: int, via: str) -> tuple[tuple[int, bytes], ...]:
    """An IP route names a next hop of its own family by RTA_GATEWAY, all others use RTA_VIA.

    IPv6 routes know no RTA_VIA: there, an IPv4 next hop is a mapped address (RFC 4798).
    """
    address = ipaddress.ip_address(via)
    if family == FAMILY[address.version]:
        return ((wire.RTA_GATEWAY, address.packed),)
    if family == socket.AF_INET6:
        return ((wire.RTA_GATEWAY, IPV4_IN_IPV6 + address.packed),)
    return ((wire.RTA_VIA, SHORT.pack(FAMILY[address.version]) + address.packed),)


@lru_cache(maxsize=1024)
def _pack_way(via: str, index: int) -> bytes:
    address = dict(_pack_via(wire.AF_MPLS, via)) if via else {}
    return b"".join(
        wire.pack_attribute(*item)
        for item in ({**address, wire.RTA_OIF: NUMBER.pack(index)}).items()
    )


def _flags(family: int, hop: NextHop) -> int:
    """Have the kernel take a mapped address, to which it has no route, for a neighbour's."""
    mapped = family == socket.AF_INET6 and hop.via and ":" not in hop.via
    return wire.RTNH_F_ONLINK if mapped else 0


def _hop(
    family: int, index: int, attributes: Mapping[int, bytes], names: Mapping[int, str]
) -> NextHop:
    ttl = b""
    if family == wire.AF_MPLS:
        labels = attributes.get(wire.RTA_NEWDST, b"")
    else:
        encap = dict(wire.unpack_attributes(attributes.get(wire.RTA_ENCAP, b"")))
        labels = encap.get(wire.MPLS_IPTUNNEL_DST, b"")
        ttl = encap.get(wire.MPLS_IPTUNNEL_TTL, b"")
    return NextHop(
        names.get(index) or f"(interface {index})",
        _via(attributes.get(wire.RTA_GATEWAY), attributes.get(wire.RTA_VIA)),
        wire.unpack_labels(labels) if labels else (),
        ttl[0] if ttl else 0,
    )


@lru_cache(maxsize=1024)
def _via(gateway: bytes | None, via: bytes | None) -> str:
    if gateway is not None:
        mapped = len(gateway) > len(IPV4_IN_IPV6) and gateway.startswith(IPV4_IN_IPV6)
        return str(ipaddress.ip_address(gateway[len(IPV4_IN_IPV6) :] if mapped else gateway))
    if via is None or SHORT.unpack_from(via)[0] not in FAMILIES:
        return ""
    return str(ipaddress.ip_address(via[SHORT.size :]))


def _index(name: str, indexes: Mapping[str, int]) -> int:
    try:
        return indexes[name]
    except KeyError as error:
        raise ApplyError(f"{name}: no such interface any more") from error
