# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The frames of attacks are what they are meant to be."""

from __future__ import annotations

import struct

import pytest
from lab_attacks import (
    IPV4,
    _checksum,
    echo_request,
    ethernet,
    labelled,
    ldp_hello,
    ospf_hello,
)

from lab_wire import decode

HERE, THERE = "02:00:00:00:00:01", "02:00:00:00:00:02"


def test_labels_stand_before_the_ping_top_first() -> None:
    kind, data = labelled([100, 200], echo_request("192.0.2.1", "192.0.2.2"))
    packet = decode(ethernet(THERE, HERE, kind, data))
    assert packet is not None
    assert packet.stack == [(100, False), (200, True)]
    assert (packet.source, packet.destination) == ("192.0.2.1", "192.0.2.2")


def test_tag_stands_before_the_type() -> None:
    plain = ethernet(THERE, HERE, IPV4, b"data")
    assert ethernet(THERE, HERE, IPV4, b"data", vlan=5) == (
        plain[:12] + b"\x81\x00\x00\x05" + plain[12:]
    )


@pytest.mark.parametrize(
    "packet",
    [echo_request("192.0.2.1", "192.0.2.2"), ldp_hello("192.0.2.1"), ospf_hello("192.0.2.1")],
)
def test_header_says_its_length_and_sums_up(packet: bytes) -> None:
    assert struct.unpack_from("!H", packet, 2) == (len(packet),)
    assert _checksum(packet[:20]) == 0


def test_bodies_sum_up() -> None:
    assert _checksum(echo_request("192.0.2.1", "192.0.2.2")[20:]) == 0
    assert _checksum(ospf_hello("192.0.2.1")[20:]) == 0


def test_ldp_says_its_own_length() -> None:
    pdu = ldp_hello("192.0.2.1")[28:]
    assert struct.unpack_from("!H", pdu, 2) == (len(pdu) - 4,)
