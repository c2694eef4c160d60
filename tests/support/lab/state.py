# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a router runs, so that it can be compared with what it runs after a restart of FRR.

Numbers of labels are others then; which prefix has one, and where it leads, is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from support.frr.configurations import SHOW, read_meaning

State = dict[str, set[str]]
#: Labels without a number of their own (RFC 3032), as FRR prints them.
RESERVED = ("-", "imp-null", "exp-null")
#: What a route's protocol and scope are called where no routing protocol brought it.
OWN = ("kernel", "boot", "dhcp", "ra", "static")


def read_state(router: Any) -> State:
    """Read the configuration, LDP's bindings, the kernel's labels and its routes."""
    bindings = json.loads(router.check_output("vtysh -c 'show mpls ldp binding json'"))["bindings"]
    labels = json.loads(router.check_output("ip -json -family mpls route show") or "[]")
    routes = json.loads(router.check_output("ip -json -details route show table all") or "[]")
    return {
        "configuration": read_meaning(router.check_output(SHOW)),
        "bindings": describe_bindings(bindings),
        "labels": describe_labels(labels, bindings),
        "routes": describe_routes(routes),
    }


def differ_in(one: State, other: State) -> dict[str, list[str]]:
    """Name what is in one of two states only, by what it is of."""
    return {kind: sorted(one[kind] ^ other[kind]) for kind in one if one[kind] != other[kind]}


def describe_bindings(bindings: Iterable[Mapping[str, Any]]) -> set[str]:
    """Say which prefix has a label here and at which neighbour, and whether it is used (pure)."""
    return {
        f"{one['prefix']} {_kind(one['localLabel'])} here,"
        f" {_kind(one['remoteLabel'])} at {one['neighborId']}, in use: {bool(one['inUse'])}"
        for one in bindings
    }


def describe_labels(
    rows: Iterable[Mapping[str, Any]], bindings: Iterable[Mapping[str, Any]]
) -> set[str]:
    """Say where the labels of prefixes lead; of one that LDP has for none, that it is stale."""
    prefixes = {str(one["localLabel"]): one["prefix"] for one in bindings}
    said = set()
    for row in rows:
        name = "a VRF's" if row.get("protocol") == "bgp" else "stale"
        name = prefixes.get(str(row["dst"]), name)
        for hop in row.get("nexthops", [row]):
            via = hop.get("via", {}).get("host")
            said.add(f"{name} via {via} dev {hop.get('dev')} swap {_depth(hop.get('to'))}")
    return said


def describe_routes(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Say where the routes that a protocol brought lead, and how many labels they push (pure)."""
    said = set()
    for row in rows:
        if row.get("protocol") in OWN:
            continue
        for hop in row.get("nexthops", [row]):
            via, encap = hop.get("gateway") or hop.get("via"), hop.get("encap")
            push = encap.get("dst") if isinstance(encap, dict) else None
            said.add(
                f"{row['dst']} table {row.get('table', 'main')} {row.get('protocol')} via {via}"
                f" dev {hop.get('dev')} push {_depth(push)}"
            )
    return said


def _kind(label: object) -> str:
    return str(label) if label in RESERVED else "a label"


def _depth(stack: object) -> int:
    return len(str(stack).split("/")) if stack else 0
