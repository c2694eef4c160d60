# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What each router gets: a checked intent to one plain dictionary per router (pure).

The dictionary is what templates print and modules take: they compute nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    Interface,
    MssClamp,
    RouterModel,
    TunnelDevice,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import (
    HUB_RETURN,
    Site,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.ce import limit_ospf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.expect import (
    NO_SESSIONS,
    expect_sessions,
    expect_vrf,
    has_repair_paths,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.filters import (
    build_filters,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.frr import build_frr
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.tunnels import build_tunnel
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.vrf import build_vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    list_sessions,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.mtu import (
    link_mtu,
    segment_sizes,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.neighbours import (
    size_tables,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.static_core import (
    StaticCore,
    build_routes,
    plan_core,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.tunnels import (
    needed_modules,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.upgrades import (
    plan_upgrade_times,
)

KERNEL_MODULES = ("mpls_router", "mpls_iptunnel", "mpls_gso")


def build_models(intent: Intent) -> dict[str, RouterModel]:
    """Build the model of every router."""
    static = plan_core(intent) if intent.is_static else None
    roles = {router.name: router.role for router in intent.routers.values()}
    start = intent.upgrades_from
    times = {} if start is None else plan_upgrade_times(start, roles)
    return {
        router.name: _build_model(intent, router, static, times.get(router.name))
        for router in intent.routers.values()
    }


def list_prefixes(intent: Intent) -> dict[str, str]:
    """Name the variable of each prefix that the routers of the core have routes to."""
    prefixes = {
        str(link.subnet): f"{link.path}.subnet" for link in intent.links if link.subnet is not None
    }
    for router in intent.routers.values():
        path = f"mpls_routers.{router.name}.loopback"
        prefixes[f"{router.loopback}/32"] = path
        if router.loopback6 is not None:
            prefixes[f"{router.loopback6}/128"] = f"{path}6"
    return prefixes


def _build_model(
    intent: Intent, router: Router, static: StaticCore | None, upgrade_time: str | None
) -> RouterModel:
    core = intent.ends_by_router.get(router.name, [])
    vrfs = intent.vrfs_by_router.get(router.name, [])
    sites = [site for vrf in vrfs for site in vrf.sites]
    ports_of_core = [(link, index) for link, index in core if link.tunnel is None]
    over_tunnels = [(link, index) for link, index in core if link.tunnel is not None]
    core_names = _interfaces(ports_of_core)
    label_names = _interfaces(end for end in ports_of_core if intent.has_labels(end[0]))
    label_names += router.label_interfaces
    tunnel_names = _interfaces(end for end in over_tunnels if intent.has_labels(end[0]))
    modules = [*KERNEL_MODULES, "vrf"] if router.role == "pe" else [*KERNEL_MODULES]
    routes = build_routes(intent, static, router) if static else []
    clamp = _mss_clamp(intent, [vrf.name for vrf in vrfs if vrf.crosses_core])
    ce_sessions = [one for vrf in vrfs for one in list_sessions(vrf)]
    protection = build_filters(intent, router, core, vrfs, ce_sessions)
    ospf_limit = limit_ospf(vrfs)
    core_ports = [_core_interface(intent, router, *end) for end in ports_of_core]
    tunnels = [_tunnel(intent, router, *end) for end in over_tunnels]
    customer_ports = [_port(site) for site in sites]
    port_names = sorted([*(site.interface for site in sites), *router.passive_interfaces])
    names = {*core_names, *port_names, *label_names}
    closed_names = sorted((names | _vlan_parents(names)) - {*label_names})
    return {
        "name": router.name,
        "role": router.role,
        "routing": "static" if static else "frr",
        "kernel": {
            "modules": modules,
            "platform_labels": intent.platform_labels,
            "label_interfaces": sorted(label_names),
            "closed_interfaces": closed_names,
            # What a hub's router sends back comes from where the hub's other VRF leads.
            "unfiltered_interfaces": [site.interface for site in sites if site.role == HUB_RETURN],
            "short_queue_interfaces": sorted(site.interface for site in sites),
            "neighbours": size_tables(len(core), sites),
        },
        "needs_kernel_modules": [*modules, *needed_modules(link for link, _index in core)],
        "needs_packages": _packages(
            static is not None, has_rules=bool(clamp or protection or ospf_limit)
        ),
        "needs_interfaces": sorted([*core_names, *port_names]),
        "configures_interfaces": sorted(port["name"] for port in (*core_ports, *customer_ports)),
        "needs_addresses": {
            port["name"]: port["addresses"] for port in (_loopback(router), *core_ports, *tunnels)
        },
        "has_several_next_hops": static is None
        and sum(intent.has_labels(link) for link, _index in core) > 1,
        "tunnels": tunnels,
        "needs_mtus": {
            port["name"]: port["mtu"] for port in (*core_ports, *customer_ports) if "mtu" in port
        },
        "core_interfaces": [_loopback(router), *core_ports],
        "vrfs": [build_vrf(vrf) for vrf in vrfs],
        "mss_clamp": clamp,
        "edge_protection": protection,
        "ospf_limit": ospf_limit,
        "customer_interfaces": customer_ports,
        "ce_sessions": ce_sessions,
        "frr": None if static else build_frr(intent, router, core, vrfs),
        "static_routes": routes,
        "upgrade_time": upgrade_time,
        "expect": {
            **(NO_SESSIONS if static else expect_sessions(intent, router, core)),
            "label_interfaces": sorted([*label_names, *tunnel_names]),
            "static_routes": routes,
            "edge_protection": protection,
            "repair": True,
            "repair_paths": has_repair_paths(intent),
            "ospf_limit": ospf_limit,
            "vrfs": [expect_vrf(intent, vrf) for vrf in vrfs],
        },
    }


def _packages(is_static: bool, has_rules: bool) -> list[str]:
    return [
        *(() if is_static else ("frr",)),
        *(("nftables",) if has_rules else ()),
        "python3-pyroute2",
    ]


def _mss_clamp(intent: Intent, names: list[str]) -> MssClamp | None:
    """Say how small TCP's segments are to be, and of which VRFs' customers."""
    if not (intent.mss_clamp and names):
        return None
    sizes = segment_sizes(intent)
    return {"vrfs": sorted(names), "ipv4": sizes["ipv4"], "ipv6": sizes["ipv6"]}


def _interfaces(core: Iterable[tuple[Link, int]]) -> list[str]:
    return [link.ends[index].interface for link, index in core]


def _vlan_parents(names: Iterable[str]) -> set[str]:
    """Give the interfaces below VLANs: what comes without a tag is none of the core's."""
    splits = [name.rpartition(".") for name in names]
    return {parent for parent, _dot, tag in splits if parent and tag.isdecimal()}


def _loopback(router: Router) -> Interface:
    addresses = [f"{router.loopback}/32"]
    if router.loopback6 is not None:
        addresses.append(f"{router.loopback6}/128")
    return {"name": "lo", "addresses": addresses}


def _core_interface(intent: Intent, router: Router, link: Link, index: int) -> Interface:
    address = _core_address(router, link, index)
    return _with_mtu(link.ends[index].interface, [address], link_mtu(intent, link))


def _tunnel(intent: Intent, router: Router, link: Link, index: int) -> TunnelDevice:
    address = _core_address(router, link, index)
    mtu = link_mtu(intent, link)
    return build_tunnel(link, index, address, mtu, takes_labels=intent.has_labels(link))


def _core_address(router: Router, link: Link, index: int) -> str:
    """Give an unnumbered end the address of the loopback; FRR takes the /32 for unnumbered."""
    if link.subnet is None:
        return f"{router.loopback}/32"
    return f"{link.address(index)}/{link.subnet.prefixlen}"


def _port(site: Site) -> Interface:
    addresses = [str(address) for address in (site.address, site.address6) if address]
    return _with_mtu(site.interface, addresses, site.mtu)


def _with_mtu(name: str, addresses: list[str], mtu: int | None) -> Interface:
    interface: Interface = {"name": name, "addresses": addresses}
    if mtu is not None:
        interface["mtu"] = mtu
    return interface
