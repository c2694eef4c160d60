# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which routers of the core have BGP sessions with which (pure)."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router


def bgp_peers(intent: Intent, router: Router) -> list[Router]:
    """Choose iBGP peers: reflectors with all PEs and each other; without any, a mesh of PEs."""
    reflectors = [peer for peer in intent.routers.values() if peer.role == "rr"]
    edges = [peer for peer in intent.routers.values() if peer.role == "pe"]
    if router.role == "rr":
        peers = edges + reflectors
    elif router.role == "pe":
        peers = reflectors or edges
    else:
        peers = []
    return sorted((peer for peer in peers if peer != router), key=lambda peer: peer.loopback)
