# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A route of the kernel, as far as the checks of a VRF look at it (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._state import _contract as state_of
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import show_network

#: Kinds: those that end packets, with an answer or in silence, those of the kernel's own for an
#: address, and those that lead somewhere.
UNREACHABLE, DROPPED, KERNEL, OTHER = "unreachable", "dropped", "kernel", "other"
#: RTPROT_KERNEL of include/uapi/linux/rtnetlink.h.
BY_KERNEL = 2
_DROPPED = (state_of.BLACKHOLE, state_of.PROHIBIT, state_of.THROW)


@dataclass(frozen=True)
class Route:
    """``prefix`` is an address where it is of one host; ``labels`` is how many are pushed."""

    prefix: str
    kind: str
    metric: int
    labels: int


def parse_route(shown: state_of.Route) -> Route:
    """Take one of a router's state."""
    return Route(
        prefix=show_network(shown["prefix"]),
        kind=_kind(shown),
        metric=shown["metric"],
        labels=max((len(hop["labels"]) for hop in shown["hops"]), default=0),
    )


def _kind(shown: state_of.Route) -> str:
    if shown["kind"] in _DROPPED:
        return DROPPED
    if shown["protocol"] == BY_KERNEL:
        return KERNEL
    return UNREACHABLE if shown["kind"] == state_of.UNREACHABLE else OTHER
