# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Repair paths of TI-LFA: those that FRR has computed, and those that the kernel has (pure).

zebra of FRR 8.4.4 and 10.3 gives none to the kernel of Linux (zebra/rt_netlink.c), so what
``show ip route`` says is not what packets take when a link goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Route


def repair_paths(shown: Mapping[str, Any], routes: Iterable[Route]) -> dict[str, bool]:
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


def describe(paths: Mapping[str, bool]) -> str:
    """Say how many there are; no number of them is wrong, as a prefix may have equal paths."""
    return f"repair paths: {len(paths)} computed, {sum(paths.values())} installed in the kernel"
