# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for how many neighbours customers' ports may have (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import WARNING, Problem


def subnets_are_within_limits(intent: Intent) -> Iterator[Problem]:
    """Each host of a port's IPv4 subnet may be a neighbour; IPv6 subnets are never full."""
    for site in (site for vpn in intent.vpns for site in vpn.sites):
        if (
            intent.edge_protection.neighbours
            and site.address.network.num_addresses > site.neighbours
        ):
            expected = (
                f"a subnet of at most {site.neighbours} addresses, or {site.path}.neighbours:"
                " further hosts of it are not reached while so many others are"
            )
            yield Problem(f"{site.path}.address", str(site.address), expected, WARNING)


RULES = (subnets_are_within_limits,)
