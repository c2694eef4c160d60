# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The document that a router gives: its names, types and units.

It is written to files that other programs read, so that a change of it is a new number of SCHEMA.
"""

from __future__ import annotations

from typing import TypedDict

#: The version of the form; it grows when a key changes its meaning or goes.
SCHEMA = 1

#: Kinds of routes (RTN_* of include/uapi/linux/rtnetlink.h), those that lead a packet somewhere.
UNICAST, LOCAL = "unicast", "local"
BLACKHOLE, UNREACHABLE, PROHIBIT, THROW = "blackhole", "unreachable", "prohibit", "throw"


class Hop(TypedDict):
    """Where a route leads: labels are pushed, or put in place of the one that came, top first.

    ``via`` is '' where the packet goes out to the interface's own subnet, or into a VRF. A
    ``dead`` hop is not used, as its interface is down.
    """

    interface: str
    via: str
    labels: list[int]
    dead: bool


class Route(TypedDict):
    """A route of a table: an IPv4 or IPv6 prefix, always with its length.

    ``protocol`` is who made it, by the number of the kernel (RTPROT_*).
    """

    prefix: str
    kind: str
    protocol: int
    metric: int
    hops: list[Hop]


class LabelRoute(TypedDict):
    """What happens to packets with a label on top."""

    protocol: int
    hops: list[Hop]


class Rule(TypedDict):
    """A rule of policy routing; table 0 stands for the one of the packet's VRF.

    ``has_selector`` is True where it does not hold for all packets.
    """

    family: int
    priority: int
    table: int
    has_selector: bool


class MplsCounters(TypedDict):
    """Labelled packets of an interface since it came up."""

    received: int
    sent: int
    dropped: int
    no_route: int


class Link(TypedDict):
    """An interface; ``table`` is a VRF's, and 0 for all others.

    ``forwards`` are the families (4, 6) of which the kernel forwards what comes in there.
    """

    index: int
    kind: str
    up: bool
    carrier: bool
    mtu: int
    master: str
    table: int
    addresses: list[str]
    takes_labels: bool
    forwards: list[int]
    mpls: MplsCounters


class FrrLabel(TypedDict):
    """A label of FRRouting, the protocol that it is of, and where it leads."""

    protocol: str
    hops: list[Hop]


class FrrRoute(TypedDict):
    """A route that FRRouting has chosen, as it gives it to the kernel."""

    prefix: str
    protocol: str
    hops: list[Hop]


class Frr(TypedDict):
    """FRRouting: its labels, and what it has chosen by table of the kernel."""

    version: str
    labels: dict[str, FrrLabel]
    routes: dict[str, list[FrrRoute]]


class State(TypedDict):
    """All of it. Times are seconds since 1970.

    Keys of ``routes`` are tables, those of ``labels`` are labels. ``frr`` is None where none was
    asked. ``unread`` has what gave no answer, with the reason.
    """

    schema: int
    time: float
    boot: float
    release: str
    kernel: str
    platform_labels: int
    links: dict[str, Link]
    rules: list[Rule]
    routes: dict[str, list[Route]]
    labels: dict[str, LabelRoute]
    frr: Frr | None
    unread: dict[str, str]
