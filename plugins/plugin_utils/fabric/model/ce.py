# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a PE gets of its customers' routers: sessions, policies and routes, VRF by VRF (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    CeNeighbour,
    CeOspf,
    CeOspfPort,
    CeStaticRoute,
    CeVrf,
    OspfLimit,
    OspfLimitPort,
    Redistribution,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import (
    BgpCe,
    OspfCe,
    StaticCe,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.ce_policy import (
    build_policy,
    ospf_out,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    FAMILIES,
    policy_name,
    site_families,
    site_of_origin,
)

#: How FRR calls OSPF by version of IP: as a protocol, and in the lines of an interface.
OSPF_NAMES = {4: "ospf", 6: "ospf6"}


def build_ce_vrf(intent: Intent, router: Router, vrf: Vrf) -> CeVrf | None:
    """Build what FRR is told of a VRF's CEs at a router; None where there are none."""
    here, name = list(vrf.sites), vrf.name
    if not any(site.ce for site in here):
        return None
    return {
        "name": name,
        **build_policy(intent, vrf),
        "static_routes": [route for site in here for route in _static_routes(site)],
        "neighbours": [one for site in here for one in _neighbours(intent, vrf, site)],
        "redistribute": {
            family: _redistribute(name, version, here) for version, family in FAMILIES.items()
        },
        "ospf": [_ospf(router, name, version, here) for version in _ospf_versions(here)],
        "ports": [_ospf_port(site, site.ce) for site in here if isinstance(site.ce, OspfCe)],
    }


def limit_ospf(vrfs: Iterable[Vrf]) -> OspfLimit | None:
    """Give the options of ospf_limit; None where no CE speaks OSPF."""
    ports: list[OspfLimitPort] = [
        {
            "interface": site.interface,
            "vrf": vrf.name,
            "max_prefixes": site.ce.max_prefixes,
            "restart": site.ce.max_prefixes_restart,
        }
        for vrf in vrfs
        for site in vrf.sites
        if isinstance(site.ce, OspfCe)
    ]
    return {"ports": ports} if ports else None


def ce_daemons(ce_vrfs: Iterable[CeVrf]) -> set[str]:
    """Name the daemons that the CEs need beside BGP's."""
    daemons = set()
    for vrf in ce_vrfs:
        daemons |= {{4: "ospfd", 6: "ospf6d"}[ospf["version"]] for ospf in vrf["ospf"]}
        if any(peer["bfd"] for peer in [*vrf["neighbours"], *vrf["ports"]]):
            daemons.add("bfdd")
    return daemons


def allowas_in(vpns: Iterable[Vpn]) -> int | None:
    """Say how often a path may have the provider's AS number among the provider's routers, too.

    FRR looks for loops in what routers of its own AS tell, too (`bgp_update`, bgpd/bgp_route.c).
    """
    ces = [site.ce for vpn in vpns for site in vpn.sites if isinstance(site.ce, BgpCe)]
    return max((ce.allowas_in or 0 for ce in ces), default=0) or None


def _static_routes(site: Site) -> list[CeStaticRoute]:
    if not isinstance(site.ce, StaticCe):
        return []
    hops = {4: site.ce.address, 6: site.ce.address6}
    return [
        {
            "word": "ip" if prefix.version == 4 else "ipv6",  # noqa: PLR2004
            "prefix": str(prefix),
            "via": str(hops[prefix.version]),
            "interface": site.interface,
        }
        for prefix in site.ce.routes
    ]


def _neighbours(intent: Intent, vrf: Vrf, site: Site) -> list[CeNeighbour]:
    ce = site.ce
    if not isinstance(ce, BgpCe):
        return []
    holdtime = ce.holdtime or intent.bgp_holdtime
    return [
        {
            "address": str(address),
            "family": FAMILIES[address.version],
            "asn": ce.asn,
            "description": f"{vrf.name} {site.site or site.interface}",
            "holdtime": holdtime,
            "keepalive": holdtime // 3,
            "secret": ce.secret,
            "bfd": ce.bfd,
            "gtsm": ce.gtsm,
            "as_override": _overrides_as(intent, vrf, site, ce),
            "allowas_in": ce.allowas_in,
            "max_prefixes": ce.max_prefixes,
            "max_prefixes_restart": ce.max_prefixes_restart,
            "originate_default": ce.originate_default,
            "soo": site_of_origin(intent.asn or 0, vrf.vpn, site),
            "policy_in": policy_name(vrf.name, site.interface, "in", address.version),
            "policy_out": policy_name(vrf.name, site.interface, "out", address.version),
        }
        for address in (ce.address, ce.address6)
        if address
    ]


def _overrides_as(intent: Intent, vrf: Vrf, site: Site, ce: BgpCe) -> bool:
    """Tell whether the CE would take what it is told for a loop, as others have its AS number."""
    if ce.as_override is not None:
        return ce.as_override
    others = (other.ce for other in intent.reach.list_senders(vrf) if other is not site)
    return any(isinstance(other, BgpCe) and other.asn == ce.asn for other in others)


def _redistribute(vrf: str, version: int, here: list[Site]) -> list[Redistribution]:
    """List what BGP takes from the CEs of other protocols, beside the ports' subnets."""
    statics = [one for site in here for one in _static_routes(site)]
    word = "ip" if version == 4 else "ipv6"  # noqa: PLR2004
    taken: list[Redistribution] = []
    if any(route["word"] == word for route in statics):
        taken.append({"protocol": "static", "policy": None})
    if version in _ospf_versions(here):
        policy = policy_name(vrf, "ospf", "in", version)
        taken.append({"protocol": OSPF_NAMES[version], "policy": policy})
    return taken


def _ospf_versions(here: list[Site]) -> list[int]:
    sites = [site for site in here if isinstance(site.ce, OspfCe)]
    return sorted({version for site in sites for version in site_families(site)})


def _ospf(router: Router, vrf: str, version: int, here: list[Site]) -> CeOspf:
    ces = [site.ce for site in here if isinstance(site.ce, OspfCe)]
    has_static = any(isinstance(site.ce, StaticCe) for site in here)
    return {
        "version": version,
        "name": OSPF_NAMES[version],
        "word": "ip" if version == 4 else "ipv6",  # noqa: PLR2004
        "router_id": str(router.loopback),
        "policy_in": policy_name(vrf, "ospf", "in", version),
        "policy_out": ospf_out(vrf),
        "redistribute": ["bgp", "connected", *(["static"] if has_static else [])],
        "originate_default": any(ce.originate_default for ce in ces),
        "drained": router.drained,
    }


def _ospf_port(site: Site, ce: OspfCe) -> CeOspfPort:
    return {
        "name": site.interface,
        "versions": site_families(site),
        "area": ce.area,
        "network": ce.network,
        "cost": ce.cost,
        "bfd": ce.bfd,
        "secret": ce.secret,
    }
