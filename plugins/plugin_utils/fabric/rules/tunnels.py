# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for core links through networks without MPLS (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link, Tunnel
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.networks import NetworkIndex
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.tunnels import MODULES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem

#: mpls_tunnel leaves room for IPv6 (RFC 8200 section 5: 1280 octets) below two labels; the outer
#: headers, 48 octets with IPv6, GRE and a key, are not part of the MTU.
MTU_MIN, MTU_MAX = 1280 + 2 * 4, 65535 - 48


def tunnels_carry_the_core(intent: Intent) -> Iterator[Problem]:
    """What the routers send each other goes through a tunnel, or it makes no link.

    A device of MPLS in UDP takes labelled packets alone (Linux: ipip in mode mplsip). FRR takes
    IS-IS from a tunnel since 9.0 (isisd/isis_pfpacket.c), and Debian 12 has 8.4.
    """
    for link, tunnel in _tunnels(intent):
        path = f"{link.path}.tunnel"
        if tunnel.type == "udp" and not intent.is_static:
            expected = "gre_udp: MPLS in UDP has no place for packets without labels, as FRR's are"
            yield Problem(f"{path}.type", tunnel.type, expected)
        elif (tunnel.type, tunnel.underlay[0].version) not in MODULES:
            expected = f"IPv4 addresses: Linux has no device for {tunnel.type} over IPv6"
            yield Problem(f"{path}.underlay", str(tunnel.underlay[0]), expected)
        if tunnel.type == "udp" and tunnel.key is not None:
            yield Problem(f"{path}.key", str(tunnel.key), "none, as only GRE has keys")
        if "isis" in intent.igp.protocols:
            yield Problem(path, tunnel.type, "none with isis: FRR 8.4 takes no IS-IS from a tunnel")


def tunnels_have_room(intent: Intent) -> Iterator[Problem]:
    """The MTU of a tunnel is one that mpls_tunnel takes."""
    for link, _tunnel in _tunnels(intent):
        if link.mtu is not None and not MTU_MIN <= link.mtu <= MTU_MAX:
            expected = f"an MTU from {MTU_MIN} to {MTU_MAX} octets, as the link goes by a tunnel"
            yield Problem(f"{link.path}.mtu", str(link.mtu), expected)


def underlays_are_outside_of_the_core(intent: Intent) -> Iterator[Problem]:
    """No tunnel goes to an address of the core: the way there would lead through the tunnel."""
    taken: dict[Any, str] = {}
    for router in intent.routers.values():
        taken[router.loopback] = taken[router.loopback6] = f"loopback of {router.name}"
    subnets = NetworkIndex((link.subnet, link.path) for link in intent.links if link.subnet)
    for link, tunnel in _tunnels(intent):
        for index, address in enumerate(tunnel.underlay):
            inside = [f"{path}.subnet" for path in subnets.around(address)]
            owner = taken.get(address) or next(iter(inside), None)
            if owner is not None:
                path = f"{link.path}.tunnel.underlay[{index}]"
                expected = f"an address outside of the core ({owner}), which the tunnel carries"
                yield Problem(path, str(address), expected)


def underlays_have_one_router_and_one_tunnel(intent: Intent) -> Iterator[Problem]:
    """An underlay address is of one router, and the same two ends are of one tunnel (Linux)."""
    routers: dict[Any, str] = {}
    tunnels: dict[Any, str] = {}
    for link, tunnel in _tunnels(intent):
        path = f"{link.path}.tunnel.underlay"
        for index, address in enumerate(tunnel.underlay):
            owner = routers.setdefault(address, link.ends[index].router)
            if owner != link.ends[index].router:
                expected = f"an address that {owner} does not have"
                yield Problem(f"{path}[{index}]", str(address), expected)
        ends = (tunnel.type, frozenset(tunnel.underlay), tunnel.key)
        first = tunnels.setdefault(ends, link.path)
        if first != link.path:
            shown = " ".join(str(address) for address in tunnel.underlay)
            yield Problem(path, shown, f"other ends than {first} has, or a key of its own (GRE)")


RULES = (
    tunnels_carry_the_core,
    tunnels_have_room,
    underlays_are_outside_of_the_core,
    underlays_have_one_router_and_one_tunnel,
)


def _tunnels(intent: Intent) -> Iterator[tuple[Link, Tunnel]]:
    for link in intent.links:
        if link.tunnel is not None:
            yield link, link.tunnel
