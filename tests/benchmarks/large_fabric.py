# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A large intent, written as a user would have it: one file for the core, one a customer."""

from __future__ import annotations

import ipaddress
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CUSTOMERS_A_ROUTER = 4
SITES = 5
REFLECTORS = 4
#: Of 125 routers 25 are P, of 500 a hundred: PEs are the many.
ROUTERS_A_P = 5
#: No router, static routes, BGP, OSPF.
KINDS = 4

Groups = dict[str, list[str]]


def write_inventory(folder: Path, routers: int) -> Path:
    """Write the whole inventory and give the path of its hosts."""
    groups = name_routers(routers)
    files = {"fabric": render_core(groups), **render_vpns(groups)}
    variables = folder / "group_vars" / "all"
    variables.mkdir(parents=True)
    for name, content in files.items():
        # JSON is YAML, and quickly written.
        (variables / f"{name}.yml").write_text(json.dumps(content, indent=1), encoding="utf-8")
    hosts = folder / "inventory.yml"
    children = {role: {"hosts": dict.fromkeys(names)} for role, names in groups.items()}
    hosts.write_text(json.dumps({"all": {"children": children}}), encoding="utf-8")
    return hosts


def name_routers(count: int) -> Groups:
    """Share the routers out: some P and reflectors, and PEs for the rest."""
    cores = count // ROUTERS_A_P
    edges = count - cores - REFLECTORS
    shares = {"p": cores, "pe": edges, "rr": REFLECTORS}
    return {role: [f"{role}{n}" for n in range(1, share + 1)] for role, share in shares.items()}


def render_core(groups: Groups) -> dict[str, Any]:
    """Make a ring of P routers with every other router on two of them."""
    loopbacks = ipaddress.ip_network("10.0.0.0/20").hosts()
    subnets = ipaddress.ip_network("10.1.0.0/16").subnets(new_prefix=31)
    names = [name for group in groups.values() for name in group]
    ports: Counter[str] = Counter()

    def end(name: str) -> str:
        ports[name] += 1
        return f"{name}:eth{ports[name]}"

    return {
        "mpls_asn": 65000,
        "mpls_routers": {name: {"loopback": str(next(loopbacks))} for name in names},
        "mpls_links": [
            {"subnet": str(next(subnets)), "ends": [end(first), end(second)]}
            for first, second in _pairs(groups)
        ],
    }


def _pairs(groups: Groups) -> Iterator[tuple[str, str]]:
    cores = groups["p"]
    for index, name in enumerate(cores):
        yield name, cores[(index + 1) % len(cores)]
    for index, name in enumerate(groups["pe"] + groups["rr"]):
        for way in (0, len(cores) // 2):
            yield name, cores[(index + way) % len(cores)]


def render_vpns(
    groups: Groups, count: int | None = None, sites_each: int = SITES
) -> dict[str, Any]:
    """Give each customer sites at several PEs; those of a common VPN have their own addresses."""
    edges = groups["pe"]
    count = count or sum(len(names) for names in groups.values()) * CUSTOMERS_A_ROUTER
    vlans: Counter[str] = Counter()

    def port(pe: str) -> str:
        vlans[pe] += 1
        return f"eth9.{vlans[pe]}"

    shared = {"pe": edges[0], "interface": port(edges[0]), "address": "172.16.0.1/24"}
    files = {"mpls_vpn_shared": {"id": 900, "common": True, "sites": [shared]}}
    for number in range(1, count + 1):
        uses_shared = number % KINDS == 0
        pes = [edges[(number * 7 + site * 3) % len(edges)] for site in range(sites_each)]
        subnets = [
            own_net((number - 1) * sites_each + site) if uses_shared else f"192.168.{site}"
            for site in range(sites_each)
        ]
        sites = [
            {
                "pe": pe,
                "interface": port(pe),
                "address": f"{subnets[site]}.1/24",
                **render_ce(number, site),
            }
            for site, pe in enumerate(pes)
        ]
        words = {"uses": ["shared"]} if uses_shared else {}
        files[f"mpls_vpn_customer{number}"] = {"id": 1000 + number, "sites": sites, **words}
    return {variable: {variable: vpn} for variable, vpn in files.items()}


def own_net(number: int) -> str:
    """Give the first three numbers of a subnet that no other site has."""
    return f"10.{64 + number // 256}.{number % 256}"


def render_ce(customer: int, site: int) -> dict[str, Any]:
    """Give a site its router: a quarter of the customers has none, static routes, BGP or OSPF.

    Those without use a common VPN.
    """
    address = f"192.168.{site}.2"
    ces: list[dict[str, Any]] = [
        {},
        {"protocol": "static", "address": address, "routes": [f"10.{site}.0.0/16"]},
        {"protocol": "bgp", "address": address, "asn": 4200000000 + customer},
        {"protocol": "ospf"},
    ]
    ce = ces[customer % KINDS]
    return {"ce": ce} if ce else {}
