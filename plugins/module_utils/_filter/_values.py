# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What edge protection consists of, from options to checked values (pure)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._addresses import without_zone
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_name,
    parse_interface_names,
    refuse_twice,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Names of interfaces stand in names of chains, which have no other characters.
NAME = re.compile(r"[A-Za-z0-9._-]+")
TUNNEL_KINDS = ("gre", "gre_udp", "udp")
PROTOCOLS = ("bgp", "ospf", "static")
NAME_OPTIONS = (
    "label_ports",
    "source_ports",
    "parent_ports",
    "other_interfaces",
    "ports",
    "vrfs",
    "core",
)
NEIGHBOURS_MIN, NEIGHBOURS_MAX = 1, 131072


@dataclass(frozen=True, order=True)
class Session:
    """What a customer's router may say to us: its protocol, where, and from which address."""

    protocol: str
    interface: str
    address: str
    bfd: bool


@dataclass(frozen=True)
class ControlPlane:
    """Who may speak to the router, on the interfaces of customers and on those of the core.

    ``vrfs`` are the devices of the VRFs that the customers' ports are in: a packet is the device's
    once the port has taken it.
    """

    ports: tuple[str, ...]
    vrfs: tuple[str, ...]
    sessions: tuple[Session, ...]
    core: tuple[str, ...]
    bgp_peers: tuple[str, ...]
    ldp_peers: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Tunnel:
    """What one end of a tunnel takes: packets of its kind from one address to another one."""

    kind: str
    local: str
    remote: str


@dataclass(frozen=True, order=True)
class PortNeighbours:
    """How many neighbours a port may have by family, and the routers that always pass.

    The port's IPv4 subnet is ``wide`` where it has more addresses than the port may have
    neighbours, or else ``narrow``: then it is a limit itself, and ``others`` may be outside of it.
    """

    interface: str
    ipv4: int
    ipv6: int
    wide: str | None
    narrow: str | None
    others: int
    routers4: tuple[str, ...]
    routers6: tuple[str, ...]


@dataclass(frozen=True)
class Protection:
    """Edge protection of a router; an empty part is not there.

    ``other_interfaces`` are left alone where they share the wire of one of ``parent_ports``.
    """

    label_ports: tuple[str, ...]
    source_ports: tuple[str, ...]
    parent_ports: tuple[str, ...]
    other_interfaces: tuple[str, ...]
    tunnels: tuple[Tunnel, ...]
    control_plane: ControlPlane
    neighbours: tuple[PortNeighbours, ...]


def parse_protection(params: Mapping[str, Any]) -> Protection | None:
    """Check the options of mpls_filter; None where nothing is protected.

    What is not given is empty: router_verify hands on what the intent says.
    """
    if params.get("state") == "absent":
        return None
    names = {option: parse_names(option, params.get(option, ())) for option in NAME_OPTIONS}
    return Protection(
        names["label_ports"],
        names["source_ports"],
        names["parent_ports"],
        names["other_interfaces"],
        _parse_tunnels(params.get("tunnels", ())),
        ControlPlane(
            ports=names["ports"],
            vrfs=names["vrfs"],
            sessions=_parse_sessions(params.get("sessions", ())),
            core=names["core"],
            bgp_peers=_parse_addresses("bgp_peers", params.get("bgp_peers", ())),
            ldp_peers=_parse_addresses("ldp_peers", params.get("ldp_peers", ())),
        ),
        _parse_neighbours(params.get("neighbours", ())),
    )


def list_ports(protection: Protection) -> tuple[str, ...]:
    """Name the ports of customers, which stay down where the rules cannot be loaded."""
    return tuple(
        sorted(
            {
                *protection.label_ports,
                *protection.source_ports,
                *protection.parent_ports,
                *protection.control_plane.ports,
                *(port.interface for port in protection.neighbours),
            }
        )
    )


def parse_names(option: str, values: Sequence[str]) -> tuple[str, ...]:
    """Check names that stand in rules."""
    names = parse_interface_names(option, values)
    for at, value in enumerate(values):
        _refuse_characters(f"{option}[{at}]", value)
    return names


def _parse_name(path: str, value: str) -> str:
    name = parse_interface_name(path, value)
    _refuse_characters(path, name)
    return name


def _refuse_characters(path: str, name: str) -> None:
    if not NAME.fullmatch(name):
        raise InputError(path, name, "letters, digits, '_', '.' and '-' alone")


def _parse_sessions(entries: Sequence[Mapping[str, Any]]) -> tuple[Session, ...]:
    return tuple(sorted({_parse_session(f"sessions[{at}]", one) for at, one in enumerate(entries)}))


def _parse_session(path: str, entry: Mapping[str, Any]) -> Session:
    address = entry.get("address")
    if address is None and entry["protocol"] == "bgp":
        raise InputError(f"{path}.address", None, "the address of the customer's router")
    return Session(
        protocol=entry["protocol"],
        interface=_parse_name(f"{path}.interface", entry["interface"]),
        address="" if address is None else _parse_address(f"{path}.address", address),
        bfd=bool(entry.get("bfd")),
    )


def _parse_tunnels(entries: Sequence[Mapping[str, Any]]) -> tuple[Tunnel, ...]:
    return tuple(sorted({_parse_tunnel(f"tunnels[{at}]", one) for at, one in enumerate(entries)}))


def _parse_tunnel(path: str, entry: Mapping[str, Any]) -> Tunnel:
    local, remote = (_parse_address(f"{path}.{end}", entry[end]) for end in ("local", "remote"))
    if (":" in local) != (":" in remote):
        raise InputError(f"{path}.remote", remote, f"an address of the family of {local}")
    return Tunnel(entry["kind"], local, remote)


def _parse_neighbours(entries: Sequence[Mapping[str, Any]]) -> tuple[PortNeighbours, ...]:
    refuse_twice("neighbours", [entry["interface"] for entry in entries])
    return tuple(sorted(_parse_port(f"neighbours[{at}]", one) for at, one in enumerate(entries)))


def _parse_port(path: str, entry: Mapping[str, Any]) -> PortNeighbours:
    ipv4, ipv6 = (_parse_limit(f"{path}.{family}", entry[family]) for family in ("ipv4", "ipv6"))
    subnet = _parse_subnet(f"{path}.subnet", entry.get("subnet"))
    routers = _parse_addresses(f"{path}.routers", entry.get("routers") or ())
    others = ipv4 - subnet.num_addresses if subnet else ipv4
    return PortNeighbours(
        interface=_parse_name(f"{path}.interface", entry["interface"]),
        ipv4=ipv4,
        ipv6=ipv6,
        wide=str(subnet) if others < 0 else None,
        narrow=str(subnet) if subnet and others > 0 else None,
        others=others if others > 0 else ipv4,
        routers4=tuple(one for one in routers if ":" not in one),
        routers6=tuple(one for one in routers if ":" in one),
    )


def _parse_limit(path: str, value: int) -> int:
    if not NEIGHBOURS_MIN <= value <= NEIGHBOURS_MAX:
        expected = f"a number of neighbours from {NEIGHBOURS_MIN} to {NEIGHBOURS_MAX}"
        raise InputError(path, value, expected)
    return value


def _parse_subnet(path: str, value: str | None) -> ipaddress.IPv4Network | None:
    try:
        return None if value is None else ipaddress.IPv4Network(value)
    except ValueError:
        raise InputError(path, value, "an IPv4 subnet, such as 192.168.1.0/24") from None


def _parse_addresses(option: str, values: Sequence[str]) -> tuple[str, ...]:
    addresses = {_parse_address(f"{option}[{at}]", value) for at, value in enumerate(values)}
    return tuple(sorted(addresses))


def _parse_address(path: str, value: str) -> str:
    try:
        return str(ipaddress.ip_address(without_zone(value)))
    except ValueError:
        raise InputError(path, value, "an address without a prefix length or a zone") from None
