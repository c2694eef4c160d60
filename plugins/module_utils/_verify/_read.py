# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a router's state says to an expectation, with what is asked for that alone (I/O)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import (
    find_differences,
    find_uses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf import _task as ospf_limit
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._ended import read_ended
from ansible_collections.linuxnet.mpls.plugins.module_utils._state import _contract as state_of
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._frr import Frr
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import LENGTHS
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._read import Reading
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ce import (
    advertised_paths,
    ce_states,
    ospf_states,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._checks import (
    MAIN_TABLE,
    Expectation,
    Observation,
    Route,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repair_paths import (
    repair_paths,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repairs import (
    Repairs,
    read_repairs,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ways import shown_ways

#: RTPROT_KERNEL of include/uapi/linux/rtnetlink.h.
BY_KERNEL = 2
_DROPPED = (state_of.BLACKHOLE, state_of.PROHIBIT, state_of.THROW)


def read_router(expected: Expectation) -> tuple[state_of.State, Observation]:
    """Read everything once; what does not run shows as empty, for the checks to tell."""
    frr = Frr() if expected.has_frr else None
    reading = Reading()
    state = reading.read(frr)
    links, routes = state["links"], state["routes"]
    show = frr.show if frr else _show_nothing
    ces = ce_states((one for vrf in expected.vrfs for one in vrf.sessions), show)
    protection, uses, unread = _read_protection(expected.edge_protection)
    ospf = list(ospf_states(show("show ip ospf neighbor json")))
    seen = Observation(
        ospf={neighbour: found for neighbour, _interface, found in ospf},
        ospf_adjacencies={interface: found for _neighbour, interface, found in ospf},
        isis=dict(_isis_states(show("show isis neighbor json"))),
        bfd=_bfd_states(frr.show_list("show bfd peers json")) if frr and expected.bfd else {},
        ldp=dict(_ldp_states(show("show mpls ldp neighbor json"))),
        bgp=dict(_bgp_states(show("show bgp ipv4 vpn summary json"))),
        bgp6=dict(_bgp_states(show("show bgp ipv6 vpn summary json"))),
        routes={
            table: tuple(map(_route, routes.get(str(table), ())))
            for table in (MAIN_TABLE, *(vrf.table for vrf in expected.vrfs))
        },
        ways=shown_ways(state["labels"], routes) if expected.ways else {},
        vrf_tables={name: link["table"] for name, link in links.items() if link["table"]},
        vrf_members={
            name: frozenset(one for one, port in links.items() if port["master"] == name)
            for name, link in links.items()
            if link["table"]
        },
        label_input={name: link["takes_labels"] for name, link in links.items()},
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
        repair_paths=repair_paths(show("show ip route json"), routes.get(str(MAIN_TABLE), ()))
        if expected.repair_paths
        else {},
        unread=reading.unread,
    )
    # What gave no answer is known when all has been asked.
    reading.unread.update(unread)
    reading.unread.update(frr.problems if frr else {})
    return state, seen


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


def _route(shown: state_of.Route) -> Route:
    """Take a route as the checks look at it: a host's prefix has no length."""
    network, _slash, length = shown["prefix"].partition("/")
    is_host = int(length) == LENGTHS[6 if ":" in network else 4]
    kind = shown["kind"] if shown["kind"] == state_of.UNREACHABLE else "other"
    if shown["kind"] in _DROPPED:
        kind = "dropped"
    elif shown["protocol"] == BY_KERNEL:
        kind = "kernel"
    return Route(
        prefix=network if is_host else shown["prefix"],
        kind=kind,
        metric=shown["metric"],
        labels=max((len(hop["labels"]) for hop in shown["hops"]), default=0),
    )
