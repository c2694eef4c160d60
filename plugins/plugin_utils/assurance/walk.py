# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Follows a packet from router to router by what their kernels have, label by label (pure).

Each router does what Linux does: ip_route_input() for packets without labels, and mpls_forward() of
net/mpls/af_mpls.c. Where a route has several next hops, each of them is a way of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ansible_collections.linuxnet.mpls.plugins.module_utils._state import _contract as state_of
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Hop
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.breaks import (
    break_label,
    break_loop,
    break_missing_label,
    break_stray_labels,
    break_unanswered,
    find_input_break,
    find_link_break,
    find_next_hop_break,
    find_route_break,
    find_vrf_break,
    name_route,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.tables import (
    Address,
    Forwarding,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.topology import Topology
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import (
    LOCAL,
    PORT,
    TRANSIT,
    Break,
    Step,
    Way,
    keep_different,
)

#: So many routers a packet may cross; more are a loop, or as good as one.
MAX_HOPS = 64


class Walker:
    """The network as its routers say that it is; one that is not there gave no answer."""

    def __init__(self, routers: Mapping[str, Forwarding], topology: Topology) -> None:
        """Nothing was followed yet; the ways of labels are kept, as many customers share them."""
        self._routers = routers
        self._topology = topology
        self._legs: dict[tuple[str, str, int], tuple[Way, ...]] = {}

    def walk(self, router: str, vrf: str, address: Address) -> tuple[Way, ...]:
        """Follow a packet that comes in from a port of a VRF; '' is none."""
        return keep_different(self._route(router, vrf, address, MAX_HOPS))

    def follow(self, router: str, hop: Hop) -> tuple[Way, ...]:
        """Follow a packet that a route sends on, until all of its labels are gone."""
        return keep_different(self._send(router, "", hop))

    def _route(self, router: str, vrf: str, address: Address, left: int) -> Iterator[Way]:
        """Look an address up, and follow all next hops."""
        here = self._routers.get(router)
        if here is None:
            yield _die(break_unanswered(router))
            return
        if left == 0:
            yield _die(break_loop(router))
            return
        fault = find_vrf_break(here, vrf, address.version)
        found = None if fault else here.find(vrf, address)
        if found is not None:
            fault = find_route_break(here, vrf, address, found)
        if fault or found is None or found.route is None:
            yield Way((), TRANSIT, router, "", vrf, fault)
            return
        route = found.route
        if route["kind"] == state_of.LOCAL:
            interface = route["hops"][0]["interface"] if route["hops"] else ""
            yield Way((), LOCAL, router, interface, vrf)
            return
        entry = name_route(route["prefix"], vrf)
        for hop in _used(route["hops"]):
            for way in self._leave(here, entry, hop):
                if way.fault or way.kind != TRANSIT:
                    yield way
                else:
                    yield from self._arrive(way, address, left - 1)

    def _leave(self, here: Forwarding, entry: str, hop: Hop) -> Iterable[Way]:
        """Send a packet on, or into another VRF of the same router."""
        link = here.state["links"].get(hop["interface"])
        if link is not None and link["table"] and not hop["labels"]:
            step = Step(here.name, entry, (), hop["interface"], "")
            return (Way((step,), TRANSIT, here.name, hop["interface"]),)
        return self._send(here.name, entry, hop)

    def _arrive(self, way: Way, address: Address, left: int) -> Iterator[Way]:
        """Look a packet up where its labels are gone: in a VRF, or at a port of the core."""
        here = self._routers.get(way.router)
        vrf = here.vrf_of(way.interface) if here else ""
        for rest in self._route(way.router, vrf, address, left):
            yield rest.after(way.steps)

    def _send(self, router: str, entry: str, hop: Hop) -> Iterator[Way]:
        """Give where a packet is when all labels of a hop are gone."""
        here, name, labels = self._routers[router], hop["interface"], tuple(hop["labels"])
        link = here.state["links"].get(name)
        mtu = {"mtu": link["mtu"]} if link else {}
        steps = (Step(router, entry, labels, name, hop["via"], **mtu),)
        fault = find_link_break(router, name, link)
        end = self._topology.peer(router, name)
        there = self._routers.get(end.router) if end else None
        if fault is None and end is None and labels:
            fault = break_stray_labels(router, name, hop["labels"])
        elif fault is None and end is not None:
            fault = _find_peer_break(here, hop, end.router, end.interface, there)
        if fault:
            yield _die(fault).after(steps)
        elif end is None:
            yield Way(steps, PORT, router, name, here.vrf_of(name))
        else:
            for way in self._unlabel(end.router, end.interface, labels):
                yield way.after(steps)

    def _unlabel(self, router: str, interface: str, labels: tuple[int, ...]) -> Iterator[Way]:
        """Follow labels from the top one, until the last one of them is gone."""
        if not labels:
            yield Way((), TRANSIT, router, interface)
            return
        for short in self._leg(router, interface, labels[0]):
            leg = short.above(labels[1:])
            if leg.fault or len(labels) == 1:
                yield leg
            elif self._routers[leg.router].state["links"][leg.interface]["table"]:
                reason = f"leads into VRF {leg.interface} with a label behind it: expected none"
                fault = break_label(leg.router, labels[0], reason)
                yield _die(fault).after(leg.steps)
            else:
                for way in self._unlabel(leg.router, leg.interface, labels[1:]):
                    yield way.after(leg.steps)

    def _leg(self, router: str, interface: str, label: int) -> tuple[Way, ...]:
        """Follow one label from where it comes in to where it, and what replaced it, is gone."""
        key = (router, interface, label)
        if key not in self._legs:
            # A label that comes here once more while it is followed goes round.
            self._legs[key] = (_die(break_loop(router, label)),)
            self._legs[key] = keep_different(self._switch(router, interface, label))
        return self._legs[key]

    def _switch(self, router: str, interface: str, label: int) -> Iterator[Way]:
        """Do with a label what the table of a router says."""
        here = self._routers[router]
        fault = find_input_break(here, interface, label)
        route = here.state["labels"].get(str(label))
        if fault or route is None:
            yield _die(fault or break_missing_label(here, label))
            return
        hops = list(_used(route["hops"]))
        if not hops:
            yield _die(break_label(router, label, "has no next hop that is up: expected one"))
        for hop in hops:
            name = hop["interface"]
            if hop["via"] or hop["labels"]:
                yield from self._send(router, f"label {label}", hop)
            else:
                # Into a VRF, or to the router itself.
                fault = find_link_break(router, name, here.state["links"].get(name))
                step = Step(router, f"label {label}", (), name, "")
                yield Way((step,), TRANSIT, router, name, fault=fault)


def _used(hops: Iterable[Hop]) -> Iterator[Hop]:
    return (hop for hop in hops if not hop["dead"])


def _die(fault: Break) -> Way:
    return Way((), TRANSIT, fault.router, "", fault=fault)


def _find_peer_break(
    here: Forwarding, hop: Hop, router: str, interface: str, there: Forwarding | None
) -> Break | None:
    """Look at the other end of a link."""
    if there is None:
        return break_unanswered(router)
    fault = find_link_break(router, interface, there.state["links"].get(interface))
    return fault or find_next_hop_break(here, hop, there)
