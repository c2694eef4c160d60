# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The intent of the whole network as one value."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import (
    SEGMENTS,
    STATIC,
    Igp,
    Ldp,
    Segments,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.protection import (
    Protection,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.reach import Reach
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf


@dataclass(frozen=True)
class Intent:
    """The whole network as the user wrote it; static labels have neither AS number nor IGP.

    Of the secrets it has the lengths only: their values go past it, from the inventory to FRR.
    BGP's hold time is in seconds, ``upgrades_from`` in minutes after midnight. ``unread`` are the
    paths of the values that are wrong: what they belong to has a default for them, or is left out,
    so that the rules find the other mistakes.
    """

    asn: int | None
    bgp_holdtime: int
    igp: Igp
    ldp: Ldp
    segments: Segments
    secrets: Mapping[str, int]
    label_distribution: str
    platform_labels: int
    mss_clamp: bool
    edge_protection: Protection
    routers: Mapping[str, Router]
    links: tuple[Link, ...]
    vpns: tuple[Vpn, ...]
    vrfs: tuple[Vrf, ...]
    link_pool: ipaddress.IPv4Network | None = None
    upgrades_from: int | None = None
    unread: tuple[str, ...] = ()

    @cached_property
    def ends_by_router(self) -> Mapping[str, list[tuple[Link, int]]]:
        """The links of each router, each with which of its ends is the router's."""
        ends: dict[str, list[tuple[Link, int]]] = {}
        for link in self.links:
            for index, end in enumerate(link.ends):
                ends.setdefault(end.router, []).append((link, index))
        return ends

    @cached_property
    def vrfs_by_router(self) -> Mapping[str, list[Vrf]]:
        """The VRFs of each router."""
        vrfs: dict[str, list[Vrf]] = {}
        for vrf in self.vrfs:
            vrfs.setdefault(vrf.pe, []).append(vrf)
        return vrfs

    @cached_property
    def vrfs_across(self) -> list[Vrf]:
        """The VRFs whose packets cross the core."""
        return [vrf for vrf in self.vrfs if vrf.crosses_core]

    @cached_property
    def reach(self) -> Reach:
        """Who reaches whom."""
        return Reach(self.vrfs)

    @cached_property
    def largest_site(self) -> Site | None:
        """The site whose packets need the most of the core."""
        sites = [site for vrf in self.vrfs_across for site in vrf.sites]
        return max(sites, key=lambda site: site.packet, default=None)

    def is_known_wrong(self, path: str) -> bool:
        """Whether a value, or one that it is a part of, could not be read."""
        return any(path == bad or path.startswith((f"{bad}.", f"{bad}[")) for bad in self.unread)

    def is_read(self, path: str) -> bool:
        """Whether all that stands at a path and below could be read, and nothing is left out."""
        below = (f"{path}.", f"{path}[")
        return not self.is_known_wrong(path) and not any(b.startswith(below) for b in self.unread)

    def has_labels(self, link: Link) -> bool:
        """Whether labelled packets cross a link: LDP runs at both of its ends."""
        return all(self.routers[end.router].has_labels for end in link.ends)

    def has_igp(self, link: Link) -> bool:
        """Whether the IGP runs at both ends of a link."""
        return all(self.routers[end.router].has_igp for end in link.ends)

    @property
    def has_ipv6(self) -> bool:
        """Whether the core is dual-stack."""
        return any(router.loopback6 for router in self.routers.values())

    @property
    def has_whole_links(self) -> bool:
        """Whether each router and each link could be read, and each link is between two of them."""
        is_read = all(map(self.is_read, ("mpls_routers", "mpls_links", "mpls_link_pool")))
        return is_read and all(
            len({*link.routers} & self.routers.keys()) > 1 for link in self.links
        )

    @property
    def has_segments(self) -> bool:
        """Whether the IGP distributes the labels, and not LDP."""
        return self.label_distribution == SEGMENTS

    @property
    def is_static(self) -> bool:
        """Whether labels and paths are computed here, and no router runs FRRouting."""
        return self.label_distribution == STATIC
