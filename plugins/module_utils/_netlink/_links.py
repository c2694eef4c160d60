# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Links and their addresses, as small values."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._session import (
    explained,
    open_session,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._socket import NetlinkSocket

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

IFF_UP, IFF_LOOPBACK, IFF_NOARP = 0x1, 0x8, 0x80
IFA_F_PERMANENT = 0x80
RTM_NEWLINK, RTM_GETLINK, RTM_NEWADDR, RTM_GETADDR = 16, 18, 20, 22
IFLA_IFNAME, IFLA_MTU, IFLA_LINK, IFLA_MASTER, IFLA_LINKINFO, IFLA_EXT_MASK = 3, 4, 5, 10, 18, 29
IFLA_INFO_KIND, IFLA_INFO_DATA, IFLA_VRF_TABLE = 1, 2, 1
IFA_ADDRESS, IFA_LOCAL, IFA_FLAGS = 1, 2, 8
RTEXT_FILTER_SKIP_STATS = 8
NUMBER = struct.Struct("=I")
LINK = struct.Struct("=BxHiII")
#: Kinds of devices that are down while the one is that they stand on; of others IFLA_LINK may be in
#: another network namespace.
STACKED = frozenset({"vlan", "macvlan", "macvtap", "ipvlan", "macsec"})
FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6})
ADDRESS = struct.Struct("=BBBBI")
ADDRESS_QUESTION = ADDRESS.pack(0, 0, 0, 0, 0)
LINK_QUESTION = LINK.pack(0, 0, 0, 0, 0) + wire.pack_attribute(
    IFLA_EXT_MASK, NUMBER.pack(RTEXT_FILTER_SKIP_STATS)
)


@dataclass(frozen=True)
class Link:
    """A network device; ``master`` is the name of the device that it is enslaved to.

    ``lower`` is the one that a VLAN or the like stands on.
    ``neighbours`` is false where the device itself takes what is sent, and no address is asked for:
    a VRF, the loopback, a tunnel.
    """

    name: str
    kind: str
    up: bool
    mtu: int
    master: str | None = None
    table: int | None = None
    index: int = 0
    neighbours: bool = True
    lower: str | None = None


class Address(NamedTuple):
    """An address of a device, in its shortest form, with the length of its prefix."""

    address: str
    length: int
    device: int
    scope: int
    flags: int


class Links:
    """Reads and changes devices and addresses; its sockets live as long as a task."""

    def __init__(self) -> None:
        """Open the socket, or raise HostError where pyroute2 is missing."""
        self._session = open_session()
        self._socket = NetlinkSocket("links")

    def read(self) -> dict[str, Link]:
        """Give all devices of this network namespace by name.

        Neither devices nor addresses are read by pyroute2, which takes as long for a device as
        mpls_route for fifty routes.
        """
        return unpack_links(self._socket.dump_bodies(RTM_GETLINK, LINK_QUESTION, RTM_NEWLINK))

    def addresses(self) -> dict[str, list[str]]:
        """Give static addresses by device: no link-local or host ones, none with a lifetime."""
        names = dict(socket.if_nameindex())
        found: dict[str, list[str]] = {}
        for one in self._dump_addresses():
            static = one.scope < wire.RT_SCOPE_LINK and one.flags & IFA_F_PERMANENT
            # A device may be gone since.
            if static and one.device in names:
                found.setdefault(names[one.device], []).append(f"{one.address}/{one.length}")
        return found

    def own_addresses(self) -> frozenset[str]:
        """Give every address of this router in its shortest form, of any scope and lifetime."""
        return frozenset(one.address for one in self._dump_addresses())

    def add_vrfs(self, tables: Mapping[str, int]) -> list[str]:
        """Create VRF devices that are up; give each one's error, or '' where it is there."""
        flags = wire.NLM_F_CREATE | wire.NLM_F_EXCL
        requests = [(RTM_NEWLINK, flags, pack_vrf(*item)) for item in tables.items()]
        return [words for words, _none in self._socket.exchange(requests)]

    def delete(self, name: str) -> None:
        """Delete a device."""
        with explained(name):
            self._session.link("del", index=_index(name))

    def set_up(self, name: str) -> None:
        """Bring a device up."""
        with explained(f"{name} up"):
            self._session.link("set", index=_index(name), state="up")

    def set_down(self, name: str) -> None:
        """Take a device down."""
        with explained(f"{name} down"):
            self._session.link("set", index=_index(name), state="down")

    def set_mtu(self, name: str, mtu: int) -> None:
        """Set the largest packet that a device sends, in bytes."""
        with explained(f"{name} mtu {mtu}"):
            self._session.link("set", index=_index(name), mtu=mtu)

    def set_master(self, name: str, master: str | None) -> None:
        """Enslave a device, or release it."""
        with explained(f"{name} master {master or 'none'}"):
            index = _index(master) if master else 0
            self._session.link("set", index=_index(name), master=index)

    def add_address(self, name: str, address: str) -> None:
        """Add a static address with the broadcast address that networkd gives it too."""
        with explained(f"{name} address {address}"):
            self._session.addr("add", index=_index(name), **_address_request(address))

    def delete_address(self, name: str, address: str) -> None:
        """Delete an address."""
        with explained(f"{name} address {address}"):
            request = _address_request(address)
            request.pop("broadcast", None)
            self._session.addr("delete", index=_index(name), **request)

    def _dump_addresses(self) -> list[Address]:
        return [
            unpack_address(body)
            for body in self._socket.dump_bodies(RTM_GETADDR, ADDRESS_QUESTION, RTM_NEWADDR)
            if body[0] in FAMILIES
        ]


def pack_vrf(name: str, table: int) -> bytes:
    """Pack the request for a VRF device that is up (drivers/net/vrf.c, vrf_newlink) (pure)."""
    data = wire.pack_attribute(IFLA_VRF_TABLE, NUMBER.pack(table))
    info = wire.pack_attribute(IFLA_INFO_KIND, b"vrf") + wire.pack_attribute(IFLA_INFO_DATA, data)
    return (
        LINK.pack(0, 0, 0, IFF_UP, IFF_UP)
        + wire.pack_attribute(IFLA_IFNAME, name.encode() + b"\0")
        + wire.pack_attribute(IFLA_LINKINFO, info)
    )


def unpack_links(bodies: Iterable[bytes]) -> dict[str, Link]:
    """Read devices as a dump gives them, by name (pure)."""
    attributes = {body: dict(wire.unpack_attributes(body, LINK.size)) for body in bodies}
    names = {
        LINK.unpack_from(body)[2]: _text(found.get(IFLA_IFNAME))
        for body, found in attributes.items()
    }
    links = [_link(body, found, names) for body, found in attributes.items()]
    return {link.name: link for link in links}


def unpack_address(body: bytes) -> Address:
    """Read an address as a dump gives it: that of the device, and not the other end's (pure)."""
    _family, length, flags, scope, device = ADDRESS.unpack_from(body)
    found = dict(wire.unpack_attributes(body, ADDRESS.size))
    packed = found.get(IFA_LOCAL) or found.get(IFA_ADDRESS, b"")
    more = found.get(IFA_FLAGS)
    return Address(
        str(ipaddress.ip_address(packed)), length, device, scope, _number(more) if more else flags
    )


def _link(body: bytes, attributes: Mapping[int, bytes], names: Mapping[int, str]) -> Link:
    _family, _type, index, flags, _change = LINK.unpack_from(body)
    info = dict(wire.unpack_attributes(attributes.get(IFLA_LINKINFO, b"")))
    kind = _text(info.get(IFLA_INFO_KIND))
    table = None
    if kind == "vrf":
        data = dict(wire.unpack_attributes(info.get(IFLA_INFO_DATA, b"")))
        table = _number(data.get(IFLA_VRF_TABLE)) or None
    return Link(
        name=names[index],
        kind=kind,
        up=bool(flags & IFF_UP),
        mtu=_number(attributes.get(IFLA_MTU)),
        master=names.get(_number(attributes.get(IFLA_MASTER))),
        table=table,
        index=index,
        neighbours=kind != "vrf" and not flags & (IFF_LOOPBACK | IFF_NOARP),
        lower=names.get(_number(attributes.get(IFLA_LINK))) if kind in STACKED else None,
    )


def _text(value: bytes | None) -> str:
    return (value or b"").rstrip(b"\0").decode("utf-8", "replace")


def _number(value: bytes | None) -> int:
    return int.from_bytes(value or b"", sys.byteorder)


def _index(name: str) -> int:
    return socket.if_nametoindex(name)


def _address_request(address: str) -> dict[str, Any]:
    parsed = ipaddress.ip_interface(address)
    request: dict[str, Any] = {"address": str(parsed.ip), "prefixlen": parsed.network.prefixlen}
    if parsed.version == 4 and parsed.network.prefixlen < 31:  # noqa: PLR2004 (RFC 3021)
        request["broadcast"] = str(parsed.network.broadcast_address)
    return request
