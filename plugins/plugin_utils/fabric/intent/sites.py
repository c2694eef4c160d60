# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sites, which are customers' ports: their keys, parsers and values."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    Prefix,
    parse_prefixes,
    parse_site_address,
    parse_site_address6,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import Ce, StaticCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.names import (
    parse_interface,
    parse_router_name,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.numbers import parse_mtu
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.protection import (
    SiteProtection,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    one_of,
    parse_mapping,
    parse_number,
)

#: A port to the hub's CE, a port from it back to the spokes, and a spoke's port.
HUB, HUB_RETURN, SPOKE = "hub", "hub-return", "spoke"
#: What the number of a spoke is within.
FIRST_SPOKE, LAST_SPOKE = 1, 999
#: The MTU of a port of which the intent says nothing.
ETHERNET = 1500
SITE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")


def parse_site_name(value: object) -> str:
    """Accept the name of a place that has several entries among the sites."""
    if not isinstance(value, str) or not SITE_NAME.fullmatch(value):
        raise ValueError("a name of at most 63 letters, digits, '_', '.' and '-', such as hq")
    return value


def parse_spoke(value: object) -> int:
    """Accept the number of a spoke at its PE."""
    expected = f"a number from {FIRST_SPOKE} to {LAST_SPOKE}"
    return parse_number(value, FIRST_SPOKE, LAST_SPOKE, expected)


def parse_neighbours(value: object) -> int:
    """Accept how many neighbours a port may have."""
    return parse_number(value, 1, 65536, "a number of neighbours from 1 to 65536")


SITE: Keys = {
    "pe": Key(
        parse_router_name,
        required=True,
        about="The router of the group `pe` that has the port.",
    ),
    "interface": Key(parse_interface, required=True, about="The port there."),
    "address": Key(
        parse_site_address,
        required=True,
        about="The PE's address on the port, with the prefix length of the site's subnet.",
    ),
    "address6": Key(
        parse_site_address6,
        about="The PE's IPv6 address on the port, in a core whose routers have IPv6.",
    ),
    "mtu": Key(
        parse_mtu,
        about="The MTU of the port, for which the core has room; left alone and taken as 1500 if"
        " nothing is said.",
    ),
    "role": Key(
        one_of(HUB, HUB_RETURN, SPOKE),
        about="In hub-and-spoke: a port to the hub's router, a port from it back to the spokes, or"
        " a spoke, which is the default.",
    ),
    "spoke": Key(
        parse_spoke,
        about="The number of a spoke at its PE, where the planned one meets another's. Ports of"
        " one PE with the same number are one site and meet in the PE.",
    ),
    "site": Key(
        parse_site_name,
        about="The place that several entries lead to: what comes from one of them does not go back"
        " by another.",
    ),
    "prefixes": Key(
        parse_prefixes,
        default=(),
        about="All that the CE may advertise, and what is in it; 0.0.0.0/0 and ::/0 mean the"
        " default route alone.",
    ),
    "ce": Key(parse_mapping, about="How the PE and the customer's router exchange routes."),
    "edge_protection": Key(
        parse_mapping,
        default={},
        about="Edge protection of this port alone; `false` switches a part off.",
    ),
    "neighbours": Key(
        parse_neighbours,
        default=1024,
        about="How many hosts of each family the port may have as neighbours at once. What is"
        " behind a router does not count, and a subnet with fewer addresses is a limit itself.",
    ),
}


@dataclass(frozen=True)
class Site:
    """A customer's port at a PE; ``role`` and ``spoke`` are of hub-and-spoke only.

    ``prefixes`` is what may come from there, empty for anything. ``neighbours`` is how many hosts
    of each family the port may have at once. Ports with the same name of ``site`` are one place
    with several ways to it.
    """

    path: str
    pe: str
    interface: str
    address: ipaddress.IPv4Interface
    address6: ipaddress.IPv6Interface | None
    mtu: int | None
    role: str | None
    spoke: int | None
    site: str | None
    prefixes: tuple[Prefix, ...]
    ce: Ce | None
    edge_protection: SiteProtection
    neighbours: int

    @property
    def subnets(self) -> tuple[Prefix, ...]:
        """Give the port's own subnets."""
        return tuple(one.network for one in (self.address, self.address6) if one is not None)

    @property
    def known_prefixes(self) -> tuple[Prefix, ...]:
        """Give all that the intent knows to be at the site: its subnets and its static routes."""
        return self.subnets + (self.ce.routes if isinstance(self.ce, StaticCe) else ())

    @property
    def packet(self) -> int:
        """The octets of the largest packet that the customer sends there."""
        return self.mtu or ETHERNET
