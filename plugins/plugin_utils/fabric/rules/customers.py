# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for customers' VPNs and their sites (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import BgpCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import (
    VPN_PREFIX,
    Vpn,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.networks import (
    Network,
    find_nested,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    is_same_place,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import WARNING, Problem

#: A subnet, the site that has it, and the key that says it.
Port = tuple[Network, tuple[Site, str]]


def vpn_tables_are_unique(intent: Intent) -> Iterator[Problem]:
    """No two VPNs share a table."""
    owners: dict[int, str] = {}
    for vpn in intent.vpns:
        first = owners.setdefault(vpn.table, vpn.path)
        if first != vpn.path:
            yield Problem(f"{vpn.path}.id", str(vpn.table), f"a number that {first} does not have")


def site_subnets_differ_at_a_pe(intent: Intent) -> Iterator[Problem]:
    """Two ports of one VPN at one PE are in different subnets."""
    for vpn in intent.vpns:
        by_pe: dict[str, list[Port]] = {}
        for port in _ports(vpn):
            by_pe.setdefault(port[1][0].pe, []).append(port)
        for ports in by_pe.values():
            for (_first, (other, key)), (_second, (site, _key)) in find_nested(ports):
                yield Problem(
                    f"{site.path}.{key}",
                    str(getattr(site, key)),
                    f"a subnet that does not overlap {other.path}.{key} ({getattr(other, key)})",
                )


def site_addresses_are_unique(intent: Intent) -> Iterator[Problem]:
    """Two PEs on one subnet of a customer have different addresses there."""
    for vpn in intent.vpns:
        owners: dict[Any, Site] = {}
        for _network, (site, key) in _ports(vpn):
            address = getattr(site, key)
            first = owners.setdefault(address.ip, site)
            if first.pe != site.pe:
                expected = f"an address that {first.path} does not have, as two PEs answer for it"
                yield Problem(f"{site.path}.{key}", str(address), expected, WARNING)


def site_subnets_differ_in_a_vpn(intent: Intent) -> Iterator[Problem]:
    """Subnets at two PEs are the same one, with two ways to it, or have nothing in common."""
    for vpn in intent.vpns:
        for (outer, (other, key)), (inner, (site, _key)) in find_nested(_ports(vpn)):
            if outer != inner and other.pe != site.pe:
                yield Problem(
                    f"{site.path}.{key}",
                    str(getattr(site, key)),
                    f"a subnet outside of {other.path}.{key} ({getattr(other, key)}), which loses"
                    f" these addresses to {site.pe}",
                    WARNING,
                )


def subnets_of_two_pes_are_one_place(intent: Intent) -> Iterator[Problem]:
    """Sites with BGP in one subnet at two PEs are one place: site of origin comes of its name."""
    for vpn in intent.vpns:
        firsts: dict[Network, Site] = {}
        for site in (site for site in vpn.sites if isinstance(site.ce, BgpCe)):
            for subnet in site.subnets:
                first = firsts.setdefault(subnet, site)
                if first.pe == site.pe or _has_one_origin(first, site):
                    continue
                expected = f"one name for the place, here and at {first.path}, as both are in"
                yield Problem(
                    f"{site.path}.site",
                    site.site or "is not set",
                    f"{expected} {subnet}: what one PE learns there is sent back by the other"
                    " otherwise",
                    WARNING,
                )
                break


def vpns_connect_sites(intent: Intent) -> Iterator[Problem]:
    """A VPN has two sites at least, or meets another one, or it connects nothing."""
    has_all = not any(path.startswith(VPN_PREFIX) for path in intent.unread)
    for vpn in intent.vpns:
        count = len(vpn.sites)
        # What is common waits for its users, and of what is used another rule speaks.
        if vpn.common or vpn.used or intent.reach.meets_another(vpn):
            continue
        if not has_all and (vpn.rt or vpn.import_rt or vpn.export_rt):
            continue
        if count < 2 and intent.is_read(vpn.path):  # noqa: PLR2004 (the ends of a connection)
            shown = f"{count} site" if count else "no site"
            yield Problem(f"{vpn.path}.sites", shown, "two or more, to be connected", WARNING)


def pes_have_customers(intent: Intent) -> Iterator[Problem]:
    """A PE has a port of a customer, or it is one that was forgotten, or is a P router."""
    if any(path.startswith("mpls_vpn") for path in intent.unread):
        return
    with_customers = {site.pe for vpn in intent.vpns for site in vpn.sites}
    for router in intent.routers.values():
        if router.role == "pe" and router.name not in with_customers:
            yield Problem(
                f"mpls_routers.{router.name}",
                "no customer",
                f"a site of a customer at {router.name}, as it is in the group pe",
                WARNING,
            )


RULES = (
    vpn_tables_are_unique,
    site_subnets_differ_at_a_pe,
    site_addresses_are_unique,
    site_subnets_differ_in_a_vpn,
    subnets_of_two_pes_are_one_place,
    vpns_connect_sites,
    pes_have_customers,
)


def _has_one_origin(one: Site, other: Site) -> bool:
    origins = {getattr(site.ce, "soo", None) for site in (one, other)}
    return is_same_place(one, other) or (len(origins) == 1 and None not in origins)


def _ports(vpn: Vpn) -> list[Port]:
    """Give each subnet of a VPN with its site, and the key that says it."""
    ports = [
        (getattr(site, key), site, key) for site in vpn.sites for key in ("address", "address6")
    ]
    return [(address.network, (site, key)) for address, site, key in ports if address is not None]
