# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads and changes the addresses, MTU and state of interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._addressing import (
    AddressClient,
    replace_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._plan import (
    describe_interface,
    plan_interfaces,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    DesiredInterface,
    InterfaceState,
    normalise_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan


class LinkClient(AddressClient, Protocol):
    """What this package needs of netlink."""

    def read(self) -> dict[str, Link]:
        """Give all devices."""

    def set_up(self, name: str) -> None:
        """Bring a device up."""

    def set_mtu(self, name: str, mtu: int) -> None:
        """Set an MTU."""


class Interfaces(StepwiseResource[str, InterfaceState]):
    """The interfaces of a router; only those that the task names or releases are changed."""

    name = "interfaces"

    def __init__(
        self,
        links: LinkClient,
        wants: Mapping[str, DesiredInterface],
        taken: Callable[[], Mapping[str, Collection[str]]] = dict,
    ) -> None:
        """``taken`` tells at read time which addresses to take from which other interface."""
        self._links = links
        self._wants = wants
        self._read_taken = taken
        self._taken: Mapping[str, Collection[str]] = {}
        self._lowers: Mapping[str, str] = {}

    def read(self) -> dict[str, InterfaceState]:
        """Read every interface: a missing one is explained by naming those that exist."""
        self._taken = self._read_taken()
        addresses, links = self._links.addresses(), self._links.read()
        self._lowers = {name: link.lower for name, link in links.items() if link.lower}
        return {
            name: InterfaceState(
                normalise_addresses(addresses.get(name, ())), mtu=link.mtu, up=link.up
            )
            for name, link in links.items()
        }

    def plan(self, current: Mapping[str, InterfaceState]) -> Plan[str, InterfaceState]:
        """Compare the named interfaces; the others stay as they are."""
        return plan_interfaces(self._wants, self._taken, current, self._lowers)

    def apply(self, operation: Operation[str, InterfaceState]) -> None:
        """Bring one interface to its state; the MTU first, as an address may need it (IPv6)."""
        name, before, after = operation.key, operation.before, operation.after
        if before is None or after is None:
            return
        if after.mtu != before.mtu:
            self._links.set_mtu(name, after.mtu)
        if after.up and not before.up:
            self._links.set_up(name)
        replace_addresses(self._links, name, before.addresses, after.addresses)

    def describe(self, state: Mapping[str, InterfaceState]) -> dict[str, str]:
        """Show each interface under its name."""
        return {f"interface {name}": describe_interface(one) for name, one in state.items()}
