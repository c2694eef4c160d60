# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who reaches whom by the planned route targets: what a VRF is to have of others' (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent_services import Vpn, Vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.pe_ce import StaticCe
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.pe_ce_values import Prefix

Prefixes = set[Prefix]


class Reach:
    """All VRFs by the route targets that they export, and the VPNs by what they use."""

    def __init__(self, vpns: Iterable[Vpn], vrfs: Iterable[Vrf]) -> None:
        """Take the VRFs of all PEs."""
        self._exporters: dict[str, list[Vrf]] = {}
        self._vrfs_of: dict[str, list[Vrf]] = {}
        self._circles: dict[str, set[str]] = {}
        for vrf in vrfs:
            self._vrfs_of.setdefault(vrf.vpn.name, []).append(vrf)
            for target in vrf.exports:
                self._exporters.setdefault(target, []).append(vrf)
        for vpn in vpns:
            for name in vpn.used:
                self._circles.setdefault(name, {name}).add(vpn.name)

    def expect(self, vrf: Vrf) -> dict[str, Any]:
        """Say which prefixes of others the VRF has, from other PEs and from its own, or must not.

        What a customer's router announces by itself is not known, nor what that brings about.
        """
        sources = self._sources(vrf)
        own = set(vrf.known_prefixes)
        local = _prefixes(one for one in sources if one.pe == vrf.pe) - own
        remote = _prefixes(one for one in sources if one.pe != vrf.pe) - own - local
        is_known = all(_is_known(one) for one in (vrf, *sources))
        absent = self._near(vrf) - own - local - remote if is_known else set()
        return {
            "remote_prefixes": show_prefixes(remote),
            "local_prefixes": show_prefixes(local),
            "absent_prefixes": show_prefixes(absent),
        }

    def _sources(self, vrf: Vrf) -> list[Vrf]:
        found = (one for target in vrf.imports for one in self._exporters.get(target, []))
        return [one for one in found if one is not vrf]

    def _near(self, vrf: Vrf) -> Prefixes:
        """Give all prefixes of the VPN, and of those that use the same common services."""
        name = vrf.vpn.name
        circles = (self._circles[one] for one in (name, *vrf.vpn.used) if one in self._circles)
        names = sorted({name}.union(*circles))
        return _prefixes(one for name in names for one in self._vrfs_of.get(name, []))


def show_prefixes(prefixes: Iterable[Prefix]) -> list[str]:
    """Write prefixes as the kernel shows them: a host's without a length."""
    return sorted(
        str(one.network_address if one.prefixlen == one.max_prefixlen else one) for one in prefixes
    )


def _prefixes(vrfs: Iterable[Vrf]) -> Prefixes:
    return {prefix for vrf in vrfs for prefix in vrf.known_prefixes}


def _is_known(vrf: Vrf) -> bool:
    return all(site.ce is None or isinstance(site.ce, StaticCe) for site in vrf.sites)
