# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tunnels of core links: what Linux makes them with, and what their headers take (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import TunnelEnds
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link, Tunnel

#: What Linux makes a tunnel with, by type and IP version.
MODULES = {
    ("gre", 4): ("ip_gre",),
    ("gre", 6): ("ip6_gre",),
    ("gre_udp", 4): ("ip_gre", "fou"),
    ("udp", 4): ("ipip", "fou"),
}
IP_HEADERS = {4: 20, 6: 40}
#: Octets below the IP header: GRE (RFC 2784), UDP (RFC 768), both, and a GRE key (RFC 2890).
HEADERS = {"gre": 4, "gre_udp": 12, "udp": 8}
KEY = 4


def tunnel_ends(tunnel: Tunnel, index: int) -> TunnelEnds:
    """Say from where to where a tunnel goes at one end of its link, and by what."""
    return {
        "kind": tunnel.type,
        "local": str(tunnel.underlay[index]),
        "remote": str(tunnel.underlay[1 - index]),
    }


def outer_headers(tunnel: Tunnel) -> int:
    """Count the octets before the label."""
    key = 0 if tunnel.key is None else KEY
    return IP_HEADERS[tunnel.underlay[0].version] + HEADERS[tunnel.type] + key


def needed_modules(links: Iterable[Link]) -> list[str]:
    """Name the kernel modules of the tunnels among some links."""
    kinds = {(link.tunnel.type, link.tunnel.underlay[0].version) for link in links if link.tunnel}
    return sorted({name for kind in kinds for name in MODULES[kind]})
