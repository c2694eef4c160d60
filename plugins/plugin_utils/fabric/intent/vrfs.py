# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which VRFs a VPN has on which PEs, with their names, tables, RDs and route targets (pure).

All of a VRF's numbers come of its own VPN and sites, so that they stay whoever comes or goes.

In hub-and-spoke (RFC 4364 section 4.3.5) a PE with the hub has two VRFs: one tells spokes what the
hub's router has and leads their packets to it, the other takes the routes of the spokes and leads
there what the router sends back. FRRouting before 9.0 gives a VRF one label for all of its routes,
so in one VRF a packet from a spoke would be led by the routes of the spokes, past the hub's router.
Each spoke has a VRF of its own as well, or two at one PE would meet there.

Users of a common VPN export one route target for it beside their own, so that its VRFs stay as they
are when users come and go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import Prefix
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import (
    PER_PE,
    Vpn,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import (
    FIRST_SPOKE,
    HUB,
    HUB_RETURN,
    LAST_SPOKE,
    SPOKE,
    Site,
)

#: Numbers of a VPN's further VRFs, readable in decimal: 2 000 100 417 is spoke 417 of VPN 100.
FIRST_NUMBER, NUMBERS_PER_VPN = 2_000_000_000, 1_000
#: The highest id whose further numbers have 32 bits.
HIGHEST_ID = 2_000_000
#: Behind those: what users of a common VPN export for it, 4 001 000 800 for VPN 800.
FIRST_OF_USERS = 4_001_000_000
#: The longest of what a further VRF's name has behind the VPN's.
LONGEST_SUFFIX = f"-{LAST_SPOKE}"
#: What stands for an AS number of four octets where two have room (RFC 6793 section 4.2.2).
AS_TRANS, TWO_OCTETS = 23456, 65535


@dataclass(frozen=True)
class Vrf:
    """A VRF of a VPN at one PE, with all that is planned for it.

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


@dataclass(frozen=True)
class Plan:
    """What the VRFs of all VPNs are planned with."""

    asn: int
    routers: Mapping[str, Router]
    commons: Mapping[str, Vpn]


def plan_vrfs(
    asn: int | None, routers: Mapping[str, Router], vpns: Iterable[Vpn]
) -> tuple[Vrf, ...]:
    """Plan the VRFs of all PEs, VPN by VPN; without BGP nobody sees the route targets."""
    vpns = list(vpns)
    plan = Plan(asn or 0, routers, {vpn.name: vpn for vpn in vpns if vpn.common})
    return _mark_crossing([vrf for vpn in vpns for vrf in _plan_vpn(plan, vpn)])


def role_of(vpn: Vpn, site: Site) -> str | None:
    """Say what a site is in hub-and-spoke."""
    return (site.role or SPOKE) if vpn.has_hub else None


def further_number(vpn: Vpn, place: int) -> int:
    """Give one of a VPN's further numbers: 0 is the hub's, the others those of spokes."""
    return FIRST_NUMBER + vpn.table * NUMBERS_PER_VPN + place


def choose_spoke(site: Site) -> int:
    """Take the spoke's number that the intent says, or that the names of PE and port lead to."""
    if site.spoke is not None:
        return site.spoke
    digest = hashlib.sha256(f"{site.pe}:{site.interface}".encode()).digest()
    return FIRST_SPOKE + int.from_bytes(digest[:8], "big") % (LAST_SPOKE - FIRST_SPOKE + 1)


def sort_targets(targets: Iterable[str]) -> tuple[str, ...]:
    """Order route targets as FRRouting shows them: those with AS numbers of two octets first."""

    def order(target: str) -> tuple[bool, int, int]:
        asn, number = (int(part) for part in target.split(":"))
        return asn > TWO_OCTETS, asn, number

    return tuple(sorted(set(targets), key=order))


def _plan_vpn(plan: Plan, vpn: Vpn) -> Iterator[Vrf]:
    ports: dict[tuple[str, str | None, int], list[Site]] = {}
    for site in vpn.sites:
        role = role_of(vpn, site)
        place = choose_spoke(site) if role == SPOKE else 0
        ports.setdefault((site.pe, role, place), []).append(site)
    for (_pe, role, place), sites in ports.items():
        yield _plan_vrf(plan, vpn, role, place, tuple(sites))


def _plan_vrf(plan: Plan, vpn: Vpn, role: str | None, place: int, sites: tuple[Site, ...]) -> Vrf:
    number = further_number(vpn, place)
    own = _route_id(plan.asn, number)
    hub, spoke = _hub_targets(plan, vpn)
    used = [plan.commons[name] for name in vpn.used if name in plan.commons]
    of_used = [target for common in used for target in _told_targets(plan, common)]
    for_used = [_users_target(plan, common) for common in used]
    of_users = [_users_target(plan, vpn)] if vpn.common else []
    met = (*of_used, *of_users)
    base = _first_rd(plan, vpn, sites[0].pe)
    name, table, rd, taken, told = {
        None: (
            vpn.name,
            vpn.table,
            base,
            (*(vpn.import_rt or _own_targets(plan, vpn)), *met),
            (*_told_targets(plan, vpn), *for_used),
        ),
        HUB: (f"{vpn.name}-hub", number, base, (), hub),
        HUB_RETURN: (vpn.name, vpn.table, None, (*spoke, *met), ()),
        SPOKE: (f"{vpn.name}-{place}", number, own, hub, spoke),
    }[role]
    return Vrf(
        path=sites[0].path if role == SPOKE else vpn.path,
        vpn=vpn,
        pe=sites[0].pe,
        name=name,
        table=table,
        rd=rd,
        imports=sort_targets(taken),
        exports=sort_targets(told),
        sites=sites,
        crosses_core=False,
    )


def _mark_crossing(vrfs: Sequence[Vrf]) -> tuple[Vrf, ...]:
    """Mark the VRFs whose packets go to another PE, or come from one."""
    exporters: dict[str, set[str]] = {}
    importers: dict[str, set[str]] = {}
    for vrf in vrfs:
        for index, targets in ((exporters, vrf.exports), (importers, vrf.imports)):
            for target in targets:
                index.setdefault(target, set()).add(vrf.pe)

    def crosses(vrf: Vrf) -> bool:
        pes = [exporters.get(target, set()) for target in vrf.imports]
        pes += [importers.get(target, set()) for target in vrf.exports]
        return bool(set().union(*pes) - {vrf.pe})

    return tuple(replace(vrf, crosses_core=crosses(vrf)) for vrf in vrfs)


def _own_targets(plan: Plan, vpn: Vpn) -> tuple[str, ...]:
    return vpn.rt or (f"{plan.asn}:{vpn.table}",)


def _hub_targets(plan: Plan, vpn: Vpn) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what the hub exports, and what spokes do."""
    own = _own_targets(plan, vpn)
    return own[:1], own[1:] or (_route_id(plan.asn, further_number(vpn, 0)),)


def _told_targets(plan: Plan, vpn: Vpn) -> tuple[str, ...]:
    """Give what another VPN has to import to reach this one; of hub-and-spoke, its hub."""
    if vpn.has_hub:
        return _hub_targets(plan, vpn)[0]
    return vpn.export_rt or _own_targets(plan, vpn)


def _users_target(plan: Plan, common: Vpn) -> str:
    """Give what the users of a common VPN export for it: its own import, however many they are."""
    return _route_id(plan.asn, FIRST_OF_USERS + common.table)


def _first_rd(plan: Plan, vpn: Vpn, pe: str) -> str:
    if vpn.rd == PER_PE:
        router = plan.routers.get(pe)
        return f"{router.loopback}:{vpn.table}" if router else ""
    return vpn.rd or f"{plan.asn}:{vpn.table}"


def _route_id(asn: int, number: int) -> str:
    return f"{asn if asn <= TWO_OCTETS else AS_TRANS}:{number}"
