# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is taken from a customer's routers and what they are told: prefix lists and route maps.

Functions take a VRF's name and its sites, wherever they are (pure).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    CePolicy,
    NumberedRule,
    PolicyRule,
    PrefixList,
    RouteMap,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import Prefix
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import BgpCe, OspfCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    TWO_OCTETS,
    ce_versions,
    is_same_place,
    policy_name,
    site_families,
)

DEFAULT_ROUTES: dict[int, Prefix] = {
    4: ipaddress.IPv4Network("0.0.0.0/0"),
    6: ipaddress.IPv6Network("::/0"),
}
#: What is refused has the numbers before what is taken: a site that comes moves none of these.
FIRST_REFUSED, FIRST_TAKEN, STEP = 10, 10_000, 5
#: RFC 4577 section 4.2.5.2: a tag of this form says that a route came out of the VPN of an AS.
VPN_ROUTE_TAG = 0xD0000000


def route_tag(asn: int) -> int:
    """Give the tag of what goes from the VPN into OSPF; longer AS numbers give their last half."""
    return VPN_ROUTE_TAG | asn & TWO_OCTETS


def incoming_list(
    name: str, version: int, sites: Iterable[Site], prefixes: list[Prefix], *, has_default: bool
) -> PrefixList:
    """List what is taken from a CE: never the subnets of ports, which the PEs tell of."""
    default = DEFAULT_ROUTES[version]
    refused = [_rule("deny", subnet) for subnet in _port_subnets(sites, version)]
    taken = [_rule("permit", one) for one in prefixes if one.version == version]
    if has_default and default not in prefixes:
        taken.append(_rule("permit", default))
    if not prefixes:
        refused += [] if has_default else [_rule("deny", default)]
        taken.append(_permit_all(version))
    return _prefix_list(name, version, refused, taken)


def outgoing_list(
    name: str, version: int, announce: Iterable[Prefix], own: Iterable[Prefix]
) -> PrefixList:
    """List all that a CE is told: these prefixes exactly, or where there are none all but its own.

    What a CE is connected to it would have twice. Of IPv6, Linux prefers the route that BIRD gets
    (metric 32) to the connected one (256), and then has no way to the PE itself.
    """
    if announce:
        told = [_exactly("permit", one) for one in announce if one.version == version]
        return _prefix_list(name, version, [], told)
    kept = [_exactly("deny", one) for one in own if one.version == version]
    return _prefix_list(name, version, kept, [_permit_all(version)])


def build_policy(intent: Intent, planned: Vrf) -> CePolicy:
    """Build the prefix lists and route maps that the CEs of a VRF's sites need."""
    vrf, sites, here = planned.name, list(planned.vpn.sites), planned.sites
    lists: list[PrefixList] = []
    maps: list[RouteMap] = []
    for site in here:
        if isinstance(site.ce, BgpCe):
            for version in ce_versions(site.ce):
                _add_bgp(lists, maps, vrf, sites, (site, site.ce, version))
    ospf = [(site, site.ce) for site in here if isinstance(site.ce, OspfCe)]
    tag = route_tag(intent.asn or 0)
    for version in sorted({one for site, _ce in ospf for one in site_families(site)}):
        name = policy_name(vrf, "ospf", "in", version)
        prefixes = list(dict.fromkeys(prefix for site, _ce in ospf for prefix in site.prefixes))
        has_default = any(ce.accept_default for _site, ce in ospf)
        lists.append(incoming_list(name, version, sites, prefixes, has_default=has_default))
        maps.append({**_route_map(name, version), "refused_tag": tag})
    if ospf:
        maps.append({**_route_map(ospf_out(vrf)), "tag": tag})
    return {"prefix_lists": lists, "route_maps": maps}


def ospf_out(vrf: str) -> str:
    """Name the route map of what goes from a VRF into OSPF."""
    return f"ce-{vrf}-ospf-out"


def _add_bgp(
    lists: list[PrefixList],
    maps: list[RouteMap],
    vrf: str,
    sites: list[Site],
    session: tuple[Site, BgpCe, int],
) -> None:
    site, ce, version = session
    name = policy_name(vrf, site.interface, "in", version)
    prefixes = list(site.prefixes)
    lists.append(incoming_list(name, version, sites, prefixes, has_default=ce.accept_default))
    # Route targets of a CE's own would carry its routes into other customers' VRFs.
    taken: RouteMap = {**_route_map(name, version), "without_targets": True}
    maps.append({**taken, "preference": ce.preference})
    out = policy_name(vrf, site.interface, "out", version)
    own = _port_subnets((one for one in sites if is_same_place(one, site)), version)
    lists.append(outgoing_list(out, version, ce.announce, own))
    maps.append(_route_map(out, version))


def _route_map(name: str, version: int | None = None) -> RouteMap:
    """Begin a route map, which for a version of IP matches the prefix list of its name."""
    return {
        "name": name,
        "refused_tag": None,
        "prefix_list": name if version else None,
        "word": _word(version) if version else None,
        "without_targets": None,
        "preference": None,
        "tag": None,
    }


def _port_subnets(sites: Iterable[Site], version: int) -> list[Prefix]:
    addresses = [address for site in sites for address in (site.address, site.address6) if address]
    subnets = {address.network for address in addresses if address.version == version}
    return sorted(subnets, key=lambda subnet: (int(subnet.network_address), subnet.prefixlen))


def _rule(action: str, prefix: Prefix) -> PolicyRule:
    """Mean a prefix and what is in it, or of all prefixes the default route alone."""
    is_whole = prefix.prefixlen in (0, prefix.max_prefixlen)
    longest = None if is_whole else prefix.max_prefixlen
    return {"action": action, "prefix": str(prefix), "longest": longest}


def _exactly(action: str, prefix: Prefix) -> PolicyRule:
    return {"action": action, "prefix": str(prefix), "longest": None}


def _permit_all(version: int) -> PolicyRule:
    default = DEFAULT_ROUTES[version]
    return {"action": "permit", "prefix": str(default), "longest": default.max_prefixlen}


def _prefix_list(
    name: str, version: int, refused: list[PolicyRule], taken: list[PolicyRule]
) -> PrefixList:
    first_taken = FIRST_TAKEN
    while FIRST_REFUSED + STEP * len(refused) > first_taken:
        first_taken *= 10
    numbered: list[NumberedRule] = [
        {**rule, "number": first + STEP * index}
        for first, rules in ((FIRST_REFUSED, refused), (first_taken, taken))
        for index, rule in enumerate(rules)
    ]
    return {"name": name, "word": _word(version), "rules": numbered}


def _word(version: int) -> str:
    return "ip" if version == 4 else "ipv6"  # noqa: PLR2004
