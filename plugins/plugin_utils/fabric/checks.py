# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold across the intent: each rule is a function from an intent to its problems."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import gtsm, tunnels
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.dual_stack import (
    customers_have_ipv6_over_a_dual_stack_core,
    ipv6_is_everywhere,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.igps import (
    links_are_in_one_area_where_one_is_needed,
    second_igp_is_another,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import (
    Intent,
    Link,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.mtu import links_carry_customers
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    Problem,
    Problems,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.segments import (
    label_blocks_do_not_meet,
    sids_are_unique,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    INTERFACE_NAME,
    RESERVED_VRF_NAMES,
)

#: RFC 2328 appendix D.3: a key of cryptographic authentication has 16 octets.
OSPF_SECRET = 16


def check_intent(intent: Intent, problems: Problems) -> None:
    """Apply every rule."""
    for rule in RULES:
        problems.found.extend(rule(intent))


def link_ends_are_routers(intent: Intent) -> Iterator[Problem]:
    """Both ends of a link are routers of the intent, and not the same one."""
    for link in intent.links:
        for index, end in enumerate(link.ends):
            if end.router not in intent.routers:
                yield Problem(
                    f"{link.path}.ends[{index}]",
                    f"{end.router}:{end.interface!s}",
                    f"a router of mpls_routers ({_names(intent)})",
                )
        if link.ends[0].router == link.ends[1].router:
            yield Problem(f"{link.path}.ends", link.ends[0].router, "two different routers")


def sites_are_at_pes(intent: Intent) -> Iterator[Problem]:
    """A customer's site is at a router of the group pe."""
    pes = ", ".join(sorted(r.name for r in intent.routers.values() if r.role == "pe")) or "none yet"
    for vpn in intent.vpns:
        for site in vpn.sites:
            router = intent.routers.get(site.pe)
            if router is None or router.role != "pe":
                yield Problem(f"{site.path}.pe", site.pe, f"a router of the group pe ({pes})")


def interfaces_are_used_once(intent: Intent) -> Iterator[Problem]:
    """An interface is one end of one link, or the port of one site."""
    users: dict[tuple[str, str], str] = {}
    for path, router, interface in _interface_uses(intent):
        first = users.setdefault((router, interface), path)
        if first != path:
            yield Problem(path, f"{router}:{interface}", f"an interface that {first} does not use")


def loopbacks_are_unique(intent: Intent) -> Iterator[Problem]:
    """No two routers share a loopback, and no loopback lies in the subnet of a link."""
    owners: dict[ipaddress.IPv4Address, str] = {}
    for router in intent.routers.values():
        path = f"mpls_routers.{router.name}.loopback"
        first = owners.setdefault(router.loopback, router.name)
        if first != router.name:
            yield Problem(path, str(router.loopback), f"an address that {first} does not have")
        for link in intent.links:
            if link.subnet and router.loopback in link.subnet:
                yield Problem(
                    path, str(router.loopback), f"an address outside of {link.path}.subnet"
                )


def static_cores_have_no_reflector(intent: Intent) -> Iterator[Problem]:
    """With static labels there is nothing to reflect."""
    for router in intent.routers.values():
        if intent.is_static and router.role == "rr":
            yield Problem(
                f"mpls_routers.{router.name}",
                "group rr",
                "a host of the group p or pe, as with static labels no BGP runs",
            )


def link_subnets_do_not_overlap(intent: Intent) -> Iterator[Problem]:
    """Each link has a subnet of its own."""
    ordered = sorted((link.subnet, link.path) for link in intent.links if link.subnet)
    for (first, first_path), (second, path) in zip(ordered, ordered[1:]):
        if first.overlaps(second):
            yield Problem(
                f"{path}.subnet",
                str(second),
                f"a subnet that does not overlap {first_path}.subnet ({first})",
            )


def vpn_tables_are_unique(intent: Intent) -> Iterator[Problem]:
    """No two VPNs share a table, and so neither a default RD nor a default RT."""
    owners: dict[int, str] = {}
    for vpn in intent.vpns:
        first = owners.setdefault(vpn.table, vpn.path)
        if first != vpn.path:
            yield Problem(f"{vpn.path}.id", str(vpn.table), f"a number that {first} does not have")


def vpn_names_are_vrf_names(intent: Intent) -> Iterator[Problem]:
    """A VPN's name is the name of its VRF device, and of nothing else on its routers."""
    taken = {site.interface for vpn in intent.vpns for site in vpn.sites}
    taken |= {end.interface for link in intent.links for end in link.ends}
    for vpn in intent.vpns:
        name_is_free = vpn.name not in RESERVED_VRF_NAMES and vpn.name not in taken
        if not (name_is_free and INTERFACE_NAME.fullmatch(vpn.name)):
            yield Problem(
                vpn.path,
                vpn.name,
                "a name of at most 15 characters after mpls_vpn_ that no interface has"
                f" and that is none of {', '.join(sorted(RESERVED_VRF_NAMES))}",
            )


def site_subnets_differ_at_a_pe(intent: Intent) -> Iterator[Problem]:
    """Two ports of one VPN at one PE are in different subnets."""
    for vpn in intent.vpns:
        for index, site in enumerate(vpn.sites):
            for other in vpn.sites[:index]:
                if site.pe == other.pe and site.address.network.overlaps(other.address.network):
                    yield Problem(
                        f"{site.path}.address",
                        str(site.address),
                        f"a subnet that does not overlap {other.path}.address ({other.address})",
                    )


def core_is_connected(intent: Intent) -> Iterator[Problem]:
    """Every loopback can be reached from every other over the links of the intent."""
    names = list(intent.routers)
    if not names:
        return
    pairs = [(link.ends[0].router, link.ends[1].router) for link in intent.links]
    reached = _reach(names[0], pairs)
    for name in names:
        if name not in reached:
            yield Problem(
                f"mpls_routers.{name}", "no path", f"links that connect it with {names[0]}"
            )


def ospf_areas_meet_in_the_backbone(intent: Intent) -> Iterator[Problem]:
    """A router with several areas has a part in area 0, as routes go between areas there only."""
    for router in intent.routers.values():
        links = [link for link in intent.links if router.name in {e.router for e in link.ends}]
        areas = {link.area for link in links}
        if len(areas) > 1 and 0 not in areas:
            yield Problem(
                f"{links[-1].path}.area",
                str(links[-1].area),
                f"area 0, or the one of the other links of {router.name}, which has none in area 0",
            )


def secrets_are_there(intent: Intent) -> Iterator[Problem]:
    """A link names a secret that there is, and OSPF takes 16 octets of it (RFC 2328, D.3)."""
    names = ", ".join(sorted(intent.secrets)) or "none yet"
    too_long = set()
    for link in intent.links:
        for key, name in (("igp_secret", link.igp_secret), ("ldp_secret", link.ldp_secret)):
            if name is not None and name not in intent.secrets:
                yield Problem(f"{link.path}.{key}", name, f"a name in mpls_secrets ({names})")
        if link.igp_secret and intent.secrets.get(link.igp_secret, 0) > OSPF_SECRET:
            too_long.add(link.igp_secret)
    for name in sorted(too_long) if "ospf" in intent.igp.protocols else ():
        yield Problem(
            f"mpls_secrets.{name}",
            f"{intent.secrets[name]} characters",
            f"at most {OSPF_SECRET}, which is what OSPF takes",
        )


def secrets_are_used(intent: Intent) -> Iterator[Problem]:
    """A secret that nothing uses is a misspelt one, and leaves something open."""
    used = {"bgp", "igp"} if intent.has_segments else {"bgp", "igp", "ldp"}
    used |= {name for link in intent.links for name in (link.igp_secret, link.ldp_secret) if name}
    for name in sorted(intent.secrets.keys() - used):
        yield Problem(
            f"mpls_secrets.{name}",
            "unused",
            "bgp, igp, ldp, or a name that a link has as igp_secret or ldp_secret",
        )


def parallel_links_have_one_ldp_secret(intent: Intent) -> Iterator[Problem]:
    """Two routers have one LDP session, over however many links."""
    first: dict[frozenset[str], Link] = {}
    for link in intent.links:
        other = first.setdefault(frozenset(end.router for end in link.ends), link)
        if other.ldp_secret != link.ldp_secret:
            yield Problem(
                f"{link.path}.ldp_secret",
                str(link.ldp_secret),
                f"the secret of {other.path} ({other.ldp_secret}), as both have one session",
            )


def reflector_options_are_for_reflectors(intent: Intent) -> Iterator[Problem]:
    """Only a reflector has a cluster, or does without labels."""
    for router in intent.routers.values():
        for key in ("attach", "cluster_id"):
            if router.role != "rr" and getattr(router, key) is not None:
                yield Problem(
                    f"mpls_routers.{router.name}.{key}",
                    str(getattr(router, key)),
                    f"no such key, as {router.name} is not in the group rr",
                )


def labels_do_not_need_reflectors_without_labels(intent: Intent) -> Iterator[Problem]:
    """Routers with labels are connected by links with labels; others hang on one of those."""
    labelled = {name for name, router in intent.routers.items() if router.has_labels}
    pairs = [(link.ends[0].router, link.ends[1].router) for link in intent.links]
    inner = [pair for pair in pairs if labelled.issuperset(pair)]
    hanging = {name for pair in pairs for name in pair if not labelled.isdisjoint(pair)}
    names = [name for name in intent.routers if name in labelled]
    reached = _reach(names[0], inner) if names else set()
    for name, router in intent.routers.items():
        if router.has_labels and name not in reached:
            expected = f"links that connect it with {names[0]} and cross no reflector without LDP"
            yield Problem(f"mpls_routers.{name}", "no path for labels", expected)
        elif not router.has_labels and name not in hanging:
            expected = "a link of it to a router that takes part in LDP"
            yield Problem(f"mpls_routers.{name}.attach", str(router.attach), expected)


def static_routes_have_next_hops(intent: Intent) -> Iterator[Problem]:
    """A link to a reflector without an IGP has a subnet: static routes lead to addresses in it."""
    for link in intent.links:
        for end in link.ends:
            router = intent.routers.get(end.router)
            if link.unnumbered and router is not None and not router.has_igp:
                yield Problem(
                    f"{link.path}.unnumbered",
                    "true",
                    f"a subnet, as {router.name} is reached by static routes (attach)",
                )


RULES: tuple[Callable[[Intent], Iterator[Problem]], ...] = (
    link_ends_are_routers,
    sites_are_at_pes,
    interfaces_are_used_once,
    loopbacks_are_unique,
    link_subnets_do_not_overlap,
    vpn_tables_are_unique,
    vpn_names_are_vrf_names,
    site_subnets_differ_at_a_pe,
    core_is_connected,
    static_cores_have_no_reflector,
    ospf_areas_meet_in_the_backbone,
    secrets_are_there,
    secrets_are_used,
    parallel_links_have_one_ldp_secret,
    reflector_options_are_for_reflectors,
    labels_do_not_need_reflectors_without_labels,
    static_routes_have_next_hops,
    sids_are_unique,
    label_blocks_do_not_meet,
    second_igp_is_another,
    links_are_in_one_area_where_one_is_needed,
    ipv6_is_everywhere,
    customers_have_ipv6_over_a_dual_stack_core,
    links_carry_customers,
    *tunnels.RULES,
    *gtsm.RULES,
)


def _reach(start: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    neighbours: dict[str, set[str]] = {start: set()}
    for first, second in pairs:
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    reached, waiting = {start}, [start]
    while waiting:
        new = neighbours[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached


def _interface_uses(intent: Intent) -> Iterator[tuple[str, str, str]]:
    for link in intent.links:
        for index, end in enumerate(link.ends):
            yield f"{link.path}.ends[{index}]", end.router, end.interface
    for vpn in intent.vpns:
        for site in vpn.sites:
            yield f"{site.path}.interface", site.pe, site.interface
    for router in intent.routers.values():
        for key in ("label_interfaces", "passive_interfaces"):
            for index, name in enumerate(getattr(router, key)):
                yield f"mpls_routers.{router.name}.{key}[{index}]", router.name, name


def _names(intent: Intent) -> str:
    return ", ".join(sorted(intent.routers)) or "none yet"
