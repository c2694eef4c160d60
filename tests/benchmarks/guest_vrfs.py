# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""vrf_device beside 'ip -batch', on the same 500 VRFs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks.figures import Figures, Loop
from benchmarks.guest_tools import ip, prepare, settle, timed
from benchmarks.stand_in import Task

VRFS, FIRST_TABLE, METRIC = 500, 10000, 4278198272
NAMES = {f"b_vrf{at}": FIRST_TABLE + at for at in range(VRFS)}


class Seconds(NamedTuple):
    """Until a command returns, and until udev is done with what it made."""

    returned: float
    settled: float


def devices(loop: tuple[float, int]) -> Figures:
    """P5: 500 VRFs on a router that has one."""
    prepare()
    _task_of({"b_first": FIRST_TABLE - 1}).run()
    lines = [line for name, table in NAMES.items() for line in _lines(name, table)]
    batch = "".join(f"{line}\n" for line in lines)
    floor = _settled(lambda: ip("-batch", "-", stdin=batch))
    _remove()
    task = _task_of(NAMES)
    ours = _settled(task.run)
    again = timed(task.run)
    return Figures(
        "P5",
        f"vrf_device, {VRFS} VRFs with their files for the boot; again: a second run",
        "one 'ip -batch' of the same devices and unreachable defaults; both until udev is done",
        (ours.settled,),
        (floor.settled,),
        Loop(len(lines), *loop),
        {"returned": f"{ours.returned / floor.returned:.2f}", "again": f"{again:.3f}"},
    )


def _settled(work: Callable[[], object]) -> Seconds:
    """Wait for udev, which starts programs for each device, and beside which all else is slow."""
    returned = timed(work)
    return Seconds(returned, returned + timed(settle))


def _task_of(tables: dict[str, int]) -> Task:
    vrfs: list[dict[str, Any]] = [{"name": name, "table": table} for name, table in tables.items()]
    return Task("vrf_device", vrfs=vrfs)


def _lines(name: str, table: int) -> tuple[str, ...]:
    return (
        f"link add {name} type vrf table {table}",
        f"link set {name} up",
        *(
            f"route add unreachable {prefix} table {table} metric {METRIC}"
            for prefix in ("0.0.0.0/0", "::/0")
        ),
    )


def _remove() -> None:
    lines = [
        line
        for name, table in NAMES.items()
        for line in (
            f"route del unreachable 0.0.0.0/0 table {table} metric {METRIC}",
            f"route del unreachable ::/0 table {table} metric {METRIC}",
            f"link del {name}",
        )
    ]
    ip("-batch", "-", stdin="".join(f"{line}\n" for line in lines))
    settle()
