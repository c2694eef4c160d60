# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Runs inside a guest, in a network of its own: BGP neighbours that keep their sessions up.

python3 -m benchmarks.guest_peers AS; any neighbour is taken that connects.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading

PORT, HEADER, HOLD_SECONDS = 179, 19, 180
OPEN, KEEPALIVE = 1, 4
_MARKER = b"\xff" * 16


def pack_message(kind: int, body: bytes = b"") -> bytes:
    """Put the header of BGP before a message (RFC 4271, 4.1)."""
    return _MARKER + struct.pack("!HB", HEADER + len(body), kind) + body


def pack_open(number: int, identifier: str) -> bytes:
    """Say who speaks, without any capability: IPv4 unicast is what is left (RFC 4271, 4.2)."""
    body = struct.pack("!BHH4sB", 4, number, HOLD_SECONDS, socket.inet_aton(identifier), 0)
    return pack_message(OPEN, body)


def main() -> None:
    number = int(sys.argv[1])
    with socket.create_server(("", PORT)) as listening:
        while True:
            session, _address = listening.accept()
            threading.Thread(target=_speak, args=(session, number), daemon=True).start()


def _speak(session: socket.socket, number: int) -> None:
    """Answer an open message with one, and each keepalive with another, until the end."""
    with session, session.makefile("rb") as stream:
        own_address = session.getsockname()[0]
        while header := stream.read(HEADER):
            length, kind = struct.unpack("!HB", header[16:])
            stream.read(length - HEADER)
            if kind == OPEN:
                session.sendall(pack_open(number, own_address))
            if kind in (OPEN, KEEPALIVE):
                session.sendall(pack_message(KEEPALIVE))


if __name__ == "__main__":
    main()
