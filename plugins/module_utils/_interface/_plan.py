# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""From desired interfaces to the state that each of them shall have (pure)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    DesiredInterface,
    InterfaceState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def plan_interfaces(
    wants: Mapping[str, DesiredInterface],
    taken: Mapping[str, Collection[str]],
    current: Mapping[str, InterfaceState],
    lowers: Mapping[str, str] | None = None,
) -> Plan[str, InterfaceState]:
    """Make each desired interface exactly so; take the addresses in ``taken`` from others.

    ``lowers`` names what a VLAN or the like stands on: it is brought up first, as the kernel brings
    up none upon a device that is down (net/8021q/vlan_dev.c, vlan_dev_open).
    """
    missing = sorted(set(wants) - set(current))
    if missing:
        raise HostError(
            f"{', '.join(missing)}: no such interface on this router; "
            f"there are: {', '.join(sorted(current))}"
        )
    wanted = {
        name: InterfaceState(addresses=want.addresses, mtu=want.mtu or current[name].mtu, up=True)
        for name, want in wants.items()
    }
    for name, addresses in taken.items():
        if name in current and name not in wanted:
            wanted[name] = _without(current[name], addresses)
    below = {name: _below(name, lowers or {}) for name in current}
    for lower in {one for name in wants for one in below[name]} - set(wants):
        wanted[lower] = replace(wanted.get(lower, current[lower]), up=True)
    return plan_objects(wanted, current, order=lambda name: (len(below[name]), name))


def describe_interface(state: InterfaceState) -> str:
    """Show an interface in a diff."""
    return "\n".join((*state.addresses, f"mtu {state.mtu}", "up" if state.up else "down", ""))


def _below(name: str, lowers: Mapping[str, str]) -> list[str]:
    """Name what a device stands on, the next one first."""
    found: list[str] = []
    while name in lowers and lowers[name] not in found:
        name = lowers[name]
        found.append(name)
    return found


def _without(state: InterfaceState, addresses: Collection[str]) -> InterfaceState:
    return replace(state, addresses=tuple(one for one in state.addresses if one not in addresses))
