# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The VRFs of a router in the words of vrf_device's options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._rules import (
    FAMILY,
    RT_TABLE_LOCAL,
    Rule,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import read_key
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._boot import STRICT_MODE
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._rules import BEHIND_VRFS, FIRST

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import VrfState


def show_vrfs(vrfs: Mapping[str, VrfState]) -> list[dict[str, Any]]:
    """List the VRFs by name (pure)."""
    return [
        {
            "name": name,
            "table": state.table,
            "members": list(state.members),
            "addresses": list(state.addresses or ()),
            "up": state.up,
            "unreachable_defaults": list(state.defaults),
        }
        for name, state in sorted(vrfs.items())
    ]


def show_rules(rules: Collection[Rule]) -> dict[str, Any]:
    """Say of each family whether VRFs work, and where own addresses are looked up (pure)."""
    shown = {}
    for version in FAMILY:
        found = sorted(rule for rule in rules if rule.version == version)
        own = [rule.priority for rule in found if rule.table == RT_TABLE_LOCAL]
        lookups = [rule.priority for rule in found if rule.table is None]
        shown[f"ipv{version}"] = {
            "vrf_priorities": lookups,
            "local_priorities": own,
            "local_rule": _place(own, lookups),
        }
    return shown


def read_strict_mode() -> bool | None:
    """Read the switch; None where the module vrf is not loaded."""
    value = read_key(STRICT_MODE)
    return None if value is None else value == "1"


def _place(own: list[int], lookups: list[int]) -> str | None:
    if own and lookups and min(own) > min(lookups):
        return BEHIND_VRFS
    return "first" if own and min(own) == FIRST else None
