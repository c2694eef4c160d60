# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Subnets of links that have none of their own (pure)."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import LinkEnd


def choose_subnet(pool: ipaddress.IPv4Network, ends: Iterable[LinkEnd]) -> ipaddress.IPv4Network:
    """Take the /31 that the names of a link's ends lead to, in whichever order they stand.

    It depends on nothing else: no other link that is added, moved or removed changes an address.
    So two links can meet; then the overlap is told, and one of them is to get a subnet.
    """
    names = " ".join(sorted(f"{end.router}:{end.interface}" for end in ends))
    digest = hashlib.sha256(names.encode()).digest()
    place = int.from_bytes(digest[:8], "big") % (pool.num_addresses // 2)
    return ipaddress.IPv4Network((int(pool.network_address) + 2 * place, 31))
