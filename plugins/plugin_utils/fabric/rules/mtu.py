# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for MTUs: no customer's packet is too large for the core (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.mtu import (
    IPV6_LEAST,
    LABEL,
    label_depth,
    label_links,
    link_mtu,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem


def links_carry_customers(intent: Intent) -> Iterator[Problem]:
    """A link with labels carries the largest packet of a customer, or TCP's are made smaller."""
    site = intent.largest_site
    if site is None:
        return
    labels = LABEL * label_depth(intent)
    if not intent.mss_clamp:
        least = site.packet + labels
        reason = (
            f"as {site.path} sends {site.packet} octets and labels add {labels},"
            " or mpls_mss_clamp: true"
        )
    elif any(vrf.vpn.has_ipv6 for vrf in intent.vrfs_across):
        least = IPV6_LEAST + labels
        reason = f"as IPv6 needs {IPV6_LEAST} octets everywhere and labels add {labels}"
    else:
        return
    for link in label_links(intent):
        # What is not said is large enough, see link_mtu, but for tunnels.
        is_said = link.mtu is not None or link.tunnel is not None
        mtu = link_mtu(intent, link) if is_said else None
        if mtu is not None and mtu < least:
            yield Problem(f"{link.path}.mtu", str(mtu), f"at least {least}, {reason}")


RULES = (links_carry_customers,)
