# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A drawing to a network: what the file does not say is planned, each from its own name (pure).

What is planned depends on nothing else, but for the ports: the n-th line at a router is at its
port ethN where the file says nothing. So lines that come last renumber nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    parse_link_pool,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import VPN_PREFIX
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.attributes import (
    CUSTOMER,
    LAB,
    NODE,
    ROLES,
    ROUTER,
    read_attributes,
    read_graph,
    role_of_name,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.drawing import Drawing, Item
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.lines import read_lines
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import (
    Network,
    RouterPlan,
    Words,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.overlaps import report_overlaps
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.pools import (
    choose_address,
    choose_table,
)

#: Where that comes from which is not said. They do not overlap.
POOLS = {
    "loopback_pool": "10.0.0.0/12",
    "mpls_link_pool": "10.16.0.0/12",
    "site_pool": "172.16.0.0/12",
}
#: Of the graph's words, those that are none of the intent's.
OWN_WORDS = frozenset({"loopback_pool", "site_pool", "ssh_port"})
ASN = 65000

Pools = Mapping[str, ipaddress.IPv4Network]


def plan_network(drawing: Drawing, problems: Problems) -> Network:
    """Read and plan everything; the network is whole only where no problem is noted."""
    said: Words = {"mpls_asn": ASN, **POOLS, **read_graph(drawing.attributes, problems)}
    pools = {name: _read_pool(name, said[name], problems) for name in POOLS}
    roles = _read_roles(drawing, problems)
    routers = {
        name: _plan_router(name, role, drawing.nodes[name], pools, problems)
        for name, role in roles.items()
        if role != "ce"
    }
    customers = {
        name: _read_customer(name, drawing.nodes[name], problems)
        for name, role in roles.items()
        if role == "ce"
    }
    links, sites = read_lines(drawing, roles, customers, pools["site_pool"], problems)
    network = Network(
        fabric={
            name: value
            for name, value in sorted(said.items())
            if name not in OWN_WORDS and not name.startswith(VPN_PREFIX)
        },
        lab={name: said[name] for name in ("ssh_port",) if name in said},
        vpns=_plan_vpns(said, (site.vpn for site in sites), problems),
        routers=routers,
        links=links,
        sites=sites,
    )
    report_overlaps(network, pools["mpls_link_pool"], pools["site_pool"], problems)
    return network


def _read_pool(name: str, value: object, problems: Problems) -> ipaddress.IPv4Network:
    try:
        return parse_link_pool(value)
    except ValueError as error:
        problems.add(f"graph.{name}", value, str(error))
        return ipaddress.IPv4Network(POOLS[name])


def _read_roles(drawing: Drawing, problems: Problems) -> dict[str, str]:
    """Take what is said, or what the name says; a node of a VPN is a customer's router."""
    roles = {}
    for name, node in drawing.nodes.items():
        of_vpn = "ce" if "vpn" in node.attributes else None
        role = node.attributes.get("role") or role_of_name(name) or of_vpn
        if role in ROLES:
            roles[name] = str(role)
        elif role is None:
            expected = (
                f"one of {', '.join(ROLES)}, or a name that begins with it such as pe1,"
                " or the vpn of a customer's router"
            )
            problems.missing(f"{name}.role", expected)
        else:
            problems.add(f"{name}.role", role, f"one of {', '.join(ROLES)}")
    return roles


def _plan_router(name: str, role: str, node: Item, pools: Pools, problems: Problems) -> RouterPlan:
    connection = {key for key in node.attributes if key.startswith("ansible_")}
    said = read_attributes(name, node, ROUTER | connection, NODE | connection, problems)
    none_of_intent = {"role", *LAB, *connection}
    words = {key: value for key, value in said.items() if key not in none_of_intent}
    words.setdefault("loopback", str(choose_address(pools["loopback_pool"], name)))
    return RouterPlan(
        role=role,
        words=words,
        host={key: said[key] for key in sorted(connection)},
        lab={key: value for key, value in said.items() if key in LAB},
    )


def _read_customer(name: str, node: Item, problems: Problems) -> Words:
    said = read_attributes(name, node, CUSTOMER, NODE, problems)
    if "vpn" not in said:
        problems.missing(f"{name}.vpn", "the name of the customer's VPN")
    return {key: value for key, value in said.items() if key != "role"}


def _plan_vpns(said: Words, used: Iterable[str], problems: Problems) -> dict[str, Words]:
    """Take what the graph says of each VPN, and plan its number where it says none."""
    named = {name[len(VPN_PREFIX) :]: said[name] for name in said if name.startswith(VPN_PREFIX)}
    vpns: dict[str, Words] = {}
    for name in sorted({*named, *used}):
        words = named.get(name, {})
        if not isinstance(words, Mapping):
            problems.add(f"graph.{VPN_PREFIX}{name}", words, "a dictionary such as {id: 100}")
            words = {}
        vpns[name] = {"id": choose_table(name, said["mpls_asn"]), **words}
    return vpns
