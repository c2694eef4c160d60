# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A socket for route messages: dumps that the kernel filters, and requests that are answered."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from typing import TYPE_CHECKING, NamedTuple

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NETLINK_ROUTE, SOL_NETLINK = 0, 270
NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK = 10, 11, 12
SO_RCVBUFFORCE = 33
RECEIVE_BYTES = 1 << 20
# The kernel takes what fits in a socket's send buffer (212,992 bytes by default) at once.
SEND_BYTES, SEND_MESSAGES = 1 << 16, 500
DUMP_ATTEMPTS = 5


class Change(NamedTuple):
    """A request that changes one route."""

    kind: int
    flags: int
    route: wire.RouteMessage


class Routes:
    """Reads and changes routes of any family; one socket for the life of a task."""

    def __init__(self) -> None:
        """Open the socket; old kernels without strict checks are filtered here instead."""
        try:
            self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_ROUTE)
            self._socket.bind((0, 0))
        except OSError as error:
            raise ApplyError(f"routes: no netlink socket: {error.strerror}") from error
        for option in (NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK):
            with contextlib.suppress(OSError):
                self._socket.setsockopt(SOL_NETLINK, option, 1)
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 4 * RECEIVE_BYTES)
        self._sequence = 0

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
        self._change(adding(route), what)

    def delete(self, route: wire.RouteMessage, what: str) -> None:
        """Delete one route."""
        self._change(deleting(route), what)

    def send(self, changes: Sequence[Change]) -> list[str]:
        """Run changes, many a message to the kernel; give each one's error, or '' where it ran.

        An error does not keep the kernel from the changes that follow.
        """
        answers = self._exchange(
            [(one.kind, one.flags, wire.pack_route(one.route)) for one in changes]
        )
        return [words for words, _route in answers]

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
        question = wire.pack_route(wish)
        for _attempt in range(DUMP_ATTEMPTS):
            routes, whole = self._dump_once(question)
            if whole:
                return routes
        raise ApplyError("routes: they change faster than they can be read; run again")

    def _dump_once(self, question: bytes) -> tuple[list[bytes], bool]:
        sequence = self._send(wire.RTM_GETROUTE, wire.NLM_F_DUMP, question)
        routes: list[bytes] = []
        whole = True
        while True:
            data = self._receive()
            alike = wire.unpack_alike(data, wire.RTM_NEWROUTE, sequence)
            if alike is not None:
                routes += alike
                continue
            for kind, flags, number, message in wire.unpack_messages(data):
                if number != sequence:
                    continue
                whole = whole and not flags & wire.NLM_F_DUMP_INTR
                if kind == wire.RTM_NEWROUTE:
                    routes.append(message)
                elif kind == wire.NLMSG_DONE:
                    return routes, whole
                elif kind == wire.NLMSG_ERROR:
                    _refuse_unreadable(*wire.unpack_error(flags, message))
                    return [], True

    def _send(self, kind: int, flags: int, body: bytes) -> int:
        self._sequence += 1
        message = wire.pack_message(kind, flags | wire.NLM_F_REQUEST, self._sequence, body)
        try:
            self._socket.sendto(message, (0, 0))
        except OSError as error:
            raise ApplyError(f"routes: {error.strerror}") from error
        return self._sequence

    def _receive(self) -> bytes:
        try:
            return self._socket.recv(RECEIVE_BYTES)
        except OSError as error:
            raise ApplyError(f"routes: {error.strerror}") from error


def adding(route: wire.RouteMessage) -> Change:
    """Ask for a route that does not exist yet; nothing is ever replaced."""
    return Change(wire.RTM_NEWROUTE, wire.NLM_F_CREATE | wire.NLM_F_EXCL, route)


def replacing(route: wire.RouteMessage) -> Change:
    """Ask for a route in place of one that is there, with no moment in which there is none."""
    return Change(wire.RTM_NEWROUTE, wire.NLM_F_REPLACE, route)


def deleting(route: wire.RouteMessage) -> Change:
    """Ask for a route to go."""
    return Change(wire.RTM_DELROUTE, 0, route)


def _refuse_unreadable(code: int, words: str) -> None:
    """Take 'there is no such table' for an empty answer; anything else is a failure."""
    if code not in (0, errno.ENOENT):
        raise ApplyError(f"routes: cannot be read: {words or os.strerror(code)}")


def _matches(route: wire.RouteMessage, wish: wire.RouteMessage) -> bool:
    return (
        route.family == wish.family
        and wish.kind in (0, route.kind)
        and wish.protocol in (0, route.protocol)
        and wish.table in (0, route.table)
    )
