# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What all modules of the kernel made is there after a power cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import cut_power_and_boot, run_on_all
from support.lab.tasks import NOTHING, WANT, serve, take_back


@pytest.fixture(autouse=True)
def _ready(routers: dict[str, Any]) -> Iterator[None]:
    yield from serve(routers)


def test_all_is_there_when_the_power_was_cut(routers: dict[str, Any]) -> None:
    run_on_all("router_steps", WANT, changed=True)
    cut_power_and_boot(*routers)
    run_on_all("router_steps", WANT, changed=False, check=True)
    take_back("router_steps", NOTHING, routers)
