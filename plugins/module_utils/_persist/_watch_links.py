# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The program of linuxnet-mpls.service: runs our batch files at boot and when links come back.

It stands alone on the router: the standard library only. Its lines add what is not there, so a
second run of them does nothing, and what somebody else has in their place stays. A line is run
again for the devices after ``dev`` in it, and for the one that has the address after ``src``.
"""

from __future__ import annotations

import errno
import glob
import ipaddress
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

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
# The words of our routes, as 'ip -N' has them too.
SOURCE, PROTOCOL, MAIN_TABLE = " src ", "130", "254"
# The second is what a UDP port says.
ALREADY_THERE = ("File exists", "Address already in use")
FAILED = "Command failed -:"
# 'ip' knows no such object, and says so if it gets there: with '-force' too, it ends at a line that
# it cannot read, or where the kernel lacks what the line is about (lib/utils.c, invarg).
END = "end"
# One that hangs holds up all that comes after it.
PATIENCE_SECONDS = 60


def select_lines(content: str, names: set[str] | None) -> list[str]:
    """Give the commands that use one of the devices or addresses; all for None (pure)."""
    lines = [line for line in content.splitlines() if line and not line.startswith("#")]
    if names is None:
        return lines
    return [line for line in lines if not names.isdisjoint(_after(line, "dev", "src"))]


def _after(line: str, *before: str) -> list[str]:
    words = line.split()
    return [after for word, after in zip(words, words[1:]) if word in before]


def split_waiting(lines: list[str], present: set[str]) -> tuple[list[str], int]:
    """Give the lines whose devices are all there, and how many others there are (pure).

    One with several next hops, of which a device is missing, would end 'ip -batch' before the lines
    after it.
    """
    ready = [line for line in lines if present.issuperset(_after(line, "dev"))]
    return ready, len(lines) - len(ready)


def list_addresses(shown: str, names: set[str]) -> set[str]:
    """Give the devices' addresses out of 'ip -j address', in their shortest form (pure)."""
    return {
        str(ipaddress.ip_address(one["local"]))
        for device in _read_shown(shown)
        if device.get("ifname") in names
        for one in device["addr_info"]
        if "local" in one
    }


def give_back_sources(lines: list[str], shown: str) -> list[str]:
    """Have the routes out of 'ip -j -6 -N route' changed that are there without a source (pure).

    With an address, the kernel drops the IPv4 routes that have it as their source, but of an IPv6
    route the source alone (fib6_remove_prefsrc in net/ipv6/route.c), and then there is nothing to
    add.
    """
    bare = {
        (_whole_prefix(route["dst"]), route.get("table", MAIN_TABLE))
        for route in _read_shown(shown)
        if "prefsrc" not in route
    }
    return [
        line.replace(" add ", " change ", 1) if SOURCE in line and _key(line) in bare else line
        for line in lines
    ]


def _read_shown(shown: str) -> list[dict[str, Any]]:
    """Read what 'ip -j' shows; behind a route's ``dst`` iproute2 6.1 has the stack by that name."""
    try:
        first_wins: list[dict[str, Any]] = json.loads(
            shown, object_pairs_hook=lambda pairs: dict(reversed(pairs))
        )
    except ValueError as error:
        raise SystemExit(f"ip -j gives no JSON: {error}: {shown[:200]!r}") from None
    return first_wins


def _key(line: str) -> tuple[str, str]:
    words = line.split()
    after = dict(zip(words, words[1:]))
    return after.get("add", ""), after.get("table", MAIN_TABLE)


def _whole_prefix(shown: str) -> str:
    return str(ipaddress.ip_network("::/0" if shown == "default" else shown))


def list_problems(lines: list[str], printed: str) -> list[str]:
    """Give each command that failed, and why, but for what was there already (pure)."""
    said = [words for words in printed.splitlines() if words.strip()]
    failed = [
        (int(verdict.removeprefix(FAILED)), reason)
        for reason, verdict in zip(said, said[1:])
        if verdict.startswith(FAILED) and not any(one in reason for one in ALREADY_THERE)
    ]
    return [f"{lines[at - 1]}: {reason}" for at, reason in failed if at <= len(lines)]


def came_to_the_end(lines: list[str], printed: str) -> bool:
    """Tell whether 'ip' has run all lines, of what it said of them and of END after them (pure)."""
    return f"{FAILED}{len(lines) + 1}" in printed.splitlines()


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
                lines = _lines_for(stream.read(), names)
        except (OSError, UnicodeDecodeError) as error:
            _say(f"{path}: {error}")
            continue
        ready, waiting = split_waiting(lines, {name for _index, name in socket.if_nameindex()})
        if waiting:
            _say(f"{path}: {waiting} of {len(lines)} commands wait for a device that is missing")
        if ready:
            _run(path, ready)


def _lines_for(content: str, names: set[str] | None) -> list[str]:
    """Look at addresses, and at routes, only where a line has a source."""
    if names is not None and SOURCE in content:
        names = names | list_addresses(_ask("address"), names)
    lines = select_lines(content, names)
    if not any(SOURCE in line for line in lines):
        return lines
    routes = _ask("-6", "-N", "route", "show", "table", "all", "proto", PROTOCOL)
    return give_back_sources(lines, routes)


def _run(path: str, lines: list[str]) -> None:
    family = ["-f", "mpls"] if path.endswith(LABEL_SUFFIX) else []
    problems = _run_each(family, lines)
    for problem in problems[:SHOWN_PROBLEMS]:
        _say(f"{path}: {problem}")
    if len(problems) > SHOWN_PROBLEMS:
        _say(f"{path}: {len(problems)} of {len(lines)} commands were refused")


def _run_each(family: list[str], lines: list[str]) -> list[str]:
    """Run all lines, and give what was said of those that failed.

    Where one of them ends 'ip', both halves are run, down to that line: what the first time has
    added is there already.
    """
    printed = _ip(*family, "-force", "-batch", "-", lines=[*lines, END]).stderr
    if came_to_the_end(lines, printed):
        return list_problems(lines, printed)
    if len(lines) == 1:
        return [f"{lines[0]}: {' '.join(printed.split())}"]
    middle = len(lines) // 2
    return _run_each(family, lines[:middle]) + _run_each(family, lines[middle:])


def _ask(*words: str) -> str:
    return _ip("-j", *words).stdout or "[]"


def _ip(*words: str, lines: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run 'ip'; where it hangs, end, so that systemd starts the program and its work anew."""
    try:
        return subprocess.run(  # pylint: disable=ansible-bad-function
            ["ip", *words],
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired:
        asked = " ".join(words)
        raise SystemExit(f"ip {asked} did not end within {PATIENCE_SECONDS} s") from None


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
