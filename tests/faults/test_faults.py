# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Runs that are killed, that find no room, or that meet another one: the next run puts it right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import run_module, run_on_all
from support.lab.tasks import (
    DISKS,
    NOTHING,
    TASKS,
    UNDO,
    WANT,
    converge,
    run_without_room,
    serve,
    survive_kills,
    take_back,
)

#: How many times a run is killed, spread over its changes; with 400 at each of them.
KILLS = int(os.environ.get("LAB_KILLS", "1"))
ROUTERS = ("pe1", "pe2")


@pytest.fixture(autouse=True)
def _ready(routers: dict[str, Any]) -> Iterator[None]:
    yield from serve(routers)


@pytest.fixture
def where(name: str) -> tuple[str, ...]:
    """Name the routers on which a module is tried: killed once, each on one, by turns."""
    return ROUTERS if KILLS > 1 else (ROUTERS[list(TASKS).index(name) % len(ROUTERS)],)


@pytest.mark.parametrize("name", TASKS)
def test_next_run_goes_on_when_one_was_killed(name: str, where: tuple[str, ...]) -> None:
    """One that removes, and one that makes."""
    survive_kills(name, TASKS[name], UNDO[name], KILLS, where)


def test_next_run_goes_on_when_all_modules_were_killed(routers: dict[str, Any]) -> None:
    """As the roles run them, in one task."""
    survive_kills("router_steps", WANT, NOTHING, 1, routers)


@pytest.mark.parametrize("name", TASKS)
def test_next_run_goes_on_when_the_disk_took_no_file(name: str, where: tuple[str, ...]) -> None:
    for disk in DISKS:
        for router, result in run_without_room(name, TASKS[name], disk, where).items():
            words = f"cannot be written: {DISKS[disk].words} (done: "
            assert words in result["msg"], f"{router}: {result}"
    converge(name, TASKS[name], where)
    take_back(name, UNDO[name], where)


def test_router_is_as_it_was_when_there_is_no_room_for_a_file(routers: dict[str, Any]) -> None:
    routes = [{"label": 50001 + at, "interface": "lo"} for at in range(500)]
    for router in routers.values():
        router.check_output(
            "mkdir -p /etc/linuxnet-mpls; mount -t tmpfs -o size=4k none /etc/linuxnet-mpls"
        )
    try:
        for result in run_module("mpls_route", {"routes": routes}).values():
            assert result["failed"]
            assert "cannot be written: No space left on device" in result["msg"]
        for router in routers.values():
            assert router.check_output("ip -f mpls route show proto 130") == ""
            assert router.check_output("find /etc/linuxnet-mpls -type f") == ""
    finally:
        for router in routers.values():
            router.check_output("umount /etc/linuxnet-mpls; rmdir /etc/linuxnet-mpls")
    run_on_all("mpls_route", UNDO["mpls_route"])


def test_second_run_is_refused_when_one_is_under_way(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output("flock /run/linuxnet-mpls.lock sleep 300 >/dev/null 2>&1 & sleep 1")
    try:
        for name in TASKS:
            for result in run_module(name, TASKS[name]).values():
                assert result["failed"]
                assert "another task of linuxnet.mpls is changing this router" in result["msg"]
    finally:
        for router in routers.values():
            router.check_output("pkill -f '[s]leep 300'")


def test_steps_behind_the_one_without_room_are_not_begun(routers: dict[str, Any]) -> None:
    first, *others = TASKS
    for result in run_without_room("router_steps", WANT, "full", routers).values():
        assert f"{first}: " in result["msg"]
        assert f"cannot be written: {DISKS['full'].words} (done: " in result["msg"]
        assert f"steps done before: none; not begun: {', '.join(others)}" in result["msg"]
    converge("router_steps", WANT, routers)
    take_back("router_steps", NOTHING, routers)
