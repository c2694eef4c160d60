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

# RFC 7510, and the protocol number of MPLS in IP (RFC 4023)
MPLS_PORT, IPPROTO_MPLS = 6635, 137
GRE, GRE6, UDP, OTHER = "gre", "ip6gre", "udp", "ipip"
DEVICES = {GRE: "gre", GRE6: "ip6gre", UDP: "ipip"}

# include/uapi/linux/if_tunnel.h and ip6_tunnel.h; above the low half are what the kernel found out
GRE_KEY = 0x2000
ENCAP_FOU = 1
IGNORE_ENCAP_LIMIT, SETTABLE_FLAGS = 0x1, 0xFFFF


@dataclass(frozen=True)
class TunnelLink:
    """What makes a tunnel: ``kind`` is one of GRE, GRE6, UDP, or OTHER for IP in IP of any sort.

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
        settings.update(
            proto=IPPROTO_MPLS,
            pmtudisc=1,
            encap_type=ENCAP_FOU,
            encap_flags=0,
            encap_sport=0,
            encap_dport=MPLS_PORT,
        )
    else:
        flags = GRE_KEY if tunnel.key else 0
        # pyroute2 turns the bytes of the one and leaves those of the other as they are.
        flags = flags if tunnel.kind == GRE else socket.htons(flags)
        settings.update(iflags=flags, oflags=flags, ikey=tunnel.key, okey=tunnel.key)
        # The option for an encapsulation limit would take 8 bytes more.
        settings.update({"pmtudisc": 1} if tunnel.kind == GRE else {"flags": IGNORE_ENCAP_LIMIT})
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

    plain = not any(get(name) for name in ("TOS", "LINK", "FWMARK", "FLOWINFO", "COLLECT_METADATA"))
    key = 0
    if device == DEVICES[UDP]:
        in_udp = (get("PROTO"), get("ENCAP_TYPE"), get("ENCAP_DPORT"))
        kind = UDP if in_udp == (IPPROTO_MPLS, ENCAP_FOU, MPLS_PORT) else OTHER
        plain = plain and get("PMTUDISC") == 1 and not (get("ENCAP_FLAGS") or get("ENCAP_SPORT"))
    else:
        kind = device
        flags = [get(name) for name in ("IFLAGS", "OFLAGS")]
        flags = flags if kind == GRE else [socket.ntohs(one) for one in flags]
        key = get("IKEY") if flags[0] & GRE_KEY else 0
        plain = plain and flags == [GRE_KEY if key else 0] * 2 and not get("ENCAP_TYPE")
        plain = plain and (not key or get("OKEY") == key)
        if kind == GRE:
            plain = plain and get("PMTUDISC") == 1
        else:
            plain = plain and get("FLAGS") & SETTABLE_FLAGS == IGNORE_ENCAP_LIMIT
    return TunnelLink(
        kind, str(get("LOCAL") or ""), str(get("REMOTE") or ""), get("TTL"), key, plain
    )
