# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The frames of attacks are what they are meant to be."""

from __future__ import annotations

import struct
from typing import Any

import pytest
import yaml

from support import ROOT
from support.lab.attacks import (
    COUNTERS,
    IPV4,
    checksum,
    echo_request,
    ethernet,
    labelled,
    ldp_hello,
    ospf_hello,
)
from support.lab.frames import build_frames, mark
from support.lab.wire import decode

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
    assert checksum(packet[:20]) == 0


def test_bodies_sum_up() -> None:
    assert checksum(echo_request("192.0.2.1", "192.0.2.2")[20:]) == 0
    assert checksum(ospf_hello("192.0.2.1")[20:]) == 0


def test_ldp_says_its_own_length() -> None:
    pdu = ldp_hello("192.0.2.1")[28:]
    assert struct.unpack_from("!H", pdu, 2) == (len(pdu) - 4,)


ROWS = yaml.safe_load((ROOT / "tests" / "attacks.yml").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['from']}: {row['what']}")
def test_row_of_the_table_is_whole_and_can_be_sent(row: dict[str, Any]) -> None:
    needed = {"from", "what", "send", "why"}
    assert needed <= set(row) <= needed | {"counted", "open"}
    assert row.get("counted", "labels") in COUNTERS
    frames = build_frames(7, row["send"], "port", {"port": THERE, "br0": THERE, "mv0": THERE})
    assert all(len(frame) > 14 for frame in frames)


def test_tags_stand_before_the_labels_and_these_before_the_packet() -> None:
    words = {"tags": [100, "ad0"], "labels": [1002, 17], "ip": "192.0.2.1 > 192.0.2.2", "udp": 646}
    (frame,) = build_frames(7, words, "port", {"port": THERE})
    assert frame[12:22].hex() == "8100006488a800008847"
    # Label 1002, then label 17 with the bottom of the stack, and the packet behind.
    assert frame[22:31].hex() == "003ea0400001114045"
    assert mark(7) in frame


def test_fragments_are_one_datagram_together() -> None:
    words = {"ip": "192.0.2.1 > 192.0.2.2", "split": 8, "udp": 646}
    first, second = build_frames(7, words, "port", {"port": THERE})
    assert (first[20:22].hex(), second[20:22].hex()) == ("2000", "0001")
    (whole,) = build_frames(7, {**words, "split": 0}, "port", {"port": THERE})[1:]
    assert first[34:] + second[34:] == whole[34:]
