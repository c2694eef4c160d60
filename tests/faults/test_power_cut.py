# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What all modules of the kernel made is there after a power cut."""

from __future__ import annotations

from typing import Any

from lab_modules import cut_power_and_boot, run_on_all
from lab_tasks import NOTHING, WISH, clear_ports, make_ready, take_back


def test_all_is_there_when_the_power_was_cut(routers: dict[str, Any]) -> None:
    for router in routers.values():
        make_ready(router)
    run_on_all("router_steps", WISH, changed=True)
    cut_power_and_boot(*routers)
    run_on_all("router_steps", WISH, changed=False, check=True)
    take_back("router_steps", NOTHING, routers)
    for router in routers.values():
        clear_ports(router)
