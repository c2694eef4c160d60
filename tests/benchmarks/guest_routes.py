# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""mpls_route beside 'ip', on the same label routes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls import _task
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Change, Routes
from benchmarks.figures import Figures, Loop
from benchmarks.guest_tools import DEVICE, NEXT_HOP, ip, prepare, timed
from benchmarks.stand_in import Task

FIRST, FIRST_OUT = 100000, 300000
MANY, CHANGED, ROUNDS = 10000, 10, 3
SERVICE_SECONDS = 5
BATCH = "one 'ip -f mpls -batch' of the same routes"
DUMP = "'ip -j -f mpls route' of the same routes"


class CountingRoutes(Routes):
    """The client to the kernel, with a count of the changes that went through it."""

    sent = 0

    def send(self, changes: Sequence[Change]) -> list[str]:
        """Count, and send."""
        CountingRoutes.sent += len(changes)
        return super().send(changes)


def first_run(loop: tuple[float, int]) -> Figures:
    """P1: 10,000 labels on an empty kernel."""
    _prepare()
    ours, floor = _fill(MANY, ROUNDS)
    _clear()
    return Figures(
        "P1",
        f"mpls_route, {MANY} labels on an empty kernel with their file for the boot",
        BATCH,
        ours,
        floor,
        Loop(MANY, *loop),
    )


def ten_times(loop: tuple[float, int]) -> Figures:
    """P1x10: 100,000 labels, and how much longer one takes than with 10,000."""
    _prepare()
    few, _floor = _fill(MANY, 1)
    ours, floor = _fill(10 * MANY, 1)
    _clear()
    growth = {"per_route": f"{ours[0] / few[0] / 10:.2f}"}
    return Figures(
        "P1x10",
        f"as P1 with {10 * MANY} labels; per_route: time a route over that with {MANY}",
        BATCH,
        ours,
        floor,
        Loop(10 * MANY, *loop),
        growth,
    )


def no_change(loop: tuple[float, int]) -> Figures:
    """P2: 10,000 labels that are all there."""
    _prepare()
    task = _task_of(MANY)
    task.run()
    ours = tuple(timed(lambda: _must(task, changed=False)) for _round in range(ROUNDS))
    floor = tuple(timed(lambda: ip("-j", "-f", "mpls", "route")) for _round in range(ROUNDS))
    _clear()
    return Figures(
        "P2",
        f"mpls_route, {MANY} labels that are there already",
        DUMP,
        ours,
        floor,
        Loop(MANY, *loop),
    )


def few_changed(loop: tuple[float, int]) -> Figures:
    """P3: ten of 10,000 labels differ."""
    _prepare()
    _task_of(MANY).run()
    task = _task_of(MANY, CHANGED)
    CountingRoutes.sent = 0
    ours = (timed(lambda: _must(task, changed=True)),)
    sent = CountingRoutes.sent
    _task_of(MANY).run()
    lines = _batch(CHANGED, CHANGED, "replace")
    floor = (
        timed(lambda: ip("-j", "-f", "mpls", "route"))
        + timed(lambda: ip("-f", "mpls", "-batch", "-", stdin=lines)),
    )
    _clear()
    return Figures(
        "P3",
        f"mpls_route, {CHANGED} of {MANY} labels differ",
        f"{DUMP} and one 'ip -f mpls -batch' of the {CHANGED}",
        ours,
        floor,
        Loop(MANY, *loop),
        {"messages": sent},
    )


def _fill(count: int, rounds: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Time ours and the floor by turns, each on a kernel without labels."""
    one, task, lines = _task_of(1), _task_of(count), _batch(count)
    ours, floor = [], []
    for _round in range(rounds):
        one.run()
        _flush()
        ours.append(timed(lambda: _must(task, changed=True)))
        one.run()
        _flush()
        floor.append(timed(lambda: ip("-f", "mpls", "-batch", "-", stdin=lines)))
        _flush()
    return tuple(ours), tuple(floor)


def _task_of(count: int, changed: int = 0) -> Task:
    # The module makes its client itself; what it finds under this name counts.
    _task.Routes = CountingRoutes  # type: ignore[misc]
    routes: list[dict[str, Any]] = [
        {"label": label, "interface": DEVICE, "via": NEXT_HOP, "out_labels": [out]}
        for label, out in _labels(count, changed)
    ]
    return Task("mpls_route", routes=routes, purge=True)


def _must(task: Task, *, changed: bool) -> None:
    result = task.run()
    if result["changed"] != changed:
        raise SystemExit(f"mpls_route: changed is {result['changed']}: {result['operations'][:3]}")


def _batch(count: int, changed: int = 0, verb: str = "add") -> str:
    return "".join(
        f"route {verb} {label} as {out} via inet {NEXT_HOP} dev {DEVICE} proto 130\n"
        for label, out in _labels(count, changed)
    )


def _labels(count: int, changed: int) -> list[tuple[int, int]]:
    return [(FIRST + at, FIRST_OUT + at + (at < changed)) for at in range(count)]


def _prepare() -> None:
    """Start the service that restores routes, which is done once, and let it have its first look.

    That comes after its start, and would be at work beside what is timed.
    """
    prepare()
    _task_of(1).run()
    time.sleep(SERVICE_SECONDS)


def _clear() -> None:
    """Take all away: the service would look at the devices of other benchmarks."""
    _flush()
    Task("mpls_route", routes=[], state="absent", purge=True).run()


def _flush() -> None:
    ip("-f", "mpls", "route", "flush", "proto", "130")
