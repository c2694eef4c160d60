# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tunnel devices that can carry labelled packets, as small values."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._session import (
    explained,
    open_session,
)

# MPLS in IP (RFC 4023) has this protocol number.
IPPROTO_MPLS, IPPROTO_GRE = 137, socket.IPPROTO_GRE
GRE, GRE6, GRE_UDP, UDP, OTHER = "gre", "ip6gre", "gre_udp", "udp", "ipip"
DEVICES = {GRE: "gre", GRE6: "ip6gre", GRE_UDP: "gre", UDP: "ipip"}


@dataclass(frozen=True)
class UdpPort:
    """Where a kind of tunnel arrives: ``protocol`` is what the kernel takes the content for."""

    number: int
    protocol: int
    checksum: bool


#: MPLS in UDP (RFC 7510) may leave the checksum out over IPv4 (section 3.1); GRE in UDP (RFC 8086)
#: should have one.
UDP_PORTS = {UDP: UdpPort(6635, IPPROTO_MPLS, False), GRE_UDP: UdpPort(4754, IPPROTO_GRE, True)}

# include/uapi/linux/if_tunnel.h and ip6_tunnel.h; above the low half are what the kernel found out
GRE_KEY = 0x2000
ENCAP_NONE, ENCAP_FOU, ENCAP_CHECKSUM = 0, 1, 0x1
IGNORE_ENCAP_LIMIT, SETTABLE_FLAGS = 0x1, 0xFFFF


@dataclass(frozen=True)
class TunnelLink:
    """What makes a tunnel: ``kind`` is one of DEVICES, or OTHER for IP in IP of any sort.

    ``key`` 0 is none. ``plain`` is false where the device has settings that ours never have, such
    as checksums or an outer header that may be fragmented.
    """

    kind: str
    local: str
    remote: str
    ttl: int
    key: int = 0
    plain: bool = True

    @property
    def ends(self) -> tuple[str, str, str, int]:
        """What the kernel has only one device for."""
        return DEVICES.get(self.kind, self.kind), self.local, self.remote, self.key


#: Settings that no tunnel of ours has.
UNUSED = ("TOS", "LINK", "FWMARK", "FLOWINFO", "COLLECT_METADATA")


class TunnelLinks:
    """Reads and changes tunnel devices; one socket for the life of a task."""

    def __init__(self) -> None:
        """Open the socket, or raise HostError where pyroute2 is missing."""
        self._session = open_session()

    def read(self) -> dict[str, TunnelLink]:
        """Give the tunnels by name, of whoever made them."""
        with explained("tunnels"):
            messages = tuple(self._session.get_links())
        found = {message.get_attr("IFLA_IFNAME"): _tunnel(message) for message in messages}
        return {name: tunnel for name, tunnel in found.items() if tunnel is not None}

    def add(self, name: str, tunnel: TunnelLink) -> None:
        """Create a tunnel."""
        with explained(f"tunnel {name}"):
            self._session.link(
                "add", ifname=name, kind=DEVICES[tunnel.kind], **render_request(tunnel)
            )

    def change(self, name: str, tunnel: TunnelLink) -> None:
        """Change a tunnel of the same kind of device in place; the kernel may change its MTU."""
        with explained(f"tunnel {name}"):
            self._session.link(
                "set",
                index=socket.if_nametoindex(name),
                kind=DEVICES[tunnel.kind],
                **render_request(tunnel),
            )


def render_request(tunnel: TunnelLink) -> dict[str, Any]:
    """Give all settings in the words of pyroute2; one that is left out would be the kernel's."""
    device = DEVICES[tunnel.kind]
    settings: dict[str, Any] = {
        "local": tunnel.local,
        "remote": tunnel.remote,
        "ttl": tunnel.ttl,
        "tos": 0,
    }
    if tunnel.kind == UDP:
        settings.update(proto=IPPROTO_MPLS, pmtudisc=1)
    else:
        flags = GRE_KEY if tunnel.key else 0
        # pyroute2 turns the bytes of the one and leaves those of the other as they are.
        flags = socket.htons(flags) if tunnel.kind == GRE6 else flags
        settings.update(iflags=flags, oflags=flags, ikey=tunnel.key, okey=tunnel.key)
        # The option for an encapsulation limit would take 8 bytes more.
        settings.update({"flags": IGNORE_ENCAP_LIMIT} if tunnel.kind == GRE6 else {"pmtudisc": 1})
    if tunnel.kind in UDP_PORTS:
        words = ("encap_type", "encap_dport", "encap_flags", "encap_sport")
        settings.update(zip(words, _encapsulation(tunnel.kind)))
    return {f"{device}_{name}": value for name, value in settings.items()}


def _tunnel(
    message: Any,  # noqa: ANN401 (pyroute2 has no types)
) -> TunnelLink | None:
    info = message.get_attr("IFLA_LINKINFO")
    device = (info.get_attr("IFLA_INFO_KIND") if info else None) or ""
    data = info.get_attr("IFLA_INFO_DATA") if device in DEVICES.values() else None
    if data is None:
        return None
    return read_settings(device, dict(data["attrs"]))


def read_settings(device: str, attributes: dict[str, Any]) -> TunnelLink:
    """Turn a device's attributes into a value (pure)."""

    def get(name: str) -> Any:  # noqa: ANN401
        return attributes.get(f"IFLA_{device.upper()}_{name}") or 0

    port = (get("ENCAP_TYPE"), get("ENCAP_DPORT"), get("ENCAP_FLAGS"), get("ENCAP_SPORT"))
    kind = _kind(device, get("PROTO"), port[:2])
    plain = port == _encapsulation(kind) and not any(get(name) for name in UNUSED)
    if device == DEVICES[GRE6]:
        plain = plain and get("FLAGS") & SETTABLE_FLAGS == IGNORE_ENCAP_LIMIT
    else:
        plain = plain and get("PMTUDISC") == 1
    key = 0
    if device != DEVICES[UDP]:
        flags = [get(name) for name in ("IFLAGS", "OFLAGS")]
        flags = [socket.ntohs(one) for one in flags] if kind == GRE6 else flags
        key = get("IKEY") if flags[0] & GRE_KEY else 0
        plain = plain and flags == [GRE_KEY if key else 0] * 2 and (not key or get("OKEY") == key)
    return TunnelLink(
        kind, str(get("LOCAL") or ""), str(get("REMOTE") or ""), get("TTL"), key, plain
    )


def _kind(device: str, protocol: int, port: tuple[int, int]) -> str:
    if device == DEVICES[UDP]:
        ours = (protocol, port) == (IPPROTO_MPLS, (ENCAP_FOU, UDP_PORTS[UDP].number))
        return UDP if ours else OTHER
    return GRE_UDP if device == DEVICES[GRE_UDP] and port[0] == ENCAP_FOU else device


def _encapsulation(kind: str) -> tuple[int, int, int, int]:
    """Give type, destination port, flags and source port as a tunnel of ours has them."""
    port = UDP_PORTS.get(kind)
    if port is None:
        return ENCAP_NONE, 0, 0, 0
    return ENCAP_FOU, port.number, ENCAP_CHECKSUM if port.checksum else 0, 0
