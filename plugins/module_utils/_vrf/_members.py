# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Moves ports into VRFs, between them and out of them, with their addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._addressing import (
    read_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    normalise_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import kept_on_down
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import (
    VrfState,
    is_wanted,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._clients import LinkClient


class Members:
    """The ports of a router as they were read, and where they are now."""

    def __init__(
        self,
        client: LinkClient,
        links: Mapping[str, Link],
        addresses: Mapping[str, list[str]],
        wants: Mapping[str, VrfState | None],
        open_ports: Collection[str] | None,
    ) -> None:
        """With ``open_ports`` all others are closed when they leave their VRF for none."""
        self._client = client
        self._links = dict(links)
        self._addresses = dict(addresses)
        self._wants = wants
        self._open_ports = open_ports
        self._lowered: set[str] = set()

    def release(self, member: str, vrf: str) -> None:
        """Let a member go; one that another VRF took meanwhile stays there.

        On its way to another VRF it is down, or for that time it would lead into the main table.
        """
        link = self._links.get(member)
        if link is None or link.master != vrf:
            return
        if is_wanted(member, self._wants):
            if link.up:
                self._lowered.add(member)
                with kept_on_down(member):
                    self._client.set_down(member)
        elif self._open_ports is not None and member not in self._open_ports:
            self._close(member)
        self.enslave(member, None)

    def _close(self, member: str) -> None:
        """Take a port's addresses while it is still in its VRF, and take it down."""
        for address in normalise_addresses(self._addresses.pop(member, ())):
            # Deleting a primary IPv4 address takes its secondaries with it.
            if address in read_addresses(self._client, member):
                self._client.delete_address(member, address)
        self._client.set_down(member)

    def enslave(self, member: str, master: str | None) -> None:
        """Move a member with its addresses.

        The kernel takes the device down and up (drivers/net/vrf.c, cycle_netdev), and its IPv6
        addresses do not come back by themselves.
        """
        link = self._links.get(member)
        if link is None or link.master == master:
            return
        addresses = normalise_addresses(self._addresses.get(member, ()))
        with kept_on_down(member):
            self._client.set_master(member, master)
        self._links[member] = replace(link, master=master)
        if master is not None and member in self._lowered:
            self._lowered.discard(member)
            self._client.set_up(member)
        present = (
            read_addresses(self._client, member)
            if any(":" in address for address in addresses)
            else addresses
        )
        for address in addresses:
            if address not in present:
                self._client.add_address(member, address)
