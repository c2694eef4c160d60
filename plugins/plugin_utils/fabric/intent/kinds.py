# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which keys one kind of core has: what it does without is refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import (
    FABRIC,
    SEGMENTS,
    STATIC,
    parse_static_platform_labels,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import (
    LINK,
    parse_cost_in_both,
    parse_isis_metric,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import ROUTER
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import (
    ANY_TO_ANY,
    VPN,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.labels import LABEL_TABLE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import only, refused


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
    beside = None if is_segments else fabric.get("mpls_igp_beside")
    igps = (fabric.get("mpls_igp", "ospf"), beside)
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
            "loopback6": Key(refused("none, as labels for IPv6 are distributed by LDP only")),
        },
        link=_refuse(tables.link, ("ldp_secret",), reason),
    )


def _with_ospf(tables: Tables) -> Tables:
    options = ("mpls_isis_area", "mpls_isis_level")
    reason = "no option of IS-IS, as mpls_igp is ospf"
    return replace(tables, fabric=_refuse(tables.fabric, options, reason))


def _with_isis(tables: Tables) -> Tables:
    reason = "no option of OSPF, as mpls_igp is isis"
    return replace(
        tables,
        fabric=_refuse(tables.fabric, ("mpls_ospf_area",), reason),
        link={
            **_refuse(tables.link, ("area",), reason),
            "cost": Key(parse_isis_metric),
        },
    )


def _with_both_igps(tables: Tables) -> Tables:
    return replace(
        tables,
        link={**tables.link, "cost": Key(parse_cost_in_both, required=True)},
    )


def _without_frr(tables: Tables) -> Tables:
    """With static labels no IGP, no LDP and no BGP run."""
    reason = "no such option, as with static labels no FRRouting runs"
    own = {"mpls_asn", "mpls_igp", "mpls_label_distribution", "mpls_platform_labels"}
    own |= {
        "mpls_routers",
        "mpls_links",
        "mpls_link_pool",
        "mpls_mss_clamp",
        "mpls_edge_protection",
    }
    own |= {"mpls_upgrades_from"}
    own_of_links = {"subnet", "ends", "mtu", "tunnel"}
    fabric = _refuse(tables.fabric, tables.fabric.keys() - own, reason)
    return Tables(
        fabric={
            **fabric,
            "mpls_asn": Key(refused("no AS number, as with static labels no BGP runs")),
            "mpls_igp": Key(refused("no IGP, as static labels follow computed paths")),
            "mpls_platform_labels": Key(parse_static_platform_labels, default=LABEL_TABLE),
        },
        router=_refuse(
            tables.router, tables.router.keys() - {"loopback", "label_interfaces"}, reason
        ),
        link={
            **_refuse(tables.link, tables.link.keys() - own_of_links, reason),
            "unnumbered": Key(
                refused("a subnet, as static labels go to addresses of links"), default=False
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
    service = replace(keys["service"], parse=only(ANY_TO_ANY, any_to_any))
    return {**keys, "service": service}


def _refuse(keys: Keys, names: Iterable[str], reason: str) -> Keys:
    refusal = refused(reason)
    return {**keys, **{name: replace(keys[name], parse=refusal) for name in names}}
