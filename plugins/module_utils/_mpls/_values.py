# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Static label routes: from options to normalised values (pure)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_name,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Prefix = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]

# RFC 3032, section 2.1: 0 to 15 are reserved, and 3 (implicit null) never appears in a packet.
FIRST_LABEL, LAST_LABEL, IMPLICIT_NULL = 16, 1048575, 3
# MAX_NEW_LABELS in net/mpls/internal.h
MAX_DEPTH = 30
MAIN_TABLE, LAST_TABLE = 254, 4294967295

# The owner of our routes, as include/uapi/linux/rtnetlink.h numbers them: not assigned there, nor
# in iproute2's rt_protos, and none of FRR's 186 to 198.
PROTOCOL = 130
PROTOCOL_NAME = "linuxnet-mpls"
PROTOCOL_FILE = "/etc/iproute2/rt_protos.d/linuxnet-mpls.conf"


@dataclass(frozen=True, order=True)
class RouteKey:
    """What a route is for: a label, or a prefix in a table (the label is -1 then)."""

    label: int = -1
    prefix: str = ""
    table: int = MAIN_TABLE

    def __str__(self) -> str:
        """Name the route in results and messages."""
        if not self.prefix:
            return f"label {self.label}"
        return self.prefix if self.table == MAIN_TABLE else f"{self.prefix} table {self.table}"


@dataclass(frozen=True)
class RouteState:
    """Where a route leads; no ``via`` is a lookup in the VRF of the interface."""

    interface: str
    via: str | None = None
    out_labels: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Show the route in a diff."""
        via = f"via {self.via} " if self.via else ""
        labels = "/".join(str(label) for label in self.out_labels)
        return f"{via}dev {self.interface}" + (f" push {labels}" if labels else "")


def parse_routes(
    entries: Sequence[Mapping[str, Any]], *, removing: bool = False
) -> dict[RouteKey, RouteState | None]:
    """Check the option ``routes``; None stands for a route that shall not be there."""
    wishes: dict[RouteKey, RouteState | None] = {}
    for at, entry in enumerate(entries):
        path = f"routes[{at}]"
        key = _parse_key(path, entry)
        if key in wishes:
            raise InputError(path, str(key), "a route that is not in the list already")
        wishes[key] = None if removing else _parse_state(path, entry, key)
    return wishes


def _parse_key(path: str, entry: Mapping[str, Any]) -> RouteKey:
    label, prefix, table = entry.get("label"), entry.get("prefix"), entry.get("table")
    if (label is None) == (prefix is None):
        raise InputError(path, dict(entry), "either label or prefix")
    if prefix is None:
        if label is None or not FIRST_LABEL <= label <= LAST_LABEL:
            raise InputError(f"{path}.label", label, f"a label from {FIRST_LABEL} to {LAST_LABEL}")
        if table not in (None, MAIN_TABLE):
            raise InputError(f"{path}.table", table, "no table: labels live in the main table only")
        return RouteKey(label=label)
    table = MAIN_TABLE if table is None else table
    if not 0 < table <= LAST_TABLE:
        raise InputError(f"{path}.table", table, f"a routing table from 1 to {LAST_TABLE}")
    return RouteKey(prefix=str(_parse_prefix(f"{path}.prefix", prefix)), table=table)


def _parse_prefix(path: str, value: str) -> Prefix:
    try:
        return ipaddress.ip_network(value)
    except ValueError as error:
        raise InputError(
            path, value, "a prefix without host bits, such as 192.168.2.0/24"
        ) from error


def _parse_state(path: str, entry: Mapping[str, Any], key: RouteKey) -> RouteState:
    if not entry.get("interface"):
        raise InputError(f"{path}.interface", None, "the interface that the packets leave by")
    interface = parse_interface_name(f"{path}.interface", entry["interface"])
    labels = tuple(entry.get("out_labels") or ())
    for at, label in enumerate(labels):
        if not 0 <= label <= LAST_LABEL or label == IMPLICIT_NULL:
            raise InputError(
                f"{path}.out_labels[{at}]", label, f"a label from 0 to {LAST_LABEL}, but not 3"
            )
    if len(labels) > MAX_DEPTH:
        raise InputError(f"{path}.out_labels", len(labels), f"at most {MAX_DEPTH} labels")
    via = _parse_via(f"{path}.via", entry.get("via"))
    if key.prefix and not labels:
        raise InputError(f"{path}.out_labels", [], "one label or more for a prefix")
    if via is None and (key.prefix or labels):
        raise InputError(f"{path}.via", None, "the address of the next hop")
    return RouteState(interface, via, labels)


def _parse_via(path: str, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return str(ipaddress.ip_address(value))
    except ValueError as error:
        raise InputError(path, value, "the address of the next hop") from error
