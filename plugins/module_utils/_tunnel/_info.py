# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The tunnels of a router in the words of mpls_tunnel's options (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import OTHER
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import (
    CLOSED,
    kind_option,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import TunnelState

NONE = {"", "0.0.0.0", "::"}  # noqa: S104 (no server: a tunnel without an end)


def show_tunnels(
    tunnels: Mapping[str, TunnelState],
    ours: Collection[str],
    counters: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """List the tunnels by name; those that the kernel makes itself have no ends and are left out.

    ``counters`` are those of labelled packets by interface.
    """
    return [
        _show(name, state, name in ours, counters.get(name))
        for name, state in sorted(tunnels.items())
        if state.link.kind != OTHER and not {state.link.local, state.link.remote} <= NONE
    ]


def _show(
    name: str, state: TunnelState, managed: bool, counters: Mapping[str, Any] | None
) -> dict[str, Any]:
    link = state.link
    return {
        "name": name,
        "kind": kind_option(link),
        "local": link.local,
        "remote": link.remote,
        "key": link.key or None,
        "ttl": link.ttl,
        "mtu": state.mtu,
        "addresses": list(state.addresses or ()),
        "up": state.up,
        "label_input": state.label_input != CLOSED,
        "managed": managed,
        "counters": dict(counters) if counters is not None else None,
    }
