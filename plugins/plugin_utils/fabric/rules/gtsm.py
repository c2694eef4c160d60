# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where LDP's sessions may refuse packets that have crossed another router (pure).

RFC 6720 has both ends of a session send with TTL 255 and take no less. So a session comes up only
when its packets go by the link itself: with a way around that is shorter, FRR's never do.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem

#: What FRR's IS-IS takes where nothing is said, and OSPF with ports of 10 Gbit/s.
COST = 10
#: The neighbours of each router, with the cost of the way there.
Ways = dict[str, list[tuple[str, int]]]


def ldp_sync_leaves_gtsm_alone(intent: Intent) -> Iterator[Problem]:
    """A link without a session has the highest cost, and what would bring the session goes around.

    Measured with FRR 8.4.4: after a link was down its session never came back.
    """
    if _has_ldp(intent) and intent.ldp.gtsm and intent.igp.ldp_sync:
        expected = "false with mpls_ldp_sync: the packets of a session that is to come go around"
        yield Problem("mpls_ldp_gtsm", "true", expected)


def neighbours_are_reached_over_their_link(intent: Intent) -> Iterator[Problem]:
    """No way between two neighbours is as short as their own link."""
    if not (_has_ldp(intent) and intent.ldp.gtsm) or intent.igp.ldp_sync:
        return
    if not intent.is_read("mpls_links"):
        return
    cheapest: dict[tuple[str, str], Link] = {}
    for link in intent.links:
        first = cheapest.setdefault(_names(link), link)
        if _cost(link) < _cost(first):
            cheapest[_names(link)] = link
    ways = _ways(cheapest)
    for ends in {_names(link): None for link in _label_links(intent)}:
        direct = cheapest[ends]
        around = _distance_around(ends, ways, _cost(direct))
        if around is not None:
            yield Problem(
                f"{direct.path}.cost",
                str(_cost(direct)),
                f"less than {around}, which another way between {' and '.join(ends)} costs,"
                " or mpls_ldp_gtsm: false, as LDP's packets would go that way",
            )


RULES = (ldp_sync_leaves_gtsm_alone, neighbours_are_reached_over_their_link)


def _has_ldp(intent: Intent) -> bool:
    return not (intent.is_static or intent.has_segments)


def _label_links(intent: Intent) -> list[Link]:
    known = [link for link in intent.links if intent.routers.keys() >= set(_names(link))]
    return [link for link in known if len(set(_names(link))) > 1 and intent.has_labels(link)]


def _names(link: Link) -> tuple[str, str]:
    first, second = sorted(end.router for end in link.ends)
    return first, second


def _cost(link: Link) -> int:
    return COST if link.cost is None else link.cost


def _ways(links: Mapping[tuple[str, str], Link]) -> Ways:
    ways: Ways = {}
    for (first, second), link in links.items():
        ways.setdefault(first, []).append((second, _cost(link)))
        ways.setdefault(second, []).append((first, _cost(link)))
    return ways


def _distance_around(ends: tuple[str, str], ways: Ways, limit: int) -> int | None:
    """Give the cost of the shortest path beside the link (Dijkstra), None above the limit."""
    source, target = ends
    waiting, done = [(0, source)], set()
    while waiting:
        distance, name = heapq.heappop(waiting)
        if name == target:
            return distance
        if name not in done:
            done.add(name)
            for neighbour, cost in ways.get(name, []):
                is_the_link = {name, neighbour} == {source, target}
                if not is_the_link and distance + cost <= limit:
                    heapq.heappush(waiting, (distance + cost, neighbour))
    return None
