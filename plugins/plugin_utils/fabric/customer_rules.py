# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for customers' VPNs and their sites (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent_services import Site, Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.networks import (
    Network,
    find_nested,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    WARNING,
    Problem,
)

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


def vpns_connect_sites(intent: Intent) -> Iterator[Problem]:
    """A VPN has two sites at least, or meets another one, or it connects nothing."""
    for vpn in (vpn for vpn in intent.vpns if not _meets_another(vpn)):
        count = len(vpn.sites)
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
    vpns_connect_sites,
    pes_have_customers,
)


def _meets_another(vpn: Vpn) -> bool:
    return bool(vpn.common or vpn.used or vpn.import_rt or vpn.export_rt)


def _ports(vpn: Vpn) -> list[Port]:
    """Give each subnet of a VPN with its site, and the key that says it."""
    ports = [
        (getattr(site, key), site, key) for site in vpn.sites for key in ("address", "address6")
    ]
    return [(address.network, (site, key)) for address, site, key in ports if address is not None]
