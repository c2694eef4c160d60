# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions with customers' routers: which there are, and their names and numbers (pure)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import CeSession
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import BgpCe, OspfCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

FAMILIES = {4: "ipv4", 6: "ipv6"}
TWO_OCTETS = 0xFFFF


def site_families(site: Site) -> list[int]:
    """List the versions of IP that a site's port has."""
    return [4, 6] if site.address6 else [4]


def is_same_place(one: Site, other: Site) -> bool:
    """Tell whether two entries of a VPN are one place, or the same entry."""
    return one is other or (one.site is not None and one.site == other.site)


def site_of_origin(asn: int, vpn: Vpn, site: Site) -> str | None:
    """Give what all entries of one place share: what is said, or a number made of its name.

    It depends on no other place, so that none changes when sites come and go.
    """
    said = site.ce.soo if isinstance(site.ce, BgpCe) else None
    if said or site.site is None or sum(other.site == site.site for other in vpn.sites) == 1:
        return said
    digest = hashlib.sha256(f"{vpn.name} {site.site}".encode()).digest()
    octets = 4 if asn <= TWO_OCTETS else 2
    return f"{asn}:{int.from_bytes(digest[:octets], 'big')}"


def policy_name(vrf: str, port: str, direction: str, version: int) -> str:
    """Name the lists and maps of a session, or of a VRF's OSPF in place of a port."""
    return f"ce-{vrf}-{port}-{direction}-{FAMILIES[version]}"


def ce_versions(ce: BgpCe) -> list[int]:
    """List the versions of IP that there are sessions for."""
    return [address.version for address in (ce.address, ce.address6) if address]


def list_sessions(vrf: Vrf) -> list[CeSession]:
    """List the protocols between a PE and the CEs of its sites, for filters and for questions."""
    return [session for site in vrf.sites for session in _sessions(vrf.name, site)]


def ce_secrets(sites: Iterable[Site]) -> set[str]:
    """Name the secrets that sessions with CEs have."""
    secrets = (getattr(site.ce, "secret", None) for site in sites)
    return {name for name in secrets if name}


def _sessions(vrf: str, site: Site) -> list[CeSession]:
    ce = site.ce
    if ce is None:
        return []
    # OSPF finds the other side itself.
    remotes = (None, None) if isinstance(ce, OspfCe) else (ce.address, ce.address6)
    ends = [
        (remote, local)
        for remote, local in zip(remotes, (site.address, site.address6))
        if local and (remote or isinstance(ce, OspfCe))
    ]
    return [
        {
            "protocol": ce.protocol,
            "vrf": vrf,
            "interface": site.interface,
            "family": FAMILIES[local.version],
            "local_address": str(local.ip),
            "ce_address": str(remote) if remote else None,
            "bfd": getattr(ce, "bfd", False),
            "has_secret": getattr(ce, "secret", None) is not None,
            "gtsm": getattr(ce, "gtsm", False),
        }
        for remote, local in ends
    ]
