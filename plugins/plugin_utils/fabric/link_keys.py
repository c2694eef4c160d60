# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the intent may say of a link."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import (
    address_values,
    core_values,
    values,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key

LINK: dict[str, Key] = {
    "subnet": Key(
        address_values.parse_link_subnet,
        about="The first end has the first host address, the second end the next; of"
        " `mpls_link_pool` if nothing is said.",
    ),
    "unnumbered": Key(
        values.parse_switch,
        default=False,
        about="Whether the link has no subnet, and the loopbacks of its routers at its ends.",
    ),
    "ends": Key(
        values.parse_link_ends,
        required=True,
        about="The two routers and their interfaces.",
    ),
    "mtu": Key(
        values.parse_mtu,
        about="The MTU of both ends, labels included; what customers need if nothing is said.",
    ),
    "tunnel": Key(
        values.parse_mapping,
        about="What the link goes through where there is no MPLS; its ends then are the names of"
        " the tunnel's devices.",
    ),
    "cost": Key(
        core_values.parse_ospf_cost,
        about="The cost of both ends, with IS-IS alone to 16777214; FRRouting's own if nothing is"
        " said, required with two IGPs.",
    ),
    "area": Key(
        core_values.parse_ospf_area,
        about="The OSPF area of the link, where it is not `mpls_ospf_area`.",
    ),
    "bfd": Key(
        values.parse_switch,
        about="Whether this link has BFD, where it is not as `mpls_bfd` says.",
    ),
    "bfd_interval": Key(
        core_values.parse_bfd_interval,
        about="Milliseconds between two packets of BFD on this link, where it is not"
        " `mpls_bfd_interval`.",
    ),
    "igp_secret": Key(
        core_values.parse_secret_name,
        about="The secret of the IGP on this link, where it is not `igp`.",
    ),
    "ldp_secret": Key(
        core_values.parse_secret_name,
        about="The secret of LDP between its two routers, where it is not `ldp`.",
    ),
}
TUNNEL: dict[str, Key] = {
    "type": Key(
        values.one_of("gre", "gre_udp", "udp"),
        required=True,
        about="GRE, GRE in UDP, or with static labels MPLS in UDP.",
    ),
    "underlay": Key(
        core_values.parse_underlay,
        required=True,
        about="The addresses of the first and the second end outside of the core.",
    ),
    "key": Key(
        core_values.parse_gre_key,
        about="Parallel GRE tunnels between the same addresses have one each.",
    ),
}
