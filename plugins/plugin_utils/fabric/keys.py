# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the intent may hold: each key with its parser and its default, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import (
    core_values,
    pe_ce_values,
    service_keys,
    values,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.labels import LABEL_TABLE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key

VPN_PREFIX = "mpls_vpn_"
#: The value of mpls_label_distribution for a core without FRRouting.
STATIC = "static"
#: Its value for segment routing: the IGP tells of labels itself.
SEGMENTS = "sr"

Keys = dict[str, Key]

FABRIC: Keys = {
    "mpls_asn": Key(values.parse_asn, required=True),
    "mpls_igp": Key(values.one_of("ospf", "isis"), default="ospf"),
    # A second IGP on the same links, whose routes are not used.
    "mpls_igp_beside": Key(values.one_of("ospf", "isis")),
    "mpls_ospf_area": Key(core_values.parse_ospf_area, default=0),
    "mpls_isis_area": Key(core_values.parse_isis_area, default="49.0001"),
    "mpls_isis_level": Key(core_values.parse_isis_level, default=2),
    "mpls_bfd": Key(values.parse_switch, default=False),
    "mpls_bgp_holdtime": Key(core_values.parse_bgp_holdtime, default=60),
    "mpls_ldp_sync": Key(values.parse_switch, default=False),
    "mpls_secrets": Key(core_values.parse_secrets, default={}, is_secret=True),
    "mpls_ldp_allocate": Key(values.one_of("host-routes", "all"), default="host-routes"),
    "mpls_ldp_explicit_null": Key(values.parse_switch, default=False),
    # True, if nothing is said, without mpls_ldp_sync.
    "mpls_ldp_gtsm": Key(values.parse_switch),
    "mpls_ldp_holdtime": Key(core_values.parse_ldp_holdtime, default=45),
    "mpls_label_distribution": Key(values.one_of("ldp", SEGMENTS, STATIC), default="ldp"),
    "mpls_sr_global_block": Key(core_values.parse_label_block, default=(16_000, 23_999)),
    "mpls_sr_local_block": Key(core_values.parse_label_block, default=(15_000, 15_999)),
    "mpls_sr_ti_lfa": Key(values.one_of("link", "node")),
    "mpls_platform_labels": Key(values.parse_platform_labels, default=100_000),
    "mpls_mss_clamp": Key(values.parse_switch, default=False),
    "mpls_routers": Key(values.parse_mapping, required=True),
    "mpls_links": Key(values.parse_list, default=[]),
    "mpls_link_pool": Key(values.parse_link_pool),
}
ROUTER: Keys = {
    "loopback": Key(values.parse_loopback, required=True),
    "loopback6": Key(values.parse_loopback6),
    # Interfaces that the user makes, such as tunnels, and that are to accept labels.
    "label_interfaces": Key(values.parse_interfaces, default=()),
    # Interfaces whose subnets the IGP tells of, without neighbours there.
    "passive_interfaces": Key(values.parse_interfaces, default=()),
    "drained": Key(values.parse_switch, default=False),
    # The router's number in the global block of segment routing.
    "sid": Key(core_values.parse_sid),
    # Of reflectors only.
    "attach": Key(values.one_of("ldp", "filter", "static")),
    "cluster_id": Key(values.parse_loopback),
}
LINK: Keys = {
    # Without one the link has its place in mpls_link_pool.
    "subnet": Key(values.parse_link_subnet),
    # Both ends have the address of their router's loopback instead.
    "unnumbered": Key(values.parse_switch, default=False),
    "ends": Key(values.parse_link_ends, required=True),
    "mtu": Key(values.parse_mtu),
    # What the link goes through; the ends are then the names of its devices.
    "tunnel": Key(values.parse_mapping),
    "cost": Key(core_values.parse_ospf_cost),
    "area": Key(core_values.parse_ospf_area),
    "bfd": Key(values.parse_switch),
    "igp_secret": Key(core_values.parse_secret_name),
    "ldp_secret": Key(core_values.parse_secret_name),
}
TUNNEL: Keys = {
    "type": Key(values.one_of("gre", "gre_udp", "udp"), required=True),
    "underlay": Key(core_values.parse_underlay, required=True),
    "key": Key(core_values.parse_gre_key),
}
VPN: Keys = {
    "id": Key(values.parse_vpn_id, required=True),
    **service_keys.VPN,
    "sites": Key(values.parse_list, default=[]),
}
SITE: Keys = {
    "pe": Key(values.parse_router_name, required=True),
    "interface": Key(values.parse_interface, required=True),
    "address": Key(values.parse_site_address, required=True),
    "address6": Key(values.parse_site_address6),
    "mtu": Key(values.parse_mtu),
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
}
#: Variables named mpls_ that are no intent: how playbooks run, and what they hand to roles.
RUN_VARIABLES = frozenset(
    {
        "mpls_customer",
        "mpls_diagram_folder",
        "mpls_diagram_svg",
        "mpls_fabric",
        "mpls_frr_change",
        "mpls_model",
        "mpls_pe_batch",
        "mpls_refuse_interruptions",
        "mpls_render_folder",
        "mpls_report_folder",
        "mpls_router",
        "mpls_scope",
        "mpls_verification",
        "mpls_verify_timeout",
    }
)


@dataclass(frozen=True)
class Tables:
    """The keys that one kind of core has: what it does without is refused with the reason."""

    fabric: Keys
    router: Keys
    link: Keys
    vpn: Keys


def choose_tables(fabric: Mapping[str, Any]) -> Tables:
    """Take the keys for the IGP and the label distribution that are asked for."""
    tables = Tables(FABRIC, ROUTER, LINK, VPN)
    if fabric.get("mpls_label_distribution") == STATIC:
        return _without_frr(tables)
    is_segments = fabric.get("mpls_label_distribution") == SEGMENTS
    tables = _with_segments(tables) if is_segments else _with_ldp(tables)
    igps = (fabric.get("mpls_igp", "ospf"), fabric.get("mpls_igp_beside"))
    if "isis" not in igps:
        return _with_ospf(tables)
    return _with_both_igps(tables) if "ospf" in igps else _with_isis(tables)


def _with_ldp(tables: Tables) -> Tables:
    options = ("mpls_sr_global_block", "mpls_sr_local_block", "mpls_sr_ti_lfa")
    reason = "no option of segment routing, as mpls_label_distribution is ldp"
    return replace(
        tables,
        fabric=_refuse(tables.fabric, options, reason),
        router=_refuse(tables.router, ("sid",), reason),
    )


def _with_segments(tables: Tables) -> Tables:
    options = [name for name in tables.fabric if name.startswith("mpls_ldp_")]
    reason = "no option of LDP, as mpls_label_distribution is sr"
    one_igp = "none, as with segment routing both IGPs would claim the same blocks of labels"
    fabric = _refuse(tables.fabric, options, reason)
    return replace(
        tables,
        fabric=_refuse(fabric, ("mpls_igp_beside",), one_igp),
        router={
            **_refuse(tables.router, ("attach",), reason),
            "loopback6": Key(
                values.refused("none, as labels for IPv6 are distributed by LDP only")
            ),
        },
        link=_refuse(tables.link, ("ldp_secret",), reason),
    )


def _with_ospf(tables: Tables) -> Tables:
    options = ("mpls_isis_area", "mpls_isis_level")
    reason = "no option of IS-IS, as mpls_igp is ospf"
    return replace(tables, fabric=_refuse(tables.fabric, options, reason))


def _with_isis(tables: Tables) -> Tables:
    reason = "no area of OSPF, as mpls_igp is isis"
    return replace(
        tables,
        fabric=_refuse(tables.fabric, ("mpls_ospf_area",), reason),
        link={
            **_refuse(tables.link, ("area",), reason),
            "cost": Key(core_values.parse_isis_metric),
        },
    )


def _with_both_igps(tables: Tables) -> Tables:
    return replace(
        tables,
        link={**tables.link, "cost": Key(core_values.parse_cost_in_both, required=True)},
    )


def _without_frr(tables: Tables) -> Tables:
    """With static labels no IGP, no LDP and no BGP run."""
    reason = "no such option, as with static labels no FRRouting runs"
    own = {"mpls_asn", "mpls_igp", "mpls_label_distribution", "mpls_platform_labels"}
    own |= {"mpls_routers", "mpls_links", "mpls_link_pool", "mpls_mss_clamp"}
    own_of_links = {"subnet", "ends", "mtu", "tunnel"}
    fabric = _refuse(tables.fabric, tables.fabric.keys() - own, reason)
    return Tables(
        fabric={
            **fabric,
            "mpls_asn": Key(values.refused("no AS number, as with static labels no BGP runs")),
            "mpls_igp": Key(values.refused("no IGP, as static labels follow computed paths")),
            "mpls_platform_labels": Key(values.parse_static_platform_labels, default=LABEL_TABLE),
        },
        router=_refuse(
            tables.router, tables.router.keys() - {"loopback", "label_interfaces"}, reason
        ),
        link={
            **_refuse(tables.link, tables.link.keys() - own_of_links, reason),
            "unnumbered": Key(
                values.refused("a subnet, as static labels go to addresses of links"), default=False
            ),
        },
        vpn=_refuse_services(tables.vpn),
    )


def _refuse_services(keys: Keys) -> Keys:
    """Static labels lead from each site of a VPN to each other one."""
    keys = _refuse(keys, ("rd",), "no route distinguisher, as with static labels no BGP runs")
    targets = ("rt", "import_rt", "export_rt")
    keys = _refuse(keys, targets, "no route target, as with static labels no BGP runs")
    services = ("common", "uses", "internet")
    keys = _refuse(keys, services, "no such option, as with static labels no VPN reaches another")
    any_to_any = "any-to-any, as with static labels no BGP runs that would keep sites apart"
    service = replace(keys["service"], parse=values.only(service_keys.ANY_TO_ANY, any_to_any))
    return {**keys, "service": service}


def _refuse(keys: Keys, names: Iterable[str], reason: str) -> Keys:
    refusal = values.refused(reason)
    return {**keys, **{name: replace(keys[name], parse=refusal) for name in names}}
