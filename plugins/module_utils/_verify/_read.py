# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what a router shows, through the tools that an operator would use: vtysh and ip."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._checks import (
    MAIN_TABLE,
    Expectation,
    Observation,
    Route,
)

MPLS_CONF = Path("/proc/sys/net/mpls/conf")


def read_observation(expected: Expectation) -> Observation:
    """Read everything once; what does not run shows as empty, for the checks to tell."""
    links = json.loads(run_command(["ip", "-json", "-details", "link", "show"]))
    tables = {
        link["ifname"]: link["linkinfo"]["info_data"]["table"]
        for link in links
        if link.get("linkinfo", {}).get("info_kind") == "vrf"
    }
    wanted_tables = [MAIN_TABLE, *(vrf.table for vrf in expected.vrfs)]
    return Observation(
        ospf=dict(_ospf_states(_show("show ip ospf neighbor json"))),
        ldp=dict(_ldp_states(_show("show mpls ldp neighbor json"))),
        bgp=dict(_bgp_states(_show("show bgp ipv4 vpn summary json"))),
        routes={table: tuple(_read_routes(table)) for table in wanted_tables},
        vrf_tables=tables,
        vrf_members={
            name: frozenset(link["ifname"] for link in links if link.get("master") == name)
            for name in tables
        },
        label_input=_read_label_input(),
    )


def _show(command: str) -> Mapping[str, Any]:
    """Run one show command; a daemon that does not run, or prints no JSON, shows nothing."""
    try:
        printed = json.loads(run_command(["vtysh", "-c", command]))
    except (ApplyError, ValueError):
        return {}
    return printed if isinstance(printed, dict) else {}


def _ospf_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Read ``nbrState`` (FRR 10) or ``state`` (FRR 8) of each neighbour."""
    for neighbour, adjacencies in shown.get("neighbors", {}).items():
        for adjacency in adjacencies:
            yield neighbour, adjacency.get("nbrState") or adjacency.get("state", "unknown")


def _ldp_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for neighbour in shown.get("neighbors", []):
        yield neighbour["neighborId"], neighbour["state"]


def _bgp_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for address, peer in shown.get("peers", {}).items():
        yield address, peer["state"]


def _read_routes(table: int) -> Iterator[Route]:
    try:
        printed = run_command(["ip", "-json", "route", "show", "table", str(table)])
    except ApplyError:  # iproute2 fails for a table that has never held a route
        return
    for route in json.loads(printed or "[]", object_pairs_hook=_join_encap):
        hops = [route, *route.get("nexthops", [])]
        yield Route(
            prefix=route["dst"],
            kind=route.get("type", "unicast"),
            metric=route.get("metric", 0),
            labels=max(len(_labels(hop)) for hop in hops),
        )


def _join_encap(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Give ``encap`` the form of iproute2 6.15; 6.1 prints it flat, with a second ``dst``."""
    joined: dict[str, Any] = {}
    for key, value in pairs:
        if key == "dst" and joined.get("encap") == "mpls":
            joined["encap"] = {"encap_type": "mpls", "dst": value}
        else:
            joined[key] = value
    return joined


def _labels(hop: Mapping[str, Any]) -> list[str]:
    """Read the label stack of a next hop, which iproute2 prints as ``16/80``."""
    encap = hop.get("encap", {})
    return str(encap["dst"]).split("/") if encap.get("encap_type") == "mpls" else []


def _read_label_input() -> dict[str, bool]:
    if not MPLS_CONF.is_dir():
        return {}
    return {
        name: (MPLS_CONF / name / "input").read_text("ascii").strip() == "1"
        for name in os.listdir(MPLS_CONF)
    }
