# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of numbers that several subjects have: of BGP, OSPF and BFD, and MTUs."""

from __future__ import annotations

import re

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import parse_number

#: AS_TRANS (RFC 6793) and the last one of two octets (RFC 7300).
RESERVED_ASNS = frozenset({23456, 65535})


def parse_asn(value: object) -> int:
    """Accept an autonomous system number (RFC 6793: four octets; 0 and the last are reserved)."""
    expected = "an autonomous system number from 1 to 4294967294"
    number = parse_number(value, 1, 4294967294, expected)
    if number in RESERVED_ASNS:
        raise ValueError(expected + ", but not 23456 or 65535, which are reserved")
    return number


def parse_mtu(value: object) -> int:
    """Accept an interface MTU in octets; 1280 is what IPv6 needs (RFC 8200 section 5)."""
    return parse_number(value, 1280, 65535, "an MTU from 1280 to 65535 octets")


def parse_route_id(value: object) -> str:
    """Accept a route distinguisher or route target as ``number:number`` (RFC 4364 section 4.2)."""
    expected = "two numbers as <asn>:<number>, such as 65000:100"
    if isinstance(value, int):
        raise ValueError(f"{expected}, in quotes where YAML takes it for one number (65000:1)")
    match = re.fullmatch(r"(\d{1,10}):(\d{1,10})", str(value))
    if not match:
        raise ValueError(expected)
    return check_route_id(int(match[1]), int(match[2]))


def check_route_id(asn: int, number: int) -> str:
    """Write ``asn:number`` if it fits six octets: 2+4 (type 0) or 4+2 (type 2)."""
    two_octets, four_octets = 65535, 4294967295
    if asn in (0, four_octets):
        raise ValueError("an <asn>:<number> whose AS number is none of 0 and 4294967295 (RFC 7607)")
    if asn > four_octets or number > (four_octets if asn <= two_octets else two_octets):
        raise ValueError(
            "an <asn>:<number> that fits six octets"
            f" (at most {two_octets}:{four_octets} or {four_octets}:{two_octets})"
        )
    return f"{asn}:{number}"


def parse_ospf_area(value: object) -> int:
    """Accept an OSPF area as a number."""
    return parse_number(value, 0, 4294967295, "an OSPF area as a number, such as 0")


def parse_ospf_cost(value: object) -> int:
    """Accept the cost of a link (RFC 2328: 16 bits, and 0 is no cost)."""
    return parse_number(value, 1, 65535, "a cost from 1 to 65535")


def parse_bfd_interval(value: object) -> int:
    """Accept the time between two packets of BFD (FRR 8.4 and 10.3: 10 ms at least)."""
    return parse_number(value, 10, 60000, "a time from 10 to 60000 milliseconds")


def parse_bgp_holdtime(value: object) -> int:
    """Accept the time after which a silent BGP peer is gone.

    RFC 4271 section 4.2 takes 3 seconds at least, or 0 for never; three keepalives of 3 seconds
    leave a busy bgpd the time to send them.
    """
    return parse_number(value, 9, 65535, "a time from 9 to 65535 seconds")
