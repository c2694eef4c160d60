# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes of a core without FRRouting are in the kernel, and lead where they are to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    Hop,
    LabelRoute,
    Route,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router


class StaticRoutes(Expectation[Mapping[str, str]]):
    """Where routes lead by their names, in words that are equal where the ways are."""

    OPTIONS: ClassVar[Options] = {
        "static_routes": {
            "type": "list",
            "elements": "dict",
            "default": [],
            "description": [
                "Label routes that must be in the kernel, as M(linuxnet.mpls.mpls_route) takes"
                " them."
            ],
            "options": {
                "label": {"type": "int", "description": "Label of incoming packets."},
                "prefix": {
                    "type": "str",
                    "description": (
                        "Prefix of packets that get O(expect.static_routes[].out_labels)."
                    ),
                },
                "table": {
                    "type": "int",
                    "description": "Routing table of O(expect.static_routes[].prefix).",
                },
                "interface": {
                    "type": "str",
                    "required": True,
                    "description": "Interface that the packets leave by, or a VRF.",
                },
                "via": {"type": "str", "description": "Address of the next hop."},
                "out_labels": {
                    "type": "list",
                    "elements": "int",
                    "default": [],
                    "description": "Labels that the packet leaves with, top first.",
                },
            },
        },
    }

    def read(self, router: Router) -> Mapping[str, str]:
        """Take them from the router's state."""
        if not self.expect["static_routes"]:
            return {}
        return shown_ways(router.state["labels"], router.state["routes"])

    def check(self, seen: Mapping[str, str]) -> Iterator[Check]:
        """Look for each of them; of others verify knows by itself."""
        for name, wanted in expected_ways(self.expect["static_routes"]).items():
            found = seen.get(name)
            reason = f"is not there: expected {wanted}"
            if found is not None:
                reason = "" if found == wanted else f"leads {found}: expected {wanted}"
            family = "-family mpls " if name.startswith("label") else ""
            yield Check(f"route {name}", reason, f"ip {family}route show {name.partition(' ')[2]}")


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
