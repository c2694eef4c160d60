# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""From desired VRFs to operations, and the reasons to refuse them before any change (pure)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import VrfState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link


def plan_vrfs(
    wants: Mapping[str, VrfState | None],
    current: Mapping[str, VrfState],
    links: Mapping[str, Link],
    purgeable: Collection[str] = (),
    *,
    users: Mapping[str, str] | None = None,
    strict: bool | None = None,
) -> Plan[str, VrfState]:
    """Make each named VRF exactly so; delete those in ``purgeable`` that the task does not name.

    ``users`` has a line of FRR's configuration by VRF that it uses.
    """
    wanted = {name: None for name in purgeable if name not in wants and name in current}
    goal: dict[str, VrfState | None] = {**wanted, **wants}
    for name, want in goal.items():
        link = links.get(name)
        if link is not None and link.kind != "vrf":
            raise HostError(f"{name}: exists and is no VRF device; choose another name")
        if want is None:
            _refuse_in_use(name, current, users or {})
            continue
        _refuse_table(name, want, goal, current)
        for member in want.members:
            _refuse_member(name, member, goal, links)
        if want.addresses is None:
            kept = current[name].addresses if name in current else ()
            goal[name] = replace(want, addresses=kept)
    plan = plan_objects(goal, current)
    if strict:
        _refuse_shared(plan.projected)
    return plan


def describe_vrf(state: VrfState) -> str:
    """Show a VRF in a diff."""
    return "\n".join(
        (
            f"table {state.table}",
            "up" if state.up else "down",
            *(f"address {address}" for address in state.addresses or ()),
            *(f"unreachable default IPv{version}" for version in state.defaults),
            *(f"member {member}" for member in state.members),
            "",
        )
    )


def _refuse_table(
    name: str,
    want: VrfState,
    goal: Mapping[str, VrfState | None],
    current: Mapping[str, VrfState],
) -> None:
    """The kernel has no way to change a VRF's table; deleting it would take its label along."""
    if name in current and current[name].table != want.table:
        raise HostError(
            f"VRF {name}: it has table {current[name].table}, and a table cannot be changed to "
            f"{want.table} in place; remove the VRF with state=absent first"
        )
    for other, state in current.items():
        if other != name and state.table == want.table and goal.get(other, state) is not None:
            raise HostError(f"VRF {name}: table {want.table} belongs to VRF {other} already")


def _refuse_in_use(name: str, current: Mapping[str, VrfState], users: Mapping[str, str]) -> None:
    if name in current and name in users:
        raise HostError(
            f"VRF {name}: FRR still uses it ('{users[name]}'); "
            "take that out of FRR's configuration first, or set allow_in_use"
        )


def _refuse_shared(projected: Mapping[str, VrfState]) -> None:
    """The kernel would answer 'Device or resource busy', and not say why."""
    owners: dict[int, str] = {}
    for name, state in sorted(projected.items()):
        if state.table in owners:
            raise HostError(
                f"strict_mode: VRFs {owners[state.table]} and {name} share table {state.table}; "
                "the kernel turns strict mode on only when each table belongs to one VRF"
            )
        owners[state.table] = name


def _refuse_member(
    name: str, member: str, goal: Mapping[str, VrfState | None], links: Mapping[str, Link]
) -> None:
    link = links.get(member)
    if link is None:
        raise HostError(
            f"VRF {name}: member {member} does not exist on this router; "
            f"there are: {', '.join(sorted(links))}"
        )
    if member == "lo" or link.kind == "vrf":
        raise HostError(f"VRF {name}: {member} cannot be a member of a VRF")
    master = link.master
    if master in (None, name):
        return
    # A desired state of the other VRF lists the members that it keeps: this one is not among them.
    if master in goal:
        return
    raise HostError(
        f"VRF {name}: {member} belongs to {master}, which this task does not name; "
        f"name {master} too, without {member}, or release it first"
    )
