# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a PE shows of its customers' routers when all is well, and what it tells them (pure)."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    CeSession,
    ExpectedCe,
    ExpectedCes,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    Prefix,
    is_inside,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import (
    STATIC_CE,
    BgpCe,
    OspfCe,
    StaticCe,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.reach import show_prefixes
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    FAMILIES,
    is_same_place,
    list_sessions,
)


def expect_ces(intent: Intent, vrf: Vrf) -> ExpectedCes:
    """Say what the kernel and FRR show of a VRF's CEs when all of them do what they are to do."""
    routes = [one for site in vrf.sites if isinstance(site.ce, StaticCe) for one in site.ce.routes]
    sites = {site.interface: site for site in vrf.sites}
    return {
        "static_prefixes": show_prefixes(set(routes)),
        "ce_sessions": [
            _expect_ce(intent, vrf, sites[session["interface"]], session)
            for session in list_sessions(vrf)
            if session["protocol"] != STATIC_CE
        ],
    }


def _expect_ce(intent: Intent, vrf: Vrf, site: Site, session: CeSession) -> ExpectedCe:
    """Say what a session is found by, what a CE with BGP receives, and whose paths it refuses."""
    ce = site.ce
    return {
        "protocol": session["protocol"],
        "vrf": session["vrf"],
        "interface": session["interface"],
        "family": session["family"],
        "ce_address": session["ce_address"],
        "asn": ce.asn if isinstance(ce, BgpCe) and ce.as_override is not False else None,
        "advertised": _list_advertised(intent, vrf, site, session["family"]),
    }


def _list_advertised(intent: Intent, vrf: Vrf, site: Site, family: str) -> list[str]:
    """List the prefixes that a CE with BGP receives."""
    ce = site.ce
    if not isinstance(ce, BgpCe):
        return []
    place = [one for one in vrf.vpn.sites if is_same_place(one, site)]
    own = {subnet for one in place for subnet in one.subnets}
    known = intent.reach.list_known(vrf)
    advertised = known & set(ce.announce) if ce.announce else known - own
    return sorted(
        str(prefix)
        for prefix in advertised
        if FAMILIES[prefix.version] == family and not _may_bring(vrf, place, prefix)
    )


def _may_bring(vrf: Vrf, place: list[Site], prefix: Prefix) -> bool:
    """Tell whether the place itself may tell of a prefix, which then is not sent back to it."""
    if any(is_inside(prefix, subnet) for site in vrf.vpn.sites for subnet in site.subnets):
        return False
    return any(_may_tell(site, prefix) for site in place)


def _may_tell(site: Site, prefix: Prefix) -> bool:
    if not isinstance(site.ce, (BgpCe, OspfCe)):
        return prefix in site.known_prefixes
    if prefix.prefixlen == 0:
        return site.ce.accept_default or prefix in site.prefixes
    return not site.prefixes or any(is_inside(prefix, one) for one in site.prefixes)
