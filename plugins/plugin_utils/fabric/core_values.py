# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of the core's options: checked value out, or ValueError saying what would be right."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.address_values import (
    is_routed,
    read_address,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    ItemsError,
    parse_number,
)

SECRET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NAME_WORDS = "the name of a secret in mpls_secrets, such as igp"
#: FRR reads a secret as one word, and takes one that begins with a sign of these for a comment; 80
#: octets are what TCP MD5 takes (Linux: TCP_MD5SIG_MAXKEYLEN).
SECRET = re.compile(r"(?![!#])[!-~]{1,80}")
FRR_RELEASE = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}")


def parse_frr_release(value: object) -> str:
    """Accept a release of FRRouting; as a number 10.10 would be 10.1."""
    if not isinstance(value, str) or not FRR_RELEASE.fullmatch(value):
        raise ValueError('a release of FRRouting in quotes, such as "10.3"')
    return value


def parse_ospf_area(value: object) -> int:
    """Accept an OSPF area as a number."""
    return parse_number(value, 0, 4294967295, "an OSPF area as a number, such as 0")


def parse_ospf_cost(value: object) -> int:
    """Accept the cost of a link (RFC 2328: 16 bits, and 0 is no cost)."""
    return parse_number(value, 1, 65535, "a cost from 1 to 65535")


def parse_cost_in_both(value: object) -> int:
    """Accept the cost that a link has in two IGPs at once, in the range of OSPF."""
    expected = "a cost from 1 to 65535, as both IGPs are to have the same shortest paths"
    return parse_number(value, 1, 65535, expected)


def parse_isis_metric(value: object) -> int:
    """Accept a wide metric (RFC 5305 section 3: with the highest one a link carries nothing)."""
    return parse_number(value, 1, 16777214, "a cost from 1 to 16777214")


def parse_isis_area(value: object) -> str:
    """Accept an IS-IS area: one octet, then up to six pairs of them (ISO 10589 section 7.1)."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{2}(\.[0-9a-f]{4}){0,6}", value):
        raise ValueError('an IS-IS area in quotes, such as "49.0001"')
    return value


def parse_isis_level(value: object) -> int:
    """Accept the level that all routers have."""
    return parse_number(value, 1, 2, "1 or 2: all routers have the same level")


def parse_ldp_holdtime(value: object) -> int:
    """Accept the time after which a silent LDP neighbour is gone (FRR: 15 seconds at least)."""
    return parse_number(value, 15, 65535, "a time from 15 to 65535 seconds")


def parse_bgp_holdtime(value: object) -> int:
    """Accept the time after which a silent BGP peer is gone.

    RFC 4271 section 4.2 takes 3 seconds at least, or 0 for never; three keepalives of 3 seconds
    leave a busy bgpd the time to send them.
    """
    return parse_number(value, 9, 65535, "a time from 9 to 65535 seconds")


def parse_bfd_interval(value: object) -> int:
    """Accept the time between two packets of BFD (FRR 8.4 and 10.3: 10 ms at least)."""
    return parse_number(value, 10, 60000, "a time from 10 to 60000 milliseconds")


def parse_label_block(value: object) -> tuple[int, int]:
    """Accept a block of labels; those below 16 have meanings of their own (RFC 3032)."""
    expected = "the first and the last label of a block from 16 to 1048575, such as 16000-23999"
    match = re.fullmatch(r"(\d{2,7})-(\d{2,7})", str(value))
    if not match:
        raise ValueError(expected)
    first = parse_number(match[1], 16, 1048575, expected)
    return first, parse_number(match[2], first, 1048575, expected)


def parse_underlay(
    value: object,
) -> tuple[
    ipaddress.IPv4Address | ipaddress.IPv6Address, ipaddress.IPv4Address | ipaddress.IPv6Address
]:
    """Accept the addresses at the two ends of a tunnel, outside of the core."""
    expected = "two addresses of one family without prefix lengths, as [192.0.2.1, 198.51.100.1]"
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004
        raise ValueError(expected)
    first, second = (
        read_address(ipaddress.ip_address, end, expected, with_length=False) for end in value
    )
    if first.version != second.version or first == second:
        raise ValueError(expected + " that differ")
    for end in (first, second):
        if not is_routed(ipaddress.ip_network(end)):
            raise ValueError(expected + " that are routed between the two ends")
    return first, second


def parse_gre_key(value: object) -> int:
    """Accept a GRE key (RFC 2890); 0 is none."""
    return parse_number(value, 1, 4294967295, "a GRE key from 1 to 4294967295")


def parse_sid(value: object) -> int:
    """Accept a router's number in the global block."""
    return parse_number(value, 0, 65535, "a number from 0 to 65535")


def parse_secret_name(value: object) -> str:
    """Accept a name for a secret."""
    if not isinstance(value, str) or not SECRET_NAME.fullmatch(value):
        raise ValueError(NAME_WORDS)
    return value


def parse_secrets(value: object) -> dict[str, int]:
    """Accept secrets by name; their lengths are all that goes any further."""
    if not isinstance(value, Mapping):
        raise ValueError("a dictionary of secrets by name, such as {igp: ...}")
    wrong = {name: words for name, one in value.items() if (words := _complain(name, one))}
    if wrong:
        raise ItemsError(wrong)
    return {name: len(secret) for name, secret in value.items()}


def _complain(name: object, secret: object) -> str:
    """Say what would be right where FRR does not take a secret, or its name is none."""
    if not isinstance(name, str) or not SECRET_NAME.fullmatch(name):
        return NAME_WORDS
    if not isinstance(secret, str):
        return "text, in quotes where YAML takes it for a number or the like: '12345'"
    if not SECRET.fullmatch(secret):
        return "one word of at most 80 printable characters that begins with neither '!' nor '#'"
    return ""
