# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The checks: an expectation and an observation to passed or failed with a reason (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ce import (
    CeSession,
    explain_advertised,
    full_state,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repair_paths import describe
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repairs import (
    Repairs,
    explain_repairs,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ways import expected_ways
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import UNREACHABLE_METRIC


@dataclass(frozen=True)
class Vrf:
    """A VRF that must be there; of other VRFs it has prefixes by way of other PEs, or of its own.

    Where its own sites' prefixes are given, it must have nothing beside all of those.
    """

    name: str
    table: int
    members: tuple[str, ...]
    remote_prefixes: tuple[str, ...]
    local_prefixes: tuple[str, ...] = ()
    own_prefixes: tuple[str, ...] | None = None
    static_prefixes: tuple[str, ...] = ()
    sessions: tuple[CeSession, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """What a converged network shows on one router.

    ``ways`` are static label routes by name, and where each must lead. ``edge_protection`` has the
    options of mpls_filter and ``ospf_limit`` those of ospf_limit, None where there is to be
    nothing.
    """

    has_frr: bool
    igps: tuple[str, ...]
    adjacencies: tuple[str, ...]
    bfd: tuple[str, ...]
    neighbours: tuple[str, ...]
    ldp_neighbours: tuple[str, ...]
    loopbacks: tuple[str, ...]
    bgp_peers: tuple[str, ...]
    bgp_peers6: tuple[str, ...]
    label_interfaces: tuple[str, ...]
    ways: Mapping[str, str]
    vrfs: tuple[Vrf, ...]
    edge_protection: Mapping[str, Any] | None = None
    repair: bool = False
    repair_paths: bool = False
    ospf_limit: Mapping[str, Any] | None = None

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Expectation:
        """Take the module's option."""
        return cls(
            has_frr=raw["routing"] == "frr",
            igps=tuple(raw["igps"]),
            adjacencies=tuple(raw["adjacencies"]),
            bfd=tuple(raw["bfd"]),
            neighbours=tuple(raw["neighbours"]),
            ldp_neighbours=tuple(raw["ldp_neighbours"]),
            loopbacks=tuple(raw["loopbacks"]),
            bgp_peers=tuple(raw["bgp_peers"]),
            bgp_peers6=tuple(raw["bgp_peers6"]),
            label_interfaces=tuple(raw["label_interfaces"]),
            ways=expected_ways(raw["static_routes"]),
            vrfs=tuple(
                Vrf(
                    vrf["name"],
                    vrf["table"],
                    tuple(vrf["members"]),
                    tuple(vrf["remote_prefixes"]),
                    tuple(vrf["local_prefixes"]),
                    None if vrf["own_prefixes"] is None else tuple(vrf["own_prefixes"]),
                    tuple(vrf["static_prefixes"]),
                    tuple(CeSession.from_mapping(session) for session in vrf["ce_sessions"]),
                )
                for vrf in raw["vrfs"]
            ),
            edge_protection=raw["edge_protection"],
            repair=raw["repair"],
            repair_paths=raw["repair_paths"],
            ospf_limit=raw["ospf_limit"],
        )


@dataclass(frozen=True)
class Route:
    """A route of the kernel, as far as the checks look at it.

    ``kind`` is ``unreachable``, ``dropped`` where packets end in silence, ``kernel`` where the
    kernel made it for an address, or ``other``.
    """

    prefix: str
    kind: str
    metric: int
    labels: int


@dataclass(frozen=True)
class Observation:
    """What the router shows: states by neighbour, routes by table, flags by interface.

    ``ospf_adjacencies``, ``isis`` and ``bfd`` have the states by interface, one for each link.
    ``vrf_tables`` maps VRF devices to tables, ``vrf_members`` to the interfaces they have.
    ``advertised`` has what CEs receive, prefix to AS path, of the sessions that this is asked of.
    ``edge_protection_missing`` is what mpls_filter would change, ``ospf_limit_missing`` what
    ospf_limit would, and ``parents_used`` what mpls_filter would refuse. ``ospf_ended`` has the
    seconds that a port's OSPF stays ended, by family and port. ``unread`` has what gave no answer,
    and ``frr_differences`` what FRR has that was not proven, by name and with the reason.
    """

    ospf: Mapping[str, str]
    ospf_adjacencies: Mapping[str, str]
    isis: Mapping[str, str]
    bfd: Mapping[str, str]
    ldp: Mapping[str, str]
    bgp: Mapping[str, str]
    bgp6: Mapping[str, str]
    routes: Mapping[int, Sequence[Route]]
    ways: Mapping[str, str]
    vrf_tables: Mapping[str, int]
    vrf_members: Mapping[str, frozenset[str]]
    label_input: Mapping[str, bool]
    ces: Mapping[CeSession, str] = field(default_factory=dict)
    advertised: Mapping[CeSession, Mapping[str, str]] = field(default_factory=dict)
    edge_protection_missing: Sequence[str] = ()
    parents_used: Sequence[str] = ()
    ospf_limit_missing: Sequence[str] = ()
    ospf_ended: Mapping[tuple[str, str], int] = field(default_factory=dict)
    repairs: Repairs = field(default_factory=Repairs)
    unread: Mapping[str, str] = field(default_factory=dict)
    frr_differences: Mapping[str, str] = field(default_factory=dict)
    repair_paths: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One answer; ``reason`` is empty when it passed. What ``lasts`` gets no better by waiting."""

    name: str
    reason: str = ""
    lasts: bool = False

    @property
    def passed(self) -> bool:
        """Whether the router does what the intent says."""
        return not self.reason

    def as_result(self) -> dict[str, Any]:
        """Give it as the module returns it."""
        return {"name": self.name, "passed": self.passed, "reason": self.reason}


MAIN_TABLE = 254
#: The routes to all, as a Route has them.
IPV4_DEFAULT, IPV6_DEFAULT = "0.0.0.0/0", "::/0"


def check_router(expected: Expectation, seen: Observation) -> list[Check]:
    """Run every check, in a fixed order; what could not be read comes first."""
    return [
        *(Check(*one) for one in seen.unread.items()),
        *_check_frr(expected, seen),
        *_check_igp(expected, seen),
        *_check_bfd(expected, seen),
        *_check_sessions("ldp neighbour", expected.ldp_neighbours, seen.ldp, "OPERATIONAL"),
        *_check_sessions("bgp vpnv4 peer", expected.bgp_peers, seen.bgp, "Established"),
        *_check_sessions("bgp vpnv6 peer", expected.bgp_peers6, seen.bgp6, "Established"),
        *([Check(describe(seen.repair_paths))] if expected.repair_paths else ()),
        *_check_loopbacks(expected, seen),
        *_check_label_input(expected, seen),
        *_check_ways(expected, seen),
        *(check for vrf in expected.vrfs for check in _check_vrf(vrf, seen)),
        _check_main_table(expected, seen),
        *_check_rules("edge protection", expected.edge_protection, seen.edge_protection_missing),
        *_check_parents(expected, seen),
        *_check_rules("ospf limit", expected.ospf_limit, seen.ospf_limit_missing),
        *(Check(*words) for words in explain_repairs(seen.repairs) if expected.repair),
    ]


def _check_frr(expected: Expectation, seen: Observation) -> Iterator[Check]:
    """What FRR runs and has on disk was proven."""
    if expected.has_frr:
        yield from (Check(*one, lasts=True) for one in seen.frr_differences.items())
        if not seen.frr_differences:
            yield Check("frr configuration")


def _check_igp(expected: Expectation, seen: Observation) -> Iterator[Check]:
    """Each core link has its adjacency; OSPF names the neighbours by their router ids too."""
    ospf = expected.adjacencies if "ospf" in expected.igps else ()
    isis = expected.adjacencies if "isis" in expected.igps else ()
    neighbours = expected.neighbours if "ospf" in expected.igps else ()
    yield from _check_sessions("ospf neighbour", neighbours, seen.ospf, "Full")
    yield from _check_sessions("ospf adjacency on", ospf, seen.ospf_adjacencies, "Full")
    yield from _check_sessions("isis adjacency on", isis, seen.isis, "Up")


def _check_bfd(expected: Expectation, seen: Observation) -> Iterator[Check]:
    """Each link with BFD has its session; those of customers' routers are none of this."""
    states = {name: state for name, state in seen.bfd.items() if name in expected.bfd}
    yield from _check_sessions("bfd session on", expected.bfd, states, "up")


def _check_sessions(
    kind: str, wanted: Sequence[str], seen: Mapping[str, str], state: str
) -> Iterator[Check]:
    for peer in wanted:
        found = seen.get(peer)
        if found is None:
            yield Check(f"{kind} {peer}", f"is not there: expected state {state}")
        elif found.partition("/")[0] != state:
            yield Check(f"{kind} {peer}", f"state is {found}: expected {state}")
        else:
            yield Check(f"{kind} {peer}")
    for peer in sorted(set(seen) - set(wanted)):
        yield Check(f"{kind} {peer}", f"state is {seen[peer]}: expected no such {kind}")


def _check_loopbacks(expected: Expectation, seen: Observation) -> Iterator[Check]:
    prefixes = {route.prefix for route in seen.routes.get(MAIN_TABLE, ())}
    for loopback in expected.loopbacks:
        missing = loopback not in prefixes
        yield Check(
            f"loopback {loopback}", "no route in table main: expected one" if missing else ""
        )


def _check_label_input(expected: Expectation, seen: Observation) -> Iterator[Check]:
    for name in sorted({*seen.label_input, *expected.label_interfaces}):
        wanted, found = name in expected.label_interfaces, seen.label_input.get(name, False)
        yield Check(
            f"label input {name}",
            "" if wanted == found else f"input is {int(found)}: expected {int(wanted)}",
        )


def _check_ways(expected: Expectation, seen: Observation) -> Iterator[Check]:
    for name, wanted in expected.ways.items():
        found = seen.ways.get(name)
        if found is None:
            yield Check(f"route {name}", f"is not there: expected {wanted}")
        else:
            yield Check(
                f"route {name}", "" if found == wanted else f"leads {found}: expected {wanted}"
            )


def _check_vrf(vrf: Vrf, seen: Observation) -> Iterator[Check]:
    table = seen.vrf_tables.get(vrf.name)
    if table != vrf.table:
        yield Check(f"vrf {vrf.name}", f"table is {table}: expected {vrf.table}")
        return
    yield Check(f"vrf {vrf.name}")
    routes = seen.routes.get(vrf.table, ())
    ends = {
        route.prefix
        for route in routes
        if route.kind == "unreachable" and route.metric == UNREACHABLE_METRIC
    }
    for prefix in (IPV4_DEFAULT, IPV6_DEFAULT):
        reason = f"no unreachable route: expected one with metric {UNREACHABLE_METRIC}"
        yield Check(f"vrf {vrf.name} {prefix}", "" if prefix in ends else reason)
    for member in vrf.members:
        found = member in seen.vrf_members.get(vrf.name, frozenset())
        yield Check(
            f"vrf {vrf.name} member {member}", "" if found else "is not in the VRF: expected it"
        )
    labelled = {route.prefix for route in routes if route.labels}
    for prefix in vrf.remote_prefixes:
        yield Check(
            f"vrf {vrf.name} prefix {prefix}",
            "" if prefix in labelled else "no labelled route: expected one from another PE",
        )
    present = {route.prefix for route in routes if route.kind in ("kernel", "other")}
    for prefix in vrf.local_prefixes:
        reason = "" if prefix in present else "no route: expected one from another VRF of this PE"
        yield Check(f"vrf {vrf.name} prefix {prefix}", reason)
    yield from _check_nothing_else(vrf, routes)
    for prefix in vrf.static_prefixes:
        reason = "" if prefix in present else "is not there: expected one to the CE"
        yield Check(f"vrf {vrf.name} static route {prefix}", reason)
    for session in vrf.sessions:
        yield from _check_ce(session, seen)


def _check_nothing_else(vrf: Vrf, routes: Sequence[Route]) -> Iterator[Check]:
    """A VRF whose sites are all known leads to no others."""
    if vrf.own_prefixes is None:
        return
    known = {*vrf.own_prefixes, *vrf.remote_prefixes, *vrf.local_prefixes, *vrf.static_prefixes}
    found = {route.prefix for route in routes if route.kind in ("dropped", "other")}
    strays = sorted(found - known)
    reason = "expected none, as no site that the VRF reaches has it"
    yield Check(
        f"vrf {vrf.name} other routes", f"leads to {', '.join(strays)}: {reason}" if strays else ""
    )


def _check_ce(session: CeSession, seen: Observation) -> Iterator[Check]:
    """The session is up, and the CE receives what it must, in a way that it accepts."""
    wanted, found = full_state(session), seen.ces.get(session)
    left = seen.ospf_ended.get((session.family, session.name))
    if left is not None and session.protocol == "ospf":
        reason = f"was ended for {left} s more, as it advertised more than max_prefixes"
        yield Check(str(session), f"{reason}: expected state {wanted}")
        return
    if found is None:
        yield Check(str(session), f"is not there: expected state {wanted}")
    elif found.partition("/")[0] != wanted:
        yield Check(str(session), f"state is {found}: expected {wanted}")
    else:
        yield Check(str(session))
        advertised = seen.advertised.get(session)
        reasons = {} if advertised is None else explain_advertised(session, advertised)
        yield from (Check(name, reason) for name, reason in reasons.items())


def _check_main_table(expected: Expectation, seen: Observation) -> Check:
    """No prefix of a customer may stand in the main table."""
    customers = {prefix for vrf in expected.vrfs for prefix in vrf.remote_prefixes}
    customers -= {IPV4_DEFAULT, IPV6_DEFAULT}
    leaked = sorted(
        route.prefix for route in seen.routes.get(MAIN_TABLE, ()) if route.prefix in customers
    )
    return Check(
        "main table", f"has {', '.join(leaked)}: expected no customer route" if leaked else ""
    )


def _check_rules(
    name: str, wanted: Mapping[str, Any] | None, operations: Sequence[str]
) -> Iterator[Check]:
    if wanted is not None:
        missing = ", ".join(operations)
        yield Check(name, f"a run would {missing}: expected nothing to do" if missing else "")


def _check_parents(expected: Expectation, seen: Observation) -> Iterator[Check]:
    if expected.edge_protection is not None:
        yield Check("parents of customers' ports", "; ".join(seen.parents_used))
