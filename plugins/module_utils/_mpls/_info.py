# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What mpls_route_info returns: label routes in the words of mpls_route's options."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._adapter import (
    read_label_table_size,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._render import render_option
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    FIRST_LABEL,
    PROTOCOL,
    RouteKey,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._wire_routes import (
    pushes_labels,
    route_key,
    route_state,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._adapter import (
        LinkClient,
        RouteClient,
    )

# include/uapi/linux/rtnetlink.h, and FRR's zebra/rt_netlink.h
OWNERS = {
    2: "kernel",
    3: "boot",
    4: "static",
    11: "zebra",
    16: "dhcp",
    PROTOCOL: "linuxnet-mpls",
    186: "bgp",
    187: "isis",
    188: "ospf",
    189: "rip",
    192: "eigrp",
    193: "ldp",
    194: "sharp",
    195: "pbr",
    196: "frr-static",
}


def gather_routes(routes: RouteClient, links: LinkClient, *, others: bool) -> dict[str, Any]:
    """Read our routes, and with ``others`` those of everybody else that deal with labels."""
    size = read_label_table_size()
    names = {link.index: name for name, link in links.read().items()}
    protocol = 0 if others else PROTOCOL
    mine: list[tuple[RouteKey, dict[str, Any]]] = []
    foreign: list[tuple[RouteKey, dict[str, Any]]] = []
    for route in _dump(routes, protocol):
        key = route_key(route)
        if key is None:
            continue
        entry = render_option(key, route_state(route, names))
        if route.protocol == PROTOCOL:
            mine.append((key, entry))
        elif others:
            owner = OWNERS.get(route.protocol, str(route.protocol))
            foreign.append((key, {**entry, "owner": owner, "protocol": route.protocol}))
    result: dict[str, Any] = {"platform_labels": size, "routes": _sorted(mine)}
    return {**result, "foreign_routes": _sorted(foreign)} if others else result


def _dump(routes: RouteClient, protocol: int) -> Iterator[wire.RouteMessage]:
    """Read all labels, and the IP routes that push some or are ours."""
    for route in routes.dump(wire.AF_MPLS, protocol=protocol):
        key = route_key(route)
        # The kernel's own entries for explicit null are no routes of anybody.
        if key is not None and key.label >= FIRST_LABEL:
            yield route
    for family in (socket.AF_INET, socket.AF_INET6):
        for route in routes.dump(family, protocol=protocol):
            if route.protocol == PROTOCOL or pushes_labels(route):
                yield route


def _sorted(entries: list[tuple[RouteKey, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [entry for _key, entry in sorted(entries, key=lambda one: one[0])]
