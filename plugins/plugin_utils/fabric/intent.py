# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The intent as values: variables in, routers, links and VPNs out."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.keys import (
    FABRIC,
    RUN_VARIABLES,
    SEGMENTS,
    SITE,
    STATIC,
    VPN_PREFIX,
    Keys,
    choose_tables,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.link_pool import choose_subnet
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    HIDDEN,
    Problems,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import (
    read_keys,
    suggest,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    LinkEnd,
    check_route_id,
)

#: The inventory groups that say what a router is.
ROLES = ("p", "pe", "rr")


@dataclass(frozen=True)
class Router:
    """A router of the core; ``role`` is the one of the groups p, pe, rr that it is in."""

    name: str
    role: str
    loopback: ipaddress.IPv4Address
    loopback6: ipaddress.IPv6Address | None
    label_interfaces: tuple[str, ...]
    passive_interfaces: tuple[str, ...]
    drained: bool
    sid: int | None
    attach: str | None
    cluster_id: ipaddress.IPv4Address | None

    @property
    def has_labels(self) -> bool:
        """Whether the router takes part in LDP; a reflector may do without."""
        return self.attach in (None, "ldp")

    @property
    def has_igp(self) -> bool:
        """Whether the router takes part in the IGP; a reflector may do without."""
        return self.attach != "static"


@dataclass(frozen=True)
class Link:
    """A point-to-point link of the core; ``path`` is where the intent has it.

    What the intent does not say for the link itself is what it says for the core.
    """

    path: str
    subnet: ipaddress.IPv4Network
    ends: tuple[LinkEnd, LinkEnd]
    mtu: int | None
    cost: int | None
    area: int
    bfd: bool
    igp_secret: str | None
    ldp_secret: str | None

    def address(self, index: int) -> ipaddress.IPv4Address:
        """Give an end's address: the subnet's first host address for the first, then the next."""
        hosts = self.subnet.hosts()
        return [next(hosts), next(hosts)][index]


@dataclass(frozen=True)
class Site:
    """A customer's port at a PE."""

    path: str
    pe: str
    interface: str
    address: ipaddress.IPv4Interface
    address6: ipaddress.IPv6Interface | None
    mtu: int | None


@dataclass(frozen=True)
class Vpn:
    """A customer's VPN: one VRF, with the same name and table on every PE that has a site of it."""

    path: str
    name: str
    table: int
    rd: str
    rt: str
    sites: tuple[Site, ...]

    @property
    def has_ipv6(self) -> bool:
        """Whether a site of the customer has IPv6."""
        return any(site.address6 for site in self.sites)


@dataclass(frozen=True)
class Igp:
    """How the routers learn of each other; ``area`` is that of IS-IS, links have OSPF's."""

    protocol: str
    area: str
    level: int
    ldp_sync: bool


@dataclass(frozen=True)
class Ldp:
    """How LDP runs on all routers."""

    allocate: str
    explicit_null: bool
    gtsm: bool
    holdtime: int


@dataclass(frozen=True)
class Segments:
    """How segment routing runs on all routers; a block is its first and its last label."""

    global_block: tuple[int, int]
    local_block: tuple[int, int]
    ti_lfa: str | None


@dataclass(frozen=True)
class Intent:
    """The whole network as the user wrote it; static labels have neither AS number nor IGP.

    Of the secrets it has the lengths only: their values go past it, from the inventory to FRR.
    """

    asn: int | None
    igp: Igp
    ldp: Ldp
    segments: Segments
    secrets: Mapping[str, int]
    label_distribution: str
    platform_labels: int
    routers: Mapping[str, Router]
    links: tuple[Link, ...]
    vpns: tuple[Vpn, ...]

    def has_labels(self, link: Link) -> bool:
        """Whether labelled packets cross a link: LDP runs at both of its ends."""
        return all(self.routers[end.router].has_labels for end in link.ends)

    def has_igp(self, link: Link) -> bool:
        """Whether the IGP runs at both ends of a link."""
        return all(self.routers[end.router].has_igp for end in link.ends)

    @property
    def has_ipv6(self) -> bool:
        """Whether the core is dual-stack."""
        return any(router.loopback6 for router in self.routers.values())

    @property
    def has_segments(self) -> bool:
        """Whether the IGP distributes the labels, and not LDP."""
        return self.label_distribution == SEGMENTS

    @property
    def is_static(self) -> bool:
        """Whether labels and paths are computed here, and no router runs FRRouting."""
        return self.label_distribution == STATIC


def parse_intent(
    variables: Mapping[str, Any], groups: Mapping[str, Iterable[str]], problems: Problems
) -> Intent | None:
    """Read the variables that start with ``mpls_``; None when the fabric's own values are wrong."""
    intent = {name: value for name, value in variables.items() if name.startswith("mpls_")}
    vpns = {name: intent.pop(name) for name in sorted(intent) if name.startswith(VPN_PREFIX)}
    tables = choose_tables(intent)
    fabric = read_keys("", _without_run_variables(intent, problems), tables.fabric, problems)
    parsed_vpns = _parse_vpns(vpns, tables.vpn, fabric["mpls_asn"] if fabric else None, problems)
    if fabric is None:
        return None
    return Intent(
        asn=fabric["mpls_asn"],
        igp=Igp(
            protocol=fabric["mpls_igp"],
            area=fabric["mpls_isis_area"],
            level=fabric["mpls_isis_level"],
            ldp_sync=fabric["mpls_ldp_sync"],
        ),
        ldp=Ldp(
            allocate=fabric["mpls_ldp_allocate"],
            explicit_null=fabric["mpls_ldp_explicit_null"],
            gtsm=fabric["mpls_ldp_gtsm"],
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
        routers=_parse_routers(fabric["mpls_routers"], tables.router, groups, problems),
        links=_parse_links(fabric, tables.link, problems),
        vpns=parsed_vpns,
    )


def _without_run_variables(intent: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    kept = {}
    for name, value in intent.items():
        if name in FABRIC:
            kept[name] = value
        elif name not in RUN_VARIABLES:
            shown = HIDDEN if "secret" in name else value
            problems.add(
                name, shown, "no such variable" + suggest(name, frozenset(FABRIC) | RUN_VARIABLES)
            )
    return kept


def _parse_routers(
    raw: Mapping[str, Any], keys: Keys, groups: Mapping[str, Iterable[str]], problems: Problems
) -> dict[str, Router]:
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
        if read["subnet"] is None and fabric["mpls_link_pool"] is None:
            problems.missing(
                f"{path}.subnet", "an IPv4 subnet such as 10.1.0.0/31, or mpls_link_pool for all"
            )
            continue
        links.append(Link(path=path, **{**read, **_inherit(read, fabric)}))
    return tuple(links)


def _inherit(link: Mapping[str, Any], fabric: Mapping[str, Any]) -> dict[str, Any]:
    """Take from the core what the link does not say itself."""
    core = {
        "area": fabric["mpls_ospf_area"],
        "bfd": fabric["mpls_bfd"],
        "igp_secret": "igp" if "igp" in fabric["mpls_secrets"] else None,
        "ldp_secret": "ldp" if _has_ldp_secret(fabric) else None,
    }
    if link["subnet"] is None:
        core["subnet"] = choose_subnet(fabric["mpls_link_pool"], link["ends"])
    return {name: value for name, value in core.items() if link[name] is None}


def _has_ldp_secret(fabric: Mapping[str, Any]) -> bool:
    return "ldp" in fabric["mpls_secrets"] and fabric["mpls_label_distribution"] != SEGMENTS


def _parse_vpns(
    raw: Mapping[str, Any], keys: Keys, asn: int | None, problems: Problems
) -> tuple[Vpn, ...]:
    vpns = []
    for variable, item in raw.items():
        read = read_keys(variable, item, keys, problems)
        if read is None:
            continue
        sites = _parse_sites(f"{variable}.sites", read["sites"], problems)
        route_id = _default_route_id(variable, asn, read["id"], problems)
        vpns.append(
            Vpn(
                path=variable,
                name=variable[len(VPN_PREFIX) :],
                table=read["id"],
                rd=read["rd"] or route_id,
                rt=read["rt"] or route_id,
                sites=sites,
            )
        )
    return tuple(vpns)


def _parse_sites(path: str, raw: Iterable[Any], problems: Problems) -> tuple[Site, ...]:
    sites = []
    for index, item in enumerate(raw):
        read = read_keys(f"{path}[{index}]", item, SITE, problems)
        if read is not None:
            sites.append(Site(path=f"{path}[{index}]", **read))
    return tuple(sites)


def _default_route_id(variable: str, asn: int | None, number: int, problems: Problems) -> str:
    if asn is None:
        return ""
    try:
        return check_route_id(asn, number)
    except ValueError as error:
        problems.add(f"{variable}.id", number, f"{error}; set rd and rt, or a smaller id")
        return ""
