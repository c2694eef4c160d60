# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Frames by which a customer makes entries in a router's tables of neighbours, one for each host.

A guest sends them as quickly as it can: it puts a number into each, and where there is a checksum
its complement as well, so that the checksum stays right (RFC 1071).
"""

from __future__ import annotations

import ipaddress
import struct
from dataclasses import dataclass

from support.lab.attacks import IPV4, MPLS, checksum, ethernet, labelled

ARP, IPV6 = 0x0806, 0x86DD
ICMPV6, NOTHING, EXPERIMENT = 58, 59, 253
ROUTER_SOLICITATION, NEIGHBOUR_SOLICITATION = 133, 135
ALL_ROUTERS = "ff02::2"
#: So many hosts of each subnet; the first two are the router and the sender.
FIRST, HOSTS = 3, 8000
ETHERNET, LABEL, COMPLEMENT = 14, 4, 0xFFFF
#: Sends for so many seconds, by a port, frames as FRAME:PLACE:PLACE in hexadecimal.
SENDER = """\
import itertools, socket, struct, sys, time
seconds, port, first, hosts, *words = sys.argv[1:]
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
link.bind((port, 0))
parts = [word.split(":") for word in words]
frames = [(bytearray.fromhex(frame), int(at), int(other)) for frame, at, other in parts]
deadline = time.monotonic() + float(seconds)
put = struct.Struct("!H").pack_into
for number in itertools.cycle(range(int(first), int(hosts))):
    for frame, at, other in frames:
        put(frame, at, number)
        if other:
            put(frame, other, 0xFFFF - number)
        try:
            link.send(frame)
        except OSError:
            pass
    if time.monotonic() > deadline:
        break
"""


@dataclass(frozen=True)
class Frame:
    """A frame, and where in it the number and its complement stand; 0 for none."""

    data: bytes
    number: int
    complement: int = 0

    def __str__(self) -> str:
        """Write it as the sender takes it."""
        return f"{self.data.hex()}:{self.number}:{self.complement}"


@dataclass(frozen=True)
class Link:
    """Both ends of a link: the MAC addresses of the router and of the sender."""

    router: str
    own: str

    def arp_request(self, subnet: str, target: str) -> Frame:
        """Ask from each address of a subnet (RFC 826)."""
        own = bytes.fromhex(self.own.replace(":", ""))
        data = struct.pack("!HHBBH", 1, IPV4, 6, 4, 1) + own + _packed(subnet)
        return self._frame(ARP, data + bytes(6) + _packed(target), 16)

    def solicitation(self, kind: int, link_local: str) -> Frame:
        """Ask from link-local addresses (RFC 4861, section 4)."""
        own = bytes.fromhex(self.own.replace(":", ""))
        source = _packed("fe80::")[:12] + struct.pack("!HH", 0, COMPLEMENT)
        target = ALL_ROUTERS if kind == ROUTER_SOLICITATION else link_local
        asked = _packed(link_local) if kind == NEIGHBOUR_SOLICITATION else b""
        body = bytes(4) + asked + b"\1\1" + own
        pseudo = source + _packed(target) + struct.pack("!II", 4 + len(body), ICMPV6)
        total = checksum(pseudo + struct.pack("!BBH", kind, 0, 0) + body)
        message = struct.pack("!BBH", kind, 0, total) + body
        header = struct.pack("!IHBB", 6 << 28, len(message), ICMPV6, 255)
        return self._frame(IPV6, header + source + _packed(target) + message, 20, 22)

    def to_hosts(self, source: str, subnet: str, label: int | None = None) -> Frame:
        """Send to each address of a subnet, with a label or without."""
        if ":" in subnet:
            kind, number, complement = IPV6, 38, 0
            data = struct.pack("!IHBB", 6 << 28, 0, NOTHING, 64)
            data += _packed(source) + _packed(subnet)
        else:
            # The identification is the complement.
            kind, number, complement = IPV4, 18, 4
            start = struct.pack("!BBHHHBB", 0x45, 0, 20, COMPLEMENT, 0, 64, EXPERIMENT)
            addresses = _packed(source) + _packed(subnet)
            data = start + struct.pack("!H", checksum(start + b"\0\0" + addresses)) + addresses
        if label is None:
            return self._frame(kind, data, number, complement)
        shift = complement + LABEL if complement else 0
        return self._frame(MPLS, labelled([label], data)[1], number + LABEL, shift)

    def _frame(self, kind: int, data: bytes, number: int, complement: int = 0) -> Frame:
        frame = ethernet(self.router, self.own, kind, data)
        return Frame(frame, ETHERNET + number, complement and ETHERNET + complement)


def _packed(address: str) -> bytes:
    return ipaddress.ip_address(address).packed
