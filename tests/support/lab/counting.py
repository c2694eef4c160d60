# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How many packets of a customer are lost while something is done."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from support.lab.network import Site

ANSWERED = re.compile(r"bytes from .* icmp_seq=(\d+) ")
TRANSMITTED = re.compile(r"(\d+) packets transmitted, (\d+) received")


@contextmanager
def counted(site: Site, target: str, options: str = "") -> Iterator[dict[str, int]]:
    """Count a customer's packets, ten a second, and those that were answered.

    ``longest`` is how many in a row were not. The last one may be on its way when the counting
    ends, and is not counted then.
    """
    file = f"/tmp/ping-{time.time_ns()}"
    counts = {"sent": 0, "received": 0, "longest": 0}
    pid = site.guest.check_output(
        f"ip netns exec {site.name} ping -n -i 0.1 {options} {target} >{file} 2>&1 & echo $!"
    )
    try:
        yield counts
    finally:
        site.guest.check_output(f"kill -INT {int(pid)}; sleep 1")
        shown = site.guest.check_output(f"cat {file}; rm {file}")
        found = TRANSMITTED.search(shown)
        assert found, shown
        sent = int(found[1])
        is_on_its_way = f"icmp_seq={sent} " not in shown
        counts.update(
            sent=sent - is_on_its_way,
            received=int(found[2]),
            longest=longest_gap(shown, sent - is_on_its_way),
        )


def longest_gap(shown: str, sent: int) -> int:
    """Find in what ping printed how many packets in a row were not answered (pure)."""
    answered = sorted({0, *map(int, ANSWERED.findall(shown)), sent + 1})
    return max(after - before for before, after in zip(answered, answered[1:])) - 1
