# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Shortest paths over the links of the core (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import Link


@dataclass(frozen=True)
class Hop:
    """The first link of a router's path to a target, and how many links the path has."""

    link: Link
    index: int
    distance: int

    @property
    def interface(self) -> str:
        """The router's own port."""
        return self.link.ends[self.index].interface

    @property
    def router(self) -> str:
        """The next router."""
        return self.link.ends[1 - self.index].router

    @property
    def via(self) -> ipaddress.IPv4Address:
        """The next router's address on the link."""
        return self.link.address(1 - self.index)


def hops_towards(target: str, links: Iterable[Link]) -> dict[str, Hop]:
    """Give each other router's next hop on a shortest path to the target.

    Of several shortest paths a router takes the one that starts with the lowest subnet. Each hop is
    nearer to the target than the one before, so such choices never make a loop.
    """
    ordered = sorted(links, key=lambda link: link.address(0))
    hops: dict[str, Hop] = {}
    nearest = {target}
    distance = 0
    while nearest:
        distance += 1
        found: dict[str, Hop] = {}
        for link in ordered:
            for index, end in enumerate(link.ends):
                is_new = end.router != target and end.router not in hops
                if is_new and link.ends[1 - index].router in nearest:
                    found.setdefault(end.router, Hop(link, index, distance))
        hops.update(found)
        nearest = set(found)
    return hops


def walk(source: str, hops: Mapping[str, Hop]) -> Iterator[str]:
    """Name the routers between a source and the target that the hops lead to."""
    while hops[source].distance > 1:
        source = hops[source].router
        yield source


def reach(start: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Name the routers that pairs of neighbours connect with one of them, itself included."""
    neighbours: dict[str, set[str]] = {start: set()}
    for first, second in pairs:
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    reached, waiting = {start}, [start]
    while waiting:
        new = neighbours[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached
