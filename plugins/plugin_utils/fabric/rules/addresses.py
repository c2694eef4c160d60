# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for the addresses of the core (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.networks import (
    NetworkIndex,
    find_nested,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import WARNING, Problem


def loopbacks_are_unique(intent: Intent) -> Iterator[Problem]:
    """No two routers share a loopback, which is the router id as well."""
    owners: dict[ipaddress.IPv4Address, str] = {}
    for router in intent.routers.values():
        first = owners.setdefault(router.loopback, router.name)
        if first != router.name:
            yield Problem(
                f"mpls_routers.{router.name}.loopback",
                str(router.loopback),
                f"an address that {first} does not have",
            )


def loopbacks_are_outside_of_links(intent: Intent) -> Iterator[Problem]:
    """No loopback lies in the subnet of a link."""
    index = NetworkIndex((link.subnet, link.path) for link in intent.links if link.subnet)
    for router in intent.routers.values():
        for path in index.around(router.loopback):
            yield Problem(
                f"mpls_routers.{router.name}.loopback",
                str(router.loopback),
                f"an address outside of {path}.subnet",
            )


def loopbacks_are_outside_of_the_pool(intent: Intent) -> Iterator[Problem]:
    """A link that comes later does not get the address of a router."""
    for router in intent.routers.values():
        if intent.link_pool and router.loopback in intent.link_pool:
            yield Problem(
                f"mpls_routers.{router.name}.loopback",
                str(router.loopback),
                f"an address outside of mpls_link_pool ({intent.link_pool}), as a later link may"
                " get it",
                WARNING,
            )


def link_subnets_do_not_overlap(intent: Intent) -> Iterator[Problem]:
    """Each link has a subnet of its own."""
    subnets = ((link.subnet, link.path) for link in intent.links if link.subnet)
    for (first, first_path), (second, path) in find_nested(subnets):
        yield Problem(
            f"{path}.subnet",
            str(second),
            f"a subnet that does not overlap {first_path}.subnet ({first})",
        )


RULES = (
    loopbacks_are_unique,
    loopbacks_are_outside_of_links,
    loopbacks_are_outside_of_the_pool,
    link_subnets_do_not_overlap,
)
