# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Runs inside a router: the subject of mpls_route beside 'ip', on the same label routes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._adapter import LabelRoutes
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._parse import parse_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Change, Routes

FIRST = 100000
DEVICE = "b_core"
SAMPLE = 20


class CountingRoutes(Routes):
    """The door to the kernel, with a count of the changes that went through it."""

    sent = 0

    def send(self, changes: Sequence[Change]) -> list[str]:
        self.sent += len(changes)
        return super().send(changes)


def entries(count: int, changed: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "label": FIRST + at,
            "interface": DEVICE,
            "via": "10.9.9.2",
            "out_labels": [300000 + at + (at < changed)],
        }
        for at in range(count)
    ]


def ours(count: int, changed: int = 0) -> tuple[float, int]:
    door = CountingRoutes()
    seconds = timed(
        lambda: _runner.run(
            [LabelRoutes(door, Links(), parse_routes(entries(count, changed)), purge=True)],
            check=False,
        )
    )
    return seconds, door.sent


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ip(*words: str, stdin: str = "") -> None:
    subprocess.run(["ip", *words], input=stdin, text=True, check=True, stdout=subprocess.DEVNULL)


def flush() -> None:
    ip("-f", "mpls", "route", "flush", "proto", "130")


def batch(count: int) -> str:
    return "".join(
        f"route add {FIRST + at} as {300000 + at} via inet 10.9.9.2 dev {DEVICE} proto 130\n"
        for at in range(count)
    )


def main() -> None:
    count = int(sys.argv[1])
    flush()
    floor_add = timed(lambda: ip("-f", "mpls", "-batch", "-", stdin=batch(count)))
    flush()
    first, _sent = ours(count)
    again, idle = ours(count)
    dump = timed(lambda: ip("-j", "-f", "mpls", "route"))
    change, sent = ours(count, changed=10)
    label = str(FIRST + count)
    one = timed(
        lambda: [
            ip("-f", "mpls", "route", "replace", label, "dev", "lo", "proto", "130")
            for _time in range(SAMPLE)
        ]
    )
    flush()
    sys.stdout.write(
        json.dumps(
            {
                "batch": floor_add,
                "first": first,
                "again": again,
                "dump": dump,
                "change": change,
                "sent": sent,
                "idle": idle,
                "fork": one / SAMPLE,
            }
        )
    )


if __name__ == "__main__":
    main()
