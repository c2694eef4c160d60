# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Links and their addresses, as small values."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._session import (
    explained,
    open_session,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

IFF_UP, IFF_LOOPBACK, IFF_NOARP = 0x1, 0x8, 0x80
IFA_F_PERMANENT = 0x80
RT_SCOPE_LINK = 253


@dataclass(frozen=True)
class Link:
    """A network device; ``master`` is the name of the device that it is enslaved to.

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


class Links:
    """Reads and changes devices and addresses; one socket for the life of a task."""

    def __init__(self) -> None:
        """Open the socket, or raise HostError where pyroute2 is missing."""
        self._session = open_session()

    def read(self) -> dict[str, Link]:
        """Give all devices of this network namespace by name."""
        with explained("links"):
            messages = tuple(self._session.get_links())
        names = {message["index"]: message.get_attr("IFLA_IFNAME") for message in messages}
        return {link.name: link for link in (_link(message, names) for message in messages)}

    def addresses(self) -> dict[str, list[str]]:
        """Give static addresses by device: no link-local or host ones, none with a lifetime."""
        with explained("addresses"):
            messages = tuple(self._session.get_addr())
        found: dict[str, list[str]] = {}
        for message in messages:
            flags = message.get_attr("IFA_FLAGS") or message["flags"]
            if message["scope"] >= RT_SCOPE_LINK or not flags & IFA_F_PERMANENT:
                continue
            address = message.get_attr("IFA_LOCAL") or message.get_attr("IFA_ADDRESS")
            name = socket.if_indextoname(message["index"])
            found.setdefault(name, []).append(f"{address}/{message['prefixlen']}")
        return found

    def add_vrf(self, name: str, table: int) -> None:
        """Create a VRF device."""
        with explained(f"VRF {name}"):
            self._session.link("add", ifname=name, kind="vrf", vrf_table=table)

    def delete(self, name: str) -> None:
        """Delete a device."""
        with explained(name):
            self._session.link("del", index=_index(name))

    def set_up(self, name: str) -> None:
        """Bring a device up."""
        with explained(f"{name} up"):
            self._session.link("set", index=_index(name), state="up")

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


def _link(
    message: Any,  # noqa: ANN401 (pyroute2 has no types)
    names: Mapping[int, str],
) -> Link:
    info = message.get_attr("IFLA_LINKINFO")
    data = info.get_attr("IFLA_INFO_DATA") if info else None
    kind = (info.get_attr("IFLA_INFO_KIND") if info else None) or ""
    return Link(
        name=message.get_attr("IFLA_IFNAME"),
        kind=kind,
        up=bool(message["flags"] & IFF_UP),
        mtu=message.get_attr("IFLA_MTU") or 0,
        master=names.get(message.get_attr("IFLA_MASTER") or 0),
        table=data.get_attr("IFLA_VRF_TABLE") if kind == "vrf" and data else None,
        index=message["index"],
        neighbours=kind != "vrf" and not message["flags"] & (IFF_LOOPBACK | IFF_NOARP),
    )


def _index(name: str) -> int:
    return socket.if_nametoindex(name)


def _address_request(address: str) -> dict[str, Any]:
    parsed = ipaddress.ip_interface(address)
    request: dict[str, Any] = {"address": str(parsed.ip), "prefixlen": parsed.network.prefixlen}
    if parsed.version == 4 and parsed.network.prefixlen < 31:  # noqa: PLR2004 (RFC 3021)
        request["broadcast"] = str(parsed.network.broadcast_address)
    return request
