# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the intent may hold: each key with its parser and its default, in one place."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import (
    address_values,
    core_values,
    pe_ce_values,
    service_keys,
    values,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.upgrades import (
    parse_upgrades_from,
)

VPN_PREFIX = "mpls_vpn_"
#: The value of mpls_label_distribution for a core without FRRouting.
STATIC = "static"
#: Its value for segment routing: the IGP tells of labels itself.
SEGMENTS = "sr"
#: The value of mpls_ldp_allocate for labels of all that the core has.
ALL_ROUTES = "all"

Keys = dict[str, Key]

FABRIC: Keys = {
    "mpls_asn": Key(
        values.parse_asn,
        required=True,
        about="The provider's autonomous system number; none with static labels.",
    ),
    "mpls_igp": Key(
        values.one_of("ospf", "isis"),
        default="ospf",
        about="The IGP of the core; none with static labels.",
    ),
    "mpls_igp_beside": Key(
        values.one_of("ospf", "isis"),
        about="A second IGP on the same links, whose routes are not used, to go from one to the"
        " other.",
    ),
    "mpls_ospf_area": Key(
        core_values.parse_ospf_area,
        default=0,
        about="The area of all links that say no other.",
    ),
    "mpls_isis_area": Key(
        core_values.parse_isis_area,
        default="49.0001",
        about="The area of all routers; the NET is made of it and of the loopback.",
    ),
    "mpls_isis_level": Key(
        core_values.parse_isis_level,
        default=2,
        about="The level of all routers; metrics are wide.",
    ),
    "mpls_bfd": Key(
        values.parse_switch,
        default=True,
        about="Whether links have BFD with the neighbour; one that is silent for three times"
        " `mpls_bfd_interval` is gone.",
    ),
    "mpls_bfd_interval": Key(
        core_values.parse_bfd_interval,
        default=50,
        about="Milliseconds between two packets of BFD, where a link says no other.",
    ),
    "mpls_bgp_holdtime": Key(
        core_values.parse_bgp_holdtime,
        default=60,
        about="After so many seconds a silent peer's session ends and its routes go.",
    ),
    "mpls_ldp_sync": Key(
        values.parse_switch,
        default=False,
        about="Whether a link whose LDP session is down has the highest cost.",
    ),
    "mpls_secrets": Key(
        core_values.parse_secrets,
        default={},
        is_secret=True,
        about="Passwords and keys by name: `igp`, `ldp` and `bgp` for the whole core, others for"
        " the links that name them.",
    ),
    "mpls_ldp_allocate": Key(
        values.one_of("host-routes", ALL_ROUTES),
        default="host-routes",
        about="Which routes get labels: those of hosts, or of the core all, with its links.",
    ),
    "mpls_ldp_explicit_null": Key(
        values.parse_switch,
        default=False,
        about="Whether the last router gets label 0, and not a packet without a label.",
    ),
    "mpls_ldp_gtsm": Key(
        values.parse_switch,
        about="Whether packets of LDP that have crossed another router are refused; if nothing is"
        " said, they are without `mpls_ldp_sync`.",
    ),
    "mpls_ldp_holdtime": Key(
        core_values.parse_ldp_holdtime,
        default=45,
        about="After so many seconds a silent LDP neighbour's session ends.",
    ),
    "mpls_label_distribution": Key(
        values.one_of("ldp", SEGMENTS, STATIC),
        default="ldp",
        about="How routers learn labels: by LDP, by the IGP (segment routing), or computed here,"
        " without FRRouting.",
    ),
    "mpls_sr_global_block": Key(
        core_values.parse_label_block,
        default=(16_000, 23_999),
        about="The labels of the routers with segment routing, the same on all.",
    ),
    "mpls_sr_local_block": Key(
        core_values.parse_label_block,
        default=(15_000, 15_999),
        about="The labels of adjacencies with segment routing.",
    ),
    "mpls_sr_ti_lfa": Key(
        values.one_of("link", "node"),
        about="Around what FRRouting computes repair paths (TI-LFA), which Linux does not get.",
    ),
    "mpls_platform_labels": Key(
        values.parse_platform_labels,
        default=100_000,
        about="The size of the kernel's label table; with static labels at least 265536, which is"
        " the default there.",
    ),
    "mpls_mss_clamp": Key(
        values.parse_switch,
        default=False,
        about="Whether TCP of customers is held down, so that links may be smaller than customers"
        " need.",
    ),
    "mpls_walls": Key(
        values.parse_mapping,
        default={},
        about="The walls between customers and the core. Each stands, and `false` opens it.",
    ),
    "mpls_upgrades_from": Key(
        parse_upgrades_from,
        about="When the day's unattended upgrades begin, such as `'02:00'`: each router has its own"
        " time from then on, and reflectors are an hour apart. Debian's own time if nothing is"
        " said.",
    ),
    "mpls_routers": Key(
        values.parse_mapping,
        required=True,
        about="Each router by its inventory name.",
    ),
    "mpls_links": Key(
        values.parse_list,
        default=[],
        about="Each link of the core, once for both ends.",
    ),
    "mpls_link_pool": Key(
        address_values.parse_link_pool,
        about="Links without a subnet have a /31 of it, which their ends' names lead to.",
    ),
}
ROUTER: Keys = {
    "loopback": Key(
        address_values.parse_loopback,
        required=True,
        about="Its loopback: router id, LDP's transport address and BGP's source.",
    ),
    "loopback6": Key(
        address_values.parse_loopback6,
        about="Its IPv6 loopback; all routers have one, or none has.",
    ),
    "label_interfaces": Key(
        values.parse_interfaces,
        default=(),
        about="Interfaces that you make yourself, such as tunnels, and that are to accept labels,"
        " whenever they appear.",
    ),
    "passive_interfaces": Key(
        values.parse_interfaces,
        default=(),
        about="Interfaces whose subnets the IGP tells of; they take neither neighbours nor labels,"
        " and their addresses are yours.",
    ),
    "drained": Key(
        values.parse_switch,
        default=False,
        about="Whether the router is out of the way for maintenance: no transit packet crosses it"
        " any more.",
    ),
    "sid": Key(
        core_values.parse_sid,
        about="Its number in the global block of segment routing; the last two octets of the"
        " loopback if nothing is said.",
    ),
    "attach": Key(
        values.one_of("ldp", "filter", "static"),
        about="How the core reaches a reflector: with the IGP and LDP, with the IGP alone"
        " (`filter`), or by static routes; `ldp` if nothing is said.",
    ),
    "cluster_id": Key(
        address_values.parse_loopback,
        about="The same address at reflectors that are one cluster; a reflector's loopback if"
        " nothing is said.",
    ),
    "frr": Key(
        core_values.parse_frr_release,
        about="The release of FRRouting that is installed there, where you want it looked at before"
        " the router is.",
    ),
}
VPN: Keys = {
    "id": Key(
        values.parse_vpn_id,
        required=True,
        about="The table of the VRF on every PE, and the number of the VPN's RD and RT.",
    ),
    **service_keys.VPN,
    "sites": Key(
        values.parse_list,
        default=[],
        about="The customer's ports, in any number at any PE.",
    ),
}
SITE: Keys = {
    "pe": Key(
        values.parse_router_name,
        required=True,
        about="The router of the group `pe` that has the port.",
    ),
    "interface": Key(values.parse_interface, required=True, about="The port there."),
    "address": Key(
        address_values.parse_site_address,
        required=True,
        about="The PE's address on the port, with the prefix length of the site's subnet.",
    ),
    "address6": Key(
        address_values.parse_site_address6,
        about="The PE's IPv6 address on the port, in a core whose routers have IPv6.",
    ),
    "mtu": Key(
        values.parse_mtu,
        about="The MTU of the port, for which the core has room; left alone and taken as 1500 if"
        " nothing is said.",
    ),
    **service_keys.SITE,
    "site": Key(
        pe_ce_values.parse_site_name,
        about="The place that several entries lead to: what comes from one of them does not go back"
        " by another.",
    ),
    "prefixes": Key(
        pe_ce_values.parse_prefixes,
        default=(),
        about="All that the CE may tell of, and what is in it; 0.0.0.0/0 and ::/0 mean the default"
        " route alone.",
    ),
    "ce": Key(values.parse_mapping, about="How the PE and the customer's router exchange routes."),
    "walls": Key(
        values.parse_mapping,
        default={},
        about="The walls at this port alone. Each stands, and `false` opens it.",
    ),
    "neighbours": Key(
        values.parse_neighbours,
        default=1024,
        about="How many hosts of each family the port may have as neighbours at once. What is"
        " behind a router does not count, and a subnet with fewer addresses is a limit itself.",
    ),
}
