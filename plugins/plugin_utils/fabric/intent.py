# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The intent as values: routers, links and VPNs, and how the core runs."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent_services import (
    Site,
    Vpn,
    Vrf,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.keys import SEGMENTS, STATIC
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import LinkEnd
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.vrf_reach import Reach


@dataclass(frozen=True)
class Router:
    """A router of the core; ``role`` is the one of the groups p, pe, rr that it is in."""

    name: str
    role: str
    loopback: ipaddress.IPv4Address
    loopback6: ipaddress.IPv6Address | None
    label_interfaces: tuple[str, ...]
    passive_interfaces: tuple[str, ...]
    drained: bool
    sid: int | None
    attach: str | None
    cluster_id: ipaddress.IPv4Address | None
    frr: str | None

    @property
    def has_labels(self) -> bool:
        """Whether the router takes part in LDP; a reflector may do without."""
        return self.attach in (None, "ldp")

    @property
    def has_igp(self) -> bool:
        """Whether the router takes part in the IGP; a reflector may do without."""
        return self.attach != "static"


@dataclass(frozen=True)
class Tunnel:
    """What a link goes through; ``underlay`` are the addresses of its two ends in that network."""

    type: str
    underlay: tuple[
        ipaddress.IPv4Address | ipaddress.IPv6Address, ipaddress.IPv4Address | ipaddress.IPv6Address
    ]
    key: int | None


@dataclass(frozen=True)
class Link:
    """A point-to-point link of the core; ``path`` is where the intent has it.

    What the intent does not say for the link itself is what it says for the core. An unnumbered
    link, and no other one, has no subnet: at both ends it has the address of the loopback.
    ``bfd_interval`` is in milliseconds.
    """

    path: str
    subnet: ipaddress.IPv4Network | None
    unnumbered: bool
    ends: tuple[LinkEnd, LinkEnd]
    mtu: int | None
    tunnel: Tunnel | None
    cost: int | None
    area: int
    bfd: bool
    bfd_interval: int
    igp_secret: str | None
    ldp_secret: str | None

    @property
    def routers(self) -> tuple[str, str]:
        """The names of the routers at its ends."""
        return self.ends[0].router, self.ends[1].router

    def address(self, index: int) -> ipaddress.IPv4Address:
        """Give an end's address: the subnet's first host address for the first, then the next."""
        if self.subnet is None:
            raise ValueError(f"{self.path} is unnumbered")
        hosts = self.subnet.hosts()
        return [next(hosts), next(hosts)][index]


@dataclass(frozen=True)
class Walls:
    """Which walls between customers and the core stand."""

    labels: bool
    spoofing: bool
    control_plane: bool
    parents: bool
    tunnels: bool
    neighbours: bool


@dataclass(frozen=True)
class Igp:
    """How the routers learn of each other; ``area`` is that of IS-IS, links have OSPF's.

    The routes of the first protocol are used; a second one runs beside it.
    """

    protocols: tuple[str, ...]
    area: str
    level: int
    ldp_sync: bool


@dataclass(frozen=True)
class Ldp:
    """How LDP runs on all routers; the hold time is in seconds."""

    allocate: str
    explicit_null: bool
    gtsm: bool
    holdtime: int


@dataclass(frozen=True)
class Segments:
    """How segment routing runs on all routers; a block is its first and its last label."""

    global_block: tuple[int, int]
    local_block: tuple[int, int]
    ti_lfa: str | None


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
    walls: Walls
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
