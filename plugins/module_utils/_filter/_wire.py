# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads which interfaces share the wire of a customer's port, and what else they are used for."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._parents import (
    Parent,
    explain_uses,
    find_parents,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    owned_netdevs,
    read_folder,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

#: What systemd-networkd says of each link by its number.
NETWORKD_LINKS = "/run/systemd/netif/links"
SYSFS = "/sys/class/net"
NETWORK_FILE = "NETWORK_FILE="


def read_parents(ports: Collection[str], others: Iterable[str]) -> tuple[Parent, ...]:
    """Find what shares the wire of ``ports`` now; without a port nothing is read."""
    return find_parents(_show("-details", "address", "show"), ports, others) if ports else ()


def read_uses(parents: Collection[Parent]) -> list[str]:
    """Say of each parent that is in use for something else what would be right.

    One in a VRF of ours was a customer's port until now, and leaves it in the same run.
    """
    if not parents:
        return []
    links = _show("address", "show")
    vrfs = owned_netdevs(read_folder(), "vrf")
    leaving = {link["ifname"] for link in links if link.get("master") in vrfs}
    used = [one for one in parents if one.name not in leaving]
    routes = [
        {**route, "dev": one.name}
        for one in used
        for route in _show("route", "show", "table", "all", "dev", one.name)
    ]
    return explain_uses(used, links, routes)


def read_network_file(name: str) -> str | None:
    """Give the path of the file by which networkd configures an interface, None for none."""
    try:
        with open(f"{SYSFS}/{name}/ifindex", encoding="ascii") as stream:
            number = int(stream.read())
        with open(os.path.join(NETWORKD_LINKS, str(number)), encoding="utf-8") as stream:
            lines = stream.read().splitlines()
    except OSError:
        return None
    paths = [line[len(NETWORK_FILE) :] for line in lines if line.startswith(NETWORK_FILE)]
    return next(filter(None, paths), None)


def _show(*words: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run_command(["ip", "-json", *words]) or "[]")
    return rows
