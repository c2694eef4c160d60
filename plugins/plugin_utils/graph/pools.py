# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Numbers out of names (pure).

Each comes of its own name and of nothing else, so that nothing that is added later changes it. Two
names can lead to one number: that is told, and one of them is to get a number of its own.
"""

from __future__ import annotations

import hashlib
import ipaddress

#: Tables of VPNs: clear of the kernel's own, and six digits at most, as people read them.
FIRST_TABLE, TABLES = 1_000, 999_000
#: With an AS number of four octets there is room for 65535 (RFC 4364 section 4.2).
TWO_OCTETS = 65_535
#: What a site gets of the pool: the PE, the customer's router and twelve hosts.
SITE_PREFIX = 28


def choose_place(name: str, places: int) -> int:
    """Give the place that a name leads to, from 0 on."""
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:8], "big") % places


def choose_address(pool: ipaddress.IPv4Network, name: str) -> ipaddress.IPv4Address:
    """Take an address of the pool, but neither its first nor its last."""
    return pool.network_address + 1 + choose_place(name, pool.num_addresses - 2)


def choose_site(pool: ipaddress.IPv4Network, name: str) -> ipaddress.IPv4Interface:
    """Take a site's subnet, and its first address for the PE."""
    size = 2 ** (32 - SITE_PREFIX)
    place = choose_place(name, pool.num_addresses // size)
    address = pool.network_address + size * place + 1
    return ipaddress.IPv4Interface((address, SITE_PREFIX))


def choose_table(name: str, asn: object) -> int:
    """Take a VPN's number, which fits beside the AS number in an RD."""
    is_short = str(asn).isdecimal() and int(str(asn)) > TWO_OCTETS
    return FIRST_TABLE + choose_place(name, TWO_OCTETS - FIRST_TABLE if is_short else TABLES)
