# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Captured bytes are read as what they are."""

from __future__ import annotations

import ipaddress
import struct

import pytest

from support.lab.wire import IPV4, IPV6, MPLS, Label, Packet, decode, frames

LABELS = (Label(40, False, 0, 64), Label(30, False, 5, 64), Label(1048575, True, 0, 255))


def pack_ipv4(protocol: int, payload: bytes, ttl: int = 64) -> bytes:
    addresses = ipaddress.IPv4Address("10.0.0.1").packed, ipaddress.IPv4Address("10.0.0.2").packed
    head = struct.pack("!BBHHHBBH", 0x45, 184, 20 + len(payload), 0, 0, ttl, protocol, 0)
    return b"".join((head, *addresses, payload))


def pack_ipv6(payload: bytes) -> bytes:
    addresses = (ipaddress.IPv6Address(f"2001:db8::{end}").packed for end in (1, 2))
    head = struct.pack("!IHBB", 6 << 28 | 184 << 20, len(payload), 58, 63)
    return b"".join((head, *addresses, payload))


def pack_labels(labels: tuple[Label, ...]) -> bytes:
    return b"".join(
        struct.pack("!I", one.number << 12 | one.traffic_class << 9 | one.bottom << 8 | one.ttl)
        for one in labels
    )


def pack_frame(kind: int, payload: bytes) -> bytes:
    return bytes(12) + struct.pack("!H", kind) + payload


ECHO4 = pack_ipv4(1, b"\x08" + bytes(7))
ECHO6 = pack_ipv6(b"\x80" + bytes(7))


@pytest.mark.parametrize("labels", [LABELS, LABELS[2:]])
@pytest.mark.parametrize(
    ("payload", "rest"),
    [
        (ECHO4, ("10.0.0.1", "10.0.0.2", 64, 184)),
        (ECHO6, ("2001:db8::1", "2001:db8::2", 63, 184)),
    ],
)
def test_stack_is_read_when_labels_are_in_a_frame_or_a_tunnel(
    labels: tuple[Label, ...], payload: bytes, rest: tuple[str, str, int, int]
) -> None:
    labelled = pack_labels(labels) + payload
    gre = pack_ipv4(47, struct.pack("!HH", 0, MPLS) + labelled)
    udp = pack_ipv4(17, struct.pack("!HHHH", 50000, 6635, 8 + len(labelled), 0) + labelled)
    assert decode(pack_frame(MPLS, labelled)) == Packet("", labels, *rest)
    assert decode(pack_frame(IPV4, gre)) == Packet("gre", labels, *rest)
    assert decode(pack_frame(IPV4, udp)) == Packet("udp", labels, *rest)


def test_there_is_no_stack_when_the_packet_has_no_label() -> None:
    plain = decode(pack_frame(IPV6, ECHO6))
    assert plain is not None
    assert plain.stack == []


@pytest.mark.parametrize(
    "frame",
    [
        pack_frame(IPV4, pack_ipv4(1, bytes(8))),
        pack_frame(IPV4, pack_ipv4(17, struct.pack("!HHHH", 53, 53, 8, 0))),
        pack_frame(IPV6, pack_ipv6(b"\x87" + bytes(23))),
        pack_frame(0x0806, bytes(28)),
    ],
)
def test_frame_is_left_out_when_it_is_no_echo_request(frame: bytes) -> None:
    assert decode(frame) is None


def test_frames_are_given_one_by_one_when_a_capture_has_several() -> None:
    content = bytes(24)
    for frame in (b"first", b"second one"):
        content += struct.pack("<IIII", 0, 0, len(frame), len(frame)) + frame
    assert list(frames(content)) == [b"first", b"second one"]
    assert list(frames(b"")) == []
