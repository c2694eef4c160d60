# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes to route messages and back (pure, but for the names of interfaces)."""

from __future__ import annotations

import ipaddress
import socket
import struct

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    MAIN_TABLE,
    PROTOCOL,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire

FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
LABEL_BITS = 20


def route_key(route: wire.RouteMessage) -> RouteKey | None:
    """Give what a dumped route is for; None for what is no route to a label or a prefix."""
    destination = route.attributes.get(wire.RTA_DST)
    if route.family == wire.AF_MPLS:
        return RouteKey(label=wire.unpack_labels(destination)[0]) if destination else None
    size = 4 if route.family == socket.AF_INET else 16
    network = ipaddress.ip_network((destination or bytes(size), route.length))
    return RouteKey(prefix=str(network), table=route.table)


def route_state(route: wire.RouteMessage) -> RouteState:
    """Give where a dumped route of ours leads; several paths are not ours and compare unequal."""
    attributes = route.attributes
    if wire.RTA_OIF not in attributes:
        return RouteState(interface="(several paths)")
    (index,) = struct.unpack("=I", attributes[wire.RTA_OIF])
    if route.family == wire.AF_MPLS:
        labels = attributes.get(wire.RTA_NEWDST, b"")
    else:
        encap = dict(wire.unpack_attributes(attributes.get(wire.RTA_ENCAP, b"")))
        labels = encap.get(wire.MPLS_IPTUNNEL_DST, b"")
    return RouteState(_name(index), _via(attributes), wire.unpack_labels(labels))


def route_message(key: RouteKey, state: RouteState | None = None) -> wire.RouteMessage:
    """Pack a route of ours; without a state it names the one to delete."""
    network = ipaddress.ip_network(key.prefix) if key.prefix else None
    family = FAMILY[network.version] if network else wire.AF_MPLS
    attributes = {wire.RTA_DST: network.network_address.packed if network else _label(key)}
    if state is not None:
        attributes[wire.RTA_OIF] = struct.pack("=I", _index(state.interface))
        attributes.update(_pack_via(family, state.via))
        attributes.update(_pack_labels(family, state.out_labels))
    return wire.RouteMessage(
        family,
        network.prefixlen if network else LABEL_BITS,
        key.table if network else MAIN_TABLE,
        PROTOCOL,
        attributes=attributes,
    )


def _label(key: RouteKey) -> bytes:
    return wire.pack_labels([key.label])


def _via(attributes: dict[int, bytes]) -> str | None:
    if wire.RTA_GATEWAY in attributes:
        return str(ipaddress.ip_address(attributes[wire.RTA_GATEWAY]))
    via = attributes.get(wire.RTA_VIA, b"")
    (family,) = struct.unpack_from("=H", via) if via else (0,)
    return str(ipaddress.ip_address(via[2:])) if family in FAMILY.values() else None


def _pack_via(family: int, via: str | None) -> dict[int, bytes]:
    """An IP route names a next hop of its own family by RTA_GATEWAY, all others use RTA_VIA."""
    if via is None:
        return {}
    address = ipaddress.ip_address(via)
    if family == FAMILY[address.version]:
        return {wire.RTA_GATEWAY: address.packed}
    return {wire.RTA_VIA: struct.pack("=H", FAMILY[address.version]) + address.packed}


def _pack_labels(family: int, labels: tuple[int, ...]) -> dict[int, bytes]:
    if not labels:
        return {}
    stack = wire.pack_labels(labels)
    if family == wire.AF_MPLS:
        return {wire.RTA_NEWDST: stack}
    return {
        wire.RTA_ENCAP_TYPE: struct.pack("=H", wire.LWTUNNEL_ENCAP_MPLS),
        wire.RTA_ENCAP: wire.pack_attribute(wire.MPLS_IPTUNNEL_DST, stack),
    }


def _name(index: int) -> str:
    try:
        return socket.if_indextoname(index)
    except OSError:
        return f"(interface {index})"


def _index(name: str) -> int:
    try:
        return socket.if_nametoindex(name)
    except OSError as error:
        raise ApplyError(f"{name}: no such interface any more") from error
