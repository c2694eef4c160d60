# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read the intent: variables in, routers, links and VPNs out, every mistake noted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.ce import parse_ce
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import (
    FABRIC,
    SEGMENTS,
    Igp,
    Ldp,
    Segments,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.homes import HOMES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.kinds import choose_tables
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import (
    TUNNEL,
    Link,
    Tunnel,
    choose_subnet,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.protection import (
    PROTECTION,
    SITE_PROTECTION,
    Protection,
    SiteProtection,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.run import (
    ROUTER_FACTS,
    RUN,
    RUN_VARIABLES,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import (
    VPN_PREFIX,
    Vpn,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import SITE, Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import plan_vrfs
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    HIDDEN,
    Problems,
    is_secret_name,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import (
    Keys,
    read_keys,
    read_known_keys,
    suggest,
)

#: The inventory groups that say what a router is.
ROLES = ("p", "pe", "rr")


def parse_intent(
    variables: Mapping[str, Any], groups: Mapping[str, Iterable[str]], problems: Problems
) -> Intent:
    """Read the variables that start with ``mpls_``, as far as they can be read."""
    problems.homes = HOMES
    intent = {name: value for name, value in variables.items() if name.startswith("mpls_")}
    vpns = {name: intent.pop(name) for name in sorted(intent) if name.startswith(VPN_PREFIX)}
    tables = choose_tables(intent)
    read_known_keys("", {name: intent.pop(name) for name in RUN if name in intent}, RUN, problems)
    known = _without_run_variables(intent, problems)
    fabric = read_known_keys("", known, tables.fabric, problems)
    parsed_vpns = _parse_vpns(vpns, tables.vpn, problems)
    routers = _parse_routers(fabric["mpls_routers"], tables.router, groups, problems)
    links = _parse_links(fabric, tables.link, problems)
    protection = Protection(
        **_read_protection(
            "mpls_edge_protection", fabric["mpls_edge_protection"], PROTECTION, problems
        )
    )
    return Intent(
        asn=fabric["mpls_asn"],
        bgp_holdtime=fabric["mpls_bgp_holdtime"],
        igp=Igp(
            protocols=tuple(filter(None, (fabric["mpls_igp"], fabric["mpls_igp_beside"]))),
            area=fabric["mpls_isis_area"],
            level=fabric["mpls_isis_level"],
            ldp_sync=fabric["mpls_ldp_sync"],
        ),
        ldp=Ldp(
            allocate=fabric["mpls_ldp_allocate"],
            explicit_null=fabric["mpls_ldp_explicit_null"],
            gtsm=_or_else(fabric["mpls_ldp_gtsm"], not fabric["mpls_ldp_sync"]),
            holdtime=fabric["mpls_ldp_holdtime"],
        ),
        segments=Segments(
            global_block=fabric["mpls_sr_global_block"],
            local_block=fabric["mpls_sr_local_block"],
            ti_lfa=fabric["mpls_sr_ti_lfa"],
        ),
        secrets=fabric["mpls_secrets"],
        label_distribution=fabric["mpls_label_distribution"],
        platform_labels=fabric["mpls_platform_labels"],
        mss_clamp=fabric["mpls_mss_clamp"],
        edge_protection=protection,
        routers=routers,
        links=links,
        vpns=parsed_vpns,
        vrfs=plan_vrfs(fabric["mpls_asn"], routers, parsed_vpns),
        link_pool=fabric["mpls_link_pool"],
        upgrades_from=fabric["mpls_upgrades_from"],
        unread=tuple(problem.path for problem in problems.found),
    )


def _or_else(said: bool | None, default: bool) -> bool:
    return default if said is None else said


def _without_run_variables(intent: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    kept = {}
    for name, value in intent.items():
        if name in FABRIC:
            kept[name] = value
        elif name not in RUN_VARIABLES or _is_misspelt(name, value):
            shown = HIDDEN if is_secret_name(name) else value
            problems.add(name, shown, f"no such variable{_suggest_variable(name)}")
    return kept


def _is_misspelt(name: str, value: object) -> bool:
    """Tell the variable of a user from what a task has found out of a router under that name."""
    return name == ROUTER_FACTS and not (isinstance(value, Mapping) and "packages" in value)


def _suggest_variable(name: str) -> str:
    if name.startswith(("mpls_vpn", "mpls_vrf")):
        return f" (a customer's VPN is {VPN_PREFIX}NAME)"
    if is_secret_name(name) and not difflib.get_close_matches(name, ["mpls_secrets"], cutoff=0.9):
        return " (secrets stand in mpls_secrets by name, such as {bgp: ...})"
    return suggest(name, frozenset(FABRIC) | frozenset(RUN))


def _parse_routers(
    raw: Mapping[str, Any] | None,
    keys: Keys,
    groups: Mapping[str, Iterable[str]],
    problems: Problems,
) -> dict[str, Router]:
    if raw is None:
        return {}
    roles = _roles_by_host(groups)
    routers = {}
    for name in raw:
        path = f"mpls_routers.{name}"
        read = read_keys(path, raw[name], keys, problems)
        member_of = roles.get(name, [])
        if len(member_of) != 1:
            problems.add(path, _groups_of(name, groups), "a host of exactly one group: p, pe or rr")
        elif read is not None:
            routers[name] = Router(name=name, role=member_of[0], **read)
    for name in sorted(set(roles) - set(raw)):
        problems.missing(
            f"mpls_routers.{name}",
            f"an entry with a loopback, as the inventory has {name} in {', '.join(roles[name])}",
        )
    return routers


def _roles_by_host(groups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for role in ROLES:
        for host in groups.get(role, ()):
            roles.setdefault(host, []).append(role)
    return roles


def _groups_of(host: str, groups: Mapping[str, Iterable[str]]) -> str:
    names = sorted(name for name, hosts in groups.items() if host in hosts and name != "all")
    return f"groups: {', '.join(names) or 'none'}"


def _parse_links(fabric: Mapping[str, Any], keys: Keys, problems: Problems) -> tuple[Link, ...]:
    links = []
    for index, item in enumerate(fabric["mpls_links"]):
        path = f"mpls_links[{index}]"
        read = read_keys(path, item, keys, problems)
        if read is None:
            continue
        tunnel = _parse_tunnel(f"{path}.tunnel", read["tunnel"], problems)
        is_whole = _has_addressing(path, read, fabric, problems) and not problems.has(
            f"{path}.tunnel"
        )
        # A link without what makes it is another link.
        if is_whole and (tunnel is not None or read["tunnel"] is None):
            own = {**read, "tunnel": tunnel}
            links.append(Link(path=path, **{**own, **_inherit(read, fabric)}))
    return tuple(links)


def _parse_tunnel(path: str, raw: object, problems: Problems) -> Tunnel | None:
    if raw is None:
        return None
    read = read_keys(path, raw, TUNNEL, problems)
    return None if read is None else Tunnel(**read)


def _has_addressing(
    path: str, link: Mapping[str, Any], fabric: Mapping[str, Any], problems: Problems
) -> bool:
    """A link has a subnet, its own or one of the pool, or is unnumbered, and not both."""
    if any(problems.has(name) for name in (f"{path}.subnet", f"{path}.unnumbered")):
        return False
    if link["unnumbered"] and link["subnet"]:
        problems.add(f"{path}.subnet", str(link["subnet"]), "none, as the link is unnumbered")
        return False
    if link["unnumbered"] or link["subnet"] or fabric["mpls_link_pool"]:
        return True
    if not problems.has("mpls_link_pool"):
        problems.missing(
            f"{path}.subnet", "an IPv4 subnet such as 10.1.0.0/31, or mpls_link_pool for all"
        )
    return False


def _inherit(link: Mapping[str, Any], fabric: Mapping[str, Any]) -> dict[str, Any]:
    """Take from the core what the link does not say itself."""
    core = {
        "area": fabric["mpls_ospf_area"],
        "bfd": fabric["mpls_bfd"],
        "bfd_interval": fabric["mpls_bfd_interval"],
        "igp_secret": "igp" if "igp" in fabric["mpls_secrets"] else None,
        "ldp_secret": "ldp" if _has_ldp_secret(fabric) else None,
    }
    if not (link["subnet"] or link["unnumbered"]):
        core["subnet"] = choose_subnet(fabric["mpls_link_pool"], link["ends"])
    return {name: value for name, value in core.items() if link[name] is None}


def _has_ldp_secret(fabric: Mapping[str, Any]) -> bool:
    return "ldp" in fabric["mpls_secrets"] and fabric["mpls_label_distribution"] != SEGMENTS


def _parse_vpns(raw: Mapping[str, Any], keys: Keys, problems: Problems) -> tuple[Vpn, ...]:
    vpns = []
    for variable, item in raw.items():
        read = read_keys(variable, item, keys, problems)
        said = item.get("sites") if isinstance(item, Mapping) else None
        sites = _parse_sites(f"{variable}.sites", said if isinstance(said, list) else [], problems)
        if read is None:
            continue
        name, table = variable[len(VPN_PREFIX) :], read.pop("id")
        vpns.append(Vpn(path=variable, name=name, table=table, **{**read, "sites": sites}))
    return tuple(vpns)


def _parse_sites(path: str, raw: Iterable[Any], problems: Problems) -> tuple[Site, ...]:
    sites = []
    for index, item in enumerate(raw):
        place = f"{path}[{index}]"
        read = read_keys(place, item, SITE, problems)
        if read is not None:
            ce = parse_ce(f"{place}.ce", read.pop("ce"), problems)
            protection = _read_protection(
                f"{place}.edge_protection", read.pop("edge_protection"), SITE_PROTECTION, problems
            )
            sites.append(
                Site(path=place, ce=ce, edge_protection=SiteProtection(**protection), **read)
            )
    return tuple(sites)


def _read_protection(path: str, raw: object, keys: Keys, problems: Problems) -> dict[str, bool]:
    """Read what is switched off; nothing where what is said is wrong."""
    return read_keys(path, raw, keys, problems) or {name: key.default for name, key in keys.items()}
