# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of addresses and prefixes: checked value out, or ValueError."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import TypeVar, Union

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import parse_items

T = TypeVar("T")
#: What no packet may come from or go to (RFC 6890): a router drops it whatever its routes are.
NEVER = tuple(
    map(
        ipaddress.ip_network,
        ("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/127", "fe80::/10", "ff00::/8"),
    )
)
NEVER_WORDS = "0/8, 127/8, 224/3, ::1, fe80::/10 or ff00::/8"


def read_address(kind: Callable[[str], T], value: object, expected: str, *, with_length: bool) -> T:
    """Read an address or subnet that is written with or without a prefix length, and no zone.

    ValueError says what is expected.
    """
    if not isinstance(value, str) or ("/" in value) != with_length or "%" in value:
        raise ValueError(expected)
    try:
        return kind(value)
    except ValueError as error:
        raise ValueError(expected) from error


def parse_loopback(value: object) -> ipaddress.IPv4Address:
    """Accept an IPv4 address without a prefix length; it is used as a /32."""
    expected = "an IPv4 address without a prefix length, such as 10.0.0.1"
    address = read_address(ipaddress.IPv4Address, value, expected, with_length=False)
    if not _is_of_a_host(address):
        raise ValueError(expected + ", one that is a router's own (not 0/8, 127/8 or 224/3)")
    return address


def is_routed(prefix: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    """Whether a route to it has a meaning: it may hold one of NEVER, and be a part of none."""
    return not any(
        prefix.version == one.version and prefix.subnet_of(one)  # type: ignore[arg-type]
        for one in NEVER
    )


def _is_of_a_host(address: ipaddress.IPv4Address) -> bool:
    """Whether it is none of RFC 1122 section 3.2.1.3 (0/8 and 127/8), multicast or reserved."""
    first = address.packed[0]
    return first not in (0, 127) and first < 224  # noqa: PLR2004 (RFC 1112 section 4)


def parse_loopback6(value: object) -> ipaddress.IPv6Address:
    """Accept an IPv6 address without a prefix length; it is used as a /128."""
    expected = "an IPv6 address without a prefix length, such as fd00::1"
    address = read_address(ipaddress.IPv6Address, value, expected, with_length=False)
    is_own = not (address.is_loopback or address.is_multicast or address.is_unspecified)
    if not is_own or address.is_link_local or address.ipv4_mapped:
        raise ValueError(expected + ", one that is a router's own (not ::1, fe80::/10 or ff00::/8)")
    return address


def parse_site_address6(value: object) -> ipaddress.IPv6Interface:
    """Accept the PE's own IPv6 address at a customer port."""
    expected = "an IPv6 address with a prefix length, such as 2001:db8:1::1/64"
    address = read_address(ipaddress.IPv6Interface, value, expected, with_length=True)
    if not 32 <= address.network.prefixlen <= 127:  # noqa: PLR2004 (RFC 6164)
        raise ValueError(expected + ", in a subnet for hosts (from /32 to /127)")
    is_own = not (address.is_loopback or address.is_multicast or address.is_unspecified)
    if not is_own or address.is_link_local:
        raise ValueError(expected + ", one that is a router's own (not ::1, fe80::/10 or ff00::/8)")
    if address.network.prefixlen < 127 and address.ip == address.network.network_address:  # noqa: PLR2004 (RFC 6164)
        raise ValueError(expected + ", one that is a host of its subnet")
    return address


def parse_link_subnet(value: object) -> ipaddress.IPv4Network:
    """Accept the subnet of a core link; its first two host addresses are for its two ends."""
    expected = "an IPv4 subnet of /31 or shorter with host bits zero, such as 10.1.0.0/31"
    subnet = read_address(ipaddress.IPv4Network, value, expected, with_length=True)
    if subnet.prefixlen > 31:  # noqa: PLR2004 (RFC 3021)
        raise ValueError(expected)
    if not (_is_of_a_host(subnet[0]) and _is_of_a_host(subnet[-1])):
        raise ValueError(expected + ", one for hosts (not 0/8, 127/8 or 224/3)")
    if subnet.prefixlen < 8:  # noqa: PLR2004 (no larger one is anybody's)
        raise ValueError(expected + ", and of /8 or longer")
    return subnet


def parse_link_pool(value: object) -> ipaddress.IPv4Network:
    """Accept the pool of links that have no subnet of their own."""
    expected = "an IPv4 subnet of /24 or shorter with host bits zero, such as 10.1.0.0/16"
    try:
        pool = parse_link_subnet(value)
    except ValueError as error:
        raise ValueError(expected) from error
    if pool.prefixlen > 24:  # noqa: PLR2004 (links meet too often in a smaller one)
        raise ValueError(expected)
    return pool


def parse_site_address(value: object) -> ipaddress.IPv4Interface:
    """Accept the PE's own address at a customer port, with the length of the customer's subnet."""
    expected = "an IPv4 address with a prefix length, such as 192.168.1.1/24"
    address = read_address(ipaddress.IPv4Interface, value, expected, with_length=True)
    if not 8 <= address.network.prefixlen <= 31:  # noqa: PLR2004 (RFC 3021)
        raise ValueError(expected + ", in a subnet for hosts (from /8 to /31)")
    if address.network.prefixlen < 31 and address.ip in (  # noqa: PLR2004 (RFC 3021)
        address.network.network_address,
        address.network.broadcast_address,
    ):
        raise ValueError(expected + ", one that is a host of its subnet")
    if not _is_of_a_host(address.ip):
        raise ValueError(expected + ", one that is a router's own (not 0/8, 127/8 or 224/3)")
    return address


Prefix = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]


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
