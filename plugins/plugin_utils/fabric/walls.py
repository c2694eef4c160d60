# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The walls between customers and the core: what a router lets in (pure).

All of them stand unless the intent opens one. Routers without customers have those of tunnels
alone: who else sends to them is the core itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.frr_model import (
    End,
    bgp_peers,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import Intent, Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent_services import (
    Site,
    Vpn,
    Vrf,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.neighbours import limit_ports
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.service_keys import (
    HUB,
    HUB_RETURN,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.tunnels import tunnel_ends

LOOPBACK = "lo"


def build_walls(
    intent: Intent,
    router: Router,
    core: Sequence[End],
    vrfs: Sequence[Vrf],
    ce_sessions: Sequence[Mapping[str, Any]],
) -> dict[str, Any] | None:
    """Give the options of mpls_filter; None where no wall is to stand.

    ``core`` are the ends of core links. ``ce_sessions`` are the sessions with customers' routers,
    each with its protocol, interface, ce_address and bfd.
    """
    options = _build_customer_walls(intent, router, core, vrfs, ce_sessions)
    tunnels = [tunnel_ends(link.tunnel, index) for link, index in core if link.tunnel]
    if tunnels and intent.walls.tunnels:
        options["tunnels"] = tunnels
    return options if any(options.values()) else None


def _build_customer_walls(
    intent: Intent,
    router: Router,
    core: Sequence[End],
    vrfs: Sequence[Vrf],
    ce_sessions: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    walls = intent.walls
    sites = [site for vrf in vrfs for site in vrf.sites]
    options: dict[str, Any] = {}
    if router.role != "pe":
        return options
    if walls.labels:
        options["label_ports"] = _interfaces(sites)
    if walls.spoofing:
        options["source_ports"] = _interfaces(
            site for vrf in vrfs for site in vrf.sites if _has_one_way(vrf.vpn, site)
        )
    if walls.parents and sites:
        options["parent_ports"] = _interfaces(sites)
        options["other_interfaces"] = _other_interfaces(router, core, sites)
    if walls.control_plane:
        options |= {
            "ports": _interfaces(sites),
            "vrfs": sorted(vrf.name for vrf in vrfs),
            "sessions": [_session(one) for one in ce_sessions],
            **_build_core(intent, router, core),
        }
    if walls.neighbours:
        options["neighbours"] = limit_ports(sites, ce_sessions)
    return options


def core_crosses_no_customer_port(intent: Intent) -> Iterator[Problem]:
    """A core link is no VLAN on a customer's port, where labelled frames are dropped."""
    parents = {
        (end.router, end.interface.rpartition(".")[0]): link.path
        for link in intent.links
        for end in link.ends
    }
    for site in (site for vpn in intent.vpns for site in vpn.sites):
        path = parents.get((site.pe, site.interface))
        if intent.walls.labels and path:
            expected = f"a port that is not below the VLAN of {path}, or mpls_walls.labels: false"
            yield Problem(f"{site.path}.interface", f"{site.pe}:{site.interface}", expected)


def customers_are_on_wires_of_their_own(intent: Intent) -> Iterator[Problem]:
    """A customer's port is no VLAN of an interface whose packets are the core's.

    What the customer sends without a tag would come in as that interface's.
    """
    uses = {
        (router.name, name): f"mpls_routers.{router.name}.{key}"
        for router in intent.routers.values()
        for key in ("label_interfaces", "passive_interfaces")
        for name in getattr(router, key)
    }
    uses |= {(end.router, end.interface): link.path for link in intent.links for end in link.ends}
    for site in (site for vpn in intent.vpns for site in vpn.sites):
        for parent in _parents(site.interface):
            user = f"of {uses[site.pe, parent]}" if (site.pe, parent) in uses else None
            if parent == LOOPBACK:
                user = "the loopback"
            if user is not None:
                expected = f"a port that is no VLAN of {parent}, which is {user}"
                yield Problem(f"{site.path}.interface", f"{site.pe}:{site.interface}", expected)


RULES = (core_crosses_no_customer_port, customers_are_on_wires_of_their_own)


def _build_core(intent: Intent, router: Router, core: Sequence[End]) -> dict[str, Any]:
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


def _parents(name: str) -> Iterator[str]:
    """Give the interfaces that a name such as bond0.100.7 tells to be below it."""
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


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
    return site.walls.spoofing and not has_another and site.role not in (HUB, HUB_RETURN)


def _session(session: Mapping[str, Any]) -> dict[str, Any]:
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
