# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for edge protection: customers' ports share no wire with the core (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem

LOOPBACK = "lo"


def core_crosses_no_customer_port(intent: Intent) -> Iterator[Problem]:
    """A core link is no VLAN on a customer's port, where labelled frames are dropped."""
    parents = {
        (end.router, end.interface.rpartition(".")[0]): link.path
        for link in intent.links
        for end in link.ends
    }
    for site in (site for vpn in intent.vpns for site in vpn.sites):
        path = parents.get((site.pe, site.interface))
        if intent.edge_protection.labels and path:
            expected = (
                f"a port that is not below the VLAN of {path},"
                " or mpls_edge_protection.labels: false"
            )
            yield Problem(f"{site.path}.interface", f"{site.pe}:{site.interface}", expected)


def customers_are_on_wires_of_their_own(intent: Intent) -> Iterator[Problem]:
    """A customer's port is no VLAN of an interface whose packets are the core's.

    What the customer sends without a tag would come in as that interface's.
    """
    uses = {
        (router.name, name): f"mpls_routers.{router.name}.{key}"
        for router in intent.routers.values()
        for key in ("label_interfaces", "passive_interfaces")
        for name in getattr(router, key)
    }
    uses |= {(end.router, end.interface): link.path for link in intent.links for end in link.ends}
    for site in (site for vpn in intent.vpns for site in vpn.sites):
        for parent in _parents(site.interface):
            user = f"of {uses[site.pe, parent]}" if (site.pe, parent) in uses else None
            if parent == LOOPBACK:
                user = "the loopback"
            if user is not None:
                expected = f"a port that is no VLAN of {parent}, which is {user}"
                yield Problem(f"{site.path}.interface", f"{site.pe}:{site.interface}", expected)


RULES = (core_crosses_no_customer_port, customers_are_on_wires_of_their_own)


def _parents(name: str) -> Iterator[str]:
    """Give the interfaces that a name such as bond0.100.7 tells to be below it."""
    while "." in name:
        name = name.rpartition(".")[0]
        yield name
