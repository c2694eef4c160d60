# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A planned network as the intent's variables and groups, as an inventory has them (pure)."""

from __future__ import annotations

from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.keys import VPN_PREFIX
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import (
    LinkPlan,
    Network,
    SitePlan,
)

GROUPS = ("p", "pe", "rr")


def build_groups(network: Network) -> dict[str, list[str]]:
    """Name the routers of each role; customers' routers are no hosts of the provider."""
    return {
        role: [name for name, router in network.routers.items() if router.role == role]
        for role in GROUPS
    }


def build_variables(network: Network) -> dict[str, Any]:
    """Write the intent."""
    return {
        **network.fabric,
        "mpls_routers": {name: dict(router.words) for name, router in network.routers.items()},
        "mpls_links": [_link(link) for link in network.links],
        **{f"{VPN_PREFIX}{name}": _vpn(network, name) for name in network.vpns},
    }


def _link(link: LinkPlan) -> dict[str, Any]:
    return {"ends": [f"{end.router}:{end.interface}" for end in link.ends], **link.words}


def _vpn(network: Network, name: str) -> dict[str, Any]:
    words = network.vpns[name]
    drawn = [_site(site) for site in network.sites if site.vpn == name]
    return {**words, "sites": [*words.get("sites", []), *drawn]}


def _site(site: SitePlan) -> dict[str, Any]:
    return {"pe": site.pe.router, "interface": site.pe.interface, **site.words}
