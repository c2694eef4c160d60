# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Asks the kernel by netlink, without a fork and without pyroute2.

Part of the program of linuxnet-mpls-repair.service: the standard library only. Numbers are those of
include/uapi/linux: netlink.h, rtnetlink.h, if_link.h, if_addr.h, fib_rules.h, nf_tables.h.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
import struct
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Attributes = dict[int, bytes]
Message = tuple[bytes, Attributes]

HEADER, ATTRIBUTE = struct.Struct("=IHHII"), struct.Struct("=HH")
LINK, ADDRESS = struct.Struct("=BxHiII"), struct.Struct("=BBBBi")
ROUTE, RULE, NFT = struct.Struct("=BBBBBBBBI"), struct.Struct("=BBBBBBBBI"), struct.Struct("=BBH")

ROUTES, NETFILTER = 0, 12
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLM_F_REQUEST, NLM_F_DUMP, NLM_F_DUMP_INTR = 0x1, 0x300, 0x10
SOL_NETLINK, NETLINK_GET_STRICT_CHK = 270, 12
RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE, RTM_GETRULE = 18, 22, 26, 34
NFT_GETCHAIN = 10 << 8 | 4
TYPE_MASK = 0x3FFF  # without NLA_F_NESTED and NLA_F_NET_BYTEORDER

IFLA_IFNAME, IFLA_MTU, IFLA_MASTER, IFF_UP = 3, 4, 10, 0x1
IFA_ADDRESS, IFA_LOCAL = 1, 2
RTA_PRIORITY, RTA_TABLE, RTN_UNREACHABLE = 6, 15, 7
#: FRA_IIFNAME, FRA_FWMARK, FRA_OIFNAME: a rule with one of them is not for every packet.
SELECTORS = frozenset({3, 10, 17})
FRA_PRIORITY, FRA_TABLE, FRA_L3MDEV = 6, 15, 19
NFTA_TABLE, NFTA_NAME = 1, 3
NFT_FAMILIES = {1: "inet", 2: "ip", 5: "netdev", 10: "ip6"}
VERSIONS = {socket.AF_INET: 4, socket.AF_INET6: 6}

SECONDS, TRIES = 10.0, 3


def dump(protocol: int, kind: int, body: bytes) -> list[Message]:
    """Give all objects of a kind, each with its header and attributes; OSError with a reason."""
    for _try in range(TRIES):
        whole, messages = _dump_once(protocol, kind, body)
        if whole:
            return messages
    raise OSError(errno.EAGAIN, "changes while it is read")


def _dump_once(protocol: int, kind: int, body: bytes) -> tuple[bool, list[Message]]:
    found: list[Message] = []
    whole = True
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol) as kernel:
        kernel.settimeout(SECONDS)
        kernel.setsockopt(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1)
        kernel.send(
            HEADER.pack(HEADER.size + len(body), kind, NLM_F_REQUEST | NLM_F_DUMP, 1, 0) + body
        )
        while True:
            data = kernel.recv(1 << 18)
            for answer, flags, payload in split(data):
                whole = whole and not flags & NLM_F_DUMP_INTR
                if answer == NLMSG_DONE:
                    return whole, found
                if answer == NLMSG_ERROR:
                    number = -struct.unpack_from("=i", payload)[0]
                    raise OSError(number, "netlink")
                found.append(_parse(payload, len(body)))


def split(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give kind, flags and payload of each message (pure)."""
    offset = 0
    while offset + HEADER.size <= len(data):
        length, kind, flags, _sequence, _port = HEADER.unpack_from(data, offset)
        if length < HEADER.size:
            return
        yield kind, flags, data[offset + HEADER.size : offset + length]
        offset += length + -length % 4


def _parse(payload: bytes, header: int) -> Message:
    attributes: Attributes = {}
    offset = header
    while offset + ATTRIBUTE.size <= len(payload):
        length, kind = ATTRIBUTE.unpack_from(payload, offset)
        if length < ATTRIBUTE.size:
            break
        attributes[kind & TYPE_MASK] = payload[offset + ATTRIBUTE.size : offset + length]
        offset += length + -length % 4
    return payload[:header], attributes


def read_links() -> dict[str, Link]:
    """Read all interfaces with their addresses."""
    rows = [
        (LINK.unpack(header), attributes)
        for header, attributes in dump(ROUTES, RTM_GETLINK, LINK.pack(0, 0, 0, 0, 0))
    ]
    names = {header[2]: _text(attributes[IFLA_IFNAME]) for header, attributes in rows}
    addresses = _read_addresses(names)
    return {
        names[header[2]]: Link(
            index=header[2],
            master=names.get(_number(attributes.get(IFLA_MASTER, b"")), ""),
            mtu=_number(attributes.get(IFLA_MTU, b"")),
            up=bool(header[3] & IFF_UP),
            addresses=frozenset(addresses.get(names[header[2]], ())),
        )
        for header, attributes in rows
    }


def _read_addresses(names: Mapping[int, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for header, attributes in dump(ROUTES, RTM_GETADDR, ADDRESS.pack(0, 0, 0, 0, 0)):
        family, length, _flags, _scope, index = ADDRESS.unpack(header)
        packed = attributes.get(IFA_LOCAL) or attributes.get(IFA_ADDRESS)
        if family in VERSIONS and packed and index in names:
            found.setdefault(names[index], set()).add(f"{ipaddress.ip_address(packed)}/{length}")
    return found


def read_unreachable_defaults(metric: int) -> frozenset[tuple[int, int]]:
    """Read (IP version, table) of the unreachable default routes with a metric."""
    found = set()
    for family, version in VERSIONS.items():
        asked = ROUTE.pack(family, 0, 0, 0, 0, 0, 0, RTN_UNREACHABLE, 0)
        for header, attributes in dump(ROUTES, RTM_GETROUTE, asked):
            fields = ROUTE.unpack(header)
            if (
                fields[0] == family
                and not fields[1]
                and fields[7] == RTN_UNREACHABLE
                and _number(attributes.get(RTA_PRIORITY, b"")) == metric
            ):
                found.add((version, _number(attributes.get(RTA_TABLE, b"")) or fields[4]))
    return frozenset(found)


def read_rules() -> frozenset[tuple[int, int, int]]:
    """Read (IP version, priority, table) of rules for every packet; table 0 for that of VRFs."""
    found = set()
    for header, attributes in dump(ROUTES, RTM_GETRULE, RULE.pack(0, 0, 0, 0, 0, 0, 0, 0, 0)):
        family, to, source, _tos, table = RULE.unpack(header)[:5]
        if family not in VERSIONS or to or source or not SELECTORS.isdisjoint(attributes):
            continue
        table = _number(attributes.get(FRA_TABLE, b"")) or table
        if attributes.get(FRA_L3MDEV, b"\0") != b"\0":
            table = 0
        found.add((VERSIONS[family], _number(attributes.get(FRA_PRIORITY, b"")), table))
    return frozenset(found)


def read_chains() -> frozenset[tuple[str, str, str]]:
    """Read (family, table, chain) of nftables; none where the kernel has not loaded it."""
    try:
        rows = dump(NETFILTER, NFT_GETCHAIN, NFT.pack(0, 0, 0))
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EINVAL, errno.EPROTONOSUPPORT):
            return frozenset()
        raise
    return frozenset(
        (
            NFT_FAMILIES.get(header[0], ""),
            _text(attributes.get(NFTA_TABLE, b"")),
            _text(attributes.get(NFTA_NAME, b"")),
        )
        for header, attributes in rows
    )


def _number(packed: bytes) -> int:
    return int.from_bytes(packed, "little") if packed else 0


def _text(packed: bytes) -> str:
    return packed.rstrip(b"\0").decode(errors="replace")
