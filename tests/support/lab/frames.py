# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Frames from the words of ``attacks.yml``, each with the mark of its row.

``to``        a MAC address, ``broadcast`` or a device; the router's port by default
``tags``      numbers of VLANs, the outer one first; of IEEE 802.1ad after ``ad``
``type``      the Ethernet type, where it does not follow; ``raw`` in hex is before the mark
``arp``       asks for an IPv4 address
``labels``    a stack of labels, top first
``ip``        source > target, of either family; ``{row}`` is the row's number
``ttl``, ``offset`` (the field with the fragment's flags), ``options``: of IPv4
``header``    type and content of an extension header of IPv6, in which the first octet is filled in
``udp``, ``tcp`` (a port), ``icmp``, ``icmp6``, ``solicit``, ``protocol`` (a number): what is in it
``split``     into two fragments of IPv4, behind so many octets
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from support.lab.attacks import IPV4, MPLS, UDP, VLAN, checksum, mac

ARP, IPV6, QINQ = 0x0806, 0x86DD, 0x88A8
ICMP, TCP, ICMPV6, SOLICIT = 1, 6, 58, 135
MORE_FRAGMENTS = 0x2000
BROADCAST, SENDER = "ff:ff:ff:ff:ff:ff", "02:00:00:00:02:01"
SENDER_IPV4 = "10.97.1.2"


def mark(row: int) -> bytes:
    """Give what the payload of each packet of a row has."""
    return b"row %05d." % row


def identification(row: int) -> int:
    """Give the identification of a row's IPv4 packets."""
    return 0x4000 + row


def build_frames(
    row: int, words: Mapping[str, Any], port: str, macs: Mapping[str, str]
) -> list[bytes]:
    """Build what a row sends to the router's ``port``."""
    to = words.get("to", port)
    target = BROADCAST if to == "broadcast" else macs.get(to, to)
    head = mac(target) + mac(SENDER) + b"".join(_tag(one) for one in words.get("tags", ()))
    kind, packets = _build_packets(row, words)
    kind = words.get("type", kind)
    labels = _stack(words.get("labels", ()))
    return [head + struct.pack("!H", kind) + labels + packet for packet in packets]


def _tag(value: int | str) -> bytes:
    text = str(value)
    return struct.pack("!HH", QINQ if text.startswith("ad") else VLAN, int(text.removeprefix("ad")))


def _stack(labels: Sequence[int]) -> bytes:
    last = len(labels) - 1
    entries = (label << 12 | (at == last) << 8 | 64 for at, label in enumerate(labels))
    return b"".join(struct.pack("!I", entry) for entry in entries)


def _build_packets(row: int, words: Mapping[str, Any]) -> tuple[int, list[bytes]]:
    if "arp" in words:
        return ARP, [_arp(words["arp"])]
    if "ip" not in words:
        return 0, [bytes.fromhex(words.get("raw", "")) + mark(row)]
    source, target = words["ip"].replace("{row}", f"{row:x}").split(" > ")
    protocol, data = _build_payload(row, words, source, target)
    if ":" in source:
        return IPV6, [_ipv6(source, target, protocol, data, words.get("header"))]
    kind = MPLS if "labels" in words else IPV4
    parts = [(words.get("offset", 0), data)]
    if "split" in words:
        at = words["split"]
        parts = [(MORE_FRAGMENTS, data[:at]), (at // 8, data[at:])]
    return kind, [
        _ipv4(row, (source, target), protocol, part, {**words, "offset": offset})
        for offset, part in parts
    ]


def _build_payload(
    row: int, words: Mapping[str, Any], source: str, target: str
) -> tuple[int, bytes]:
    data = mark(row)
    if "udp" in words:
        return UDP, struct.pack("!HHHH", 49152, words["udp"], 8 + len(data), 0) + data
    if "tcp" in words:
        head = struct.pack("!HHIIBBHHH", 49152, words["tcp"], 1, 0, 0x50, 2, 1024, 0, 0)
        return TCP, head + data
    if "icmp" in words:
        kind, code, rest = words["icmp"]
        return ICMP, _with_checksum(kind, code, bytes.fromhex(rest) + data, b"")
    if "icmp6" in words or "solicit" in words:
        if "solicit" in words:
            known = ipaddress.IPv6Address(words["solicit"]).packed
            kind, body = SOLICIT, bytes(4) + known + b"\1\1" + mac(SENDER)
        else:
            kind, body = words["icmp6"][0], bytes.fromhex(words["icmp6"][1])
        pseudo = ipaddress.IPv6Address(source).packed + ipaddress.IPv6Address(target).packed
        pseudo += struct.pack("!II", 4 + len(body), ICMPV6)
        return ICMPV6, _with_checksum(kind, 0, body, pseudo)
    return words["protocol"], data


def _with_checksum(kind: int, code: int, body: bytes, pseudo: bytes) -> bytes:
    total = checksum(pseudo + struct.pack("!BBH", kind, code, 0) + body)
    return struct.pack("!BBH", kind, code, total) + body


def _ipv4(
    row: int, ends: tuple[str, str], protocol: int, data: bytes, words: Mapping[str, Any]
) -> bytes:
    options = bytes.fromhex(words.get("options", ""))
    length = 20 + len(options)
    addresses = b"".join(ipaddress.IPv4Address(one).packed for one in ends)
    start = struct.pack(
        "!BBHHHBB",
        0x40 + length // 4,
        0,
        length + len(data),
        identification(row),
        words["offset"],
        words.get("ttl", 64),
        protocol,
    )
    total = checksum(start + b"\0\0" + addresses + options)
    return start + struct.pack("!H", total) + addresses + options + data


def _ipv6(
    source: str, target: str, protocol: int, data: bytes, header: Sequence[Any] | None
) -> bytes:
    if header is not None:
        # Its first octet names the next header.
        data = bytes([protocol]) + bytes.fromhex(header[1])[1:] + data
        protocol = header[0]
    addresses = ipaddress.IPv6Address(source).packed + ipaddress.IPv6Address(target).packed
    return struct.pack("!IHBB", 6 << 28, len(data), protocol, 255) + addresses + data


def _arp(target: str) -> bytes:
    """Ask for the MAC address of an IPv4 address (RFC 826)."""
    ours = mac(SENDER) + ipaddress.IPv4Address(SENDER_IPV4).packed
    asked = bytes(6) + ipaddress.IPv4Address(target).packed
    return struct.pack("!HHBBH", 1, IPV4, 6, 4, 1) + ours + asked
