# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read what a router shows, through the tools that an operator would use: vtysh and ip."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import read_json, run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import (
    find_differences,
    find_uses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf import _task as ospf_limit
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._ended import read_ended
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ce import (
    advertised_paths,
    ce_states,
    ospf_states,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._checks import (
    IPV4_DEFAULT,
    IPV6_DEFAULT,
    MAIN_TABLE,
    Expectation,
    Observation,
    Route,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._frr import Frr
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repair_paths import (
    repair_paths,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repairs import (
    Repairs,
    read_repairs,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ways import (
    parse_rows,
    pushed_labels,
    shown_ways,
)

#: RTN_UNREACHABLE and RTPROT_KERNEL (include/uapi/linux/rtnetlink.h) as ip prints them.
UNREACHABLE, BY_KERNEL = "7", "2"
MPLS_CONF = Path("/proc/sys/net/mpls/conf")


def read_observation(expected: Expectation) -> Observation:
    """Read everything once; what does not run shows as empty, for the checks to tell."""
    links = read_json(["ip", "-json", "-details", "link", "show"])
    tables = {
        link["ifname"]: link["linkinfo"]["info_data"]["table"]
        for link in links
        if link.get("linkinfo", {}).get("info_kind") == "vrf"
    }
    rows = _read_tables([MAIN_TABLE, *(vrf.table for vrf in expected.vrfs)])
    frr = Frr() if expected.has_frr else None
    show = frr.show if frr else _show_nothing
    ces = ce_states((one for vrf in expected.vrfs for one in vrf.sessions), show)
    protection, uses, unread = _read_protection(expected.edge_protection)
    ospf = list(ospf_states(show("show ip ospf neighbor json")))
    seen = Observation(
        ospf={neighbour: state for neighbour, _interface, state in ospf},
        ospf_adjacencies={interface: state for _neighbour, interface, state in ospf},
        isis=dict(_isis_states(show("show isis neighbor json"))),
        bfd=_bfd_states(frr.show_list("show bfd peers json")) if frr and expected.bfd else {},
        ldp=dict(_ldp_states(show("show mpls ldp neighbor json"))),
        bgp=dict(_bgp_states(show("show bgp ipv4 vpn summary json"))),
        bgp6=dict(_bgp_states(show("show bgp ipv6 vpn summary json"))),
        routes={table: tuple(_parse_routes(shown)) for table, shown in rows.items()},
        ways=_read_ways(rows) if expected.ways else {},
        vrf_tables=tables,
        vrf_members={
            name: frozenset(link["ifname"] for link in links if link.get("master") == name)
            for name in tables
        },
        label_input=_read_label_input(),
        ces=ces,
        advertised=advertised_paths(ces, frr.show_all) if frr else {},
        edge_protection_missing=protection,
        parents_used=uses,
        ospf_limit_missing=(
            ospf_limit.find_differences(expected.ospf_limit) if expected.ospf_limit else ()
        ),
        ospf_ended=read_ended() if expected.ospf_limit else {},
        repairs=read_repairs() if expected.repair else Repairs(),
        frr_differences=frr.differences() if frr else {},
        repair_paths=repair_paths(show("show ip route json"), rows[MAIN_TABLE])
        if expected.repair_paths
        else {},
    )
    # What gave no answer is known when all has been asked.
    return replace(seen, unread={**unread, **(frr.problems if frr else {})})


def _read_protection(
    edge_protection: Mapping[str, Any] | None,
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]:
    """Say what mpls_filter would change and what it would refuse, or why that is not known."""
    if not edge_protection:
        return (), (), {}
    try:
        return find_differences(edge_protection), find_uses(edge_protection), {}
    except MplsError as error:
        return (), (), {"edge protection": f"cannot be read: {error}"}


def _show_nothing(_command: str) -> Mapping[str, Any]:
    """Answer for a router on which no FRRouting is to run: it is not asked."""
    return {}


def _isis_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Read the state by interface; FRR 8 and 10 both list circuits without a neighbour too."""
    for area in shown.get("areas", []):
        for circuit in area["circuits"]:
            if "adj" in circuit:
                yield circuit["interface"], circuit["state"]


def _bfd_states(shown: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Read the state by interface; one that is not up counts for all of an interface."""
    states: dict[str, str] = {}
    for peer in shown:
        name = peer.get("interface")
        if name is not None and states.get(name, "up") == "up":
            states[name] = peer["status"]
    return states


def _ldp_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for neighbour in shown.get("neighbors", []):
        yield neighbour["neighborId"], neighbour["state"]


def _bgp_states(shown: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for address, peer in shown.get("peers", {}).items():
        yield address, peer["state"]


def _read_tables(wanted: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Read the routes of both families by table, in one go however many tables there are.

    Names are left out, as tables and kinds of routes can have any (rt_tables).
    """
    tables: dict[int, list[dict[str, Any]]] = {table: [] for table in wanted}
    for row in _read_rows("-Numeric", "route", "show", "table", "all"):
        table = int(row.get("table", MAIN_TABLE))
        if table in tables:
            tables[table].append(row)
    return tables


def _read_rows(*words: str) -> list[dict[str, Any]]:
    argv = ["ip", "-json", *words]
    printed = run_command(argv)
    try:
        return parse_rows(printed)
    except ValueError as error:
        raise ApplyError(f"{' '.join(argv)}: gives no JSON: {error}") from error


def _parse_routes(rows: Iterable[Mapping[str, Any]]) -> Iterator[Route]:
    for row in rows:
        hops = [row, *row.get("nexthops", [])]
        yield Route(
            # Both families have a "default", and IPv6 alone has a preference (RFC 4191).
            prefix=row["dst"].replace("default", IPV6_DEFAULT if "pref" in row else IPV4_DEFAULT),
            kind=_kind_of(row),
            metric=row.get("metric", 0),
            labels=max(len(pushed_labels(hop)) for hop in hops),
        )


def _kind_of(row: Mapping[str, Any]) -> str:
    if row.get("type") == UNREACHABLE:
        return "unreachable"
    return "kernel" if row.get("protocol") == BY_KERNEL else "other"


def _read_ways(tables: Mapping[int, Iterable[Mapping[str, Any]]]) -> dict[str, str]:
    # iproute2 fails where the kernel has no label table.
    has_labels = MPLS_CONF.is_dir()
    ways = shown_ways(_read_rows("-family", "mpls", "route", "show") if has_labels else ())
    for table, rows in tables.items():
        ways.update(shown_ways(rows, table))
    return ways


def _read_label_input() -> dict[str, bool]:
    if not MPLS_CONF.is_dir():
        return {}
    return {
        name: (MPLS_CONF / name / "input").read_text("ascii").strip() == "1"
        for name in os.listdir(MPLS_CONF)
    }
