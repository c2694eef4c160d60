# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who reaches whom by the planned route targets: what a VRF is to have of others' (pure)."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import ExpectedPrefixes
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import Prefix
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import StaticCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import Vpn
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import (
    HUB,
    HUB_RETURN,
    Site,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

Prefixes = set[Prefix]


class Reach:
    """All VRFs by the route targets that they export, and import."""

    def __init__(self, vrfs: Iterable[Vrf]) -> None:
        """Take the VRFs of all PEs."""
        self._exporters: dict[str, list[Vrf]] = {}
        self._importers: dict[str, list[Vrf]] = {}
        self._vrfs_of: dict[str, list[Vrf]] = {}
        for vrf in vrfs:
            self._vrfs_of.setdefault(vrf.vpn.name, []).append(vrf)
            for target in vrf.exports:
                self._exporters.setdefault(target, []).append(vrf)
            for target in vrf.imports:
                self._importers.setdefault(target, []).append(vrf)

    def expect(self, vrf: Vrf) -> ExpectedPrefixes:
        """Say which prefixes of others the VRF has, from other PEs and from its own.

        Its own are named where it has no others beside: what a customer's router announces by
        itself is not known, nor is who exports a route target that no VRF of the intent does.
        """
        sources = self.list_sources(vrf)
        own = set(vrf.known_prefixes)
        local = _prefixes(one for one in sources if one.pe == vrf.pe) - own
        remote = _prefixes(one for one in sources if one.pe != vrf.pe) - own - local
        is_known = all(_is_known(one) for one in (vrf, *sources)) and all(
            target in self._exporters for target in vrf.imports
        )
        return {
            "remote_prefixes": show_prefixes(remote),
            "local_prefixes": show_prefixes(local),
            "own_prefixes": show_prefixes(own) if is_known else None,
        }

    def list_known(self, vrf: Vrf) -> Prefixes:
        """Give all prefixes that a VRF has, as far as the intent knows them, its own as well."""
        return _prefixes([vrf, *self.list_sources(vrf)])

    def list_senders(self, vrf: Vrf) -> list[Site]:
        """List the sites that routes in a VRF may come from, its own and those of other VPNs, too.

        A VRF does not pass on what it took from others; the router of a hub does.
        """
        found = {(vrf.pe, vrf.name): vrf}
        waiting = [vrf]
        while waiting:
            one = waiting.pop()
            takers = [one, *self._returns(one)] if _has_role(one, HUB) else [one]
            for source in (source for taker in takers for source in self.list_sources(taker)):
                if (source.pe, source.name) not in found:
                    found[source.pe, source.name] = source
                    waiting += [source] if _has_role(source, HUB) else []
        return [site for one in found.values() for site in one.sites]

    def meets_another(self, vpn: Vpn) -> bool:
        """Tell whether a VRF of the VPN takes routes of another VPN, or another takes its own."""
        for vrf in self._vrfs_of.get(vpn.name, []):
            others = [one for target in vrf.imports for one in self._exporters.get(target, [])]
            others += [one for target in vrf.exports for one in self._importers.get(target, [])]
            if any(other.vpn.name != vpn.name for other in others):
                return True
        return False

    def list_sources(self, vrf: Vrf) -> list[Vrf]:
        """List the other VRFs whose routes a VRF takes."""
        found = (one for target in vrf.imports for one in self._exporters.get(target, []))
        return [one for one in found if one is not vrf]

    def _returns(self, vrf: Vrf) -> list[Vrf]:
        """Give the VRFs by which the routers of a VPN's hub hear of its spokes."""
        return [one for one in self._vrfs_of[vrf.vpn.name] if _has_role(one, HUB_RETURN)]


def show_prefixes(prefixes: Iterable[Prefix]) -> list[str]:
    """Write prefixes as the kernel shows them: a host's without a length."""
    return sorted(
        str(one.network_address if one.prefixlen == one.max_prefixlen else one) for one in prefixes
    )


def _prefixes(vrfs: Iterable[Vrf]) -> Prefixes:
    return {prefix for vrf in vrfs for prefix in vrf.known_prefixes}


def _has_role(vrf: Vrf, role: str) -> bool:
    return any(site.role == role for site in vrf.sites)


def _is_known(vrf: Vrf) -> bool:
    return all(site.ce is None or isinstance(site.ce, StaticCe) for site in vrf.sites)
