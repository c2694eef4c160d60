# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Whether a VRF leads to nobody but those whom the intent has it reach (pure).

All routes of a VRF are looked at, whoever has told of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    UNICAST,
    Hop,
    Route,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.tables import Forwarding
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.walk import Walker
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import (
    TRANSIT,
    Break,
    Differences,
    Way,
    find_difference,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

#: (router, VRF); '' is the main table.
Place = tuple[str, str]


@dataclass(frozen=True)
class Leak:
    """A VRF that leads where it must not: to a place of another customer, or of nobody."""

    vrf: Vrf
    place: Place
    family: int
    found: Break

    @property
    def where(self) -> str:
        """Name the place."""
        router, vrf = self.place
        return f"VRF {vrf} at {router}" if vrf else f"table main at {router}"


class Isolation:
    """The VRFs of all PEs, and where their routes lead."""

    def __init__(
        self,
        intent: Intent,
        routers: Mapping[str, Forwarding],
        walker: Walker,
        differences: Differences,
    ) -> None:
        """Take the network, and the entries of its kernels that are not as FRRouting has them."""
        self._intent = intent
        self._routers = routers
        self._walker = walker
        self._differences = differences

    def find_leaks(self) -> Iterator[Leak]:
        """Give each place that a VRF must not lead to, with the first route that does."""
        for vrf in self._intent.vrfs:
            here = self._routers.get(vrf.pe)
            link = here.state["links"].get(vrf.name) if here else None
            if here is not None and link is not None and link["table"]:
                yield from self._find_in(vrf, here, str(link["table"]))

    def _find_in(self, vrf: Vrf, here: Forwarding, table: str) -> Iterator[Leak]:
        """Follow each hop once, however many routes have it."""
        sources = [vrf, *self._intent.reach.list_sources(vrf)]
        allowed = {(source.pe, source.name) for source in sources}
        known: set[tuple[str, str, tuple[int, ...]]] = set()
        told: set[Place] = set()
        routes = [one for one in here.state["routes"].get(table, ()) if one["kind"] == UNICAST]
        for route, hop in [(one, hop) for one in routes for hop in one["hops"]]:
            key = (hop["interface"], hop["via"], tuple(hop["labels"]))
            if key in known:
                continue
            known.add(key)
            for way in self._follow(here, hop):
                place = way.router, self._routers[way.router].vrf_of(way.interface)
                if place not in allowed and place not in told:
                    told.add(place)
                    leak = _make_leak(vrf, route, place)
                    cause = find_difference(way, self._differences)
                    yield replace(leak, found=cause or leak.found)

    def _follow(self, here: Forwarding, hop: Hop) -> Iterator[Way]:
        link = here.state["links"].get(hop["interface"])
        if link is not None and link["table"] and not hop["labels"]:
            yield Way((), TRANSIT, here.name, hop["interface"])
        else:
            yield from (way for way in self._walker.follow(here.name, hop) if not way.fault)


def _make_leak(vrf: Vrf, route: Route, place: Place) -> Leak:
    family = 6 if ":" in route["prefix"] else 4
    show = f"ip -{family} route show vrf {vrf.name} {route['prefix']}"
    check = f"isolation of VRF {vrf.name}"
    leak = Leak(vrf, place, family, Break(vrf.pe, check, "", show))
    reason = f"leads to {leak.where} by {route['prefix']}: expected to be kept apart"
    return replace(leak, found=replace(leak.found, reason=reason))
