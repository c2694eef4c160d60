# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A socket for route messages: dumps that the kernel filters, and requests that are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._socket import NetlinkSocket

if TYPE_CHECKING:
    from collections.abc import Sequence


class Change(NamedTuple):
    """A request that changes one route, which is packed already."""

    kind: int
    flags: int
    packed: bytes


class Routes(NetlinkSocket):
    """Reads and changes routes of any family; one socket for the life of a task."""

    def __init__(self) -> None:
        """Open the socket."""
        super().__init__("routes")

    def dump(
        self, family: int, *, kind: int = 0, protocol: int = 0, table: int = 0
    ) -> list[wire.RouteMessage]:
        """Give the routes of one family; 0 means any type, protocol or table.

        The kernel answers for other families where a family has no handler (mpls_router not
        loaded), and it ignores filters that it does not know: every message is checked again.
        """
        want = wire.RouteMessage(family, 0, table, protocol, kind)
        routes = map(wire.unpack_route, self._dump_whole(want))
        return [route for route in routes if _matches(route, want)]

    def dump_packed(self, family: int) -> list[bytes]:
        """Give the routes of one family as they came, for those who know most of them by that."""
        start = bytes([family])
        want = wire.RouteMessage(family, 0, 0, 0, 0)
        return [packed for packed in self._dump_whole(want) if packed.startswith(start)]

    def delete(self, route: wire.RouteMessage, what: str) -> None:
        """Delete one route."""
        (words,) = self.send([deleting(wire.pack_route(route))])
        if words:
            raise ApplyError(f"{what}: {words}")

    def send(self, changes: Sequence[Change]) -> list[str]:
        """Run changes; give each one's error, or '' where it ran."""
        return [words for words, _none in self.exchange(changes)]

    def ask(self, questions: Sequence[wire.RouteMessage]) -> list[wire.RouteMessage | None]:
        """Look single routes up; None for one that is not there."""
        answers = self.exchange(
            [(wire.RTM_GETROUTE, 0, wire.pack_route(question)) for question in questions],
            wire.RTM_NEWROUTE,
        )
        return [body if body is None else wire.unpack_route(body) for _words, body in answers]

    def _dump_whole(self, want: wire.RouteMessage) -> list[bytes]:
        return self.dump_bodies(wire.RTM_GETROUTE, wire.pack_route(want), wire.RTM_NEWROUTE)


def adding(packed: bytes) -> Change:
    """Ask for a route that does not exist yet; nothing is ever replaced."""
    return Change(wire.RTM_NEWROUTE, wire.NLM_F_CREATE | wire.NLM_F_EXCL, packed)


def replacing(packed: bytes) -> Change:
    """Ask for a route in place of one that is there, with no moment in which there is none."""
    return Change(wire.RTM_NEWROUTE, wire.NLM_F_REPLACE, packed)


def deleting(packed: bytes) -> Change:
    """Ask for a route to go."""
    return Change(wire.RTM_DELROUTE, 0, packed)


def _matches(route: wire.RouteMessage, want: wire.RouteMessage) -> bool:
    return (
        route.family == want.family
        and want.kind in (0, route.kind)
        and want.protocol in (0, route.protocol)
        and want.table in (0, route.table)
    )
