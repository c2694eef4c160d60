# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for the customers' routers (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import (
    BgpCe,
    OspfCe,
    StaticCe,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    policy_name,
    site_families,
    site_of_origin,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import HIDDEN, Problem
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules.secrets import OSPF_SECRET


def ces_need_bgp_in_the_core(intent: Intent) -> Iterator[Problem]:
    """What is learnt from a CE is for other PEs, which take it from BGP."""
    speakers = [router for router in intent.routers.values() if router.role in ("pe", "rr")]
    for site in _sites(intent):
        if site.ce and intent.is_static:
            expected = "none, as with static labels no FRRouting runs"
            yield Problem(f"{site.path}.ce", site.ce.protocol, expected)
        elif site.ce and len(speakers) == 1 and intent.is_read("mpls_routers"):
            expected = "none, or a second router of pe or rr, as a single one runs no BGP"
            yield Problem(f"{site.path}.ce", site.ce.protocol, expected)


def ces_are_in_the_subnet_of_their_port(intent: Intent) -> Iterator[Problem]:
    """A CE has an address that the PE has the subnet of, and each family that it is to have."""
    for site in _sites(intent):
        if not isinstance(site.ce, (BgpCe, StaticCe)):
            continue
        is_read = intent.is_read(f"{site.path}.ce.address6")
        if not (site.ce.address or site.ce.address6) and is_read:
            expected = "the CE's address in the site's subnet, this one or address6"
            yield Problem(f"{site.path}.ce.address", "is not set", expected)
        pairs = (("address", site.address), ("address6", site.address6))
        for key, port in pairs:
            address = getattr(site.ce, key)
            if address is None:
                continue
            if port is None and intent.is_read(f"{site.path}.{key}"):
                yield Problem(f"{site.path}.ce.{key}", str(address), f"none, or {key} of the site")
            elif port is not None and not _is_another_host(address, port):
                expected = f"another host of the site's subnet, {port.network}"
                yield Problem(f"{site.path}.ce.{key}", str(address), expected)


def ces_have_the_families_of_their_prefixes(intent: Intent) -> Iterator[Problem]:
    """A prefix is of a family that the CE has an address of."""
    for site in (site for site in _sites(intent) if _has_whole_ce(intent, site)):
        if site.prefixes and not isinstance(site.ce, (BgpCe, OspfCe)):
            yield Problem(
                f"{site.path}.prefixes",
                ", ".join(str(prefix) for prefix in site.prefixes),
                "none without ce of bgp or ospf: nobody tells of any",
            )
            continue
        versions = _versions(site)
        for key, prefixes in (
            ("prefixes", site.prefixes),
            ("ce.routes", getattr(site.ce, "routes", ())),
            ("ce.announce", getattr(site.ce, "announce", ())),
        ):
            for index, prefix in enumerate(prefixes):
                if prefix.version not in versions:
                    yield Problem(
                        f"{site.path}.{key}[{index}]",
                        str(prefix),
                        f"a prefix of IPv{' or IPv'.join(map(str, versions)) or '4'}, as the CE"
                        " has no address of the other family",
                    )


def static_routes_lead_behind_the_ce(intent: Intent) -> Iterator[Problem]:
    """The site's own subnet is the port's, whatever a route to the CE says of it."""
    for site in _sites(intent):
        for index, prefix in enumerate(site.ce.routes if isinstance(site.ce, StaticCe) else ()):
            if prefix in site.subnets:
                expected = "a prefix behind the CE, as this is the subnet of the port itself"
                yield Problem(f"{site.path}.ce.routes[{index}]", str(prefix), expected)


def ces_have_another_as(intent: Intent) -> Iterator[Problem]:
    """FRR takes no session with the provider's own AS number for one with a customer."""
    for site in _sites(intent):
        if isinstance(site.ce, BgpCe) and site.ce.asn == intent.asn:
            expected = "the customer's AS number, another than mpls_asn"
            yield Problem(f"{site.path}.ce.asn", str(site.ce.asn), expected)


def secrets_of_ces_are_there(intent: Intent) -> Iterator[Problem]:
    """A CE names a secret that there is, and OSPF takes 16 octets of it."""
    names = ", ".join(sorted(intent.secrets)) or "none yet"
    for site in _sites(intent):
        name = getattr(site.ce, "secret", None)
        if name is None:
            continue
        if name not in intent.secrets and intent.is_read("mpls_secrets"):
            expected = f"a name in mpls_secrets ({names})"
            yield Problem(f"{site.path}.ce.secret", repr(HIDDEN), expected)
        elif isinstance(site.ce, OspfCe) and intent.secrets.get(name, 0) > OSPF_SECRET:
            yield Problem(
                f"mpls_secrets.{name}",
                f"{intent.secrets[name]} characters",
                f"at most {OSPF_SECRET}, which is what OSPF takes",
            )


def ospf_of_a_vrf_has_one_policy(intent: Intent) -> Iterator[Problem]:
    """All ports of a VRF at a PE are in one OSPF, which does not tell where a route came from."""
    for vpn in intent.vpns:
        firsts: dict[str, Site] = {}
        for site in vpn.sites:
            if not isinstance(site.ce, OspfCe):
                continue
            if site.ce.accept_default and site.ce.originate_default:
                expected = "false with originate_default: one of both has the way out"
                yield Problem(f"{site.path}.ce.accept_default", "true", expected)
            first = firsts.setdefault(site.pe, site)
            for key, value in _ospf_policy(site).items():
                wanted = _ospf_policy(first)[key]
                is_read = intent.is_read(f"{first.path}.{key}")
                if value != wanted and is_read:
                    expected = f"{wanted} as {first.path} has, whose OSPF is the same one"
                    yield Problem(f"{site.path}.{key}", value, expected)


def places_have_one_origin(intent: Intent) -> Iterator[Problem]:
    """Entries of one place have one site of origin, and those of two places have two."""
    places: dict[str, tuple[str, str | None]] = {}
    for vpn in intent.vpns:
        origins: dict[str, tuple[Site, str]] = {}
        for site in vpn.sites:
            origin = site_of_origin(intent.asn or 0, vpn, site)
            if origin is None or not isinstance(site.ce, BgpCe):
                continue
            place = (vpn.name, site.site)
            if places.setdefault(origin, place) != place:
                expected = "a number of its own as <asn>:<number>: another place has this one"
                yield Problem(f"{site.path}.ce.soo", origin, expected)
            if site.site is None:
                continue
            first, wanted = origins.setdefault(site.site, (site, origin))
            if origin != wanted:
                expected = f"{wanted} as {first.path} has, which is the same place"
                yield Problem(f"{site.path}.ce.soo", origin, expected)


def policies_have_names_of_their_own(intent: Intent) -> Iterator[Problem]:
    """FRR's lists and maps are named by VRF and port, and an OSPF's by its VRF alone."""
    owners: dict[tuple[str, str], str] = {}
    for vrf in intent.vrfs:
        for site in vrf.sites:
            if isinstance(site.ce, (BgpCe, OspfCe)):
                by_port = isinstance(site.ce, BgpCe)
                name = policy_name(vrf.name, site.interface if by_port else "ospf", "in", 4)
                owner = site.path if by_port else vrf.name
                first = owners.setdefault((vrf.pe, name), owner)
                if first != owner:
                    expected = f"another port, as {first} has the policy {name} in FRR as well"
                    yield Problem(f"{site.path}.interface", site.interface, expected)


RULES = (
    policies_have_names_of_their_own,
    ces_need_bgp_in_the_core,
    ces_are_in_the_subnet_of_their_port,
    ces_have_the_families_of_their_prefixes,
    static_routes_lead_behind_the_ce,
    ces_have_another_as,
    secrets_of_ces_are_there,
    ospf_of_a_vrf_has_one_policy,
    places_have_one_origin,
)


def _sites(intent: Intent) -> Iterator[Site]:
    return (site for vpn in intent.vpns for site in vpn.sites)


def _has_whole_ce(intent: Intent, site: Site) -> bool:
    """Tell whether all could be read that says which families the CE has."""
    return all(intent.is_read(f"{site.path}.{key}") for key in ("ce", "address6"))


def _is_another_host(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
    port: ipaddress.IPv4Interface | ipaddress.IPv6Interface,
) -> bool:
    """Tell whether an address is a neighbour's on a port, and none that a subnet keeps."""
    kept = {port.ip}
    if port.version == 4 and port.network.prefixlen < 31:  # noqa: PLR2004 (RFC 3021)
        kept |= {port.network.network_address, port.network.broadcast_address}
    return address in port.network and address not in kept


def _versions(site: Site) -> list[int]:
    """List the versions of IP that the CE has an address of."""
    if isinstance(site.ce, OspfCe):
        return site_families(site)
    addresses = (getattr(site.ce, key, None) for key in ("address", "address6"))
    return [address.version for address in addresses if address]


def _ospf_policy(site: Site) -> dict[str, str]:
    ce: Any = site.ce
    return {
        "prefixes": "set" if site.prefixes else "not set",
        "ce.accept_default": str(ce.accept_default).lower(),
        "ce.originate_default": str(ce.originate_default).lower(),
    }
