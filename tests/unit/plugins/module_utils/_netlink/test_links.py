# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Devices and addresses as a dump gives them."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import (
    Link,
    Links,
    unpack_links,
)


def packed(index: int, name: str, flags: int, *attributes: bytes, mtu: int = 1500) -> bytes:
    return (
        _links.LINK.pack(0, 1, index, flags, 0)
        + wire.pack_attribute(_links.IFLA_IFNAME, name.encode() + b"\0")
        + wire.pack_attribute(_links.IFLA_MTU, _links.NUMBER.pack(mtu))
        + b"".join(attributes)
    )


def kind_of(kind: str, data: bytes = b"") -> bytes:
    inner = wire.pack_attribute(_links.IFLA_INFO_KIND, kind.encode() + b"\0")
    if data:
        inner += wire.pack_attribute(_links.IFLA_INFO_DATA, data)
    return wire.pack_attribute(_links.IFLA_LINKINFO, inner)


def test_device_has_its_vrf_and_table_when_unpacked() -> None:
    table = wire.pack_attribute(_links.IFLA_VRF_TABLE, _links.NUMBER.pack(4294967295))
    master = wire.pack_attribute(_links.IFLA_MASTER, _links.NUMBER.pack(9))
    found = unpack_links(
        [
            packed(1, "lo", _links.IFF_UP | _links.IFF_LOOPBACK, mtu=65536),
            packed(7, "eth1.100", _links.IFF_UP, kind_of("vlan"), master),
            packed(8, "gre1", _links.IFF_NOARP, kind_of("gre")),
            packed(9, "red", _links.IFF_UP, kind_of("vrf", table)),
        ]
    )
    assert list(found.values()) == [
        Link("lo", "", up=True, mtu=65536, index=1, neighbours=False),
        Link("eth1.100", "vlan", up=True, mtu=1500, master="red", index=7),
        Link("gre1", "gre", up=False, mtu=1500, index=8, neighbours=False),
        Link("red", "vrf", up=True, mtu=1500, table=4294967295, index=9, neighbours=False),
    ]
    assert list(found) == ["lo", "eth1.100", "gre1", "red"]


def test_device_that_another_stands_on_is_named_when_it_is_of_this_namespace() -> None:
    below = wire.pack_attribute(_links.IFLA_LINK, _links.NUMBER.pack(2))
    found = unpack_links(
        [
            packed(2, "eth1", _links.IFF_UP),
            packed(7, "eth1.100", 0, kind_of("vlan"), below),
            packed(8, "p0", 0, kind_of("veth"), below),
        ]
    )
    assert {name: link.lower for name, link in found.items()} == {
        "eth1": None,
        "eth1.100": "eth1",
        "p0": None,
    }


def test_request_for_a_vrf_says_what_a_dump_would_say() -> None:
    found = unpack_links([_links.pack_vrf("red", 4294967295)])["red"]
    assert (found.kind, found.table, found.up) == ("vrf", 4294967295, True)


@given(st.binary(max_size=60))
def test_device_is_read_as_far_as_it_goes_when_its_attributes_are_nonsense(data: bytes) -> None:
    assert unpack_links([packed(7, "eth1", 0) + data])


def packed_address(address: str, scope: int, flags: int, local: str = "", device: int = 1) -> bytes:
    given, own = ipaddress.ip_address(address), ipaddress.ip_address(local or address)
    family = socket.AF_INET if given.version == 4 else socket.AF_INET6
    body = _links.ADDRESS.pack(family, 24, flags & 0xFF, scope, device)
    body += wire.pack_attribute(_links.IFA_ADDRESS, given.packed)
    if local:
        body += wire.pack_attribute(_links.IFA_LOCAL, own.packed)
    return body + wire.pack_attribute(_links.IFA_FLAGS, _links.NUMBER.pack(flags))


PERMANENT = _links.IFA_F_PERMANENT
EVERYWHERE, LINK, HOST = wire.RT_SCOPE_UNIVERSE, wire.RT_SCOPE_LINK, 254


def test_address_is_the_routers_own_when_it_is_link_local_or_has_a_lifetime(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    messages = (
        packed_address("10.0.0.1", EVERYWHERE, PERMANENT, local="10.0.0.1"),
        # of a device with one address at its other end
        packed_address("10.0.1.2", EVERYWHERE, PERMANENT, local="10.0.1.1"),
        packed_address("10.0.2.1", EVERYWHERE, 0, local="10.0.2.1"),
        packed_address("127.0.0.1", HOST, PERMANENT, local="127.0.0.1"),
        packed_address("fe80::1", LINK, PERMANENT),
        packed_address("::10.0.0.1", EVERYWHERE, PERMANENT),
    )
    of_others = (
        packed_address("10.0.3.1", EVERYWHERE, PERMANENT, device=2**31 - 1),
        # AF_MCTP, whose addresses are one byte
        _links.ADDRESS.pack(45, 0, 0, 0, 1) + wire.pack_attribute(_links.IFA_LOCAL, b"\x08"),
    )
    monkeypatch.setattr(_links, "open_session", object)
    monkeypatch.setattr(
        _links.NetlinkSocket, "dump_bodies", lambda *_question: (*messages, *of_others)
    )
    links = Links()
    static = ["10.0.0.1/24", "10.0.1.1/24", "::a00:1/24"]
    assert links.addresses() == {"lo": static}
    assert links.own_addresses() == {
        *("10.0.0.1", "10.0.1.1", "10.0.2.1", "10.0.3.1", "127.0.0.1", "fe80::1", "::a00:1"),
    }
