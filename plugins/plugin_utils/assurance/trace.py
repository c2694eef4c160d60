# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The way of one packet of a customer, hop by hop, in words (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import State
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.tables import (
    Address,
    Forwarding,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.topology import Topology
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.walk import Walker
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import (
    LOCAL,
    Step,
    Way,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

States = Mapping[str, State]


class TraceError(Exception):
    """What was asked for is not in the intent; the message says what would be."""


@dataclass(frozen=True)
class Trace:
    """The ways of a packet from a VRF, and whether it arrives by all of them."""

    lines: tuple[str, ...]
    arrives: bool


def trace(intent: Intent, states: States, source: str, destination: str) -> Trace:
    """Follow a packet from ``customer/pe`` or ``customer/pe:port`` to an address."""
    vrfs = _find_vrfs(intent, source)
    try:
        address = ipaddress.ip_address(destination)
    except ValueError as error:
        expected = "expected an address without prefix length, such as 10.2.0.1"
        raise TraceError(f"mpls_to: {destination!r}: {expected}") from error
    routers = {name: Forwarding(name, state) for name, state in states.items()}
    walker = Walker(routers, Topology.of(intent.links))
    ways = {vrf.name: walker.walk(vrf.pe, vrf.name, address) for vrf in vrfs}
    return Trace(
        tuple(line for vrf in vrfs for line in _render(vrf, address, ways[vrf.name], states)),
        all(way.fault is None for found in ways.values() for way in found),
    )


def _find_vrfs(intent: Intent, source: str) -> Sequence[Vrf]:
    """Find the VRFs of a customer at a PE; the hub of hub-and-spoke has two there."""
    customer, _slash, place = source.partition("/")
    pe, _colon, port = place.partition(":")
    found = [vrf for vrf in intent.vrfs if vrf.vpn.name == customer]
    if not found:
        names = ", ".join(sorted(vpn.name for vpn in intent.vpns))
        raise TraceError(f"mpls_from: {source!r}: expected one of the customers {names}")
    here = [
        vrf
        for vrf in found
        if vrf.pe == pe and (not port or any(site.interface == port for site in vrf.sites))
    ]
    if not here:
        places = (f"{customer}/{site.pe}:{site.interface}" for vrf in found for site in vrf.sites)
        raise TraceError(f"mpls_from: {source!r}: expected one of {', '.join(sorted(places))}")
    return here


def _render(vrf: Vrf, address: Address, ways: Sequence[Way], states: States) -> Iterator[str]:
    for number, way in enumerate(ways, 1):
        which = f", way {number} of {len(ways)}" if len(ways) > 1 else ""
        yield f"{vrf.vpn.name}: from VRF {vrf.name} at {vrf.pe} to {address}{which}"
        for step in way.steps:
            yield f"  {step}{_count(step, states)}"
        yield f"  {_say_end(way)}"


def _count(step: Step, states: States) -> str:
    """Say how many packets an interface has sent with labels, and dropped, since it came up."""
    link = states[step.router]["links"].get(step.interface) if step.router in states else None
    if link is None or not step.labels:
        return ""
    sent, dropped = link["mpls"]["sent"], link["mpls"]["dropped"]
    return f" ({sent} sent, {dropped} dropped)" if dropped else f" ({sent} sent)"


def _say_end(way: Way) -> str:
    if way.fault is not None:
        show = f"; see '{way.fault.command}' there" if way.fault.command else ""
        return f"ends at {way.fault}{show}"
    if way.kind == LOCAL:
        return f"arrives at {way.router}, whose own address it is, in VRF {way.vrf}"
    return f"leaves {way.router} by {way.interface}, VRF {way.vrf or 'none'}"
