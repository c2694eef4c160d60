# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The intent's services as values: customers' VPNs, their sites, and the VRFs that they become."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.pe_ce import Ce, StaticCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.pe_ce_values import Prefix
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.service_keys import HUB_AND_SPOKE

#: The MTU of a port of which the intent says nothing.
ETHERNET = 1500


@dataclass(frozen=True)
class SiteWalls:
    """Which walls stand at one port, where they stand at all."""

    spoofing: bool


@dataclass(frozen=True)
class Site:
    """A customer's port at a PE; ``role`` and ``spoke`` are of hub-and-spoke only.

    ``prefixes`` is what may come from there, empty for anything. ``neighbours`` is how many hosts
    of each family the port may have at once. Ports with the same name of ``site`` are one place
    with several ways to it.
    """

    path: str
    pe: str
    interface: str
    address: ipaddress.IPv4Interface
    address6: ipaddress.IPv6Interface | None
    mtu: int | None
    role: str | None
    spoke: int | None
    site: str | None
    prefixes: tuple[Prefix, ...]
    ce: Ce | None
    walls: SiteWalls
    neighbours: int

    @property
    def subnets(self) -> tuple[Prefix, ...]:
        """Give the port's own subnets."""
        return tuple(one.network for one in (self.address, self.address6) if one is not None)

    @property
    def known_prefixes(self) -> tuple[Prefix, ...]:
        """Give all that the intent knows to be at the site: its subnets and its static routes."""
        return self.subnets + (self.ce.routes if isinstance(self.ce, StaticCe) else ())

    @property
    def packet(self) -> int:
        """The octets of the largest packet that the customer sends there."""
        return self.mtu or ETHERNET


@dataclass(frozen=True)
class Vpn:
    """A customer's VPN as the intent has it; what it does not say of RD and RTs is planned."""

    path: str
    name: str
    table: int
    service: str
    rd: str | None
    rt: tuple[str, ...]
    import_rt: tuple[str, ...]
    export_rt: tuple[str, ...]
    common: bool
    uses: tuple[str, ...]
    internet: str | None
    sites: tuple[Site, ...]

    @property
    def has_ipv6(self) -> bool:
        """Whether a site of the customer has IPv6."""
        return any(site.address6 for site in self.sites)

    @property
    def has_hub(self) -> bool:
        """Whether its sites meet at a hub only."""
        return self.service == HUB_AND_SPOKE

    @property
    def used(self) -> tuple[str, ...]:
        """Name the common VPNs that it reaches."""
        return self.uses + ((self.internet,) if self.internet else ())


@dataclass(frozen=True)
class Vrf:
    """A VRF of a VPN at one PE, with all that is planned for it (see vrfs.py).

    ``path`` is the place of the intent where its numbers come from. Without exports it has no RD.
    """

    path: str
    vpn: Vpn
    pe: str
    name: str
    table: int
    rd: str | None
    imports: tuple[str, ...]
    exports: tuple[str, ...]
    sites: tuple[Site, ...]
    crosses_core: bool

    @property
    def known_prefixes(self) -> frozenset[Prefix]:
        """Give all that the intent knows to be at its sites."""
        return frozenset(prefix for site in self.sites for prefix in site.known_prefixes)
