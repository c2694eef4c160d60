# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which route of a router's state the kernel takes for a packet (pure).

As fib_lookup() of net/ipv4/fib_rules.c and fib6_rule_lookup() do: rule by rule in the order of
their priorities, in each table the longest prefix, of equal ones the lowest metric.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    THROW,
    FrrRoute,
    Route,
    Rule,
    State,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import (
    LENGTHS,
    MAIN_TABLE,
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Table:
    """The routes of one table, of both families."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """Sort them by family and length, the longest first."""
        found: dict[tuple[int, int], dict[int, Route]] = {}
        for route in routes:
            network = ipaddress.ip_network(route["prefix"], strict=False)
            of_length = found.setdefault((network.version, network.prefixlen), {})
            number = int(network.network_address)
            if number not in of_length or route["metric"] < of_length[number]["metric"]:
                of_length[number] = route
        self._by_length = sorted(found.items(), key=lambda item: item[0], reverse=True)

    def find(self, address: Address) -> Route | None:
        """Give the route that the kernel takes, None where there is none."""
        number, bits = int(address), LENGTHS[address.version]
        for (version, length), routes in self._by_length:
            if version == address.version:
                route = routes.get(number >> (bits - length) << (bits - length))
                if route is not None:
                    return route
        return None


@dataclass(frozen=True)
class Lookup:
    """The table and the route that were found, and whether a rule led to the VRF's table."""

    table: int
    route: Route | None
    by_vrf: bool


class Forwarding:
    """A router's tables, by its state."""

    def __init__(self, name: str, state: State) -> None:
        """Tables are sorted when they are first asked for."""
        self.name = name
        self.state = state
        self._tables: dict[int, Table] = {}

    def table(self, number: int) -> Table:
        """Give a table."""
        if number not in self._tables:
            self._tables[number] = Table(self.state["routes"].get(str(number), ()))
        return self._tables[number]

    @cached_property
    def addresses(self) -> frozenset[str]:
        """All addresses of the router, without lengths."""
        return frozenset(
            address.partition("/")[0]
            for link in self.state["links"].values()
            for address in link["addresses"]
        )

    def vrf_of(self, interface: str) -> str:
        """Name the VRF that an interface is in, or is; '' for the main table."""
        link = self.state["links"].get(interface)
        if link is None or link["table"]:
            return interface if link else ""
        master = self.state["links"].get(link["master"])
        return link["master"] if master and master["table"] else ""

    def find(self, vrf: str, address: Address) -> Lookup:
        """Look an address up as the kernel does for a packet in a VRF, or in none."""
        number = self.state["links"][vrf]["table"] if vrf else 0
        for rule in self._rules(address.version):
            table = rule["table"] or number
            route = self.table(table).find(address) if table else None
            if route is not None and route["kind"] != THROW:
                return Lookup(table, route, by_vrf=not rule["table"])
        return Lookup(0, None, by_vrf=False)

    def find_frr(self, vrf: str, address: Address) -> FrrRoute | None:
        """Give the longest route of FRRouting for an address; looked for where all else fails."""
        number = self.state["links"][vrf]["table"] if vrf else MAIN_TABLE
        frr = self.state["frr"]
        routes = frr["routes"].get(str(number), ()) if frr else ()
        networks = ((ipaddress.ip_network(route["prefix"]), route) for route in routes)
        found = [(net.prefixlen, route) for net, route in networks if address in net]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def has_vrf_rule(self, family: int) -> bool:
        """Tell whether a rule leads packets to the tables of their VRFs."""
        return any(rule["table"] == 0 for rule in self._rules(family))

    def _rules(self, family: int) -> Iterator[Rule]:
        """Those that hold for all packets; another one's selector is not looked at."""
        rules = sorted(self.state["rules"], key=lambda rule: rule["priority"])
        return (rule for rule in rules if rule["family"] == family and not rule["has_selector"])
