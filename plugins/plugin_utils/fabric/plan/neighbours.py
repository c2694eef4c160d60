# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How many neighbours customers' ports may have, and the kernel's tables that hold them all (pure).

Linux has one table of neighbours for each family, for all VRFs and the core together.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    CeSession,
    PortNeighbours,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site

#: Addresses of a port's neighbours outside of its subnet: link-local ones, and those of its own by
#: which a Linux router asks (ip-sysctl.rst, arp_announce).
OTHERS = 16
#: Entries that a port may have at once for each neighbour of its limit: it was heard by ARP, was
#: heard by its packets, or was asked for; over IPv6 it was heard, was answered for or was asked
#: for, each with the group in which it is asked for (RFC 4291, section 2.7.1).
IPV4_ENTRIES, IPV6_ENTRIES = 3, 6
#: Room for a core link's neighbour and groups, and for all else that a router speaks with; together
#: they are no less than gc_thresh2 as the kernel has it, 512 (net/ipv4/arp.c).
LINK, ROOM = 8, 512


def limit_ports(sites: Iterable[Site], ce_sessions: Iterable[CeSession]) -> list[PortNeighbours]:
    """Give what mpls_filter takes of each port; ``ce_sessions`` name the customers' routers."""
    routers: dict[str, list[str]] = {}
    for session in ce_sessions:
        if session["ce_address"] is not None:
            routers.setdefault(session["interface"], []).append(session["ce_address"])
    return [
        {
            "interface": site.interface,
            "ipv4": _limits(site)["ipv4"],
            "ipv6": _limits(site)["ipv6"],
            "subnet": str(site.address.network),
            "routers": sorted(routers.get(site.interface, [])),
        }
        for site in sorted(sites, key=lambda site: site.interface)
    ]


def size_tables(core_links: int, sites: Sequence[Site]) -> dict[str, int]:
    """Give the entries by family that a router never has more of while its ports are limited."""
    reserve = ROOM + LINK * core_links
    limits = [_limits(site) for site in sites]
    return {
        "ipv4": reserve + IPV4_ENTRIES * sum(limit["ipv4"] for limit in limits),
        "ipv6": reserve + IPV6_ENTRIES * sum(limit["ipv6"] for limit in limits),
    }


def _limits(site: Site) -> dict[str, int]:
    subnets = {"ipv4": site.address, "ipv6": site.address6}
    return {family: _limit(subnet, site.neighbours) for family, subnet in subnets.items()}


def _limit(port: ipaddress.IPv4Interface | ipaddress.IPv6Interface | None, neighbours: int) -> int:
    """Give the limit of a port for a family; a small subnet is one itself."""
    addresses = port.network.num_addresses if port else 0
    return addresses + OTHERS if addresses <= neighbours else neighbours
