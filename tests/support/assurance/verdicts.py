# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Verdicts for tests: networks of any size in which all is right, and ways to break them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    LOST,
    OK,
    REACHES,
    SCHEMA,
    UNKNOWN,
    Cell,
    Check,
    CustomerStatus,
    Finding,
    LinkStatus,
    RouterStatus,
    SiteStatus,
    Verdict,
)
from benchmarks.large_fabric import name_routers, render_core

CITIES = ("berlin", "hamburg", "munich", "cologne", "leipzig", "bremen", "dresden", "essen")
COMPANIES = ("acme", "globex", "initech", "umbrella", "hooli", "stark", "wayne", "tyrell")
FAMILIES = ("ipv4", "ipv6")
TIME, BEFORE = "2026-11-30T22:07:00+00:00", "2026-11-29T22:05:00+00:00"
SINCE = "2026-10-04T09:12:00+00:00"
#: The network of the guide: who has which links.
SMALL = {"p": ["p1"], "pe": ["pe1", "pe2"], "rr": ["rr1"]}
SMALL_LINKS = (("pe1", "p1"), ("p1", "pe2"), ("p1", "rr1"))
RING = {"p": ["p1", "p2", "p3"], "pe": ["pe1", "pe2", "pe3"], "rr": ["rr1"]}
RING_LINKS = (
    *(("p1", "p2"), ("p2", "p3"), ("p3", "p1"), ("p1", "pe1")),
    *(("p2", "pe2"), ("p3", "pe3"), ("p1", "rr1")),
)


def make_small(customers: int = 3, sites: int = 3) -> Verdict:
    """Make the network of four routers."""
    return make_verdict(SMALL, SMALL_LINKS, customers, sites)


def make_ring() -> Verdict:
    """Make a ring of three routers with a PE at each, and a reflector."""
    return make_verdict(RING, RING_LINKS, 2, 3)


def make_large(routers: int = 50, customers: int = 500, sites: int = 10) -> Verdict:
    """Make a network with a ring of P routers, and every other router on two of them."""
    groups = name_routers(routers)
    names = [[end.partition(":")[0] for end in link["ends"]] for link in _core(groups)]
    return make_verdict(groups, [(ends[0], ends[1]) for ends in names], customers, sites)


def make_verdict(
    groups: Mapping[str, Sequence[str]],
    links: Sequence[tuple[str, str]],
    customers: int,
    sites: int,
) -> Verdict:
    """Make a network in which everything is right."""
    names = [(name, role) for role, names in groups.items() for name in names]
    status = [_make_customer(place, sites, groups["pe"]) for place in range(customers)]
    checks = [check for name, _role in names for check in _make_checks(name, links, status)]
    return Verdict(
        schema=SCHEMA,
        time=TIME,
        before=BEFORE,
        state=OK,
        routers=[_make_router(place, *one, checks) for place, one in enumerate(names)],
        links=_make_links(links),
        customers=status,
        findings=[],
        checks=checks,
        changes=[],
        pairs=sum(len(customer["cells"]) for customer in status),
        lost=0,
        unknown=0,
    )


def fail(verdict: Verdict, check: str, reason: str, cells: Mapping[str, Sequence[int]]) -> None:
    """Let a check such as ``pe1: vrf acme`` fail, with it cells of customers by their places."""
    router, _colon, name = check.partition(": ")
    customers = [one for one in verdict["customers"] if one["name"] in cells]
    names = [customer["name"] for customer in customers]
    cause = f"{router}: {name}: {reason}"
    command = f"vtysh -c 'show {name}'"
    verdict["findings"].append(
        Finding(router=router, check=name, cause=cause, command=command, customers=names)
    )
    verdict["checks"].append(build_check(router, name, reason, command))
    for status in verdict["routers"]:
        if status["name"] == router:
            status.update(
                {"state": FAILED, "checks": status["checks"] + 1, "failed": status["failed"] + 1}
            )
    for customer in customers:
        customer.update({"state": FAILED, "since": TIME})
        customer["findings"].append(len(verdict["findings"]) - 1)
        for place in cells[customer["name"]]:
            cell = customer["cells"][place]
            cell.update({"state": LOST, "reason": cause})
            for site in customer["sites"]:
                if site["name"] == cell["destination"]:
                    site["state"] = FAILED
        verdict["lost"] += len(cells[customer["name"]])
    verdict["state"] = FAILED
    verdict["changes"].append({"kind": "failed", "subject": f"{router}: {name}", "words": cause})


def break_link(verdict: Verdict, place: int, state: str = FAILED) -> None:
    """Let a link fail, or be not known."""
    verdict["links"][place]["state"] = state


def silence(verdict: Verdict, name: str) -> None:
    """Let a router give no answer."""
    for router in verdict["routers"]:
        if router["name"] == name:
            router.update({"state": UNKNOWN, "release": "", "kernel": "", "frr": "", "boot": ""})
    verdict["state"] = UNKNOWN


def _make_router(place: int, name: str, role: str, checks: Sequence[Check]) -> RouterStatus:
    return RouterStatus(
        name=name,
        role=role,
        state=OK,
        loopback=f"10.0.{place // 250}.{place % 250 + 1}",
        release="Debian 13",
        kernel="6.12.43+deb13-amd64",
        frr="10.3",
        boot=f"2026-11-{place % 28 + 1:02}T04:00:00+00:00",
        checks=sum(check["router"] == name for check in checks),
        failed=0,
    )


def _make_links(links: Sequence[tuple[str, str]]) -> list[LinkStatus]:
    ports: dict[str, int] = {}
    made = []
    for place, pair in enumerate(links):
        for name in pair:
            ports[name] = ports.get(name, 0) + 1
        ends = [[name, f"eth{ports[name]}"] for name in pair]
        subnet = f"10.1.{place // 128}.{place % 128 * 2}/31"
        made.append(LinkStatus(ends=ends, subnet=subnet, state=OK))
    return made


def _make_customer(place: int, sites: int, pes: Sequence[str]) -> CustomerStatus:
    few = place < len(COMPANIES)
    name = COMPANIES[place] if few else f"{COMPANIES[place % len(COMPANIES)]}{place + 1}"
    towns = [
        CITIES[at % len(CITIES)] + ("" if at < len(CITIES) else str(at)) for at in range(sites)
    ]
    status = [
        SiteStatus(
            name=f"{town} ({pes[(place + at) % len(pes)]}:eth{2 + place % 120})",
            router=pes[(place + at) % len(pes)],
            interface=f"eth{2 + place % 120}",
            vrf=name,
            state=OK,
            prefixes=[f"192.168.{at}.0/24", f"2001:db8:{at:x}::/64"],
        )
        for at, town in enumerate(towns)
    ]
    cells = [
        Cell(source=first, destination=second, family=family, state=REACHES, reason="")
        for family in FAMILIES
        for first, second in itertools.permutations([site["name"] for site in status], 2)
    ]
    service = "any to any"
    return CustomerStatus(
        name=name, service=service, state=OK, since=SINCE, sites=status, cells=cells, findings=[]
    )


def _make_checks(
    name: str, links: Sequence[tuple[str, str]], customers: Sequence[CustomerStatus]
) -> list[Check]:
    """Ask what verify asks: of each link, each VRF and each of its prefixes."""
    ports = range(1, sum(name in link for link in links) + 1)
    said = ["frr configuration", "main table", *(f"ospf adjacency on eth{port}" for port in ports)]
    said += [f"label input eth{port}" for port in ports]
    for customer in customers:
        if any(site["router"] == name for site in customer["sites"]):
            vrf = f"vrf {customer['name']}"
            said += [vrf, f"{vrf} 0.0.0.0/0", f"{vrf} ::/0"]
            said += [f"{vrf} prefix {site['prefixes'][0]}" for site in customer["sites"]]
    return [build_check(name, one) for one in said]


def build_check(router: str, name: str, reason: str = "", command: str = "") -> Check:
    """Build a check of a router, which holds where no reason is given."""
    return Check(
        router=router, name=name, passed=not reason, reason=reason, command=command, vrf=""
    )


def _core(groups: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = render_core({role: [*names] for role, names in groups.items()})[
        "mpls_links"
    ]
    return links
