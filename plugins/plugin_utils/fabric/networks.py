# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Networks that lie in one another, found without comparing each with each (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, Union

Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]
Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
Owner = TypeVar("Owner")


class NetworkIndex:
    """Who has the networks around an address: one look for each length that there is."""

    def __init__(self, owners: Iterable[tuple[Network, str]]) -> None:
        """Put the networks in order."""
        self._owners: dict[Any, list[str]] = {}
        self._shifts: set[tuple[int, int]] = set()
        for network, owner in owners:
            shift = network.max_prefixlen - network.prefixlen
            self._shifts.add((network.version, shift))
            key = (network.version, shift, int(network.network_address) >> shift)
            self._owners.setdefault(key, []).append(owner)

    def around(self, address: Address) -> list[str]:
        """Name the owners of all networks with an address, the smallest network first."""
        return [
            owner
            for version, shift in sorted(self._shifts)
            if version == address.version
            for owner in self._owners.get((version, shift, int(address) >> shift), ())
        ]


def find_nested(
    owners: Iterable[tuple[Network, Owner]],
) -> Iterator[tuple[tuple[Network, Owner], tuple[Network, Owner]]]:
    """Give each network that lies in another one, after the smallest such one.

    Two networks have no address in common, or one has all of the other. Of equal ones the later
    lies in the earlier.
    """
    around: list[tuple[Network, Owner]] = []
    for item in sorted(owners, key=lambda item: _order(item[0])):
        while around and not _is_around(around[-1][0], item[0]):
            around.pop()
        if around:
            yield around[-1], item
        around.append(item)


def _order(network: Network) -> tuple[int, int, int]:
    return network.version, int(network.network_address), network.prefixlen


def _is_around(outer: Network, inner: Network) -> bool:
    return outer.version == inner.version and inner.network_address in outer
