# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""All modules of the kernel in one task, as the roles run them, when it ends before its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lab_tasks import (
    DISKS,
    NOTHING,
    TASKS,
    WISH,
    clear_ports,
    converge,
    make_ready,
    run_without_room,
    survive_kills,
    take_back,
)


@pytest.fixture(autouse=True)
def _ready(routers: dict[str, Any]) -> Iterator[None]:
    for router in routers.values():
        make_ready(router)
    yield
    for router in routers.values():
        clear_ports(router)


def test_next_run_goes_on_when_all_modules_were_killed(routers: dict[str, Any]) -> None:
    """`molecule test -s faults` kills each module alone, at more places."""
    survive_kills("router_steps", WISH, NOTHING, 1, routers)


def test_next_run_goes_on_when_the_disk_took_no_file(routers: dict[str, Any]) -> None:
    first, *others = TASKS
    for result in run_without_room("router_steps", WISH, "full", routers).values():
        assert f"{first}: " in result["msg"]
        assert f"cannot be written: {DISKS['full'].words} (done: " in result["msg"]
        assert f"steps done before: none; not begun: {', '.join(others)}" in result["msg"]
    converge("router_steps", WISH, routers)
    take_back("router_steps", NOTHING, routers)
