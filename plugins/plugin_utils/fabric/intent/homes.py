# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where each key of the intent belongs, for one that stands in another dictionary (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import CE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import FABRIC
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import LINK, TUNNEL
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.protection import (
    PROTECTION,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import ROUTER
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import VPN
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import SITE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key


def _list_homes() -> Mapping[str, str]:
    tables: list[tuple[str, Mapping[str, Key]]] = [
        ("the variables of all routers, such as in group_vars/all", FABRIC),
        ("mpls_routers.NAME", ROUTER),
        ("mpls_links[]", LINK),
        ("mpls_links[].tunnel", TUNNEL),
        ("mpls_vpn_NAME", VPN),
        ("mpls_vpn_NAME.sites[]", SITE),
        *((f"mpls_vpn_NAME.sites[].ce with protocol {name}", keys) for name, keys in CE.items()),
        ("mpls_edge_protection", PROTECTION),
    ]
    homes: dict[str, list[str]] = {}
    for place, keys in tables:
        for name in keys:
            homes.setdefault(name, []).append(place)
    return {name: " or ".join(places) for name, places in homes.items()}


HOMES = _list_homes()
