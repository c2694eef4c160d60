# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads FRRouting's labels and the routes that it has chosen (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    FrrLabel,
    FrrRoute,
    Hop,
)

#: What zebra is asked, in one process: its start takes longer than the answers.
COMMANDS = ("show mpls table json", "show ip route vrf all json", "show ipv6 route vrf all json")
#: The label of a next hop that gets none (RFC 3032 section 2.1).
IMPLICIT_NULL = 3
#: Routes that FRRouting has read from the kernel, or makes no use of there.
_OF_THE_KERNEL = ("kernel", "connected", "local")


def parse_tables(
    shown: Iterable[Mapping[str, Any]],
) -> tuple[dict[str, FrrLabel], dict[str, list[FrrRoute]]]:
    """Read the labels, and the routes by table, of all that COMMANDS print.

    Of routes 8.4.4 prints a value for each VRF, 10.3 one for all of them.
    """
    labels: dict[str, FrrLabel] = {}
    tables: dict[str, list[FrrRoute]] = {}
    for part in shown:
        for name, value in part.items():
            if "inLabel" in value:
                labels[name] = _label(value)
            else:
                for route in _routes({name: value} if isinstance(value, list) else value):
                    tables.setdefault(str(route["table"]), []).append(_route(route))
    return labels, tables


def _label(shown: Mapping[str, Any]) -> FrrLabel:
    hops = shown.get("nexthops", ())
    return {
        "protocol": str(hops[0].get("type", "")) if hops else "",
        "hops": [_label_hop(hop) for hop in hops],
    }


def _routes(shown: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Mapping[str, Any]]:
    for routes in shown.values():
        for route in routes:
            if route.get("selected") and route.get("protocol") not in _OF_THE_KERNEL:
                yield route


def _route(shown: Mapping[str, Any]) -> FrrRoute:
    return {
        "prefix": shown["prefix"],
        "protocol": shown["protocol"],
        "hops": [_hop(hop) for hop in shown.get("nexthops", ()) if _is_used(hop)],
    }


def _is_used(hop: Mapping[str, Any]) -> bool:
    """Tell whether the kernel has the hop; beside a recursive one stand those that it leads to."""
    return bool(hop.get("fib")) and not hop.get("unreachable") and not hop.get("blackhole")


def _hop(hop: Mapping[str, Any]) -> Hop:
    return _make(hop, str(hop.get("ip", "")), hop.get("labels", ()))


def _label_hop(hop: Mapping[str, Any]) -> Hop:
    labels = hop.get("outLabelStack") or [hop["outLabel"]]
    return _make(hop, str(hop.get("nexthop", "")), labels)


def _make(hop: Mapping[str, Any], via: str, labels: Iterable[Any]) -> Hop:
    return {
        "interface": str(hop.get("interface") or hop.get("interfaceName") or ""),
        "via": via,
        "labels": [int(label) for label in labels if int(label) != IMPLICIT_NULL],
        "dead": False,
    }
