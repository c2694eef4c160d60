# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Repair paths of TI-LFA: those that FRR has computed, and those that the kernel has.

zebra of FRR 8.4.4 and 10.3 gives none to the kernel of Linux (zebra/rt_netlink.c), so what
``show ip route`` says is not what packets take when a link goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Route
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import MAIN_TABLE
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    by_vtysh,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router

SHOW = "show ip route"


class RepairPaths(Expectation[Mapping[str, bool]]):
    """Each prefix that has a repair path in FRR, and whether the kernel has it too."""

    OPTIONS: ClassVar[Options] = {
        "repair_paths": {
            "type": "bool",
            "default": False,
            "description": [
                "Whether to say how many repair paths (TI-LFA) FRRouting has computed, and how many"
                " of them the kernel has; no number of them is wrong."
            ],
        },
    }

    def read(self, router: Router) -> Mapping[str, bool]:
        """Ask zebra where that is wanted."""
        if not self.expect["repair_paths"]:
            return {}
        return find_repair_paths(router.show(f"{SHOW} json"), router.routes(MAIN_TABLE))

    def check(self, seen: Mapping[str, bool]) -> Iterator[Check]:
        """Say how many there are; no number of them is wrong, as a prefix may have equal paths."""
        if self.expect["repair_paths"]:
            installed = sum(seen.values())
            words = f"repair paths: {len(seen)} computed, {installed} installed in the kernel"
            yield Check(words, command=by_vtysh(SHOW))


def find_repair_paths(shown: Mapping[str, Any], routes: Iterable[Route]) -> dict[str, bool]:
    """Map each prefix with a repair path in FRR to whether the kernel's route has it too.

    ``shown`` is what ``show ip route json`` prints, ``routes`` are the kernel's of the same table.
    """
    kernel = {
        route["prefix"]: {(hop["via"], hop["interface"]) for hop in route["hops"]}
        for route in routes
    }
    paths = {}
    for prefix, shown_routes in shown.items():
        backups = {
            (hop.get("ip"), hop.get("interfaceName"))
            for route in shown_routes
            for hop in route.get("backupNexthops", ())
        }
        if backups:
            paths[prefix] = backups <= kernel.get(prefix, set())
    return paths
