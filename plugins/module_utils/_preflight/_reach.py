# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What of a router's own addresses and routes the core would take away (pure).

The management network above all: a core prefix that overlaps it makes the router unreachable for
who runs the playbook. The IGP gives each router routes to all loopbacks and links of the core, so
those of other routers are looked at as well. What is in a VRF is in another table.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import parse_address
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Host,
    Session,
    Wanted,
)

Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]
Address = Union[ipaddress.IPv4Interface, ipaddress.IPv6Interface]
#: How many prefixes a sentence names.
SHOWN = 3
BY_WHICH = ", by which this run reaches the router,"


def find_conflicts(host: Host, wanted: Wanted) -> list[str]:
    """Tell each address and each route that the core would take away, and what would be right.

    Nothing is known where no interface is said to be of the core.
    """
    if not wanted.addresses:
        return []
    outside = _find_outside(host, wanted)
    core = {ipaddress.ip_network(prefix): path for prefix, path in wanted.core.items()}
    taken = _find_overlaps(outside, core)
    overlapping = {prefix for _name, _address, prefixes in taken for prefix in prefixes}
    rest = {prefix: path for prefix, path in core.items() if prefix not in overlapping}
    return [
        *_lost_session(host, wanted, outside),
        *_overlapping_addresses(host.session, taken, core),
        *_routes_to_the_peer(host.session, outside, rest),
        *_routes_inside(host, outside, rest),
    ]


def parse_core(raw: Mapping[str, object]) -> dict[str, str]:
    """Take the option: the variable of each prefix of the core."""
    return {str(_parse_prefix(prefix)): str(path) for prefix, path in raw.items()}


def parse_addresses(raw: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Take the option: lists of addresses with their prefix lengths, by interface."""
    return {
        name: tuple(parse_address(f"addresses.{name}", address) for address in addresses)
        for name, addresses in raw.items()
    }


def _parse_prefix(text: str) -> Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        raise InputError("core", text, "prefixes, such as 10.1.0.0/31") from None


def _find_outside(host: Host, wanted: Wanted) -> dict[str, Sequence[str]]:
    """Give the addresses of each interface that keeps them, and has them in the main table."""
    in_vrfs = {port for vrf in host.vrfs.values() for port in vrf.ports}
    others = {*wanted.addresses, *wanted.configured, *host.own_tunnels, *host.vrfs, *in_vrfs}
    return {
        name: interface.addresses
        for name, interface in sorted(host.interfaces.items())
        if name not in others
    }


def _find_overlaps(
    outside: Mapping[str, Sequence[str]], core: Iterable[Network]
) -> list[tuple[str, Address, list[Network]]]:
    found = [
        (name, address, [prefix for prefix in core if _overlaps(prefix, address.network)])
        for name, addresses in outside.items()
        for address in map(ipaddress.ip_interface, addresses)
    ]
    return [item for item in found if item[-1]]


def _overlapping_addresses(
    session: Session | None,
    taken: Iterable[tuple[str, Address, Sequence[Network]]],
    core: Mapping[Network, str],
) -> Iterator[str]:
    for name, address, prefixes in taken:
        by_which = BY_WHICH if session is not None and session.local == address.ip else ""
        shown = ", ".join(f"{core[prefix]} ({prefix})" for prefix in prefixes[:SHOWN])
        more = f" and {len(prefixes) - SHOWN} more" if len(prefixes) > SHOWN else ""
        yield (
            f"{name} has {address}{by_which} and the intent has {shown}{more}: expected prefixes of"
            f" the core outside of {address.network}, or {name} without that address"
        )


def _lost_session(
    host: Host, wanted: Wanted, outside: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Tell when the run takes away the address that it came by."""
    in_vrfs = {port for vrf in host.vrfs.values() for port in vrf.ports}
    for name, interface in host.interfaces.items():
        if name in outside or name in in_vrfs or host.session is None:
            continue
        stays = {str(ipaddress.ip_interface(one).ip) for one in wanted.addresses.get(name, ())}
        here = {str(ipaddress.ip_interface(one).ip) for one in interface.addresses}
        local = str(host.session.local)
        if local in here - stays:
            yield (
                f"{name} has {local}{BY_WHICH} and the intent takes that address away: expected a"
                " port for management that the intent does not have, or another address to reach"
                " the router by"
            )


def _routes_to_the_peer(
    session: Session | None, outside: Mapping[str, Sequence[str]], core: Mapping[Network, str]
) -> Iterator[str]:
    """Tell when answers to who runs the playbook would go into the core."""
    if session is None:
        return
    for name, addresses in outside.items():
        if session.local in {ipaddress.ip_interface(one).ip for one in addresses}:
            yield from (
                f"{path}: {prefix} has {session.peer} in it, from where this run reaches the router"
                f" by {name}: expected a prefix without that address"
                for prefix, path in core.items()
                if session.peer in prefix
            )


def _routes_inside(
    host: Host, outside: Mapping[str, Sequence[str]], core: Mapping[Network, str]
) -> Iterator[str]:
    """Tell of routes that would lead packets for the core elsewhere."""
    for route in host.routes:
        network = ipaddress.ip_network(route.to)
        if not set(route.interfaces) <= outside.keys():
            continue
        for prefix, path in core.items():
            if _overlaps(prefix, network) and network.prefixlen >= prefix.prefixlen:
                yield (
                    f"{path}: {prefix} has the route to {network} in it"
                    f"{_by(route.interfaces)}, which the intent does not have: expected a prefix of"
                    " the core outside of it, or a router without that route"
                )


def _by(interfaces: Sequence[str]) -> str:
    return f" by {', '.join(interfaces)}" if interfaces else ""


def _overlaps(one: Network, other: Network) -> bool:
    return one.version == other.version and one.overlaps(other)
