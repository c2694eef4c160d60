# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A core whose labels are computed: what the routers do with them, as routes (pure).

The routes have the keys of the module mpls_route.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import StaticRoute
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.labels import (
    FIRST_TRANSPORT_LABEL,
    FIRST_VPN_LABEL,
    allot_labels,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.paths import (
    Hop,
    hops_towards,
    walk,
)


@dataclass(frozen=True)
class StaticCore:
    """What all routers agree on.

    ``hops`` and ``transit`` are by the PE that a path leads to: each router's next hop, and the
    routers that labelled packets cross on their way from other PEs.
    """

    transport_labels: Mapping[str, int]
    vpn_labels: Mapping[str, int]
    hops: Mapping[str, Mapping[str, Hop]]
    transit: Mapping[str, frozenset[str]]


def plan_core(intent: Intent) -> StaticCore:
    """Allot the labels and find the paths between all PEs."""
    pes = {router.name: router for router in intent.routers.values() if router.role == "pe"}
    hops = {name: hops_towards(name, intent.links) for name in pes}
    return StaticCore(
        transport_labels=allot_labels(
            FIRST_TRANSPORT_LABEL, {name: int(pe.loopback) for name, pe in pes.items()}
        ),
        vpn_labels=allot_labels(FIRST_VPN_LABEL, {vpn.name: vpn.table for vpn in intent.vpns}),
        hops=hops,
        transit={
            target: frozenset(
                router for source in pes if source != target for router in walk(source, ways)
            )
            for target, ways in hops.items()
        },
    )


def build_routes(intent: Intent, core: StaticCore, router: Router) -> list[StaticRoute]:
    """Build all routes of a router: switched labels, labels of its VRFs, and remote prefixes."""
    vpns = [vpn for vpn in intent.vpns if any(site.pe == router.name for site in vpn.sites)]
    vpns.sort(key=lambda vpn: vpn.table)
    popped: list[StaticRoute] = [
        {"label": core.vpn_labels[vpn.name], "interface": vpn.name} for vpn in vpns
    ]
    return [
        *sorted(_switch_labels(core, router.name), key=lambda route: route["label"]),
        *popped,
        *(route for vpn in vpns for route in _push_labels(intent, core, router.name, vpn)),
    ]


def _switch_labels(core: StaticCore, router: str) -> Iterator[StaticRoute]:
    """Pass on what other PEs send; the last router before the target takes the label off."""
    for target, transit in core.transit.items():
        if router in transit:
            yield {"label": core.transport_labels[target], **_way(core, router, target)}


def _push_labels(intent: Intent, core: StaticCore, router: str, vpn: Vpn) -> Iterator[StaticRoute]:
    """Send the prefixes of the VPN's other sites to their PEs."""
    for prefix, target in sorted(_egresses(intent, core, router, vpn).items()):
        way = _way(core, router, target)
        yield {
            "prefix": str(prefix),
            "table": vpn.table,
            **way,
            "out_labels": [*way["out_labels"], core.vpn_labels[vpn.name]],
        }


def _way(core: StaticCore, router: str, target: str) -> StaticRoute:
    """Say how a router sends to a PE: a neighbour needs no label (penultimate hop popping)."""
    hop = core.hops[target][router]
    return {
        "via": str(hop.via),
        "interface": hop.interface,
        "out_labels": [] if hop.router == target else [core.transport_labels[target]],
    }


def _egresses(
    intent: Intent, core: StaticCore, router: str, vpn: Vpn
) -> dict[ipaddress.IPv4Network, str]:
    """Choose the PE for each prefix: none for one's own, else the nearest, then lowest loopback."""
    pes: dict[ipaddress.IPv4Network, set[str]] = {}
    for site in vpn.sites:
        pes.setdefault(site.address.network, set()).add(site.pe)
    return {
        prefix: min(
            names,
            key=lambda name: (core.hops[name][router].distance, intent.routers[name].loopback),
        )
        for prefix, names in pes.items()
        if router not in names
    }
