# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each VRF has its table, its ports and its prefixes, and keeps its packets to itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import (
    DEFAULTS,
    MAIN_TABLE,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ces import (
    OPTIONS as CE_OPTIONS,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ces import (
    Ces,
    CeSession,
    check_ce,
    read_ces,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    addresses,
    names,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._vrf_routes import (
    DROPPED,
    KERNEL,
    OTHER,
    UNREACHABLE,
    Route,
    parse_route,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import UNREACHABLE_METRIC


@dataclass(frozen=True)
class SeenVrfs:
    """Tables and ports of VRF devices by name, routes by table, and the sessions with CEs."""

    tables: Mapping[str, int]
    members: Mapping[str, frozenset[str]]
    routes: Mapping[int, Sequence[Route]]
    ces: Ces = field(default_factory=Ces)


class Vrfs(Expectation[SeenVrfs]):
    """The VRFs of the intent; of others verify knows by itself."""

    OPTIONS: ClassVar[Options] = {
        "vrfs": {
            "type": "list",
            "elements": "dict",
            "required": True,
            "description": "The VRFs of the router.",
            "options": {
                "name": {
                    "type": "str",
                    "required": True,
                    "description": "Name of the VRF device.",
                },
                "table": {"type": "int", "required": True, "description": "Its routing table."},
                "members": addresses("The interfaces that it must have."),
                "remote_prefixes": addresses("Prefixes that must arrive over the VPN."),
                "local_prefixes": names("Prefixes that must come of other VRFs of the router."),
                "own_prefixes": {
                    "type": "list",
                    "elements": "str",
                    "description": [
                        "Prefixes of the VRF's own sites, where those of all that it reaches are"
                        " known. There must be no route to another prefix.",
                        "Not asked about where it is not given.",
                    ],
                },
                "static_prefixes": names(
                    "Prefixes that static routes lead to customers' routers for."
                ),
                "ce_sessions": {
                    "type": "list",
                    "elements": "dict",
                    "default": [],
                    "description": "Sessions with customers' routers.",
                    "options": CE_OPTIONS,
                },
            },
        },
    }

    def read(self, router: Router) -> SeenVrfs:
        """Take devices and routes from the router's state, and ask FRR for the sessions."""
        links = router.state["links"]
        tables = {name: link["table"] for name, link in links.items() if link["table"]}
        wanted = (MAIN_TABLE, *(vrf["table"] for vrf in self.expect["vrfs"]))
        sessions = [one for vrf in self.expect["vrfs"] for one in list_sessions(vrf)]
        return SeenVrfs(
            tables,
            {
                vrf: frozenset(name for name, link in links.items() if link["master"] == vrf)
                for vrf in tables
            },
            {table: tuple(map(parse_route, router.routes(table))) for table in wanted},
            read_ces(router, sessions, limited=bool(self.expect["ospf_limit"])),
        )

    def check(self, seen: SeenVrfs) -> Iterator[Check]:
        """Look at one after the other, and at table main for what is theirs."""
        for vrf in self.expect["vrfs"]:
            yield from _check_vrf(vrf, seen)
        yield self._check_main_table(seen)

    def _check_main_table(self, seen: SeenVrfs) -> Check:
        """No prefix of a customer may stand in the main table."""
        customers = {prefix for vrf in self.expect["vrfs"] for prefix in vrf["remote_prefixes"]}
        customers -= {*DEFAULTS.values()}
        main = {route.prefix for route in seen.routes.get(MAIN_TABLE, ())}
        leaked = ", ".join(sorted(main & customers))
        reason = f"has {leaked}: expected no customer route" if leaked else ""
        return Check("main table", reason, "ip route show")


def list_sessions(vrf: Mapping[str, Any]) -> list[CeSession]:
    """List the sessions of an expected VRF."""
    return [CeSession.from_mapping(session) for session in vrf["ce_sessions"]]


def _check_vrf(vrf: Mapping[str, Any], seen: SeenVrfs) -> Iterator[Check]:
    name, table = vrf["name"], seen.tables.get(vrf["name"])
    if table != vrf["table"]:
        reason = f"table is {table}: expected {vrf['table']}"
        yield Check(f"vrf {name}", reason, "ip -details link show type vrf", name)
        return
    command = f"ip route show vrf {name}"
    yield Check(f"vrf {name}", command=command, vrf=name)
    for what, reason in _explain_vrf(vrf, seen):
        yield Check(f"vrf {name} {what}", reason, command, name)
    for session in list_sessions(vrf):
        yield from check_ce(session, seen.ces)


def _explain_vrf(vrf: Mapping[str, Any], seen: SeenVrfs) -> Iterator[tuple[str, str]]:
    """Give each thing of a VRF that is there, with why it does not hold or nothing."""
    routes = seen.routes.get(vrf["table"], ())
    yield from _explain_ends(routes)
    for member in vrf["members"]:
        found = member in seen.members.get(vrf["name"], frozenset())
        yield f"member {member}", "" if found else "is not in the VRF: expected it"
    labelled = {route.prefix for route in routes if route.labels}
    for prefix in vrf["remote_prefixes"]:
        reason = "" if prefix in labelled else "no labelled route: expected one from another PE"
        yield f"prefix {prefix}", reason
    present = {route.prefix for route in routes if route.kind in (KERNEL, OTHER)}
    for prefix in vrf["local_prefixes"]:
        reason = "" if prefix in present else "no route: expected one from another VRF of this PE"
        yield f"prefix {prefix}", reason
    if vrf["own_prefixes"] is not None:
        yield "other routes", _explain_strays(vrf, routes)
    for prefix in vrf["static_prefixes"]:
        reason = "" if prefix in present else "is not there: expected one to the CE"
        yield f"static route {prefix}", reason


def _explain_ends(routes: Sequence[Route]) -> Iterator[tuple[str, str]]:
    """A VRF ends in an unreachable route, so that nothing goes on in table main."""
    ends = {
        route.prefix
        for route in routes
        if route.kind == UNREACHABLE and route.metric == UNREACHABLE_METRIC
    }
    for prefix in DEFAULTS.values():
        reason = f"no unreachable route: expected one with metric {UNREACHABLE_METRIC}"
        yield prefix, "" if prefix in ends else reason


def _explain_strays(vrf: Mapping[str, Any], routes: Sequence[Route]) -> str:
    """A VRF whose sites are all known leads to no others."""
    parts = ("own_prefixes", "remote_prefixes", "local_prefixes", "static_prefixes")
    known = {prefix for part in parts for prefix in vrf[part]}
    found = {route.prefix for route in routes if route.kind in (DROPPED, OTHER)}
    strays = ", ".join(sorted(found - known))
    reason = "expected none, as no site that the VRF reaches has it"
    return f"leads to {strays}: {reason}" if strays else ""
