# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the links of the core have to carry, so that no customer's packet is too large (pure).

Linux drops a labelled packet that is too large without a message. All MTUs are in octets, without
the header of the link.
"""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import ETHERNET
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.paths import hops_towards
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.tunnels import outer_headers

#: RFC 3032 section 2.1: a label stack entry.
LABEL = 4
#: What IPv6 needs everywhere (RFC 8200 section 5).
IPV6_LEAST = 1280
#: IP and TCP without options (RFC 6691 section 2): what a packet has besides its segment.
HEADERS = {"ipv4": 20 + 20, "ipv6": 40 + 20}
#: FRR's LSPs of IS-IS in octets, and what Ethernet has before a PDU of IS-IS (LLC).
LSP, LLC = 1497, 3


def label_depth(intent: Intent) -> int:
    """Give the most labels that a customer's packet has: the egress PE's and the VPN's.

    A repair path of TI-LFA adds the SID of the router P and that of its adjacency to Q (RFC 9855,
    the path by a P and a Q node that are adjacent); where costs are the same in both directions,
    as here, no way around a link needs more.
    With static labels a PE's neighbour gets the VPN's label alone.
    """
    if intent.is_static and not _has_transit(intent):
        return 1
    return 4 if intent.segments.ti_lfa else 2


def needed_mtu(intent: Intent) -> int | None:
    """Give what a link with labels must carry; None where no customer's packet crosses any."""
    site = intent.largest_site
    return site.packet + LABEL * label_depth(intent) if site else None


def link_mtu(intent: Intent, link: Link) -> int | None:
    """Give a link's MTU; None leaves that of its interfaces alone.

    A tunnel has what its outer headers leave of an underlay with 1500, until the intent says more.
    """
    if link.mtu is not None:
        return link.mtu
    if link.tunnel is not None:
        return ETHERNET - outer_headers(link.tunnel)
    needed = needed_mtu(intent)
    return None if needed is None or not intent.has_labels(link) else max(needed, ETHERNET)


def segment_sizes(intent: Intent) -> dict[str, int]:
    """Give the largest TCP segment (MSS) that every link with labels carries, by family."""
    mtus = [link_mtu(intent, link) or ETHERNET for link in label_links(intent)]
    packet = min(mtus, default=ETHERNET) - LABEL * label_depth(intent)
    return {family: packet - headers for family, headers in HEADERS.items()}


def lsp_mtu(intent: Intent) -> int | None:
    """Give the size of IS-IS' LSPs, the same on all routers; None where FRR's own fits every link.

    FRR sends no LSP over a link that is too small for the area's (isis_circuit_up of isisd).
    """
    links = [link for link in intent.links if intent.has_igp(link)]
    smallest = min((link_mtu(intent, link) or ETHERNET for link in links), default=ETHERNET)
    return smallest - LLC if smallest - LLC < LSP else None


def label_links(intent: Intent) -> list[Link]:
    """Choose the links with labels among those whose ends are known."""
    known = [
        link for link in intent.links if intent.routers.keys() >= {e.router for e in link.ends}
    ]
    return [link for link in known if intent.has_labels(link)]


def _has_transit(intent: Intent) -> bool:
    """Say whether two PEs are no neighbours."""
    pes = [router.name for router in intent.routers.values() if router.role == "pe"]
    ways = [hops_towards(name, intent.links) for name in pes]
    return any(hops[name].distance > 1 for hops in ways for name in pes if name in hops)
