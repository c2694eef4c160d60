# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""From desired tunnels to operations, and the reasons to refuse them before any change (pure)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import OTHER
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import (
    CLOSED,
    TunnelState,
    kind_option,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import TunnelLink

Step = Operation[str, TunnelState]


def plan_tunnels(
    wants: Mapping[str, TunnelState | None],
    current: Mapping[str, TunnelState],
    links: Mapping[str, Link],
    ours: Collection[str],
    *,
    purge: bool = False,
    closing: Mapping[str, bool] | None = None,
) -> Plan[str, TunnelState]:
    """Make each named tunnel exactly so; with ``purge`` delete those of ``ours`` not named.

    ``current`` has the tunnels of others too: their ends are taken. ``closing`` says by interface
    whether mpls_sysctl's file closes it for labelled packets, or opens it.
    """
    goal: dict[str, TunnelState | None] = dict(wants)
    for name, want in wants.items():
        _refuse_foreign(name, want, current, links, ours)
        if want is None:
            continue
        _refuse_second_owner(name, want, closing or {})
        if want.addresses is None:
            kept = current[name].addresses if name in current else ()
            goal[name] = replace(want, addresses=kept)
    if purge:
        goal.update((name, None) for name in ours if name in current and name not in wants)
    plan = plan_objects(goal, current)
    return Plan(_ordered(plan.operations, current), plan.projected)


def describe_tunnel(state: TunnelState) -> str:
    """Show a tunnel in a diff."""
    return "\n".join(
        (
            describe_link(state.link),
            f"ttl {state.link.ttl}",
            f"mtu {state.mtu}",
            "up" if state.up else "down",
            f"label input {state.label_input}",
            *(f"address {address}" for address in state.addresses or ()),
            "",
        )
    )


def describe_link(link: TunnelLink) -> str:
    """Name what tells a tunnel from others."""
    key = f" key {link.key}" if link.key else ""
    more = "" if link.plain else " with settings that this module does not have"
    ends = f"local {link.local or 'any'} remote {link.remote or 'any'}"
    return f"{kind_option(link)} {ends}{key}{more}"


def _refuse_foreign(
    name: str,
    want: TunnelState | None,
    current: Mapping[str, TunnelState],
    links: Mapping[str, Link],
    ours: Collection[str],
) -> None:
    """A tunnel as desired is taken over, whoever made it: a run may have been cut off after it."""
    if name not in links or name in ours:
        return
    state = current.get(name)
    if state is None or (state.link.kind == OTHER and want is None):
        kind = links[name].kind or "port"
        raise HostError(
            f"tunnel {name}: a device of this name exists and is no tunnel for labels, but "
            f"{kind}; choose another name"
        )
    if want is not None and state.link != want.link:
        raise HostError(
            f"tunnel {name}: exists as {describe_link(state.link)} ttl {state.link.ttl}, and was "
            "not made by this module; choose another name, or remove it with state=absent first"
        )


def _refuse_second_owner(name: str, want: TunnelState, closing: Mapping[str, bool]) -> None:
    closed = want.label_input == CLOSED
    if closing.get(name, closed) != closed:
        done, option = ("closes", "true") if closing[name] else ("opens", "false")
        raise HostError(
            f"tunnel {name}: mpls_sysctl {done} it for labelled packets, and label_input is "
            f"{option} here; leave it out of interfaces and closed_interfaces there"
        )


def _ordered(steps: Sequence[Step], current: Mapping[str, TunnelState]) -> tuple[Step, ...]:
    """Let a tunnel that moves away go before the one that takes its ends."""
    holders = {state.link.ends: name for name, state in current.items()}
    ordered: list[Step] = []
    waiting = list(steps)
    while waiting:
        free = [step for step in waiting if _holder(step, holders) is None]
        if not free:
            step = waiting[0]
            raise HostError(
                f"tunnel {step.key}: tunnel {_holder(step, holders)} has these ends already "
                f"({describe_link(step.after.link) if step.after else ''}), and the kernel takes "
                "them once; remove that one first"
            )
        # One at a time: what it leaves is free for the next.
        step = free[0]
        waiting.remove(step)
        ordered.append(step)
        if step.before is not None:
            del holders[step.before.link.ends]
        if step.after is not None:
            holders[step.after.link.ends] = step.key
    return tuple(ordered)


def _holder(step: Step, holders: Mapping[tuple[str, str, str, int], str]) -> str | None:
    """Give the other tunnel that has the ends that a step needs."""
    if step.after is None:
        return None
    holder = holders.get(step.after.link.ends)
    return None if holder == step.key else holder
