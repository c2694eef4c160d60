# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the preflight reads of a host."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _commands
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight import _read
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Interface,
    Route,
    Vrf,
)

LINK_LOCAL = {"local": "fe80::1", "prefixlen": 64, "scope": "link"}
ADDRESS = {"local": "10.1.0.0", "prefixlen": 31, "scope": "global"}


def link(name: str, mtu: int, max_mtu: int, **more: Any) -> dict[str, Any]:
    return {"ifname": name, "mtu": mtu, "max_mtu": max_mtu, "addr_info": [], **more}


def test_largest_mtu_is_that_of_the_driver_and_below_a_vlan_that_of_its_parent() -> None:
    vlan = {"link": "eth1", "linkinfo": {"info_kind": "vlan"}}
    shown = [
        link("lo", 65536, 0),
        link("eth1", 1600, 9000, addr_info=[ADDRESS, LINK_LOCAL]),
        link("eth1.100", 1500, 65535, **vlan),
        link("eth1.200", 1500, 1400, **vlan),
        link("mv0", 1500, 65535, link="eth1", linkinfo={"info_kind": "macvlan"}),
    ]
    assert _read.find_interfaces(shown) == {
        "lo": Interface(_read.NO_LIMIT),
        "eth1": Interface(9000, ("10.1.0.0/31",)),
        "eth1.100": Interface(1600),
        "eth1.200": Interface(1400),
        "mv0": Interface(65535),
    }


def test_vrfs_have_their_tables_and_members() -> None:
    vrf = {"linkinfo": {"info_kind": "vrf", "info_data": {"table": 100}}}
    shown = [
        link("acme", 65575, 65575, **vrf),
        link("eth5", 1500, 0, master="acme"),
        link("eth4", 1500, 0, master="acme"),
        link("eth3", 1500, 0, master="br0"),
        link("br0", 1500, 0, linkinfo={"info_kind": "bridge", "info_data": {}}),
    ]
    assert _read.find_vrfs(shown) == {"acme": Vrf(100, ("eth4", "eth5"))}


def test_routes_are_those_that_neither_frr_nor_we_made() -> None:
    shown: list[dict[str, Any]] = [
        {"dst": "default", "gateway": "10.0.2.2", "dev": "eth0", "protocol": "static"},
        {"dst": "10.9.0.0/16", "gateway": "10.0.2.2", "dev": "eth0"},
        {"dst": "10.0.0.2", "dev": "eth1", "protocol": "ospf"},
        {"dst": "10.8.0.1", "protocol": "static", "nexthops": [{"dev": "eth3"}, {"dev": "eth0"}]},
        {"type": "blackhole", "dst": "10.7.0.0/16", "protocol": "boot"},
    ]
    assert _read.find_routes(shown) == [
        Route("10.9.0.0/16", ("eth0",)),
        Route("10.8.0.1", ("eth0", "eth3")),
        Route("10.7.0.0/16", ()),
    ]


@pytest.mark.parametrize("printed", ["Usage: ip [ OPTIONS ]", "{}", "[{"])
def test_iproute2_is_named_when_its_answer_cannot_be_read(
    printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_commands, "run_command", lambda _argv, **_more: printed)
    with pytest.raises(MplsError, match=r"ip -json route show: (gives no JSON|printed no list)"):
        _read.show(["route", "show"])


def test_nothing_is_there_when_iproute2_prints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_commands, "run_command", lambda _argv, **_more: "")
    assert _read.show(["-6", "route", "show"]) == []
    shown = '[{},{"dst":"default"}]'
    monkeypatch.setattr(_commands, "run_command", lambda _argv, **_more: shown)
    assert _read.show(["-6", "route", "show"]) == [{"dst": "default"}]


def test_program_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ApplyError, match="ip: cannot be run: No such file"):
        _read.show(["route", "show"])
    with pytest.raises(
        ApplyError, match=r"not a Debian host, .*: dpkg-query: cannot be run: No suc"
    ):
        _read.read_host(["frr"])
