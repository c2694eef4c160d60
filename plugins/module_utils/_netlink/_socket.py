# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A socket for rtnetlink, and dumps of which nothing is missing."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NETLINK_ROUTE, SOL_NETLINK = 0, 270
NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK = 10, 11, 12
SO_RCVBUFFORCE = 33
RECEIVE_BYTES = 1 << 20
DUMP_ATTEMPTS = 5
# The kernel takes what fits in a socket's send buffer (212,992 bytes by default) at once.
SEND_BYTES, SEND_MESSAGES = 1 << 16, 500
# The kernel answers at once, but for the time that others hold its lock for all interfaces.
SECONDS_TO_ANSWER = 60.0


class NetlinkSocket:
    """One socket for the life of a task; ``what`` it is about stands in its errors."""

    def __init__(self, what: str) -> None:
        """Open the socket; old kernels without strict checks ignore filters of a dump."""
        self._what = what
        try:
            self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_ROUTE)
            self._socket.bind((0, 0))
            self._socket.settimeout(SECONDS_TO_ANSWER)
        except OSError as error:
            raise ApplyError(f"{what}: no netlink socket: {error.strerror}") from error
        for option in (NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK):
            with contextlib.suppress(OSError):
                self._socket.setsockopt(SOL_NETLINK, option, 1)
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 4 * RECEIVE_BYTES)
        self._sequence = 0

    def dump_bodies(self, kind: int, question: bytes, answer: int) -> list[bytes]:
        """Ask with messages of type ``kind``; give the bodies of all answers of that type."""
        for _attempt in range(DUMP_ATTEMPTS):
            bodies, whole = self._dump_once(kind, question, answer)
            if whole:
                return bodies
        raise ApplyError(f"{self._what}: they change faster than they can be read; run again")

    def exchange(
        self, requests: Sequence[tuple[int, int, bytes]], answer: int = 0
    ) -> list[tuple[str, bytes | None]]:
        """Send (type, flags, body) many a packet; give each one's error or '', and its answer.

        ``answer`` is the type of the messages that answer a question. An error does not keep the
        kernel from the requests that follow.
        """
        first = self._sequence + 1
        answers: dict[int, tuple[str, bytes | None]] = {}
        try:
            for packet, last in self._packets(requests):
                self._socket.sendto(packet, (0, 0))
                self._collect(last, answer, answers)
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

    def _collect(
        self, last: int, answer: int, answers: dict[int, tuple[str, bytes | None]]
    ) -> None:
        while True:
            for kind, flags, number, body in wire.unpack_messages(self._receive()):
                if kind == wire.NLMSG_ERROR:
                    code, words = wire.unpack_error(flags, body)
                    if code:
                        answers[number] = (words or os.strerror(code), None)
                    if number == last:
                        return
                elif kind == answer:
                    answers[number] = ("", body)

    def _dump_once(self, kind: int, question: bytes, answer: int) -> tuple[list[bytes], bool]:
        sequence = self._send(kind, wire.NLM_F_DUMP, question)
        bodies: list[bytes] = []
        whole = True
        while True:
            data = self._receive()
            alike = wire.unpack_alike(data, answer, sequence)
            if alike is not None:
                bodies += alike
                continue
            for given, flags, number, body in wire.unpack_messages(data):
                if number != sequence:
                    continue
                whole = whole and not flags & wire.NLM_F_DUMP_INTR
                if given == answer:
                    bodies.append(body)
                elif given == wire.NLMSG_DONE:
                    return bodies, whole
                elif given == wire.NLMSG_ERROR:
                    self._refuse_unreadable(*wire.unpack_error(flags, body))
                    return [], True

    def _send(self, kind: int, flags: int, body: bytes) -> int:
        self._sequence += 1
        message = wire.pack_message(kind, flags | wire.NLM_F_REQUEST, self._sequence, body)
        try:
            self._socket.sendto(message, (0, 0))
        except OSError as error:
            raise ApplyError(f"{self._what}: {error.strerror}") from error
        return self._sequence

    def _receive(self) -> bytes:
        try:
            return self._socket.recv(RECEIVE_BYTES)
        except socket.timeout as error:
            words = f"no answer from the kernel within {SECONDS_TO_ANSWER:g} s"
            raise ApplyError(f"{self._what}: {words}") from error
        except OSError as error:
            raise ApplyError(f"{self._what}: {error.strerror}") from error

    def _refuse_unreadable(self, code: int, words: str) -> None:
        """Take 'there is no such table' for an empty answer; anything else is a failure."""
        if code not in (0, errno.ENOENT):
            raise ApplyError(f"{self._what}: cannot be read: {words or os.strerror(code)}")
