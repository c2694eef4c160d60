# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The states that the routers of an intent have when all is well, as LDP and BGP make them.

Labels are as simple as can be: each router has the same one for a loopback, and counts its VRFs.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    SCHEMA,
    Hop,
    LabelRoute,
    Link,
    Route,
    State,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import StaticCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import (
    Link as CoreLink,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

FIRST_LABEL, FIRST_VRF_LABEL = 16, 80_000
KERNEL, BOOT, BGP, OSPF, LDP, STATIC = 2, 3, 186, 188, 193, 196
UNREACHABLE_METRIC = 4278198272
MTU = 9000
DEFAULTS = ("0.0.0.0/0", "::/0")


def build_states(intent: Intent) -> dict[str, State]:
    """Build the state of every router."""
    return _Ideal(intent).build()


class _Ideal:
    def __init__(self, intent: Intent) -> None:
        self._intent = intent
        links = [link for link in intent.links if intent.has_labels(link)]
        self._paths = {name: find_hops(name, links) for name in intent.routers}
        self._labels = {name: FIRST_LABEL + at for at, name in enumerate(intent.routers)}
        self._vrf_labels = {
            (vrf.pe, vrf.name): FIRST_VRF_LABEL + at
            for vrfs in intent.vrfs_by_router.values()
            for at, vrf in enumerate(vrfs)
        }

    def build(self) -> dict[str, State]:
        return {name: self._state(name) for name in self._intent.routers}

    def _state(self, name: str) -> State:
        vrfs = self._intent.vrfs_by_router.get(name, [])
        labels = dict(self._list_labels(name))
        routes = {"254": list(self._list_loopbacks(name))}
        routes.update({str(vrf.table): list(self._list_routes(vrf)) for vrf in vrfs})
        return {
            "schema": SCHEMA,
            "time": 1_000_000.0,
            "boot": 900_000.0,
            "release": "trixie",
            "kernel": "6.12.0",
            "platform_labels": 100_000,
            "links": dict(self._list_links(name, vrfs)),
            "rules": [
                {"family": family, "priority": at, "table": table, "has_selector": False}
                for family in (4, 6)
                for at, table in ((1000, 0), (32765, 255), (32766, 254))
            ],
            "routes": routes,
            "labels": labels,
            "frr": {
                "version": "10.3",
                "labels": {
                    label: {"protocol": "LDP", "hops": one["hops"]} for label, one in labels.items()
                },
                "routes": {
                    table: [
                        {"prefix": one["prefix"], "protocol": "bgp", "hops": one["hops"]}
                        for one in found
                        if one["protocol"] in (BGP, OSPF, STATIC)
                    ]
                    for table, found in routes.items()
                },
            },
            "unread": {},
        }

    def _list_links(self, name: str, vrfs: list[Vrf]) -> Iterator[tuple[str, Link]]:
        router = self._intent.routers[name]
        own = [f"{one}/{one.max_prefixlen}" for one in (router.loopback, router.loopback6) if one]
        yield "lo", make_link(own)
        yield "management", make_link(["192.0.2.9/24"])
        for link, index in self._intent.ends_by_router.get(name, []):
            addresses = own[:1]
            if link.subnet is not None:
                addresses = [f"{link.address(index)}/{link.subnet.prefixlen}"]
            takes_labels = self._intent.has_labels(link)
            yield link.ends[index].interface, make_link(addresses, takes_labels=takes_labels)
        for vrf in vrfs:
            yield vrf.name, make_link([], table=vrf.table)
            for site in vrf.sites:
                addresses = [str(one) for one in (site.address, site.address6) if one]
                yield site.interface, make_link(addresses, master=vrf.name)

    def _list_loopbacks(self, name: str) -> Iterator[Route]:
        yield make_route("0.0.0.0/0", BOOT, make_hop("management", "192.0.2.1"))
        for target, router in self._intent.routers.items():
            hop = self._paths[target].get(name)
            if hop is not None:
                yield make_route(f"{router.loopback}/32", OSPF, self._towards(target, hop))

    def _list_labels(self, name: str) -> Iterator[tuple[str, LabelRoute]]:
        for target, label in self._labels.items():
            hop = self._paths[target].get(name)
            if hop is not None:
                yield str(label), {"protocol": LDP, "hops": [self._towards(target, hop)]}
        for vrf in self._intent.vrfs_by_router.get(name, []):
            hop_in = make_hop(vrf.name)
            yield str(self._vrf_labels[name, vrf.name]), {"protocol": BGP, "hops": [hop_in]}

    def _towards(self, target: str, hop: tuple[CoreLink, int], *labels: int) -> Hop:
        link, index = hop
        far = link.ends[1 - index].router
        via = self._intent.routers[far].loopback if link.unnumbered else link.address(1 - index)
        outer = [] if far == target else [self._labels[target]]
        return make_hop(link.ends[index].interface, str(via), *outer, *labels)

    def _list_routes(self, vrf: Vrf) -> Iterator[Route]:
        for default in DEFAULTS:
            end: Route = {**make_route(default, 4), "kind": "unreachable"}
            yield {**end, "metric": UNREACHABLE_METRIC}
        known = set()
        for site in vrf.sites:
            for one in (site.address, site.address6):
                if one is not None:
                    known.add(one.network)
                    address = f"{one.ip}/{one.max_prefixlen}"
                    yield {**make_route(address, KERNEL, make_hop(site.interface)), "kind": "local"}
                    yield make_route(str(one.network), KERNEL, make_hop(site.interface))
            for prefix in _static(site):
                known.add(prefix)
                yield make_route(str(prefix), STATIC, make_hop(site.interface, _ce_of(site)))
        for source in self._intent.reach.list_sources(vrf):
            for site in source.sites:
                for prefix in site.known_prefixes:
                    if prefix not in known:
                        known.add(prefix)
                        yield make_route(str(prefix), BGP, self._hop_to(vrf.pe, source, site))

    def _hop_to(self, pe: str, source: Vrf, site: Site) -> Hop:
        if source.pe == pe:
            return make_hop(site.interface)
        label = self._vrf_labels[source.pe, source.name]
        return self._towards(source.pe, self._paths[source.pe][pe], label)


def find_hops(target: str, links: list[CoreLink]) -> dict[str, tuple[CoreLink, int]]:
    """Give each router's link towards a target, by the fewest links, with its end of it."""
    hops: dict[str, tuple[CoreLink, int]] = {}
    nearest = [target]
    while nearest:
        found: dict[str, tuple[CoreLink, int]] = {}
        for link in links:
            for index, end in enumerate(link.ends):
                is_new = end.router != target and end.router not in hops
                if is_new and link.ends[1 - index].router in nearest:
                    found.setdefault(end.router, (link, index))
        hops.update(found)
        nearest = list(found)
    return hops


def _static(site: Site) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return site.ce.routes if isinstance(site.ce, StaticCe) else ()


def _ce_of(site: Site) -> str:
    return str(site.address.ip + 1)


def make_hop(interface: str, via: str = "", *labels: int) -> Hop:
    """Make a next hop."""
    return {"interface": interface, "via": via, "labels": [*labels], "dead": False}


def make_route(prefix: str, protocol: int, *hops: Hop) -> Route:
    """Make a route that leads somewhere."""
    return {
        "prefix": str(ipaddress.ip_network(prefix)),
        "kind": "unicast",
        "protocol": protocol,
        "metric": 20,
        "hops": [*hops],
    }


def make_link(
    addresses: list[str], *, master: str = "", table: int = 0, takes_labels: bool = False
) -> Link:
    """Make an interface that is up."""
    return {
        "index": 1,
        "kind": "vrf" if table else "",
        "up": True,
        "carrier": True,
        "mtu": MTU,
        "master": master,
        "table": table,
        "addresses": addresses,
        "takes_labels": takes_labels,
        "forwards": [4, 6],
        "mpls": {"received": 0, "sent": 0, "dropped": 0, "no_route": 0},
    }
