# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a customer may try: frames of any kind on its own port, and connections to the router."""

from __future__ import annotations

import ipaddress
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from support.lab.network import vtysh

IPV4, MPLS, MPLS_MULTICAST, VLAN = 0x0800, 0x8847, 0x8848, 0x8100
ICMP, UDP, OSPF = 1, 17, 89
#: A source that no site has.
STRANGER = "198.18.9.9"
PROTECTION = {
    "labels": "netdev",
    "tags": "netdev",
    "urpf": "inet",
    "control_plane": "inet",
    "neighbours": "inet",
}
#: Where each counter is, also of what not every router has.
COUNTERS = {**PROTECTION, "parents": "netdev", "tunnels": "inet"}
#: What becomes of a connection where a router lets it in, whether or not a program listens, and
#: where it drops the packets.
ANSWERS, SILENCE = frozenset({"open", "ECONNREFUSED"}), "silence"
SENDER = (
    "import socket, sys; port, times, *frames = sys.argv[1:];"
    " link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); link.bind((port, 0));"
    " [link.send(bytes.fromhex(one)) for _ in range(int(times)) for one in frames]"
)
#: Says what became of each connection: open, or the name of the error.
CALLER = """\
import errno, socket, sys
for pair in sys.argv[1:]:
    address, _, port = pair.rpartition(":")
    try:
        socket.create_connection((address, int(port)), 2).close()
        print(pair, "open")
    except TimeoutError:
        print(pair, "silence")
    except OSError as error:
        print(pair, errno.errorcode.get(error.errno, "error"))
"""


@dataclass(frozen=True)
class Attacker:
    """A customer's host, its port, and the port of the provider's router at the other end.

    The host is a namespace of a guest, or the guest itself.
    """

    site: Any
    port: str
    router: Any
    router_port: str

    def send(self, *packets: tuple[int, bytes], vlan: int | None = None, times: int = 1) -> None:
        """Send packets, each with its Ethernet type, to the router's own MAC address."""
        target = self.router.check_output(f"cat /sys/class/net/{self.router_port}/address")
        source = self.site.run(f"cat /sys/class/net/{self.port}/address").stdout.strip()
        frames = [ethernet(target, source, kind, data, vlan).hex() for kind, data in packets]
        done = self.site.run(f"python3 -c '{SENDER}' {self.port} {times} {' '.join(frames)}")
        assert done.rc == 0, done.stderr

    def call(self, *pairs: str) -> dict[str, str]:
        """Try to connect to each address:port by TCP."""
        shown = self.site.run(f"python3 -c '{CALLER}' {' '.join(pairs)}")
        assert shown.rc == 0, shown.stderr
        return dict(line.split() for line in shown.stdout.splitlines())


def count_dropped(router: Any, part: str) -> int | None:
    """Give how many packets a part of edge protection has dropped, None where it is off."""
    command = f"nft --json list counter {COUNTERS[part]} linuxnet_mpls_filter {part}"
    done = router.run(command)
    if done.rc:
        return None
    (count,) = (
        one["counter"]["packets"] for one in json.loads(done.stdout)["nftables"] if "counter" in one
    )
    return int(count)


def find_vrf_label(router: Any, vrf: str) -> int:
    """Give the label by which a router takes packets into a VRF."""
    rows = json.loads(router.check_output("ip -json -family mpls route show"))
    return next(int(row["dst"]) for row in rows if row.get("dev") == vrf)


def find_transport_label(router: Any, loopback: str) -> int:
    """Give the label by which a router takes packets to another one's loopback."""
    bindings = vtysh(router, "show mpls ldp binding json")["bindings"]
    return next(
        int(one["localLabel"])
        for one in bindings
        if one["prefix"] == f"{loopback}/32" and str(one["localLabel"]).isdecimal()
    )


def ethernet(target: str, source: str, kind: int, data: bytes, vlan: int | None = None) -> bytes:
    """Build a frame; with ``vlan`` it is tagged."""
    tag = b"" if vlan is None else struct.pack("!HH", VLAN, vlan)
    return mac(target) + mac(source) + tag + struct.pack("!H", kind) + data


def labelled(stack: Sequence[int], data: bytes, kind: int = MPLS) -> tuple[int, bytes]:
    """Put labels before a packet, top first (RFC 3032)."""
    last = len(stack) - 1
    entries = (label << 12 | (at == last) << 8 | 64 for at, label in enumerate(stack))
    return kind, b"".join(struct.pack("!I", entry) for entry in entries) + data


def ipv4(source: str, target: str, protocol: int, data: bytes, ttl: int = 64) -> bytes:
    """Build an IPv4 packet (RFC 791)."""
    addresses = ipaddress.IPv4Address(source).packed + ipaddress.IPv4Address(target).packed
    start = struct.pack("!BBHHHBB", 0x45, 0, 20 + len(data), 7, 0, ttl, protocol)
    total = checksum(start + b"\0\0" + addresses)
    return start + struct.pack("!H", total) + addresses + data


def echo_request(source: str, target: str) -> bytes:
    """Build a ping."""
    body = struct.pack("!HH", 7, 7) + b"attack"
    total = checksum(b"\x08\0\0\0" + body)
    return ipv4(source, target, ICMP, b"\x08\0" + struct.pack("!H", total) + body)


def udp(source: str, target: str, port: int, data: bytes, ttl: int = 255) -> bytes:
    """Build a UDP packet without a checksum."""
    header = struct.pack("!HHHH", port, port, 8 + len(data), 0)
    return ipv4(source, target, UDP, header + data, ttl)


def ldp_hello(source: str) -> bytes:
    """Build a link hello of LDP (RFC 5036, section 3.5.2)."""
    parameters = struct.pack("!HHHH", 0x0400, 4, 15, 0)
    message = struct.pack("!HHI", 0x0100, 4 + len(parameters), 1) + parameters
    identifier = ipaddress.IPv4Address(source).packed + b"\0\0"
    pdu = struct.pack("!HH", 1, len(identifier) + len(message)) + identifier + message
    return udp(source, "224.0.0.2", 646, pdu)


def ospf_hello(source: str) -> bytes:
    """Build a hello of OSPF for the backbone (RFC 2328, appendix A.3.2)."""
    body = struct.pack("!4sHBBI8x", b"\xff\xff\xff\0", 10, 2, 1, 40)
    router = ipaddress.IPv4Address(source).packed
    header = struct.pack("!BBH4sI", 2, 1, 24 + len(body), router, 0)
    total = checksum(header + bytes(4) + body)
    data = header + struct.pack("!HH8x", total, 0) + body
    return ipv4(source, "224.0.0.5", OSPF, data, ttl=1)


def mac(text: str) -> bytes:
    """Pack a MAC address."""
    return bytes.fromhex(text.strip().replace(":", ""))


def checksum(data: bytes) -> int:
    """Give the checksum of the Internet (RFC 1071)."""
    padded = data + b"\0" * (len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
