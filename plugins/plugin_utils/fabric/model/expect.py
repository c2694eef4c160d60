# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What verify expects of a router when the network has converged (pure).

`router_verify` takes it: each part is an option of one of its expectations.
"""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    ExpectedSessions,
    ExpectedVrf,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.ce_expect import expect_ces
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.vrf import build_vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.bgp_mesh import bgp_peers

#: What a router without FRRouting is asked about its neighbours.
NO_SESSIONS: ExpectedSessions = {
    "routing": "static",
    "igps": [],
    "adjacencies": [],
    "bfd": [],
    "ldp_neighbours": [],
    "neighbours": [],
    "loopbacks": [],
    "bgp_peers": [],
    "bgp_peers6": [],
}


def expect_sessions(
    intent: Intent, router: Router, core: list[tuple[Link, int]]
) -> ExpectedSessions:
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
        "bfd": sorted(link.ends[index].interface for link, index in igp_ends if link.bfd),
        "loopbacks": _other_loopbacks(intent, router),
        "bgp_peers": sorted(str(peer.loopback) for peer in bgp_peers(intent, router)),
        "bgp_peers6": sorted(
            str(peer.loopback6) for peer in bgp_peers(intent, router) if peer.loopback6
        ),
    }


def expect_vrf(intent: Intent, vrf: Vrf) -> ExpectedVrf:
    """Say which ports, prefixes and sessions with CEs a VRF has."""
    return {**build_vrf(vrf), **intent.reach.expect(vrf), **expect_ces(intent, vrf)}


def has_repair_paths(intent: Intent) -> bool:
    """Tell whether FRRouting computes repair paths (TI-LFA)."""
    return intent.has_segments and intent.segments.ti_lfa is not None


def _other_loopbacks(intent: Intent, router: Router) -> list[str]:
    others = (other for other in intent.routers.values() if other != router)
    return sorted(
        str(address)
        for other in others
        for address in (other.loopback, other.loopback6)
        if address is not None
    )


def _router_ids(intent: Intent, names: Iterable[str]) -> list[str]:
    return sorted(str(intent.routers[name].loopback) for name in names)
