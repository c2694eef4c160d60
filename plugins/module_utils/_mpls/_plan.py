# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""From desired label routes to operations, and the reasons to refuse them (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    MAX_ROUTE_BYTES,
    NextHop,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link

# struct mpls_route and mpls_nh in net/mpls/internal.h, on a 64-bit kernel
ROUTE_BYTES, HOP_BYTES, LABEL_BYTES, ADDRESS_BYTES = 32, 16, 4, 8


@dataclass(frozen=True)
class Surroundings:
    """What the router has beside our routes: ``foreign`` are the owners of all other routes.

    ``addresses`` are those of all its interfaces; nobody reads them where no route has a source.
    """

    platform_labels: int
    links: Mapping[str, Link] = field(default_factory=dict)
    foreign: Mapping[RouteKey, int] = field(default_factory=dict)
    addresses: Collection[str] = frozenset()


def plan_routes(
    wants: Mapping[RouteKey, RouteState | None],
    current: Mapping[RouteKey, RouteState],
    around: Surroundings,
    *,
    purge: bool = False,
) -> Plan[RouteKey, RouteState]:
    """Compare our routes; one of somebody else is never replaced or deleted."""
    if not wants.keys().isdisjoint(around.foreign.keys()):
        key = next(key for key in wants if key in around.foreign)
        raise HostError(
            f"{key}: a route of protocol {around.foreign[key]} has it already, and this module "
            "changes its own routes only; choose another one, or have its owner remove it"
        )
    plan = plan_objects(wants, current, purge=purge)
    for step in plan.operations:
        if step.after is not None:
            _refuse(step.key, step.after, around)
    return plan


def _refuse(key: RouteKey, want: RouteState, around: Surroundings) -> None:
    if not key.prefix and key.label >= around.platform_labels:
        size = around.platform_labels
        table = (
            f"the kernel's label table ends at {size - 1}" if size else "there is no label table"
        )
        raise HostError(
            f"{key}: {table} (net.mpls.platform_labels is {size}); size it with mpls_sysctl"
        )
    if want.source and want.source not in around.addresses:
        raise HostError(
            f"{key}: source {want.source} is the address of no interface of this router; "
            "give it to one first"
        )
    for hop in want.hops:
        _refuse_hop(key, hop, around)
    # One next hop has room for all the labels that it may have.
    several = len(want.hops) > 1 and not key.prefix
    if several and label_route_bytes(want) > MAX_ROUTE_BYTES:
        raise HostError(
            f"{key}: {len(want.hops)} next hops with up to "
            f"{max(len(hop.out_labels) for hop in want.hops)} labels do not fit in the "
            f"{MAX_ROUTE_BYTES} bytes that the kernel has for a label; take fewer of either"
        )


def _refuse_hop(key: RouteKey, hop: NextHop, around: Surroundings) -> None:
    link = around.links.get(hop.interface)
    if link is None:
        raise HostError(
            f"{key}: interface {hop.interface} does not exist on this router; "
            f"there are: {', '.join(sorted(around.links))}"
        )
    if not hop.via and link.neighbours:
        raise HostError(
            f"{key}: {hop.interface} is no VRF, loopback or point-to-point device, "
            "so via must name the next hop"
        )
    if key.prefix and not link.up:
        raise HostError(
            f"{key}: interface {hop.interface} is down, and the kernel takes no route with a "
            "prefix then; bring it up first"
        )


def label_route_bytes(want: RouteState) -> int:
    """Say how much memory the kernel asks for; every next hop has room for the longest one."""
    labels = max(len(hop.out_labels) for hop in want.hops)
    address = max(_padded(_address_bytes(hop)) for hop in want.hops)
    return ROUTE_BYTES + len(want.hops) * (_padded(HOP_BYTES + labels * LABEL_BYTES) + address)


def _address_bytes(hop: NextHop) -> int:
    if not hop.via:
        return 0
    return 16 if ":" in hop.via else 4


def _padded(size: int) -> int:
    return size + -size % ADDRESS_BYTES
