# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Names, addresses and MTU: from options to normalised values (pure)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Union

from ansible_collections.linuxnet.mpls.plugins.module_utils._addresses import without_zone
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Address = Union[ipaddress.IPv4Interface, ipaddress.IPv6Interface]

# IFNAMSIZ leaves 15 bytes. Globs, quotes, slashes and blanks would change the meaning of the
# files that carry the name (networkd's Name=, sysctl.d, udev rules).
NAME = re.compile(r"[A-Za-z0-9_.+@-]{1,15}")
RESERVED = frozenset({".", "..", "all", "default"})
MTU_MIN, MTU_MAX = 1280, 65535


@dataclass(frozen=True)
class DesiredInterface:
    """What a task wants of one interface; ``mtu`` None leaves the MTU alone."""

    name: str
    addresses: tuple[str, ...]
    mtu: int | None = None


@dataclass(frozen=True)
class InterfaceState:
    """What an interface has: its static addresses (sorted), MTU and administrative state."""

    addresses: tuple[str, ...]
    mtu: int
    up: bool


def parse_interface_name(path: str, value: str) -> str:
    """Check a device name."""
    if not NAME.fullmatch(value) or value in RESERVED:
        raise InputError(
            path, value, "an interface name: 1 to 15 of letters, digits, '_', '.', '+', '@', '-'"
        )
    return value


def parse_interface_names(path: str, values: Sequence[str]) -> tuple[str, ...]:
    """Check a list of device names, each there once; the order does not matter."""
    names = [parse_interface_name(f"{path}[{at}]", value) for at, value in enumerate(values)]
    refuse_twice(path, names)
    return tuple(sorted(names))


def refuse_twice(path: str, values: Sequence[object]) -> None:
    """Refuse a value that the list has already."""
    for at, value in enumerate(values):
        if value in values[:at]:
            raise InputError(f"{path}[{at}]", value, "a value that is not in the list already")


def parse_interfaces(
    entries: Sequence[Mapping[str, Any]], *, removing: bool = False
) -> dict[str, DesiredInterface]:
    """Check the option ``interfaces`` of l3_interface; an absent one needs no addresses."""
    refuse_twice("interfaces", [entry["name"] for entry in entries])
    wants = [
        _parse_interface(f"interfaces[{at}]", entry, removing) for at, entry in enumerate(entries)
    ]
    return {want.name: want for want in wants}


def parse_address(path: str, value: str) -> str:
    """Check one address with its prefix length and give its canonical form."""
    try:
        address = ipaddress.ip_interface(without_zone(value)) if "/" in value else None
    except ValueError:
        address = None
    if address is None:
        raise InputError(
            path, value, "an address with its prefix length and no zone, as 10.1.0.0/31"
        )
    if address.ip.is_loopback or address.ip.is_link_local:
        raise InputError(path, value, "a routable address: the kernel owns loopback and link-local")
    if address.ip.is_multicast or address.ip.is_unspecified:
        raise InputError(path, value, "a unicast address")
    if _names_the_network(address):
        raise InputError(path, value, "an address of a host, not of the network or its broadcast")
    return str(address)


def normalise_addresses(values: Iterable[str]) -> tuple[str, ...]:
    """Bring addresses into canonical form and order, as both sides of a comparison need."""
    parsed = {ipaddress.ip_interface(value) for value in values}
    return tuple(
        str(address)
        for address in sorted(
            parsed, key=lambda one: (one.version, one.ip.packed, one.network.prefixlen)
        )
    )


def _parse_interface(path: str, entry: Mapping[str, Any], removing: bool) -> DesiredInterface:
    name = parse_interface_name(f"{path}.name", entry["name"])
    given = entry.get("addresses")
    if given is None and not removing:
        raise InputError(
            f"{path}.addresses", None, "the addresses of the interface, or [] for none"
        )
    addresses = [
        parse_address(f"{path}.addresses[{at}]", value) for at, value in enumerate(given or [])
    ]
    refuse_twice(f"{path}.addresses", addresses)
    mtu = entry.get("mtu")
    if mtu is not None and not MTU_MIN <= mtu <= MTU_MAX:
        raise InputError(f"{path}.mtu", mtu, f"bytes from {MTU_MIN} to {MTU_MAX}")
    return DesiredInterface(name, normalise_addresses(addresses), mtu)


def _names_the_network(address: Address) -> bool:
    network = address.network
    if network.max_prefixlen - network.prefixlen < 2:  # noqa: PLR2004 (RFC 3021, RFC 6164)
        return False
    if address.ip == network.network_address:
        return True
    return address.version == 4 and address.ip == network.broadcast_address  # noqa: PLR2004
