# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of what is said of customers' routers: checked value out, or ValueError."""

from __future__ import annotations

import ipaddress
import re
from typing import Union

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.address_values import (
    NEVER_WORDS,
    is_routed,
    read_address,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    parse_items,
    parse_number,
)

Prefix = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]
SITE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")


def is_inside(prefix: Prefix, other: Prefix) -> bool:
    """Tell whether a prefix is another one, or a part of it."""
    if isinstance(prefix, ipaddress.IPv4Network):
        return isinstance(other, ipaddress.IPv4Network) and prefix.subnet_of(other)
    return isinstance(other, ipaddress.IPv6Network) and prefix.subnet_of(other)


def parse_prefixes(value: object) -> tuple[Prefix, ...]:
    """Accept a list of prefixes of both families."""
    expected = "a list of prefixes with host bits zero, such as [10.1.0.0/16]"
    if value == []:
        raise ValueError(expected)
    return parse_items(value, parse_prefix, expected)


def parse_prefix(value: object) -> Prefix:
    """Accept a prefix of either family that packets may go to."""
    expected = "a prefix with host bits zero, such as 10.1.0.0/16"
    prefix = read_address(ipaddress.ip_network, value, expected, with_length=True)
    if not is_routed(prefix):
        raise ValueError(f"{expected}, and none of {NEVER_WORDS}")
    return prefix


def parse_ce_address(value: object) -> ipaddress.IPv4Address:
    """Accept the IPv4 address of a customer's router."""
    expected = "the CE's IPv4 address, such as 192.168.1.2"
    return read_address(ipaddress.IPv4Address, value, expected, with_length=False)


def parse_ce_address6(value: object) -> ipaddress.IPv6Address:
    """Accept the IPv6 address of a customer's router."""
    expected = "the CE's IPv6 address in the site's subnet, such as 2001:db8:1::2"
    address = read_address(ipaddress.IPv6Address, value, expected, with_length=False)
    if address.is_link_local:
        raise ValueError(expected)
    return address


def parse_site_name(value: object) -> str:
    """Accept the name of a place that has several entries among the sites."""
    if not isinstance(value, str) or not SITE_NAME.fullmatch(value):
        raise ValueError("a name of at most 63 letters, digits, '_', '.' and '-', such as hq")
    return value


def parse_allowas_in(value: object) -> int:
    """Accept how often the CE's routes may have the provider's AS number in their path."""
    return parse_number(value, 1, 10, "a number of times from 1 to 10")


def parse_max_prefixes(value: object) -> int:
    """Accept how many prefixes a CE may announce."""
    return parse_number(value, 1, 4294967295, "a number of prefixes from 1 to 4294967295")


def parse_restart(value: object) -> int:
    """Accept the minutes after which a session that told too much may come again."""
    return parse_number(value, 1, 65535, "a time from 1 to 65535 minutes")


def parse_preference(value: object) -> int:
    """Accept a local preference (RFC 4271 section 5.1.5)."""
    return parse_number(value, 0, 4294967295, "a local preference from 0 to 4294967295")
