# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What this package needs of netlink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._addressing import (
    AddressClient,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Change


class LinkClient(AddressClient, Protocol):
    """What this package needs of netlink for devices."""

    def read(self) -> dict[str, Link]:
        """Give all devices."""

    def add_vrfs(self, tables: Mapping[str, int]) -> list[str]:
        """Create VRF devices that are up; give each one's error, or '' where it is there."""

    def delete(self, name: str) -> None:
        """Delete a device."""

    def set_up(self, name: str) -> None:
        """Bring a device up."""

    def set_down(self, name: str) -> None:
        """Take a device down."""

    def set_master(self, name: str, master: str | None) -> None:
        """Enslave or release a device."""


class RouteClient(Protocol):
    """What this package needs of netlink for routes."""

    def dump(
        self, family: int, *, kind: int = 0, protocol: int = 0, table: int = 0
    ) -> list[wire.RouteMessage]:
        """Give the routes of a family."""

    def send(self, changes: Sequence[Change]) -> list[str]:
        """Run changes; give each one's error, or '' where it ran."""

    def delete(self, route: wire.RouteMessage, what: str) -> None:
        """Delete a route."""
