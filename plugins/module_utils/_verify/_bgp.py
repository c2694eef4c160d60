# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""MP-BGP has a session for VPN routes of each family with each peer, and with no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    addresses,
    names,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._sessions import check_sessions

#: The option, the name of its checks and FRR's command, by family.
FAMILIES = (
    ("bgp_peers", "bgp vpnv4 peer", "show bgp ipv4 vpn summary"),
    ("bgp_peers6", "bgp vpnv6 peer", "show bgp ipv6 vpn summary"),
)


class Bgp(Expectation[Mapping[str, Mapping[str, str]]]):
    """States by the addresses of the peers, for each option."""

    OPTIONS: ClassVar[Options] = {
        "bgp_peers": addresses("Addresses of all BGP peers for VPNv4, and of no other."),
        "bgp_peers6": names("Addresses of all BGP peers for VPNv6, and of no other."),
    }

    def read(self, router: Router) -> Mapping[str, Mapping[str, str]]:
        """Ask bgpd for both families, as one that is not to run has to show nothing."""
        return {
            option: {
                address: peer["state"]
                for address, peer in router.show(f"{show} json").get("peers", {}).items()
            }
            for option, _kind, show in FAMILIES
        }

    def check(self, seen: Mapping[str, Mapping[str, str]]) -> Iterator[Check]:
        """Compare the sessions of each family."""
        for option, kind, show in FAMILIES:
            wanted = self.expect[option]
            yield from check_sessions(kind, wanted, seen[option], "Established", show)
