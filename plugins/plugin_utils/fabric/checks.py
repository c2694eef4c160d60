# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold across the intent: each rule is a function from an intent to its problems."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import (
    dual_stack,
    gtsm,
    igps,
    mtu,
    pe_ce_rules,
    reflector_rules,
    secret_rules,
    segments,
    service_rules,
    tunnels,
    walls,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import (
    Intent,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.paths import reach
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    Problem,
    Problems,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    INTERFACE_NAME,
    LONGEST_NAME,
    RESERVED_VRF_NAMES,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.vrfs import LONGEST_SUFFIX


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
    """No two VPNs share a number, and so neither a table nor a default RD or RT."""
    owners: dict[int, str] = {}
    for vpn in intent.vpns:
        first = owners.setdefault(vpn.table, vpn.path)
        if first != vpn.path:
            yield Problem(f"{vpn.path}.id", str(vpn.table), f"a number that {first} does not have")


def vpn_names_are_vrf_names(intent: Intent) -> Iterator[Problem]:
    """A VPN's name is that of its VRF device, or begins it, and nothing else has it."""
    taken = {site.interface for vpn in intent.vpns for site in vpn.sites}
    taken |= {end.interface for link in intent.links for end in link.ends}
    for vpn in intent.vpns:
        longest = LONGEST_NAME - len(LONGEST_SUFFIX) if vpn.has_hub else LONGEST_NAME
        names = {vpn.name, *(vrf.name for vrf in intent.vrfs if vrf.vpn is vpn)}
        is_name = INTERFACE_NAME.fullmatch(vpn.name) and len(vpn.name) <= longest
        if not is_name or names & (RESERVED_VRF_NAMES | taken):
            yield Problem(
                vpn.path,
                vpn.name,
                f"a name of at most {longest} characters after mpls_vpn_ that no interface has"
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
    reached = reach(names[0], pairs)
    for name in names:
        if name not in reached:
            yield Problem(
                f"mpls_routers.{name}", "no path", f"links that connect it with {names[0]}"
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
    *igps.RULES,
    *segments.RULES,
    *gtsm.RULES,
    *secret_rules.RULES,
    *reflector_rules.RULES,
    *dual_stack.RULES,
    *mtu.RULES,
    *tunnels.RULES,
    *service_rules.RULES,
    *pe_ce_rules.RULES,
    *walls.RULES,
)


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
