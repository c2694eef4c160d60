# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the walls are made of, from options to checked values (pure)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._addresses import without_zone
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_names,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Names of interfaces stand in names of chains, which have no other characters.
NAME = re.compile(r"[A-Za-z0-9._-]+")
PROTOCOLS = ("bgp", "ospf", "static")


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


@dataclass(frozen=True)
class Walls:
    """The walls of a router; an empty one is not there."""

    label_ports: tuple[str, ...]
    source_ports: tuple[str, ...]
    control_plane: ControlPlane


def parse_walls(params: Mapping[str, Any]) -> Walls | None:
    """Check the options of mpls_filter; None where no wall is to stand.

    What is not given is empty: router_verify hands on what the intent says.
    """
    if params.get("state") == "absent":
        return None
    names = {
        option: _parse_names(option, params.get(option, ()))
        for option in ("label_ports", "source_ports", "ports", "vrfs", "core")
    }
    return Walls(
        names["label_ports"],
        names["source_ports"],
        ControlPlane(
            ports=names["ports"],
            vrfs=names["vrfs"],
            sessions=_parse_sessions(params.get("sessions", ())),
            core=names["core"],
            bgp_peers=_parse_addresses("bgp_peers", params.get("bgp_peers", ())),
            ldp_peers=_parse_addresses("ldp_peers", params.get("ldp_peers", ())),
        ),
    )


def list_ports(walls: Walls) -> tuple[str, ...]:
    """Name the ports of customers, which stay down where the walls cannot be loaded."""
    return tuple(sorted({*walls.label_ports, *walls.source_ports, *walls.control_plane.ports}))


def _parse_names(option: str, values: Sequence[str]) -> tuple[str, ...]:
    names = parse_interface_names(option, values)
    for at, value in enumerate(values):
        if not NAME.fullmatch(value):
            raise InputError(f"{option}[{at}]", value, "letters, digits, '_', '.' and '-' alone")
    return names


def _parse_sessions(entries: Sequence[Mapping[str, Any]]) -> tuple[Session, ...]:
    return tuple(sorted({_parse_session(f"sessions[{at}]", one) for at, one in enumerate(entries)}))


def _parse_session(path: str, entry: Mapping[str, Any]) -> Session:
    (interface,) = _parse_names(f"{path}.interface", [entry["interface"]])
    address = entry.get("address")
    if address is None and entry["protocol"] == "bgp":
        raise InputError(f"{path}.address", None, "the address of the customer's router")
    return Session(
        protocol=entry["protocol"],
        interface=interface,
        address="" if address is None else _parse_address(f"{path}.address", address),
        bfd=bool(entry.get("bfd")),
    )


def _parse_addresses(option: str, values: Sequence[str]) -> tuple[str, ...]:
    addresses = {_parse_address(f"{option}[{at}]", value) for at, value in enumerate(values)}
    return tuple(sorted(addresses))


def _parse_address(path: str, value: str) -> str:
    try:
        return str(ipaddress.ip_address(without_zone(value)))
    except ValueError:
        raise InputError(path, value, "an address without a prefix length or a zone") from None
