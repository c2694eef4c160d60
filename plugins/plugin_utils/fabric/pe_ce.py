# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How a PE learns what is behind a customer's router."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import values
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    Problem,
    Problems,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, read_keys

if TYPE_CHECKING:
    from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import Intent

STATIC_CE = "static"


@dataclass(frozen=True)
class Ce:
    """A customer's router: ``address`` is where it is, ``routes`` are what is behind it."""

    protocol: str
    address: ipaddress.IPv4Address
    routes: tuple[ipaddress.IPv4Network, ...]


def parse_routes(value: object) -> tuple[ipaddress.IPv4Network, ...]:
    """Accept the prefixes behind a customer's router."""
    expected = "a list of IPv4 prefixes with host bits zero, such as [10.1.0.0/16]"
    if not isinstance(value, list) or not value:
        raise ValueError(expected)
    try:
        return tuple(ipaddress.IPv4Network(str(item)) for item in value)
    except ValueError as error:
        raise ValueError(expected) from error


CE = {
    "protocol": Key(
        values.one_of(STATIC_CE), required=True, about="static: the intent has the routes."
    ),
    "address": Key(
        values.parse_loopback, required=True, about="The customer's router in the site's subnet."
    ),
    "routes": Key(parse_routes, required=True, about="What is behind the customer's router."),
}


def parse_ce(path: str, raw: object, problems: Problems) -> Ce | None:
    """Read what a site says of its router, if it does."""
    if raw is None:
        return None
    read = read_keys(path, raw, CE, problems)
    return None if read is None else Ce(**read)


def routers_of_customers_are_in_reach(intent: Intent) -> Iterator[Problem]:
    """A customer's router is in the subnet of its site, and is not the PE; FRRouting runs."""
    for site in (site for vpn in intent.vpns for site in vpn.sites):
        path, ce = f"{site.path}.ce", site.ce
        if ce is None:
            continue
        if intent.is_static:
            expected = "none, as with static labels no FRRouting runs"
            yield Problem(path, ce.protocol, expected)
        if ce.address not in site.address.network or ce.address == site.address.ip:
            expected = f"another address of {site.address.network}, the site's subnet"
            yield Problem(f"{path}.address", str(ce.address), expected)


RULES = (routers_of_customers_are_in_reach,)
