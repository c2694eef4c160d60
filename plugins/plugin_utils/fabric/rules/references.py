# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold between routers, links and sites: who names whom, and who is whose (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._parse import KERNEL_NAMES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.names import (
    LONGEST_NAME,
    RESERVED_VRF_NAMES,
    VPN_NAME,
    VPN_NAME_WORDS,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import LONGEST_SUFFIX
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.paths import reach_most
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem


def link_ends_are_routers(intent: Intent) -> Iterator[Problem]:
    """Both ends of a link are routers of the intent, and not the same one."""
    for link in intent.links:
        for index, end in enumerate(link.ends):
            if end.router not in intent.routers and intent.is_read(f"mpls_routers.{end.router}"):
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
            is_known = router is not None or intent.is_read(f"mpls_routers.{site.pe}")
            if is_known and (router is None or router.role != "pe"):
                yield Problem(f"{site.path}.pe", site.pe, f"a router of the group pe ({pes})")


def interfaces_are_used_once(intent: Intent) -> Iterator[Problem]:
    """An interface is one end of one link, or the port of one site."""
    users: dict[tuple[str, str], str] = {}
    for path, router, interface in _interface_uses(intent):
        first = users.setdefault((router, interface), path)
        if first != path:
            yield Problem(path, f"{router}:{interface}", f"an interface that {first} does not use")


def vpn_names_are_vrf_names(intent: Intent) -> Iterator[Problem]:
    """A VPN's name is that of its VRF device, or begins it, and nothing else has it."""
    reserved = RESERVED_VRF_NAMES | KERNEL_NAMES
    taken = {site.interface for vpn in intent.vpns for site in vpn.sites}
    taken |= {end.interface for link in intent.links for end in link.ends}
    vrfs: dict[str, set[str]] = {}
    for vrf in intent.vrfs:
        vrfs.setdefault(vrf.vpn.path, set()).add(vrf.name)
    for vpn in intent.vpns:
        longest = LONGEST_NAME - len(LONGEST_SUFFIX) if vpn.has_hub else LONGEST_NAME
        names = {vpn.name, *vrfs.get(vpn.path, ())}
        is_name = VPN_NAME.fullmatch(vpn.name) and len(vpn.name) <= longest
        if not is_name or names & (reserved | taken):
            yield Problem(
                vpn.path,
                vpn.name or "no name",
                f"a name of at most {longest} {VPN_NAME_WORDS}, after mpls_vpn_ that no interface"
                f" has and that is none of {', '.join(sorted(reserved))}",
            )


def core_is_connected(intent: Intent) -> Iterator[Problem]:
    """Every loopback can be reached from every other over the links of the intent."""
    if not intent.has_whole_links:
        return
    main = reach_most(intent.routers, (link.routers for link in intent.links))
    expected = f"links that connect it with {next(iter(main), '')}"
    for name in intent.routers:
        if name not in main:
            yield Problem(f"mpls_routers.{name}", "no path", expected)


RULES = (
    link_ends_are_routers,
    sites_are_at_pes,
    interfaces_are_used_once,
    vpn_names_are_vrf_names,
    core_is_connected,
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
