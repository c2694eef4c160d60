# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads what iproute2 prints as JSON (pure).

Names of tables, protocols and kinds of routes can be anything (rt_tables and the like), so that it
is asked for numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    BLACKHOLE,
    LOCAL,
    PROHIBIT,
    THROW,
    UNICAST,
    UNREACHABLE,
    Hop,
    LabelRoute,
    Link,
    MplsCounters,
    Route,
    Rule,
)

Rows = list[dict[str, Any]]

MAIN_TABLE = 254
#: RTN_* of include/uapi/linux/rtnetlink.h. Those left out lead no packet anywhere else.
KINDS = {
    "1": UNICAST,
    "2": LOCAL,
    "6": BLACKHOLE,
    "7": UNREACHABLE,
    "8": PROHIBIT,
    "9": THROW,
}
#: The routes to all; both families have the word "default".
DEFAULTS = {4: "0.0.0.0/0", 6: "::/0"}
LENGTHS = {4: 32, 6: 128}
_NOTHING: MplsCounters = {"received": 0, "sent": 0, "dropped": 0, "no_route": 0}
_SELECTORS = ("src", "dst", "iif", "oif", "fwmark", "ipproto", "sport", "dport", "tos", "uid_start")


def parse_rows(printed: str) -> Rows:
    """Read what ip printed; ValueError where it is not JSON."""
    rows: Rows = json.loads(printed or "[]", object_pairs_hook=_join_encap)
    return rows


def pushed_labels(hop: Mapping[str, Any]) -> list[str]:
    """Read the label stack of a next hop, which iproute2 prints as ``16/80``."""
    encap = hop.get("encap", {})
    return str(encap["dst"]).split("/") if encap.get("encap_type") == "mpls" else []


def parse_routes(rows: Iterable[Mapping[str, Any]], family: int) -> dict[str, list[Route]]:
    """Sort routes of a family by their tables; of link-local addresses each port has one."""
    tables: dict[str, list[Route]] = {}
    for row in rows:
        kind = KINDS.get(str(row.get("type", "1")))
        if kind is not None and not str(row["dst"]).startswith("fe80:"):
            route: Route = {
                "prefix": name_prefix(str(row["dst"]), family),
                "kind": kind,
                "protocol": int(row.get("protocol", 0)),
                "metric": int(row.get("metric", 0)),
                "hops": [] if kind in (BLACKHOLE, UNREACHABLE, PROHIBIT) else _hops(row),
            }
            tables.setdefault(str(row.get("table", MAIN_TABLE)), []).append(route)
    return tables


def name_prefix(shown: str, family: int) -> str:
    """Write a prefix with its length."""
    if shown == "default":
        return DEFAULTS[family]
    return shown if "/" in shown else f"{shown}/{LENGTHS[family]}"


def show_network(prefix: str) -> str:
    """Write a prefix as an address where it is of one host."""
    network, _slash, length = prefix.partition("/")
    return network if int(length) == LENGTHS[6 if ":" in network else 4] else prefix


def parse_label_routes(rows: Iterable[Mapping[str, Any]]) -> dict[str, LabelRoute]:
    """Read the label table."""
    return {
        str(row["dst"]): {"protocol": int(row.get("protocol", 0)), "hops": _hops(row)}
        for row in rows
    }


def parse_rules(rows: Iterable[Mapping[str, Any]], family: int) -> list[Rule]:
    """Read the rules of a family, in their order."""
    return [
        {
            "family": family,
            "priority": int(row["priority"]),
            "table": 0 if "l3mdev" in row else int(row.get("table", 0)),
            "has_selector": any(row.get(name, "all") != "all" for name in _SELECTORS),
        }
        for row in rows
    ]


def parse_links(
    rows: Iterable[Mapping[str, Any]], counters: Iterable[Mapping[str, Any]]
) -> dict[str, Link]:
    """Read the interfaces, without what stands in /proc/sys of them."""
    mpls = {row["ifname"]: _counters(row.get("mpls_stats", {})) for row in counters}
    return {row["ifname"]: _link(row, mpls) for row in rows if "ifname" in row}


def _link(row: Mapping[str, Any], mpls: Mapping[str, MplsCounters]) -> Link:
    info = row.get("linkinfo", {})
    flags = row.get("flags", ())
    kind = info.get("info_kind", "")
    return {
        "index": row["ifindex"],
        "kind": kind,
        "up": "UP" in flags,
        "carrier": "LOWER_UP" in flags,
        "mtu": row["mtu"],
        "master": row.get("master", ""),
        "table": int(info.get("info_data", {}).get("table", 0)) if kind == "vrf" else 0,
        "addresses": [
            f"{one['local']}/{one['prefixlen']}"
            for one in row.get("addr_info", ())
            if "local" in one
        ],
        "takes_labels": False,
        "forwards": [],
        "mpls": mpls.get(row["ifname"], _NOTHING),
    }


def _counters(shown: Mapping[str, Any]) -> MplsCounters:
    received, sent = shown.get("rx", {}), shown.get("tx", {})
    return {
        "received": received.get("packets", 0),
        "sent": sent.get("packets", 0),
        "dropped": sum(
            side.get(key, 0) for side in (received, sent) for key in ("dropped", "errors")
        ),
        "no_route": received.get("noroute", 0),
    }


def _hops(row: Mapping[str, Any]) -> list[Hop]:
    return [_hop(hop) for hop in row.get("nexthops", (row,))]


def _hop(hop: Mapping[str, Any]) -> Hop:
    labels = str(hop["to"]).split("/") if "to" in hop else pushed_labels(hop)
    return {
        "interface": str(hop.get("dev", "")),
        "via": str(hop.get("gateway") or hop.get("via", {}).get("host", "")),
        "labels": [int(label) for label in labels],
        "dead": "dead" in hop.get("flags", ()),
    }


def _join_encap(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give ``encap`` the form of iproute2 6.15; 6.1 prints it flat, with a second ``dst``."""
    joined: dict[str, Any] = {}
    for key, value in pairs:
        if key == "dst" and joined.get("encap") == "mpls":
            joined["encap"] = {"encap_type": "mpls", "dst": value}
        else:
            joined[key] = value
    return joined
