# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Whether a kernel has what FRRouting has chosen, and nothing that FRRouting has left (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    UNICAST,
    Frr,
    Hop,
    State,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.breaks import name_route
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break

#: Who makes routes for FRRouting (RTPROT_* of zebra/rt_netlink.h): zebra itself, BGP, IS-IS, OSPF,
#: RIP, RIPng, NHRP, EIGRP, LDP, SHARP, PBR, static routes, OpenFabric and segment routing.
OF_FRR = frozenset({11, *range(186, 200)})


def find_frr_breaks(router: str, state: State) -> Iterator[Break]:
    """Name each label and each route in which the two differ."""
    frr = state["frr"]
    if frr is not None and not _is_silent(state["unread"]):
        yield from _compare_labels(router, state, frr)
        names = {link["table"]: name for name, link in state["links"].items() if link["table"]}
        for table in sorted({*frr["routes"], *state["routes"]}, key=int):
            yield from _compare_routes(router, state, frr, table, names.get(int(table), ""))


def _is_silent(unread: Iterable[str]) -> bool:
    """Tell whether zebra did not say what it has."""
    return any(name.startswith("frr ") for name in unread)


def _compare_labels(router: str, state: State, frr: Frr) -> Iterator[Break]:
    for label in sorted({*frr["labels"], *state["labels"]}, key=int):
        wanted, found = frr["labels"].get(label), state["labels"].get(label)
        check, show = f"label {label}", f"ip -family mpls route show {label}"
        if wanted is None:
            if found is not None and found["protocol"] in OF_FRR:
                reason = f"leads {say_hops(found['hops'])} and FRRouting has no such label any more"
                yield Break(router, check, f"{reason}: expected no entry", show)
        elif found is None:
            if wanted["hops"]:
                words = f"FRRouting has it, of {wanted['protocol']}, and the kernel lost it"
                yield Break(router, check, f"is not in the label table: {words}", show)
        elif not _is_same(wanted["hops"], found["hops"]):
            expected = f"expected {say_hops(wanted['hops'])}, as FRRouting has it"
            yield Break(router, check, f"leads {say_hops(found['hops'])}: {expected}", show)


def _compare_routes(router: str, state: State, frr: Frr, table: str, vrf: str) -> Iterator[Break]:
    kernel = {
        _name(route["prefix"]): route
        for route in state["routes"].get(table, ())
        if route["protocol"] in OF_FRR and route["kind"] == UNICAST
    }
    wanted = {
        _name(route["prefix"]): route for route in frr["routes"].get(table, ()) if route["hops"]
    }
    flag = f"vrf {vrf} " if vrf else ""
    for prefix in sorted({*kernel, *wanted}):
        family = 6 if ":" in prefix else 4
        check, show = name_route(prefix, vrf), f"ip -{family} route show {flag}{prefix}"
        if prefix not in kernel:
            words = f"FRRouting has it, of {wanted[prefix]['protocol']}, and the kernel lost it"
            yield Break(router, check, f"is not there: {words}", show)
        elif prefix not in wanted:
            words = say_hops(kernel[prefix]["hops"])
            reason = f"leads {words} and FRRouting has no such route any more: expected none"
            yield Break(router, check, reason, show)
        elif not _is_same(wanted[prefix]["hops"], kernel[prefix]["hops"]):
            expected = f"expected {say_hops(wanted[prefix]['hops'])}, as FRRouting has it"
            words = say_hops(kernel[prefix]["hops"])
            yield Break(router, check, f"leads {words}: {expected}", show)


def say_hops(hops: Iterable[Hop]) -> str:
    """Say where a route leads."""
    return " and ".join(_say_hop(hop) for hop in hops) or "nowhere"


def _say_hop(hop: Hop) -> str:
    labels = "/".join(map(str, hop["labels"]))
    words = (hop["via"] and f"to {hop['via']}", hop["interface"] and f"by {hop['interface']}")
    return " ".join(filter(None, (*words, labels and f"with labels {labels}")))


def _is_same(wanted: Iterable[Hop], found: Iterable[Hop]) -> bool:
    """Compare next hops; of some FRRouting 8.4 names no interface, as it follows of the address."""
    left = list(found)
    for hop in wanted:
        same = next((one for one in left if _matches(hop, one)), None)
        if same is None:
            return False
        left.remove(same)
    return not left


def _matches(wanted: Hop, found: Hop) -> bool:
    return (
        wanted["via"] == found["via"]
        and wanted["labels"] == found["labels"]
        and wanted["interface"] in ("", found["interface"])
    )


def _name(prefix: str) -> str:
    return str(ipaddress.ip_network(prefix, strict=False))
