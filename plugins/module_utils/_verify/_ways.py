# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where a route leads, in words that an expectation and a kernel's answer share (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def expected_ways(routes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Name each expected route, and say where it must lead."""
    return {
        _name(route): _way(route.get("via"), route["interface"], route.get("out_labels") or ())
        for route in routes
    }


def shown_ways(rows: Iterable[Mapping[str, Any]], table: int | None = None) -> dict[str, str]:
    """Name each route that ``ip`` shows of a table, or of the label table, and where it leads."""
    return {
        _name(
            {"label": row["dst"]} if table is None else {"prefix": row["dst"], "table": table}
        ): "by several paths" if "nexthops" in row else _shown_way(row)
        for row in rows
    }


def parse_rows(printed: str) -> list[dict[str, Any]]:
    """Read what ``ip -json route`` printed."""
    rows: list[dict[str, Any]] = json.loads(printed or "[]", object_pairs_hook=_join_encap)
    return rows


def pushed_labels(hop: Mapping[str, Any]) -> list[str]:
    """Read the label stack of a next hop, which iproute2 prints as ``16/80``."""
    encap = hop.get("encap", {})
    return str(encap["dst"]).split("/") if encap.get("encap_type") == "mpls" else []


def _join_encap(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give ``encap`` the form of iproute2 6.15; 6.1 prints it flat, with a second ``dst``."""
    joined: dict[str, Any] = {}
    for key, value in pairs:
        if key == "dst" and joined.get("encap") == "mpls":
            joined["encap"] = {"encap_type": "mpls", "dst": value}
        else:
            joined[key] = value
    return joined


def _name(route: Mapping[str, Any]) -> str:
    if route.get("label") is not None:
        return f"label {route['label']}"
    prefix = str(route["prefix"])
    return f"{prefix if '/' in prefix else prefix + '/32'} table {route['table']}"


def _shown_way(row: Mapping[str, Any]) -> str:
    via = row.get("gateway") or row.get("via", {}).get("host")
    labels = str(row["to"]).split("/") if "to" in row else pushed_labels(row)
    dead = " (dead)" if "dead" in row.get("flags", ()) else ""
    return _way(via, row.get("dev", "nothing"), labels) + dead


def _way(via: str | None, interface: str, labels: Iterable[object]) -> str:
    stack = "/".join(str(label) for label in labels)
    return f"{f'via {via} ' if via else ''}dev {interface}{f' push {stack}' if stack else ''}"
