# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Shortest paths over the links of the core (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link


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


def reach_most(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, None]:
    """Name those of the largest group that pairs of neighbours connect, in the order of names."""
    known = dict.fromkeys(names)
    neighbours: dict[str, list[str]] = {name: [] for name in known}
    for first, second in pairs:
        if first in known and second in known:
            neighbours[first].append(second)
            neighbours[second].append(first)
    most: set[str] = set()
    left = set(known)
    for name in known:
        if name in left:
            group = _reach(name, neighbours)
            left -= group
            most = max(most, group, key=len)
    return {name: None for name in known if name in most}


def _reach(start: str, neighbours: Mapping[str, Iterable[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        new = set(neighbours[waiting.pop()]) - reached
        reached |= new
        waiting.extend(new)
    return reached
