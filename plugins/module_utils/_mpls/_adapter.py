# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads and changes the label routes of our own protocol number."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Protocol

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._plan import (
    Surroundings,
    plan_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    PROTOCOL,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._wire_routes import (
    route_key,
    route_message,
    route_state,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Subject
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import read_key
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import PLATFORM_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan


class RouteDoor(Protocol):
    """What this room needs of the netlink room for routes."""

    def dump(
        self, family: int, *, kind: int = 0, protocol: int = 0, table: int = 0
    ) -> list[wire.RouteMessage]:
        """Give the routes of a family."""

    def add(self, route: wire.RouteMessage, what: str) -> None:
        """Add a route."""

    def replace(self, route: wire.RouteMessage, what: str) -> None:
        """Replace a route."""

    def delete(self, route: wire.RouteMessage, what: str) -> None:
        """Delete a route."""


class LinkDoor(Protocol):
    """What this room needs of the netlink room for devices."""

    def read(self) -> dict[str, Link]:
        """Give all devices."""


class LabelRoutes(Subject[RouteKey, RouteState]):
    """The routes with our protocol number, in the label table and in the IP tables."""

    name = "routes"

    def __init__(
        self,
        routes: RouteDoor,
        links: LinkDoor,
        wishes: Mapping[RouteKey, RouteState | None],
        *,
        purge: bool,
    ) -> None:
        """Take the wished routes; nothing is read before ``read``."""
        self._routes = routes
        self._links = links
        self._wishes = wishes
        self._purge = purge
        self._around = Surroundings(platform_labels=0)

    def read(self) -> dict[RouteKey, RouteState]:
        """Read our routes, and who owns the others that the task names."""
        size = read_key(PLATFORM_LABELS)
        if size is None:
            raise HostError("MPLS is not loaded on this router; run mpls_sysctl first")
        mine: dict[RouteKey, RouteState] = {}
        foreign: dict[RouteKey, int] = {}
        for route in self._dump():
            key = route_key(route)
            if key is None:
                continue
            if route.protocol != PROTOCOL:
                foreign[key] = route.protocol
            elif self._purge or key in self._wishes:
                mine[key] = route_state(route)
        self._around = Surroundings(int(size), self._links.read(), foreign)
        return mine

    def plan(self, current: Mapping[RouteKey, RouteState]) -> Plan[RouteKey, RouteState]:
        """Compare by label or prefix."""
        return plan_routes(self._wishes, current, self._around, purge=self._purge)

    def apply(self, operation: Operation[RouteKey, RouteState]) -> None:
        """Add, replace or delete one route.

        Only 'add' is exclusive: the kernel deletes and replaces a label whoever owns it, which is
        why these follow from a read of our own routes (net/mpls/af_mpls.c).
        """
        key, after = operation.key, operation.after
        if after is None:
            self._routes.delete(route_message(key), str(key))
        elif operation.before is None:
            self._routes.add(route_message(key, after), str(key))
        else:
            self._routes.replace(route_message(key, after), str(key))

    def describe(self, state: Mapping[RouteKey, RouteState]) -> dict[str, str]:
        """Show one route a line."""
        return {"routes": "".join(f"{key} {state[key]}\n" for key in sorted(state))}

    def _dump(self) -> Iterable[wire.RouteMessage]:
        """Read the label table, our IP routes, and the IP tables that the task names."""
        yield from self._routes.dump(wire.AF_MPLS)
        if self._purge:
            yield from self._routes.dump(socket.AF_INET, protocol=PROTOCOL)
            yield from self._routes.dump(socket.AF_INET6, protocol=PROTOCOL)
        for family, table in sorted(
            {(_family(key), key.table) for key in self._wishes if key.prefix}
        ):
            yield from self._routes.dump(family, table=table)


def _family(key: RouteKey) -> int:
    return socket.AF_INET6 if ":" in key.prefix else socket.AF_INET
