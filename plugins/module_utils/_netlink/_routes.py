# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A socket for route messages: dumps that the kernel filters, and requests that are answered."""

from __future__ import annotations

import contextlib
import errno
import os
import socket

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire

NETLINK_ROUTE, SOL_NETLINK = 0, 270
NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK = 10, 11, 12
SO_RCVBUFFORCE = 33
RECEIVE_BYTES = 1 << 20
DUMP_ATTEMPTS = 5


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
        for _attempt in range(DUMP_ATTEMPTS):
            messages, whole = self._dump_once(wire.pack_route(wish))
            if whole:
                return [route for route in messages if _matches(route, wish)]
        raise ApplyError("routes: they change faster than they can be read; run again")

    def add(self, route: wire.RouteMessage, what: str) -> None:
        """Add a route that does not exist yet; nothing is ever replaced."""
        self._request(wire.RTM_NEWROUTE, wire.NLM_F_CREATE | wire.NLM_F_EXCL, route, what)

    def replace(self, route: wire.RouteMessage, what: str) -> None:
        """Replace a route, without a moment in which there is none."""
        self._request(wire.RTM_NEWROUTE, wire.NLM_F_CREATE | wire.NLM_F_REPLACE, route, what)

    def delete(self, route: wire.RouteMessage, what: str) -> None:
        """Delete a route."""
        self._request(wire.RTM_DELROUTE, 0, route, what)

    def _request(self, kind: int, flags: int, route: wire.RouteMessage, what: str) -> None:
        sequence = self._send(kind, flags | wire.NLM_F_ACK, wire.pack_route(route))
        for message_kind, message_flags, number, body in self._receive():
            if number != sequence or message_kind != wire.NLMSG_ERROR:
                continue
            code, words = wire.unpack_error(message_flags, body)
            if code:
                raise ApplyError(f"{what}: {words or os.strerror(code)}")
            return
        raise ApplyError(f"{what}: the kernel did not answer")

    def _dump_once(self, body: bytes) -> tuple[list[wire.RouteMessage], bool]:
        sequence = self._send(wire.RTM_GETROUTE, wire.NLM_F_DUMP, body)
        routes: list[wire.RouteMessage] = []
        whole = True
        while True:
            for kind, flags, number, message in self._receive():
                if number != sequence:
                    continue
                whole = whole and not flags & wire.NLM_F_DUMP_INTR
                if kind == wire.NLMSG_DONE:
                    return routes, whole
                if kind == wire.NLMSG_ERROR:
                    code, words = wire.unpack_error(flags, message)
                    return _nothing(code, words), True
                if kind == wire.RTM_NEWROUTE:
                    routes.append(wire.unpack_route(message))

    def _send(self, kind: int, flags: int, body: bytes) -> int:
        self._sequence += 1
        message = wire.pack_message(kind, flags | wire.NLM_F_REQUEST, self._sequence, body)
        try:
            self._socket.sendto(message, (0, 0))
        except OSError as error:
            raise ApplyError(f"routes: {error.strerror}") from error
        return self._sequence

    def _receive(self) -> list[tuple[int, int, int, bytes]]:
        try:
            return list(wire.unpack_messages(self._socket.recv(RECEIVE_BYTES)))
        except OSError as error:
            raise ApplyError(f"routes: {error.strerror}") from error


def _nothing(code: int, words: str) -> list[wire.RouteMessage]:
    """Take 'there is no such table' for an empty answer; anything else is a failure."""
    if code in (0, errno.ENOENT):
        return []
    raise ApplyError(f"routes: cannot be read: {words or os.strerror(code)}")


def _matches(route: wire.RouteMessage, wish: wire.RouteMessage) -> bool:
    return (
        route.family == wish.family
        and wish.kind in (0, route.kind)
        and wish.protocol in (0, route.protocol)
        and wish.table in (0, route.table)
    )
