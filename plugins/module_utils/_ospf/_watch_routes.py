# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The program of linuxnet-mpls-ospf-limit.service: ends the OSPF of who advertises too much.

It stands alone on the router: the standard library only. FRRouting has no limit for OSPF as it has
for BGP (ospfd of 8.4.4 and 10.3), so the kernel's routes are counted by the port they lead to.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMITS = "/etc/linuxnet-mpls/ospf.limits"
TABLE = "inet linuxnet_mpls_ospf"
#: FRRouting's routes of OSPF and OSPFv3, RTPROT_OSPF (include/uapi/linux/rtnetlink.h).
PROTOCOL = "188"
#: Seconds between two looks, and until routes of a session that was ended must be gone: FRRouting
#: gives it up after the dead interval, 40, and takes many thousand routes back one by one.
INTERVAL, PATIENCE = 2, 120
#: Seconds that a command may take.
TIMEOUT = 30
WORDS = {4: ("ip", "ospf", "OSPF"), 6: ("ipv6", "ospf6", "OSPFv3")}


class Limit(NamedTuple):
    """A line of the file: a port, and how many prefixes of each family it may bring."""

    interface: str
    vrf: str
    most: int
    minutes: int


def read_limits(content: str) -> list[Limit]:
    """Read the file (pure)."""
    rows = [line.split() for line in content.splitlines() if line and not line.startswith("#")]
    return [Limit(row[0], row[1], int(row[2]), int(row[3])) for row in rows]


def count_prefixes(shown: str) -> Counter[str]:
    """Count the prefixes by the devices that they lead to, out of 'ip -o -N route' (pure).

    One with several next hops is one for each of their devices.
    """
    counts: Counter[str] = Counter()
    for line in shown.splitlines():
        words = line.split()
        counts.update({after for word, after in zip(words, words[1:]) if word == "dev"})
    return counts


def find_over(limits: Iterable[Limit], counts: Counter[str]) -> Iterator[tuple[Limit, int]]:
    """Give the ports that brought more than they may, and how much (pure)."""
    for limit in limits:
        if counts[limit.interface] > limit.most:
            yield limit, counts[limit.interface]


def explain(limit: Limit, family: int, count: int) -> str:
    """Say what is done and why, for the journal (pure)."""
    return (
        f"{socket.gethostname()}: VRF {limit.vrf}: the router at {limit.interface} advertised"
        f" {count} prefixes by {WORDS[family][2]}, and its limit is {limit.most}: the session is"
        f" ended for {limit.minutes} minutes;"
        f" 'nft {' '.join(_element('delete', limit, family))}' brings it"
        " at once"
    )


def _element(verb: str, limit: Limit, family: int, more: str = "") -> list[str]:
    members = f'{{ "{limit.interface}"{more} }}'
    return [verb, "element", *TABLE.split(), f"ended{family}", members]


def end_session(limit: Limit, family: int) -> None:
    """Drop what the two routers say from now on, and have FRRouting forget the neighbour.

    By itself it would wait for the dead interval, 40 seconds.
    """
    _run("nft", *_element("add", limit, family, f" timeout {limit.minutes}m"))
    version, name, _shown = WORDS[family]
    _run("vtysh", "-c", f"clear {version} {name} vrf {limit.vrf} interface {limit.interface}")


def look(limits: list[Limit], ended: dict[tuple[str, int], float]) -> None:
    """Look once at both families."""
    for family in (4, 6):
        shown = _run(
            "ip", "-o", "-N", f"-{family}", "route", "show", "table", "all", "proto", PROTOCOL
        )
        for limit, count in find_over(limits, count_prefixes(shown)):
            key = (limit.interface, family)
            if time.monotonic() - ended.get(key, -PATIENCE) >= PATIENCE:
                ended[key] = time.monotonic()
                _say(explain(limit, family, count))
                end_session(limit, family)


def _run(*words: str) -> str:
    try:
        done = subprocess.run(  # pylint: disable=ansible-bad-function
            words,
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"{' '.join(words)}: {error}")
        return ""
    if done.returncode:
        _say(f"{' '.join(words)}: {(done.stderr or done.stdout).strip()}")
        return ""
    return done.stdout


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


def main() -> None:
    """Look every few seconds, for as long as the service runs."""
    with open(LIMITS, encoding="utf-8") as stream:
        limits = read_limits(stream.read())
    ended: dict[tuple[str, int], float] = {}
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            look(limits, ended)
            time.sleep(INTERVAL)


if __name__ == "__main__":
    main()
