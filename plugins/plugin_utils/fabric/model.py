# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What each router gets: a checked intent to one plain dictionary per router (pure).

The dictionary is what templates print and modules take: they compute nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.frr_model import (
    bgp_peers,
    build_frr,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import (
    Intent,
    Link,
    Router,
    Site,
    Vpn,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.static_core import (
    StaticCore,
    build_routes,
    plan_core,
)

KERNEL_MODULES = ("mpls_router", "mpls_iptunnel", "mpls_gso")
#: What a router without FRRouting is asked about its neighbours.
NO_SESSIONS: dict[str, Any] = {
    "routing": "static",
    "igps": [],
    "adjacencies": [],
    "ldp_neighbours": [],
    "neighbours": [],
    "loopbacks": [],
    "bgp_peers": [],
    "bgp_peers6": [],
}


def build_models(intent: Intent) -> dict[str, dict[str, Any]]:
    """Build the model of every router."""
    static = plan_core(intent) if intent.is_static else None
    return {router.name: _build_model(intent, router, static) for router in intent.routers.values()}


def _build_model(intent: Intent, router: Router, static: StaticCore | None) -> dict[str, Any]:
    core = [(link, index) for link in intent.links for index in _ends_at(link, router)]
    ports = [(vpn, sites) for vpn in intent.vpns if (sites := _sites_at(vpn, router))]
    core_names = sorted(link.ends[index].interface for link, index in core)
    label_names = sorted(
        [
            *(link.ends[index].interface for link, index in core if intent.has_labels(link)),
            *router.label_interfaces,
        ]
    )
    vpns = [vpn for vpn, _sites in ports]
    routes = build_routes(intent, static, router) if static else []
    port_names = sorted(
        [
            *(site.interface for _vpn, sites in ports for site in sites),
            *router.passive_interfaces,
        ]
    )
    closed_names = sorted({*core_names, *port_names} - {*label_names})
    return {
        "name": router.name,
        "role": router.role,
        "routing": "static" if static else "frr",
        "kernel": {
            "modules": [*KERNEL_MODULES, "vrf"] if router.role == "pe" else [*KERNEL_MODULES],
            "platform_labels": intent.platform_labels,
            "label_interfaces": label_names,
            "closed_interfaces": closed_names,
        },
        "needs_packages": ["python3-pyroute2"] if static else ["frr", "python3-pyroute2"],
        "needs_interfaces": sorted([*core_names, *port_names]),
        "core_interfaces": [_loopback(router), *(_core_interface(*end) for end in core)],
        "vrfs": [_vrf(vpn, sites) for vpn, sites in ports],
        "customer_interfaces": [_port(site) for _vpn, sites in ports for site in sites],
        "frr": None if static else build_frr(intent, router, core, vpns),
        "static_routes": routes,
        "expect": {
            **(NO_SESSIONS if static else _expect_sessions(intent, router, core)),
            "label_interfaces": label_names,
            "static_routes": routes,
            "vrfs": [_expect_vrf(vpn, router) for vpn in vpns],
        },
    }


def _expect_sessions(
    intent: Intent, router: Router, core: list[tuple[Link, int]]
) -> dict[str, Any]:
    """Say what FRRouting shows on this router when the network has converged."""
    igp_ends = [(link, index) for link, index in core if intent.has_igp(link)]
    neighbours = {link.ends[1 - index].router for link, index in igp_ends}
    ldp_neighbours = {
        link.ends[1 - index].router
        for link, index in core
        if intent.has_labels(link) and not intent.has_segments
    }
    return {
        "routing": "frr",
        "igps": list(intent.igp.protocols) if router.has_igp else [],
        "neighbours": _router_ids(intent, neighbours),
        "ldp_neighbours": _router_ids(intent, ldp_neighbours),
        "adjacencies": sorted(link.ends[index].interface for link, index in igp_ends),
        "loopbacks": _router_ids(intent, set(intent.routers) - {router.name}),
        "bgp_peers": sorted(str(peer.loopback) for peer in bgp_peers(intent, router)),
        "bgp_peers6": sorted(
            str(peer.loopback6) for peer in bgp_peers(intent, router) if peer.loopback6
        ),
    }


def _expect_vrf(vpn: Vpn, router: Router) -> dict[str, Any]:
    return {
        "name": vpn.name,
        "table": vpn.table,
        "members": [site.interface for site in _sites_at(vpn, router)],
        "remote_prefixes": _remote_prefixes(vpn, router),
    }


def _ends_at(link: Link, router: Router) -> list[int]:
    return [index for index, end in enumerate(link.ends) if end.router == router.name]


def _sites_at(vpn: Vpn, router: Router) -> list[Site]:
    return [site for site in vpn.sites if site.pe == router.name]


def _remote_prefixes(vpn: Vpn, router: Router) -> list[str]:
    local = {site.address.network for site in _sites_at(vpn, router)}
    return sorted({str(site.address.network) for site in vpn.sites} - {str(net) for net in local})


def _router_ids(intent: Intent, names: Iterable[str]) -> list[str]:
    return sorted(str(intent.routers[name].loopback) for name in names)


def _loopback(router: Router) -> dict[str, Any]:
    addresses = [f"{router.loopback}/32"]
    if router.loopback6 is not None:
        addresses.append(f"{router.loopback6}/128")
    return {"name": "lo", "addresses": addresses}


def _core_interface(link: Link, index: int) -> dict[str, Any]:
    address = f"{link.address(index)}/{link.subnet.prefixlen}"
    return _with_mtu(link.ends[index].interface, [address], link.mtu)


def _port(site: Site) -> dict[str, Any]:
    addresses = [str(address) for address in (site.address, site.address6) if address]
    return _with_mtu(site.interface, addresses, site.mtu)


def _with_mtu(name: str, addresses: list[str], mtu: int | None) -> dict[str, Any]:
    interface: dict[str, Any] = {"name": name, "addresses": addresses}
    if mtu is not None:
        interface["mtu"] = mtu
    return interface


def _vrf(vpn: Vpn, sites: list[Site]) -> dict[str, Any]:
    return {"name": vpn.name, "table": vpn.table, "members": [site.interface for site in sites]}
