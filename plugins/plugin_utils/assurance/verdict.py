# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""All that assurance says of a network, from the intent and what its routers gave (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import State
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.cells import (
    Matrix,
    name_site,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    ANY_TO_ANY,
    COMMON,
    FAILED,
    HUB_AND_SPOKE,
    OK,
    SCHEMA,
    UNKNOWN,
    Check,
    CustomerStatus,
    Finding,
    LinkStatus,
    RouterStatus,
    SiteStatus,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.findings import Findings
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.foreign import find_foreign
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.frr import find_frr_breaks
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.history import (
    add_history,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.isolation import Isolation
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.links import (
    find_link_breaks,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.pairs import (
    Pairs,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.tables import Forwarding
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.topology import Topology
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.walk import Walker
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Differences
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site

States = Mapping[str, State]


def judge(
    intent: Intent, states: States, checks: Sequence[Check], before: Verdict | None, now: float
) -> Verdict:
    """Prove what can be proved at a time (s since 1970); a router without a state is not known."""
    findings, matrix = Findings(), Matrix()
    differences = {
        (one.router, one.check): one
        for name, state in states.items()
        for one in find_frr_breaks(name, state)
    }
    _follow_pairs(intent, states, differences, findings, matrix)
    for difference in differences.values():
        findings.add(difference)
    for name, state in states.items():
        for one, hurt in find_foreign(intent, name, state):
            findings.add(one, hurt)
    customers_of = {(vrf.pe, vrf.name): vrf.vpn.name for vrf in intent.vrfs}
    for check in checks:
        if not check["passed"]:
            findings.add_check(check, customers_of)
    found = findings.list_all()
    routers = [_router(one, states, checks, found) for one in intent.routers.values()]
    customers = [_customer(intent, vpn, states, found, matrix) for vpn in intent.vpns]
    verdict: Verdict = {
        "schema": SCHEMA,
        "time": write_time(now),
        "before": before["time"] if before else "",
        "state": FAILED if found else _worst(one["state"] for one in (*routers, *customers)),
        "routers": routers,
        "links": [_link(link, states) for link in intent.links],
        "customers": customers,
        "findings": found,
        "checks": [*checks],
        "changes": [],
        "pairs": matrix.pairs,
        "lost": matrix.lost,
        "unknown": matrix.unknown,
    }
    return add_history(before, verdict)


def write_time(seconds: float) -> str:
    """Write a time as ISO 8601 has it, in UTC."""
    return dt.datetime.fromtimestamp(seconds, dt.timezone.utc).isoformat(timespec="seconds")


def _follow_pairs(
    intent: Intent, states: States, differences: Differences, findings: Findings, matrix: Matrix
) -> None:
    """Note who reaches whom, and who should not."""
    routers = {name: Forwarding(name, state) for name, state in states.items()}
    walker = Walker(routers, Topology.of(intent.links))
    links = list(find_link_breaks(intent, routers))
    pairs = Pairs(intent, routers, walker, differences, links)
    owners = {site.path: vrf.vpn.name for vrf in intent.vrfs for site in vrf.sites}
    for reached in pairs.follow():
        customers = {reached.vrf.vpn.name, owners[reached.site.path]}
        for found in reached.breaks:
            findings.add(found, customers)
        for source in reached.vrf.sites:
            if source is not reached.site:
                own = pairs.find_port_break(source, reached.family)
                if own is not None:
                    findings.add(own, customers)
                matrix.add(reached, source, own or next(iter(reached.breaks), None))
    for link in links:
        findings.add(link)
    for leak in Isolation(intent, routers, walker, differences).find_leaks():
        others = {vrf.vpn.name for vrf in intent.vrfs if (vrf.pe, vrf.name) == leak.place}
        findings.add(leak.found, {leak.vrf.vpn.name, *others})
        matrix.add_leak(leak)


def _router(
    router: Router, states: States, checks: Sequence[Check], findings: Sequence[Finding]
) -> RouterStatus:
    name, state = router.name, states.get(router.name)
    own = [check for check in checks if check["router"] == name]
    is_right = not any(one["router"] == name for one in findings)
    return {
        "name": name,
        "role": router.role,
        "state": UNKNOWN if state is None else OK if is_right else FAILED,
        "loopback": str(router.loopback),
        "release": state["release"] if state else "",
        "kernel": state["kernel"] if state else "",
        "frr": state["frr"]["version"] if state and state["frr"] else "",
        "boot": write_time(state["boot"]) if state else "",
        "checks": len(own),
        "failed": sum(not check["passed"] for check in own),
    }


def _link(link: Link, states: States) -> LinkStatus:
    """Say whether both ends are up, and have a carrier."""
    ends = [(end.router, end.interface) for end in link.ends]
    known = [states[router]["links"].get(name) for router, name in ends if router in states]
    is_up = all(one is not None and one["up"] and one["carrier"] for one in known)
    is_known = len(known) == len(ends)
    return {
        "ends": [[*end] for end in ends],
        "subnet": str(link.subnet or ""),
        "state": FAILED if not is_up else OK if is_known else UNKNOWN,
    }


def _customer(
    intent: Intent, vpn: Vpn, states: States, findings: Sequence[Finding], matrix: Matrix
) -> CustomerStatus:
    places = [place for place, one in enumerate(findings) if vpn.name in one["customers"]]
    vrfs = [vrf for vrf in intent.vrfs if vrf.vpn.name == vpn.name]
    sites = [_site(vrf.name, site, states, matrix) for vrf in vrfs for site in vrf.sites]
    state = _worst(site["state"] for site in sites)
    return {
        "name": vpn.name,
        "service": HUB_AND_SPOKE if vpn.has_hub else COMMON if vpn.common else ANY_TO_ANY,
        "state": FAILED if places else state,
        "since": "",
        "sites": sites,
        "cells": matrix.list_cells(vpn.name),
        "findings": places,
    }


def _site(vrf: str, site: Site, states: States, matrix: Matrix) -> SiteStatus:
    return {
        "name": name_site(site),
        "router": site.pe,
        "interface": site.interface,
        "vrf": vrf,
        "state": matrix.state_of(site) if site.pe in states else UNKNOWN,
        "prefixes": [str(prefix) for prefix in site.known_prefixes],
    }


def _worst(states: Iterable[str]) -> str:
    found = set(states)
    return next((state for state in (FAILED, UNKNOWN) if state in found), OK)
