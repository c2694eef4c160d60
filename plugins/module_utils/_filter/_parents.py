# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The interfaces that share the wire of a customer's port and that nobody named (pure).

A customer's frames come in by what is below its port: the parent of a VLAN, the members of a bond.
A frame without the tag of the port is the parent's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    Rows = Sequence[Mapping[str, Any]]

#: Kinds of devices that take frames from the one that ``ip`` shows as their link. A VLAN takes
#: those with its tag (net/8021q/vlan_core.c); the others ask for every frame first (rx_handler).
VLAN = "vlan"
TAKERS = frozenset({VLAN, "macvlan", "macvtap", "ipvlan", "ipvtap", "macsec"})
#: Those that hand all to a program, such as a virtual machine, and nothing to the kernel.
TAPS = frozenset({"macvtap", "ipvtap"})
#: The master of a customer's port that is none of its wire.
VRF = "vrf"


@dataclass(frozen=True, order=True)
class Parent:
    """An interface on the wire of a customer's port.

    ``is_asked`` is false where another device, such as a bond, takes its frames before it does.
    """

    name: str
    is_asked: bool = True


def find_parents(links: Rows, ports: Iterable[str], others: Iterable[str]) -> tuple[Parent, ...]:
    """Find what shares the wire of ``ports``, but for ``ports`` and ``others`` themselves.

    ``links`` are rows of 'ip -json -details'. What is below a port counts, and what is stacked upon
    one: the customer chooses the tags of its frames.
    """
    pairs = _find_pairs(links)
    known = sorted(ports)
    below = _reach(known, [(upper, lower) for upper, lower, _kind in pairs])
    above = _reach(known, [(lower, upper) for upper, lower, _kind in pairs])
    taken = {lower for _upper, lower, kind in pairs if kind != VLAN}
    taps = {upper for upper, _lower, kind in pairs if kind in TAPS}
    names = (below | above) - {*known, *others, *taps}
    return tuple(Parent(name, name not in taken) for name in sorted(names))


def explain_uses(parents: Iterable[Parent], addresses: Rows, routes: Rows) -> list[str]:
    """Say of each parent that is in use for something else what would be right.

    ``addresses`` are rows of 'ip -json address', ``routes`` those of 'ip -json route'.
    """
    uses: dict[str, str] = {}
    for route in routes:
        if _is_own_route(route):
            uses[str(route.get("dev"))] = f"a route to {route['dst']}"
    for link in addresses:
        for one in link.get("addr_info", ()):
            if one["scope"] == "global":
                uses[link["ifname"]] = f"{one['local']}/{one['prefixlen']}"
    return [
        f"interface {parent.name} shares the wire of a customer's port and has {uses[parent.name]}:"
        " expected none, as all that comes in by it is dropped; use a port that no customer is"
        " connected to, or let it stay open with mpls_edge_protection: {parents: false}"
        for parent in parents
        if parent.name in uses
    ]


def _find_pairs(links: Rows) -> list[tuple[str, str, str]]:
    """Give upper and lower device, and the kind of the upper one."""
    kinds = {link["ifname"]: link.get("linkinfo", {}).get("info_kind", "") for link in links}
    pairs = []
    for link in links:
        name, lower, master = link["ifname"], link.get("link"), link.get("master")
        if kinds[name] in TAKERS and lower in kinds:
            pairs.append((name, str(lower), kinds[name]))
        if master in kinds and kinds[master] != VRF:
            pairs.append((str(master), name, kinds[master]))
    return pairs


def _reach(starts: Iterable[str], steps: Collection[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    new = set(starts)
    while new:
        found |= new
        new = {there for here, there in steps if here in new} - found
    return found


def _is_own_route(route: Mapping[str, Any]) -> bool:
    """Tell a route that somebody made from those of the kernel, such as to fe80::/64."""
    return route.get("protocol") != "kernel"
