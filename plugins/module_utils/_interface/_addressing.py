# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Gives a device other addresses, in the order that the kernel needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    normalise_addresses,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class AddressClient(Protocol):
    """What this needs of netlink."""

    def addresses(self) -> dict[str, list[str]]:
        """Give the static addresses by device."""

    def add_address(self, name: str, address: str) -> None:
        """Add an address."""

    def delete_address(self, name: str, address: str) -> None:
        """Delete an address."""


def read_addresses(client: AddressClient, name: str) -> tuple[str, ...]:
    """Read the static addresses of a device."""
    return normalise_addresses(client.addresses().get(name, ()))


def replace_addresses(
    client: AddressClient, name: str, before: Iterable[str], after: tuple[str, ...]
) -> None:
    """Delete those of before that are not to stay, and add what is missing after that."""
    for address in before:
        # Deleting a primary IPv4 address takes its secondaries with it.
        if address not in after and address in read_addresses(client, name):
            client.delete_address(name, address)
    present = read_addresses(client, name) if after else ()
    for address in after:
        if address not in present:
            client.add_address(name, address)
