# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""From wished label routes to operations, and the reasons to refuse them (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link


@dataclass(frozen=True)
class Surroundings:
    """What the router has beside our routes: ``foreign`` are the owners of all other routes."""

    platform_labels: int
    links: Mapping[str, Link] = field(default_factory=dict)
    foreign: Mapping[RouteKey, int] = field(default_factory=dict)


def plan_routes(
    wishes: Mapping[RouteKey, RouteState | None],
    current: Mapping[RouteKey, RouteState],
    around: Surroundings,
    *,
    purge: bool = False,
) -> Plan[RouteKey, RouteState]:
    """Compare our routes; one of somebody else is never replaced or deleted."""
    for key, wish in wishes.items():
        if key in around.foreign:
            raise HostError(
                f"{key}: a route of protocol {around.foreign[key]} has it already, and this module "
                "changes its own routes only; choose another one, or have its owner remove it"
            )
        if wish is not None:
            _refuse(key, wish, around)
    return plan_objects(wishes, current, purge=purge)


def _refuse(key: RouteKey, wish: RouteState, around: Surroundings) -> None:
    if not key.prefix and key.label >= around.platform_labels:
        raise HostError(
            f"{key}: the kernel's label table ends at {around.platform_labels - 1} "
            f"(net.mpls.platform_labels is {around.platform_labels}); size it with mpls_sysctl"
        )
    link = around.links.get(wish.interface)
    if link is None:
        raise HostError(
            f"{key}: interface {wish.interface} does not exist on this router; "
            f"there are: {', '.join(sorted(around.links))}"
        )
    if wish.via is None and link.kind != "vrf":
        raise HostError(f"{key}: {wish.interface} is no VRF, so via must name the next hop")
