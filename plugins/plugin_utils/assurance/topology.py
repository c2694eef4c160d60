# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which interface of which router is at the other end of a link (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import (
    Link,
    LinkEnd,
)


@dataclass(frozen=True)
class Topology:
    """The links of the core, by each of their ends."""

    peers: Mapping[LinkEnd, LinkEnd]

    @classmethod
    def of(cls, links: Iterable[Link]) -> Topology:
        """Take the intent's links."""
        peers = {}
        for link in links:
            first, second = link.ends
            peers[first], peers[second] = second, first
        return cls(peers)

    def peer(self, router: str, interface: str) -> LinkEnd | None:
        """Give the other end; None where the interface is not at a link of the core."""
        return self.peers.get(LinkEnd(router, interface))
