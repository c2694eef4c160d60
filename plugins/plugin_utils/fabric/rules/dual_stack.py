# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold where the core, or a customer, has IPv6 (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem


def ipv6_is_everywhere(intent: Intent) -> Iterator[Problem]:
    """In a dual-stack core each router has an IPv6 loopback of its own, and runs LDP."""
    owners: dict[ipaddress.IPv6Address, str] = {}
    for router in intent.routers.values() if intent.has_ipv6 else ():
        path = f"mpls_routers.{router.name}"
        if router.loopback6 is None:
            yield Problem(f"{path}.loopback6", "is not set", "one, as other routers have IPv6")
            continue
        owner = owners.setdefault(router.loopback6, router.name)
        if owner != router.name:
            expected = f"an address that {owner} does not have"
            yield Problem(f"{path}.loopback6", str(router.loopback6), expected)
        if not router.has_labels:
            yield Problem(f"{path}.attach", str(router.attach), "ldp, as the core has IPv6")


def customers_have_ipv6_over_a_dual_stack_core(intent: Intent) -> Iterator[Problem]:
    """FRR brings VPNv6 over IPv6 next hops with labels of their own, and over nothing else."""
    if intent.has_ipv6 or not intent.is_read("mpls_routers"):
        return
    for vpn in intent.vpns:
        for site in vpn.sites:
            if site.address6:
                yield Problem(
                    f"{site.path}.address6",
                    str(site.address6),
                    "none, or a loopback6 of every router: VPNv6 over an IPv4 core works in no"
                    " release of FRR",
                )


RULES = (ipv6_is_everywhere, customers_have_ipv6_over_a_dual_stack_core)
