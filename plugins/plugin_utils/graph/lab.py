# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A planned network as a lab's file: routers, and customers' routers that share guests (pure)."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    parse_site_address,
    parse_site_address6,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import STATIC
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import LinkEnd
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import (
    Network,
    SitePlan,
)

#: Emulated processors are too slow for what BFD has by default.
INTENT = {"mpls_bfd_interval": 500}
#: A site's word for the PE's address, its parser, and the word for the customer's own.
FAMILIES = (
    ("address", parse_site_address, "ce_address"),
    ("address6", parse_site_address6, "ce_address6"),
)


def build_lab(network: Network, ports: int, problems: Problems) -> dict[str, Any]:
    """Write the lab; a guest has so many ports, and so many customers' routers share one."""
    nodes: dict[str, Any] = {name: dict(router.lab) for name, router in network.routers.items()}
    links = [[_port(end) for end in link.ends] for link in network.links]
    lines = Counter(site.customer for site in network.sites)
    guests = (name for name in _guest_names() if name not in network.routers)
    for index, site in enumerate(network.sites):
        if index % ports == 0:
            spaces: dict[str, Any] = {}
            guest = next(guests)
            nodes[guest] = {"namespaces": spaces}
        interface = f"eth{index % ports + 1}"
        name = site.customer if lines[site.customer] == 1 else site.key.replace(" ", "-")
        spaces[name] = {"interface": interface, **_addresses(site, problems)}
        links.append([_port(site.pe), f"{guest}:{interface}"])
    _tell_of_ports(network, ports, problems)
    intent = {} if network.fabric.get("mpls_label_distribution") == STATIC else INTENT
    return {**network.lab, "intent": intent, "nodes": nodes, "links": links}


def _guest_names() -> itertools.chain[str]:
    return itertools.chain(["ce"], (f"ce{number}" for number in itertools.count(2)))


def _port(end: LinkEnd) -> str:
    return f"{end.router}:{end.interface}"


def _addresses(site: SitePlan, problems: Problems) -> dict[str, list[str]]:
    """Give the customer's router the PE as gateway, and the first address beside the PE's."""
    addresses, gateways = [], []
    for word, parse, own in FAMILIES:
        if word not in site.words:
            continue
        try:
            pe = parse(site.words[word])
        except ValueError as error:
            problems.add(f"{site.path}.{word}", site.words[word], str(error))
            continue
        beside = (host for host in pe.network.hosts() if host != pe.ip)
        address = site.lab.get(own) or f"{next(beside)}/{pe.network.prefixlen}"
        addresses.append(str(address))
        gateways.append(str(pe.ip))
    return {"addresses": addresses, "gateways": gateways}


def _tell_of_ports(network: Network, ports: int, problems: Problems) -> None:
    known = {f"eth{number}" for number in range(1, ports + 1)}
    ends = [(link.path, end) for link in network.links for end in link.ends]
    ends += [(site.path, site.pe) for site in network.sites]
    for path, end in ends:
        if end.interface not in known:
            expected = f"a port from eth1 to eth{ports}, which is what the lab's guests have"
            problems.add(path, _port(end), expected)
