# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a run interrupts for customers: VRFs and ports as they are and are to be (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.interruptions import (
    Change,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.change.scope import (
    Devices,
    customer_of,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import RouterModel

_RD = re.compile(r"router bgp \d+ vrf (?P<vrf>\S+) / .+ / rd vpn export (?P<rd>\S+)")


def find_customer_interruptions(
    model: RouterModel, devices: Devices, customers: Iterable[str]
) -> Iterator[str]:
    """Say which ports leave their VRF while the intent still has their customer."""
    homes = {port: vrf["name"] for vrf in model["vrfs"] for port in vrf["members"]}
    known = set(customers)
    for vrf, said in sorted(devices.items()):
        for port in said["ports"]:
            home = homes.get(port)
            if home == vrf:
                continue
            if home is not None:
                yield (
                    f"{port} goes from VRF {vrf} to VRF {home}: the site behind it is cut off until"
                    " FRRouting has the change too"
                )
            elif customer_of(vrf) in known:
                yield f"{port} leaves VRF {vrf}: what is behind it is cut off"


def find_announced_anew(change: Change) -> Iterator[str]:
    """Say which VRFs have another route distinguisher."""
    before, after = _distinguishers(change.before), _distinguishers(change.after)
    for vrf in sorted(before.keys() & after.keys()):
        if before[vrf] != after[vrf]:
            yield (
                f"the route distinguisher of VRF {vrf} changes from {before[vrf]} to {after[vrf]}:"
                " its routes are withdrawn and told anew, and others lose its sites here meanwhile"
            )


def find_other_tables(model: RouterModel, devices: Devices) -> Iterator[str]:
    """Name VRFs that have another table than they are to get, which the kernel cannot change."""
    for vrf in model["vrfs"]:
        table = devices.get(vrf["name"], {}).get("table", vrf["table"])
        if table != vrf["table"]:
            yield (
                f"VRF {vrf['name']} has table {table}, and no table can be changed to"
                f" {vrf['table']} in place: expected the id that it has, or another name with the"
                " new id, or a run without the customer before this one"
            )


def _distinguishers(lines: Iterable[str]) -> dict[str, str]:
    matches = (_RD.fullmatch(line) for line in lines)
    return {match["vrf"]: match["rd"] for match in matches if match}
