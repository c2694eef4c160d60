# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A planned network as the intent's variables and groups, as an inventory has them (pure)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import VPN_PREFIX
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import (
    LinkPlan,
    Network,
    Words,
)

GROUPS = ("p", "pe", "rr")

#: Gives a value with its place, which paths of the drawing lead to: the first one that says it.
Mark = Callable[..., Any]


def build_groups(network: Network) -> dict[str, list[str]]:
    """Name the routers of each role; customers' routers are no hosts of the provider."""
    return {
        role: [name for name, router in network.routers.items() if router.role == role]
        for role in GROUPS
    }


def build_variables(network: Network, mark: Mark = lambda value, *_paths: value) -> dict[str, Any]:
    """Write the intent, with the place of each value that the drawing has."""

    def mark_all(words: Words, *paths: str) -> dict[str, Any]:
        return {
            name: mark(value, *(f"{path}.{name}" for path in paths))
            for name, value in words.items()
        }

    routers = {
        name: mark(mark_all(router.words, name), name) for name, router in network.routers.items()
    }
    links = [
        mark({"ends": _ends(link), **mark_all(link.words, link.path)}, link.path)
        for link in network.links
    ]
    sites: dict[str, list[Any]] = {}
    for site in network.sites:
        port = {"pe": site.pe.router, "interface": site.pe.interface}
        words = {**port, **mark_all(site.words, site.path, site.customer)}
        sites.setdefault(site.vpn, []).append(mark(words, site.path))
    vpns = {
        f"{VPN_PREFIX}{name}": {**words, "sites": [*words.get("sites", []), *sites.get(name, [])]}
        for name, words in network.vpns.items()
    }
    return {
        **mark_all(network.fabric, "graph"),
        "mpls_routers": routers,
        "mpls_links": links,
        **mark_all(vpns, "graph"),
    }


def _ends(link: LinkPlan) -> list[str]:
    return [f"{end.router}:{end.interface}" for end in link.ends]
