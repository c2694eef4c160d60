# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Labels as they are on the wire: captured by tcpdump in a guest, and read from the bytes here."""

from __future__ import annotations

import base64
import ipaddress
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

IPV4, IPV6, MPLS = 0x0800, 0x86DD, 0x8847
GRE, UDP, MPLS_PORT = 47, 17, 6635
#: Echo requests of IPv4 and IPv6, by protocol and type.
ECHO_REQUESTS = frozenset({(1, 8), (58, 128)})
FILE_HEADER, RECORD_HEADER, ETHERNET = 24, 16, 14
#: ``mpls`` comes last, as all that follows it is looked for behind a label.
FILTER = "icmp or icmp6 or ip proto 47 or udp port 6635 or mpls"
# In immediate mode, as a packet would wait in the kernel for others for up to a second.
START = (
    "timeout 120 tcpdump --immediate-mode -Q {way} -Uni {port} -w - '{filter}'"
    " >{file} 2>{file}.log & echo $!;"
    " for round in $(seq 100); do grep -q listening {file}.log && break; sleep 0.1; done"
)
STOP = (
    "kill {process}; while kill -0 {process} 2>/dev/null; do sleep 0.1; done;"
    " base64 -w 0 {file}; rm {file} {file}.log"
)


@dataclass(frozen=True)
class Label:
    """An entry of a label stack (RFC 3032, section 2.1)."""

    number: int
    bottom: bool
    traffic_class: int
    ttl: int


@dataclass(frozen=True)
class Packet:
    """An echo request, the labels before it, and the tunnel that carries them: "", gre or udp."""

    carrier: str
    labels: tuple[Label, ...]
    source: str
    destination: str
    ttl: int
    traffic_class: int

    @property
    def stack(self) -> list[tuple[int, bool]]:
        """Give number and bottom of stack of each label, top first."""
        return [(label.number, label.bottom) for label in self.labels]


@contextmanager
def captured(guest: Any, port: str, way: str) -> Iterator[list[Packet]]:
    """Capture the echo requests that come ``in`` or go ``out``; the list fills at the end."""
    packets: list[Packet] = []
    file = f"/run/capture-{time.time_ns()}"
    process = guest.check_output(START.format(way=way, port=port, filter=FILTER, file=file))
    try:
        yield packets
        # What a slow guest has still in its hands.
        time.sleep(0.5)
    finally:
        content = guest.check_output(STOP.format(process=int(process), file=file))
        packets += [one for one in map(decode, frames(base64.b64decode(content))) if one]


def frames(capture: bytes) -> Iterator[bytes]:
    """Give the frames of a file in the format of pcap, as written on x86."""
    offset = FILE_HEADER
    while offset + RECORD_HEADER <= len(capture):
        (length,) = struct.unpack_from("<I", capture, offset + 8)
        offset += RECORD_HEADER
        yield capture[offset : offset + length]
        offset += length


def decode(frame: bytes) -> Packet | None:
    """Read an Ethernet frame; None for what is no echo request."""
    (kind,) = struct.unpack_from("!H", frame, ETHERNET - 2)
    carrier, data = "", frame[ETHERNET:]
    if kind == IPV4:
        carrier, payload = _open_tunnel(data)
        if carrier:
            kind, data = MPLS, payload
    labels: tuple[Label, ...] = ()
    if kind == MPLS:
        labels, data = _take_labels(data)
        kind = IPV6 if data[0] >> 4 == 6 else IPV4
    if kind == IPV4:
        return _decode_ipv4(carrier, labels, data)
    return _decode_ipv6(carrier, labels, data) if kind == IPV6 else None


def _open_tunnel(data: bytes) -> tuple[str, bytes]:
    """Take outer headers off that say that labels follow: RFC 4023 without key, RFC 7510."""
    inner = data[(data[0] & 15) * 4 :]
    if data[9] == GRE and struct.unpack_from("!HH", inner) == (0, MPLS):
        return "gre", inner[4:]
    if data[9] == UDP and struct.unpack_from("!H", inner, 2) == (MPLS_PORT,):
        return "udp", inner[8:]
    return "", b""


def _take_labels(data: bytes) -> tuple[tuple[Label, ...], bytes]:
    labels: list[Label] = []
    while not labels or not labels[-1].bottom:
        (entry,) = struct.unpack_from("!I", data, len(labels) * 4)
        labels.append(Label(entry >> 12, bool(entry >> 8 & 1), entry >> 9 & 7, entry & 255))
    return tuple(labels), data[len(labels) * 4 :]


def _decode_ipv4(carrier: str, labels: tuple[Label, ...], data: bytes) -> Packet | None:
    if (data[9], data[(data[0] & 15) * 4]) not in ECHO_REQUESTS:
        return None
    source, destination = (str(ipaddress.IPv4Address(data[at : at + 4])) for at in (12, 16))
    return Packet(carrier, labels, source, destination, data[8], data[1])


def _decode_ipv6(carrier: str, labels: tuple[Label, ...], data: bytes) -> Packet | None:
    if (data[6], data[40]) not in ECHO_REQUESTS:
        return None
    (start,) = struct.unpack_from("!I", data)
    source, destination = (str(ipaddress.IPv6Address(data[at : at + 16])) for at in (8, 24))
    return Packet(carrier, labels, source, destination, data[7], start >> 20 & 255)
