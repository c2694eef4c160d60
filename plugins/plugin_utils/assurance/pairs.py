# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Whether each site reaches each one that it is to reach, by what all routers have (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import MAIN_TABLE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.breaks import (
    DEFAULTS,
    break_unanswered,
    find_link_break,
    name_route,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.sessions import Sessions
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.tables import (
    Address,
    Forwarding,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.walk import Walker
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import (
    LOCAL,
    PORT,
    Break,
    Differences,
    Way,
    find_difference,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import Prefix
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

#: (router, interface) of a customer's port.
Port = tuple[str, str]


@dataclass(frozen=True)
class Reached:
    """What a VRF at a PE has to a site, by one family; ``breaks`` is empty where it reaches it."""

    vrf: Vrf
    site: Site
    family: int
    breaks: tuple[Break, ...]


class Pairs:
    """All sites that are to reach each other, and what is in their way."""

    def __init__(
        self,
        intent: Intent,
        routers: Mapping[str, Forwarding],
        walker: Walker,
        differences: Differences,
        broken_links: Sequence[Break],
    ) -> None:
        """Take the network, with what is known to be wrong with its entries and its links."""
        self._broken_links = broken_links
        self._intent = intent
        self._routers = routers
        self._walker = walker
        self._differences = differences
        self._sessions = Sessions(intent, walker, differences)

    def follow(self) -> Iterator[Reached]:
        """Follow a packet from each VRF to each site that it is to reach, by each family."""
        for vrf in self._intent.vrfs:
            sources = [vrf, *self._intent.reach.list_sources(vrf)]
            owners = _list_owners(sources)
            for site in (site for source in sources for site in source.sites):
                for family, prefixes in _by_family(site).items():
                    breaks = {
                        found: None
                        for prefix in prefixes
                        for found in self._find_breaks(vrf, site, prefix, owners[prefix])
                    }
                    yield Reached(vrf, site, family, tuple(breaks))

    def find_port_break(self, site: Site, family: int) -> Break | None:
        """Name what keeps a site's packets from its VRF."""
        here = self._routers.get(site.pe)
        if here is None:
            return break_unanswered(site.pe)
        link = here.state["links"].get(site.interface)
        fault = find_link_break(site.pe, site.interface, link)
        if fault or link is None:
            return fault
        vrf = next(
            one.name
            for one in self._intent.vrfs_by_router[site.pe]
            if any(other is site for other in one.sites)
        )
        name, show = f"interface {site.interface}", f"ip link show dev {site.interface}"
        if link["master"] != vrf:
            found = f"VRF {link['master']}" if link["master"] else "no VRF"
            return Break(site.pe, name, f"is in {found}: expected VRF {vrf}", show)
        if family not in link["forwards"]:
            key = f"net.ipv{family}.conf.{site.interface.replace('.', '/')}.forwarding"
            reason = f"{key} is 0, so that IPv{family} packets end here: expected 1"
            return Break(
                site.pe, f"forwarding IPv{family} {site.interface}", reason, f"sysctl {key}"
            )
        return None

    def _find_breaks(
        self, vrf: Vrf, site: Site, prefix: Prefix, owners: set[Port]
    ) -> Iterator[Break]:
        address = _choose_address(site, prefix)
        ways = self._walker.walk(vrf.pe, vrf.name, address)
        for way in ways:
            fault = way.fault
            if fault is None and not _has_arrived(way, owners):
                fault = _wrong_end(vrf, address, way)
            if fault is None:
                yield from _find_small(way, site)
            else:
                yield self._explain(vrf.pe, site, address.version, way, fault)

    def _explain(self, pe: str, site: Site, family: int, way: Way, fault: Break) -> Break:
        """Name the first entry on the way that FRRouting has otherwise.

        Where a route is missing, the cause may be the port that it is to lead to, a link of the
        core if there is no way to that PE at all, or what the session of BGP goes by.
        """
        cause = find_difference(way, self._differences)
        if cause is None and fault.check.startswith("route to "):
            cause = self.find_port_break(site, family)
            if cause is None and self._broken_links and not self._reaches(pe, site.pe):
                cause = self._broken_links[0]
            cause = cause or self._sessions.find_break(pe, site.pe)
        return cause or fault

    def _reaches(self, pe: str, other: str) -> bool:
        """Tell whether a PE has a route to another one's loopback."""
        here, loopback = self._routers.get(pe), self._intent.routers[other].loopback
        route = here.table(MAIN_TABLE).find(loopback) if here else None
        return route is not None and route["prefix"] not in DEFAULTS


def _list_owners(sources: Iterable[Vrf]) -> dict[Prefix, set[Port]]:
    """Say at which ports a prefix is; places with several PEs have it at several."""
    owners: dict[Prefix, set[Port]] = {}
    for source in sources:
        for site in source.sites:
            for prefix in site.known_prefixes:
                owners.setdefault(prefix, set()).add((site.pe, site.interface))
    return owners


def _by_family(site: Site) -> dict[int, list[Prefix]]:
    families: dict[int, list[Prefix]] = {}
    for prefix in site.known_prefixes:
        families.setdefault(prefix.version, []).append(prefix)
    return families


def _choose_address(site: Site, prefix: Prefix) -> Address:
    """Take the PE's own address of a port's subnet, and any one behind a customer's router."""
    own = [one.ip for one in (site.address, site.address6) if one and one.network == prefix]
    if own:
        return own[0]
    return prefix[1] if prefix.num_addresses > 1 else prefix[0]


def _has_arrived(way: Way, owners: set[Port]) -> bool:
    if way.kind == LOCAL:
        return any(router == way.router for router, _interface in owners)
    return way.kind == PORT and (way.router, way.interface) in owners


def _wrong_end(vrf: Vrf, address: Address, way: Way) -> Break:
    where = f"{way.interface} of {way.router}, VRF {way.vrf or 'none'}"
    reason = f"leads to {where}: expected the port of the site that has it"
    show = f"ip -{address.version} route show vrf {vrf.name} match {address}"
    return Break(vrf.pe, name_route(f"to {address}", vrf.name), reason, show)


def _find_small(way: Way, site: Site) -> Iterator[Break]:
    """Name the first interface of the core that is too small for the site's packets."""
    for step in way.steps[:-1] if way.kind == PORT else way.steps:
        if step.room < site.packet:
            needed = site.packet + step.mtu - step.room
            labels = f" with {len(step.labels)} labels" if step.labels else ""
            reason = f"has MTU {step.mtu}: packets of {site.packet} octets{labels} need {needed}"
            show = f"ip link show dev {step.interface}"
            yield Break(step.router, f"MTU of {step.interface}", reason, show)
            return
