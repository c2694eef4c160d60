# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Whether the core carries the sessions by which PEs learn routes of each other (pure).

A session of BGP goes by the same labels as customers' packets. When it ends, what its peer had
advertised is gone, so that the lost label is the cause of each lost route.
"""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.walk import Walker
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import (
    Break,
    Differences,
    find_difference,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.bgp_mesh import bgp_peers


class Sessions:
    """The sessions of a network; each is followed once, in both directions."""

    def __init__(self, intent: Intent, walker: Walker, differences: Differences) -> None:
        """Take the network, with what is known to be wrong with its entries."""
        self._intent = intent
        self._walker = walker
        self._differences = differences
        self._known: dict[tuple[str, str], Break | None] = {}

    def find_break(self, *routers: str) -> Break | None:
        """Name what keeps packets of these routers from their peers, or those of a peer."""
        return next((found for one in routers for found in self._find_breaks(one)), None)

    def _find_breaks(self, router: str) -> Iterator[Break]:
        for peer in bgp_peers(self._intent, self._intent.routers[router]):
            for ends in ((router, peer.name), (peer.name, router)):
                if ends not in self._known:
                    self._known[ends] = self._walk(*ends)
                found = self._known[ends]
                if found is not None:
                    yield found

    def _walk(self, source: str, target: str) -> Break | None:
        for way in self._walker.walk(source, "", self._intent.routers[target].loopback):
            if way.fault is not None:
                return find_difference(way, self._differences) or way.fault
        return None
