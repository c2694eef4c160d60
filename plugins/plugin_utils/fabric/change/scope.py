# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A run for one customer: which routers it changes, and what else would change with it (pure).

The name of a VRF is that of its customer, with more behind a hyphen in hub-and-spoke.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.interruptions import (
    Change,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    RouterModel,
    VrfDevice,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn

#: FRR's contexts and lines that are a customer's own, with its name or that of its VRF.
_OWN = re.compile(
    r"(?:router bgp \d+ vrf|router ospf6? vrf|vrf) (?P<vrf>\S+)"
    r"|(?:ip prefix-list|ipv6 prefix-list|route-map) ce-(?P<list>[^-]+)-.+"
)
_PORT = re.compile(r"interface (?P<port>\S+)")
Devices = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Scope:
    """The routers of a limited run, and the customer whose VRFs it may change, by all its names."""

    routers: tuple[str, ...]
    customers: frozenset[str]


class UnknownCustomerError(Exception):
    """Neither the intent nor a router has the customer."""


def customer_of(vrf: str) -> str:
    """Give the customer that a VRF is of."""
    return vrf.partition("-")[0]


def relate_customers(vpns: Iterable[Vpn]) -> dict[str, dict[str, Any]]:
    """Say of each customer which others meet it in a common VPN's VRFs.

    A common VPN takes the routes of its users, and they take its own.
    """
    vpns = list(vpns)
    related: dict[str, set[str]] = {vpn.name: set() for vpn in vpns}
    for vpn in vpns:
        for name in vpn.used:
            related[vpn.name].add(name)
            related.setdefault(name, set()).add(vpn.name)
    return {vpn.name: {"related": sorted(related[vpn.name])} for vpn in vpns}


def choose_scope(
    customer: str,
    customers: Mapping[str, Mapping[str, Any]],
    models: Mapping[str, RouterModel],
    devices: Mapping[str, Devices],
) -> Scope:
    """Find the PEs that have the customer, are to have it, or have a common VPN that it uses.

    ``devices`` has the VRFs of each PE by name. One with the table of the customer and another name
    is the customer's before it was renamed, or after.
    """
    planned = {name: _tables(model["vrfs"]) for name, model in models.items()}
    found = {
        name: {vrf: said["table"] for vrf, said in vrfs.items()} for name, vrfs in devices.items()
    }
    everywhere = [*planned.values(), *found.values()]
    names = {customer_of(vrf) for vrfs in everywhere for vrf in vrfs}
    if customer not in names | customers.keys():
        known = ", ".join(sorted(customers)) or "none yet"
        raise UnknownCustomerError(
            f"mpls_customer: {customer}: expected a customer of the intent ({known}), or one that a"
            " PE still has"
        )
    own = {customer} | _namesakes(customer, everywhere)
    met = {other for name in own for other in customers.get(name, {"related": ()})["related"]}
    return Scope(
        routers=tuple(
            sorted(
                name
                for name in devices
                if (own | met) & {customer_of(vrf) for vrf in planned[name]}
                or own & {customer_of(vrf) for vrf in found[name]}
            )
        ),
        customers=frozenset(own),
    )


def find_other_changes(
    change: Change | None, model: RouterModel, facts: Mapping[str, Any], of: Iterable[str]
) -> Iterator[str]:
    """Name what the run would change on a router beside the VRFs of these customers.

    FRRouting has one configuration, and a router is made as a whole.
    """
    customers = frozenset(of)
    if model["routing"] == "frr" and change is None:
        yield "FRRouting, which is not there yet"
    vrfs = [vrf for vrf in model["vrfs"] if customer_of(vrf["name"]) not in customers]
    yield from (f"VRF {vrf['name']}" for vrf in vrfs if vrf["name"] not in facts["vrfs"])
    theirs = {port for vrf in vrfs for port in vrf["members"]}
    ports = [port for port in model["customer_interfaces"] if port["name"] in theirs]
    for port in (*model["core_interfaces"], *ports):
        missing = set(port["addresses"]) - set(facts["addresses"].get(port["name"], ()))
        if missing and port["name"] != "lo":
            yield f"{port['name']}: {', '.join(sorted(missing))}"
    if change is not None:
        taken = {*model["needs_interfaces"], "lo"} - _ports_of(model, customers)
        lines = sorted(change.before ^ change.after)
        yield from (line for line in lines if not _is_theirs(line, customers, taken))


def _tables(vrfs: Iterable[VrfDevice]) -> dict[str, int]:
    return {vrf["name"]: vrf["table"] for vrf in vrfs}


def _namesakes(customer: str, everywhere: Iterable[Mapping[str, int]]) -> set[str]:
    """Give the names of VRFs' customers with a table of this one's."""
    everywhere = list(everywhere)
    tables = {
        table for vrfs in everywhere for vrf, table in vrfs.items() if customer_of(vrf) == customer
    }
    return {
        customer_of(vrf) for vrfs in everywhere for vrf, table in vrfs.items() if table in tables
    }


def _ports_of(model: RouterModel, customers: frozenset[str]) -> set[str]:
    vrfs = (vrf for vrf in model["vrfs"] if customer_of(vrf["name"]) in customers)
    return {port for vrf in vrfs for port in vrf["members"]}


def _is_theirs(line: str, customers: frozenset[str], taken: set[str]) -> bool:
    """Tell whether a line is of these customers, or of a port that nobody has any more."""
    head = line.partition(" / ")[0]
    port = _PORT.fullmatch(head)
    if port:
        return port["port"] not in taken
    own = _OWN.fullmatch(head)
    return own is not None and customer_of(own["vrf"] or own["list"]) in customers
