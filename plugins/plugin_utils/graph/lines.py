# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The lines of a drawing: links of the core, and sites of customers (pure)."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import LinkEnd
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.names import (
    parse_interface,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.attributes import (
    EDGE,
    LINK,
    SITE,
    read_attributes,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.drawing import Drawing, Edge
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import (
    LinkPlan,
    SitePlan,
    Words,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.pools import choose_site

#: Where a line's two ends may name their ports, beside ``router:port``.
PORT_LABELS = ("taillabel", "headlabel")
#: Words of the customer's own end, which the intent does not have.
LAB_WORDS = ("ce_address", "ce_address6")


def read_lines(
    drawing: Drawing,
    roles: Mapping[str, str],
    customers: Mapping[str, Words],
    pool: ipaddress.IPv4Network,
    problems: Problems,
) -> tuple[tuple[LinkPlan, ...], tuple[SitePlan, ...]]:
    """Read all lines in their order; the ends of each get the next free numbers of their nodes."""
    links: list[LinkPlan] = []
    sites: list[SitePlan] = []
    numbers: Counter[str] = Counter()
    for edge in drawing.edges:
        places = []
        for name in edge.nodes:
            numbers[name] += 1
            places.append(numbers[name])
        kinds = [roles.get(name) for name in edge.nodes]
        if None in kinds:  # Told already, of the node.
            continue
        if "ce" not in kinds:
            links.append(_read_link(edge, places, problems))
        elif sorted(map(str, kinds)) != ["ce", "pe"]:
            expected = "a line between a customer's router and a pe, or inside of the core"
            problems.add(edge.path, " -- ".join(map(str, kinds)), expected)
        else:
            at = kinds.index("pe")
            customer = customers[edge.nodes[1 - at]]
            pe = _read_end(edge, at, places[at], problems)
            said = {**customer, **read_attributes(edge.path, edge, SITE, EDGE, problems)}
            sites.append(_plan_site(edge, pe, edge.nodes[1 - at], said, pool))
    return tuple(links), tuple(sites)


def _read_link(edge: Edge, places: list[int], problems: Problems) -> LinkPlan:
    said = read_attributes(edge.path, edge, LINK, EDGE, problems)
    ends = [_read_end(edge, index, places[index], problems) for index in (0, 1)]
    words = {name: value for name, value in said.items() if name not in PORT_LABELS}
    return LinkPlan(edge.path, (ends[0], ends[1]), words)


def _read_end(edge: Edge, index: int, place: int, problems: Problems) -> LinkEnd:
    """Take the port that the line says, or the one of its place at the router."""
    name = edge.ports[index] or edge.attributes.get(PORT_LABELS[index]) or f"eth{place}"
    try:
        return LinkEnd(edge.nodes[index], parse_interface(name))
    except ValueError as error:
        problems.add(f"{edge.path}.{PORT_LABELS[index]}", name, str(error))
        return LinkEnd(edge.nodes[index], f"eth{place}")


def _plan_site(
    edge: Edge, pe: LinkEnd, customer: str, said: Words, pool: ipaddress.IPv4Network
) -> SitePlan:
    """Plan a site of what the customer's router and its line say, of which the line wins."""
    none_of_site = {"vpn", *LAB_WORDS, *PORT_LABELS}
    words = {name: value for name, value in said.items() if name not in none_of_site}
    site = SitePlan(
        path=edge.path,
        vpn=str(said.get("vpn", "")),
        customer=customer,
        pe=pe,
        number=edge.number,
        words=words,
        lab={name: said[name] for name in LAB_WORDS if name in said},
    )
    words.setdefault("address", str(choose_site(pool, site.key)))
    return site
