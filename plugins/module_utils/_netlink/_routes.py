# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A socket for route messages: dumps that the kernel filters, and requests that are answered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._socket import NetlinkSocket

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The kernel takes what fits in a socket's send buffer (212,992 bytes by default) at once.
SEND_BYTES, SEND_MESSAGES = 1 << 16, 500


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
        wish = wire.RouteMessage(family, 0, table, protocol, kind)
        routes = map(wire.unpack_route, self._dump_whole(wish))
        return [route for route in routes if _matches(route, wish)]

    def dump_packed(self, family: int) -> list[bytes]:
        """Give the routes of one family as they came, for those who know most of them by that."""
        start = bytes([family])
        wish = wire.RouteMessage(family, 0, 0, 0, 0)
        return [packed for packed in self._dump_whole(wish) if packed.startswith(start)]

    def add(self, route: wire.RouteMessage, what: str) -> None:
        """Add one route that does not exist yet."""
        self._change(adding(wire.pack_route(route)), what)

    def delete(self, route: wire.RouteMessage, what: str) -> None:
        """Delete one route."""
        self._change(deleting(wire.pack_route(route)), what)

    def send(self, changes: Sequence[Change]) -> list[str]:
        """Run changes, many a message to the kernel; give each one's error, or '' where it ran.

        An error does not keep the kernel from the changes that follow.
        """
        return [words for words, _route in self._exchange(changes)]

    def ask(self, questions: Sequence[wire.RouteMessage]) -> list[wire.RouteMessage | None]:
        """Look single routes up; None for one that is not there."""
        answers = self._exchange(
            [(wire.RTM_GETROUTE, 0, wire.pack_route(question)) for question in questions]
        )
        return [route for _words, route in answers]

    def _change(self, change: Change, what: str) -> None:
        (words,) = self.send([change])
        if words:
            raise ApplyError(f"{what}: {words}")

    def _exchange(
        self, requests: Sequence[tuple[int, int, bytes]]
    ) -> list[tuple[str, wire.RouteMessage | None]]:
        first = self._sequence + 1
        answers: dict[int, tuple[str, wire.RouteMessage | None]] = {}
        try:
            for packet, last in self._packets(requests):
                self._socket.sendto(packet, (0, 0))
                self._collect(last, answers)
        except (OSError, ApplyError) as error:
            lost = (f"no answer from the kernel: {error}", None)
            rest = range(max(answers, default=first - 1) + 1, first + len(requests))
            answers.update((number, lost) for number in rest)
            self._sequence = first + len(requests)
        return [answers.get(first + at, ("", None)) for at in range(len(requests))]

    def _packets(self, requests: Sequence[tuple[int, int, bytes]]) -> Iterator[tuple[bytes, int]]:
        """Put requests together; only the last asks for an answer that all went well.

        The kernel answers in order, and reports an error unasked.
        """
        packet: list[bytes] = []
        size = 0
        for at, (kind, flags, body) in enumerate(requests):
            size += wire.HEADER.size + len(body)
            full = len(packet) + 1 == SEND_MESSAGES or size > SEND_BYTES
            last = full or at + 1 == len(requests)
            self._sequence += 1
            asked = wire.NLM_F_REQUEST | (wire.NLM_F_ACK if last else 0)
            packet.append(wire.pack_message(kind, flags | asked, self._sequence, body))
            if last:
                yield b"".join(packet), self._sequence
                packet, size = [], 0

    def _collect(self, last: int, answers: dict[int, tuple[str, wire.RouteMessage | None]]) -> None:
        while True:
            for kind, flags, number, body in wire.unpack_messages(self._receive()):
                if kind == wire.NLMSG_ERROR:
                    code, words = wire.unpack_error(flags, body)
                    if code:
                        answers[number] = (words or os.strerror(code), None)
                    if number == last:
                        return
                elif kind == wire.RTM_NEWROUTE:
                    answers[number] = ("", wire.unpack_route(body))

    def _dump_whole(self, wish: wire.RouteMessage) -> list[bytes]:
        return self.dump_bodies(wire.RTM_GETROUTE, wire.pack_route(wish), wire.RTM_NEWROUTE)


def adding(packed: bytes) -> Change:
    """Ask for a route that does not exist yet; nothing is ever replaced."""
    return Change(wire.RTM_NEWROUTE, wire.NLM_F_CREATE | wire.NLM_F_EXCL, packed)


def replacing(packed: bytes) -> Change:
    """Ask for a route in place of one that is there, with no moment in which there is none."""
    return Change(wire.RTM_NEWROUTE, wire.NLM_F_REPLACE, packed)


def deleting(packed: bytes) -> Change:
    """Ask for a route to go."""
    return Change(wire.RTM_DELROUTE, 0, packed)


def _matches(route: wire.RouteMessage, wish: wire.RouteMessage) -> bool:
    return (
        route.family == wish.family
        and wish.kind in (0, route.kind)
        and wish.protocol in (0, route.protocol)
        and wish.table in (0, route.table)
    )
