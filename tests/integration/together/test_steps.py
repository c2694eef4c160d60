# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""All modules of the kernel in one task, as the roles run them, when it is killed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lab_tasks import (
    NOTHING,
    WISH,
    serve,
    survive_kills,
)


@pytest.fixture(autouse=True)
def _ready(routers: dict[str, Any]) -> Iterator[None]:
    yield from serve(routers)


def test_next_run_goes_on_when_all_modules_were_killed(routers: dict[str, Any]) -> None:
    """`molecule test -s faults` kills each module alone, at more places."""
    survive_kills("router_steps", WISH, NOTHING, 1, routers)
