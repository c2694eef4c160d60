# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Route messages as rtnetlink(7) packs them (pure).

pyroute2 decodes a route in about half a millisecond and drops attributes that it does not know;
a router with a full VPN table has 100,000 of them. Routes are therefore packed here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AF_MPLS = 28

RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE = 24, 25, 26
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP_INTR = 0x1, 0x4, 0x10
NLM_F_EXCL, NLM_F_REPLACE, NLM_F_CREATE, NLM_F_DUMP = 0x200, 0x100, 0x400, 0x300
NLM_F_CAPPED, NLM_F_ACK_TLVS = 0x100, 0x200
NLMSGERR_ATTR_MSG = 1
NLA_TYPE_MASK = 0x3FFF

RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_PRIORITY, RTA_PREFSRC = 1, 4, 5, 6, 7
RTA_MULTIPATH, RTA_TABLE, RTA_VIA, RTA_NEWDST = 9, 15, 18, 19
RTA_ENCAP_TYPE, RTA_ENCAP, RTA_TTL_PROPAGATE = 21, 22, 26
LWTUNNEL_ENCAP_MPLS, MPLS_IPTUNNEL_DST, MPLS_IPTUNNEL_TTL = 1, 1, 2
RTNH_F_ONLINK, RTM_F_FIB_MATCH = 4, 0x2000
RT_TABLE_UNSPEC, RT_TABLE_MAIN = 0, 254
RTN_UNICAST, RTN_UNREACHABLE = 1, 7
RT_SCOPE_UNIVERSE, RT_SCOPE_LINK, RT_SCOPE_NOWHERE = 0, 253, 255
RTPROT_STATIC = 4
BOTTOM_OF_STACK = 0x100

HEADER = struct.Struct("=IHHII")
ROUTE = struct.Struct("=BBBBBBBBI")
ATTRIBUTE = struct.Struct("=HH")
NEXT_HOP = struct.Struct("=HBBi")


@dataclass(frozen=True)
class RouteMessage:
    """A route as the kernel shows it: the fixed part, and the attributes as bytes."""

    family: int
    length: int
    table: int
    protocol: int = RTPROT_STATIC
    kind: int = RTN_UNICAST
    scope: int = RT_SCOPE_UNIVERSE
    flags: int = 0
    attributes: dict[int, bytes] = field(default_factory=dict)


def pack_message(kind: int, flags: int, sequence: int, body: bytes) -> bytes:
    """Put the netlink header before a body."""
    return HEADER.pack(HEADER.size + len(body), kind, flags, sequence, 0) + body


def pack_attribute(kind: int, payload: bytes) -> bytes:
    """Pack one attribute with its padding."""
    length = ATTRIBUTE.size + len(payload)
    return ATTRIBUTE.pack(length, kind) + payload + bytes(-length % 4)


def pack_route(route: RouteMessage) -> bytes:
    """Pack a route; its table also fits where it is above 255."""
    small_table = route.table if route.table < 256 else RT_TABLE_UNSPEC  # noqa: PLR2004
    fixed = ROUTE.pack(
        route.family,
        route.length,
        0,
        0,
        small_table,
        route.protocol,
        route.scope,
        route.kind,
        route.flags,
    )
    attributes = dict(route.attributes)
    if route.table and route.family != AF_MPLS:
        # MPLS has the main table only, and the kernel refuses the attribute there.
        attributes[RTA_TABLE] = struct.pack("=I", route.table)
    return fixed + b"".join(pack_attribute(*item) for item in sorted(attributes.items()))


def unpack_route(body: bytes) -> RouteMessage:
    """Read a route as a dump gives it."""
    family, length, _source, _tos, table, protocol, scope, kind, _flags = ROUTE.unpack_from(body)
    attributes = dict(unpack_attributes(body, ROUTE.size))
    if RTA_TABLE in attributes:
        (table,) = struct.unpack("=I", attributes.pop(RTA_TABLE))
    return RouteMessage(family, length, table, protocol, kind, scope, attributes=attributes)


def pack_next_hop(index: int, flags: int, attributes: dict[int, bytes]) -> bytes:
    """Pack one of several next hops, for RTA_MULTIPATH."""
    inner = b"".join(pack_attribute(*item) for item in sorted(attributes.items()))
    return NEXT_HOP.pack(NEXT_HOP.size + len(inner), flags, 0, index) + inner


def unpack_next_hops(data: bytes) -> Iterator[tuple[int, dict[int, bytes]]]:
    """Walk through the next hops in RTA_MULTIPATH as (interface, attributes)."""
    offset = 0
    while offset + NEXT_HOP.size <= len(data):
        length, _flags, _hops, index = NEXT_HOP.unpack_from(data, offset)
        if length < NEXT_HOP.size:
            return
        inner = data[offset + NEXT_HOP.size : offset + length]
        yield index, dict(unpack_attributes(inner))
        offset += length + -length % 4


def unpack_attributes(body: bytes, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    """Walk through attributes; a length that cannot be right ends the walk."""
    while offset + ATTRIBUTE.size <= len(body):
        length, kind = ATTRIBUTE.unpack_from(body, offset)
        if length < ATTRIBUTE.size:
            return
        yield kind & NLA_TYPE_MASK, body[offset + ATTRIBUTE.size : offset + length]
        offset += length + -length % 4


def pack_labels(labels: Sequence[int]) -> bytes:
    """Pack a label stack, top first; the last entry has the bottom-of-stack bit (RFC 3032)."""
    entries = [label << 12 for label in labels]
    if entries:
        entries[-1] |= BOTTOM_OF_STACK
    return struct.pack(f"!{len(entries)}I", *entries)


def unpack_labels(data: bytes) -> tuple[int, ...]:
    """Read a label stack."""
    return tuple(entry >> 12 for (entry,) in struct.iter_unpack("!I", data))


def unpack_messages(data: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Walk through messages as (type, flags, sequence, body)."""
    offset, begin, last = 0, HEADER.size, len(data) - HEADER.size
    unpack = HEADER.unpack_from
    while offset <= last:
        length, kind, flags, sequence, _port = unpack(data, offset)
        if length < begin:
            return
        yield kind, flags, sequence, data[offset + begin : offset + length]
        offset += length + -length % 4


def unpack_alike(data: bytes, kind: int, sequence: int) -> list[bytes] | None:
    """Cut messages apart that all have one and the same header; None where they have not.

    In most parts of a long dump they have, and this takes a third of the time of a walk. One that
    was interrupted is for the walk to find.
    """
    length, *_rest = HEADER.unpack_from(data) if len(data) >= HEADER.size else (0,)
    if length <= HEADER.size or length % 4 or len(data) % length:
        return None
    cut = struct.Struct(f"={HEADER.size}s{length - HEADER.size}s")
    headers, bodies = zip(*cut.iter_unpack(data))
    _length, first_kind, flags, first_sequence, _port = HEADER.unpack(headers[0])
    if (first_kind, first_sequence) != (kind, sequence) or flags & NLM_F_DUMP_INTR:
        return None
    return list(bodies) if headers.count(headers[0]) == len(headers) else None


def unpack_error(flags: int, body: bytes) -> tuple[int, str]:
    """Read an answer as (errno or 0, the kernel's own words or '')."""
    (code,) = struct.unpack_from("=i", body)
    if not flags & NLM_F_ACK_TLVS:
        return -code, ""
    offset = struct.calcsize("=i") + HEADER.size
    if not flags & NLM_F_CAPPED:
        (length,) = struct.unpack_from("=I", body, struct.calcsize("=i"))
        offset += length - HEADER.size
    words = dict(unpack_attributes(body, offset)).get(NLMSGERR_ATTR_MSG, b"")
    return -code, words.rstrip(b"\0").decode("utf-8", "replace")
