# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where a route leads, in words that an expectation and a router's state share (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    Hop,
    LabelRoute,
    Route,
)


def expected_ways(routes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Name each expected route, and say where it must lead."""
    return {
        _name(route): _way(route.get("via"), route["interface"], route.get("out_labels") or ())
        for route in routes
    }


def shown_ways(
    labels: Mapping[str, LabelRoute], tables: Mapping[str, Iterable[Route]]
) -> dict[str, str]:
    """Name each route of the label table and of other tables, and where it leads."""
    return {
        **{f"label {label}": _shown_way(route["hops"]) for label, route in labels.items()},
        **{
            f"{route['prefix']} table {table}": _shown_way(route["hops"])
            for table, route in _list_routes(tables)
        },
    }


def _list_routes(tables: Mapping[str, Iterable[Route]]) -> Iterator[tuple[str, Route]]:
    for table, routes in tables.items():
        yield from ((table, route) for route in routes)


def _name(route: Mapping[str, Any]) -> str:
    if route.get("label") is not None:
        return f"label {route['label']}"
    prefix = str(route["prefix"])
    return f"{prefix if '/' in prefix else prefix + '/32'} table {route['table']}"


def _shown_way(hops: list[Hop]) -> str:
    if len(hops) > 1:
        return "by several paths"
    if not hops:
        return "nowhere"
    (hop,) = hops
    dead = " (dead)" if hop["dead"] else ""
    return _way(hop["via"], hop["interface"], hop["labels"]) + dead


def _way(via: str | None, interface: str, labels: Iterable[object]) -> str:
    stack = "/".join(str(label) for label in labels)
    return f"{f'via {via} ' if via else ''}dev {interface}{f' push {stack}' if stack else ''}"
