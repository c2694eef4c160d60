# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Static label routes: the values that options, kernel and files are turned into (pure)."""

from __future__ import annotations

from typing import NamedTuple, Optional

# RFC 3032, section 2.1: 0 to 15 are reserved, and 3 (implicit null) never appears in a packet.
FIRST_LABEL, LAST_LABEL, IMPLICIT_NULL = 16, 1048575, 3
# MAX_NEW_LABELS and MAX_MPLS_ROUTE_MEM in net/mpls
MAX_DEPTH, MAX_ROUTE_BYTES = 30, 4096
MAIN_TABLE, LAST_TABLE = 254, 4294967295
LAST_TTL = 255

# The owner of our routes, as include/uapi/linux/rtnetlink.h numbers them: not assigned there, nor
# in iproute2's rt_protos, and none of FRR's 186 to 198.
PROTOCOL = 130
PROTOCOL_NAME = "linuxnet-mpls"
PROTOCOL_FILE = "/etc/iproute2/rt_protos.d/linuxnet-mpls.conf"


class RouteKey(NamedTuple):
    """What a route is for: a label, or a prefix in a table (the label is -1 then)."""

    label: int = -1
    prefix: str = ""
    table: int = MAIN_TABLE

    def __str__(self) -> str:
        """Name the route in results and messages."""
        if not self.prefix:
            return f"label {self.label}"
        return self.prefix if self.table == MAIN_TABLE else f"{self.prefix} table {self.table}"


class NextHop(NamedTuple):
    """One way out; no ``via`` hands the packet to the device, ``ttl`` 0 keeps the packet's."""

    interface: str
    via: str = ""
    out_labels: tuple[int, ...] = ()
    ttl: int = 0

    def __str__(self) -> str:
        """Show the next hop in a diff."""
        via = f"via {self.via} " if self.via else ""
        labels = "/".join(str(label) for label in self.out_labels)
        ttl = f" ttl {self.ttl}" if self.ttl else ""
        return f"{via}dev {self.interface}" + (f" push {labels}" if labels else "") + ttl


class RouteState(NamedTuple):
    """Where a route leads: sorted next hops; ``ttl_propagate`` None follows the sysctl.

    ``source`` is the address that the router's own packets take, "" that of the interface.
    """

    hops: tuple[NextHop, ...]
    ttl_propagate: Optional[bool] = None
    source: str = ""

    def __str__(self) -> str:
        """Show the route in a diff."""
        hops = ", ".join(str(hop) for hop in self.hops)
        if self.source:
            return f"src {self.source} {hops}"
        if self.ttl_propagate is None:
            return hops
        return f"{hops} ttl-propagate {'on' if self.ttl_propagate else 'off'}"


class LabelBlock(NamedTuple):
    """The incoming labels that a task may use."""

    first: int = FIRST_LABEL
    last: int = LAST_LABEL

    def covers(self, key: RouteKey) -> bool:
        """Say whether a route is within the block; one for a prefix has no incoming label."""
        return bool(key.prefix) or self.first <= key.label <= self.last
