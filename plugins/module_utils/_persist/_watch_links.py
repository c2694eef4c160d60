# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The program of linuxnet-mpls.service: runs our batch files at boot and when links come back.

It stands alone on the router: the standard library only. Its lines add what is not there, so a
second run of them does nothing, and what somebody else has in their place stays.
"""

from __future__ import annotations

import errno
import glob
import os
import select
import socket
import struct
import subprocess
import sys
import time

FOLDER = "/etc/linuxnet-mpls"
SUFFIX, LABEL_SUFFIX = ".batch", ".mpls.batch"

RTM_NEWLINK, RTM_DELLINK, RTM_NEWADDR = 16, 17, 20
IFLA_IFNAME = 3
IFF_UP, IFF_RUNNING = 0x1, 0x40
GROUPS = 0x1 | 0x10 | 0x100  # links, IPv4 addresses, IPv6 addresses
HEADER = struct.Struct("=IHHII")
LINK = struct.Struct("=BxHiII")
ADDRESS = struct.Struct("=BBBBI")
ATTRIBUTE = struct.Struct("=HH")

# One change of a link is several events; a storm of them must not hold the routes back for long.
QUIET_SECONDS, LONGEST_SECONDS = 0.2, 2.0
SHOWN_PROBLEMS = 5
# The second is what a UDP port says.
ALREADY_THERE = ("File exists", "Address already in use")


def select_lines(content: str, names: set[str] | None) -> list[str]:
    """Give the commands that use one of the devices; all of them for None (pure)."""
    lines = [line for line in content.splitlines() if line and not line.startswith("#")]
    if names is None:
        return lines
    return [line for line in lines if not names.isdisjoint(_devices(line.split()))]


def _devices(words: list[str]) -> list[str]:
    return [after for word, after in zip(words, words[1:]) if word == "dev"]


def list_problems(printed: str) -> list[str]:
    """Give what 'ip' said of the commands that failed, but for what was there already (pure)."""
    said = [line for line in printed.splitlines() if line.strip()]
    return [
        reason
        for reason, verdict in zip(said, said[1:])
        if verdict.startswith("Command failed") and not any(one in reason for one in ALREADY_THERE)
    ]


def note_events(data: bytes, known: dict[int, tuple[str, int]]) -> set[str]:
    """Read events; give the devices that appeared, went up, or got an address."""
    names: set[str] = set()
    offset = 0
    while offset + HEADER.size <= len(data):
        length, kind, _flags, _sequence, _port = HEADER.unpack_from(data, offset)
        if length < HEADER.size:
            break
        body = data[offset + HEADER.size : offset + length]
        names.add(_note_event(kind, body, known))
        offset += length + -length % 4
    return names - {""}


def _note_event(kind: int, body: bytes, known: dict[int, tuple[str, int]]) -> str:
    if kind == RTM_NEWADDR:
        return _name(ADDRESS.unpack_from(body)[4])
    if kind not in (RTM_NEWLINK, RTM_DELLINK):
        return ""
    _family, _type, index, flags, _change = LINK.unpack_from(body)
    if kind == RTM_DELLINK:
        known.pop(index, None)
        return ""
    state = (_name_in(body), flags & (IFF_UP | IFF_RUNNING))
    before = known.get(index)
    known[index] = state
    # A device that just went down takes no routes; a new one takes labels even when it is down.
    news = state != before and (before is None or state[1] & IFF_UP)
    return state[0] if news else ""


def _name_in(body: bytes) -> str:
    offset = LINK.size
    while offset + ATTRIBUTE.size <= len(body):
        length, kind = ATTRIBUTE.unpack_from(body, offset)
        if length < ATTRIBUTE.size:
            break
        if kind == IFLA_IFNAME:
            return body[offset + ATTRIBUTE.size : offset + length].rstrip(b"\0").decode()
        offset += length + -length % 4
    return ""


def _name(index: int) -> str:
    try:
        return socket.if_indextoname(index)
    except OSError:
        return ""


def restore(names: set[str] | None) -> None:
    """Run the lines of all files, in the order of the files' names."""
    for path in sorted(glob.glob(os.path.join(FOLDER, "*" + SUFFIX))):
        try:
            with open(path, encoding="utf-8") as stream:
                lines = select_lines(stream.read(), names)
        except (OSError, UnicodeDecodeError) as error:
            _say(f"{path}: {error}")
            continue
        if lines:
            _run(path, lines)


def _run(path: str, lines: list[str]) -> None:
    family = ["-f", "mpls"] if path.endswith(LABEL_SUFFIX) else []
    done = subprocess.run(  # pylint: disable=ansible-bad-function
        ["ip", *family, "-force", "-batch", "-"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    problems = list_problems(done.stderr)
    for problem in problems[:SHOWN_PROBLEMS]:
        _say(f"{path}: {problem}")
    if len(problems) > SHOWN_PROBLEMS:
        _say(f"{path}: {len(problems)} of {len(lines)} commands were refused")


def wait_for_links(events: socket.socket, known: dict[int, tuple[str, int]]) -> set[str] | None:
    """Wait for a change and for quiet after it; None where events were lost."""
    names: set[str] = set()
    patience: float | None = None
    deadline = 0.0
    while select.select([events], [], [], patience)[0]:
        try:
            names |= note_events(events.recv(1 << 16), known)
        except OSError as error:
            if error.errno != errno.ENOBUFS:
                raise
            return None
        now = time.monotonic()
        deadline = deadline or now + LONGEST_SECONDS
        patience = min(QUIET_SECONDS, max(deadline - now, 0.0))
        if now > deadline:
            break
    return names


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


def main() -> None:
    """Restore everything, then what hangs on a link that changed."""
    known: dict[int, tuple[str, int]] = {}
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as events:
        events.bind((0, GROUPS))
        names: set[str] | None = None
        while True:
            if names is None or names:
                restore(names)
            names = wait_for_links(events, known)


if __name__ == "__main__":
    main()
