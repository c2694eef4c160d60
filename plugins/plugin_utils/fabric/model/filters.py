# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What mpls_filter gets: the edge protection of a router (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    CeSession,
    EdgeProtection,
    FilterSession,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import (
    HUB,
    HUB_RETURN,
    Site,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.frr import End
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.bgp_mesh import bgp_peers
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.neighbours import (
    limit_ports,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.tunnels import tunnel_ends


def build_filters(
    intent: Intent,
    router: Router,
    core: Sequence[End],
    vrfs: Sequence[Vrf],
    ce_sessions: Sequence[CeSession],
) -> EdgeProtection | None:
    """Give the options of mpls_filter; None where nothing is protected.

    ``core`` are the ends of core links. ``ce_sessions`` are the sessions with customers' routers,
    each with its protocol, interface, ce_address and bfd.
    """
    options = _filter_customers(intent, router, core, vrfs, ce_sessions)
    tunnels = [tunnel_ends(link.tunnel, index) for link, index in core if link.tunnel]
    if tunnels and intent.edge_protection.tunnels:
        options["tunnels"] = tunnels
    return options if any(options.values()) else None


def _filter_customers(
    intent: Intent,
    router: Router,
    core: Sequence[End],
    vrfs: Sequence[Vrf],
    ce_sessions: Sequence[CeSession],
) -> EdgeProtection:
    protection = intent.edge_protection
    sites = [site for vrf in vrfs for site in vrf.sites]
    options: EdgeProtection = {}
    if router.role != "pe":
        return options
    if protection.labels:
        options["label_ports"] = _interfaces(sites)
    if protection.urpf:
        options["source_ports"] = _interfaces(
            site for vrf in vrfs for site in vrf.sites if _has_one_way(vrf.vpn, site)
        )
    if protection.parents and sites:
        options["parent_ports"] = _interfaces(sites)
        options["other_interfaces"] = _other_interfaces(router, core, sites)
    if protection.control_plane:
        options |= {
            "ports": _interfaces(sites),
            "vrfs": sorted(vrf.name for vrf in vrfs),
            "sessions": [_session(one) for one in ce_sessions],
            **_build_core(intent, router, core),
        }
    if protection.neighbours:
        options["neighbours"] = limit_ports(sites, ce_sessions)
    return options


def _build_core(intent: Intent, router: Router, core: Sequence[End]) -> EdgeProtection:
    """Say who of the core speaks BGP and LDP to a router: what comes from others is dropped.

    Which link has LDP is not asked, so that one that changes from LDP to segment routing keeps its
    session until the other end has changed too.
    """
    peers = bgp_peers(intent, router)
    others = [other for other in intent.routers.values() if other != router]
    loopbacks = [address for other in others for address in (other.loopback, other.loopback6)]
    links = [link.address(1 - index) for link, index in core if link.subnet]
    return {
        "core": sorted(link.ends[index].interface for link, index in core),
        "bgp_peers": _addresses(
            address for peer in peers for address in (peer.loopback, peer.loopback6)
        ),
        "ldp_peers": _addresses([*loopbacks, *links]),
    }


def _other_interfaces(router: Router, core: Iterable[End], sites: Iterable[Site]) -> list[str]:
    """Name what the intent says of a router besides these sites: nobody closes it as a parent."""
    names = {link.ends[index].interface for link, index in core}
    names |= {*router.label_interfaces, *router.passive_interfaces}
    return sorted(names - {*_interfaces(sites)})


def _has_one_way(vpn: Vpn, site: Site) -> bool:
    """Tell whether all that a site sends comes in by this port, and may be held to it.

    A hub's router sends what came from the spokes, and a place with two ways in may send by one
    what its VRF leads to by the other.
    """
    has_another = site.site is not None and sum(one.site == site.site for one in vpn.sites) > 1
    return site.edge_protection.urpf and not has_another and site.role not in (HUB, HUB_RETURN)


def _session(session: CeSession) -> FilterSession:
    """Give what mpls_filter takes of a session with a customer's router."""
    return {
        "protocol": session["protocol"],
        "interface": session["interface"],
        "address": session["ce_address"],
        "bfd": session["bfd"],
    }


def _interfaces(sites: Iterable[Site]) -> list[str]:
    return sorted(site.interface for site in sites)


def _addresses(values: Iterable[object]) -> list[str]:
    return sorted({str(value) for value in values if value is not None})
