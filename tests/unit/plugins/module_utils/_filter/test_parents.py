# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The parents of customers' ports: which there are, what closes them, and when that is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError, InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter import _closing, _wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._parents import (
    Parent,
    explain_uses,
    find_parents,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import (
    KEYS,
    build_tables,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import (
    build_resources,
    find_differences,
    find_uses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import parse_protection
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import netdev_path
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl import _proc
from support.memory.nft import Router

FE80 = {"local": "fe80::1", "prefixlen": 64, "scope": "link"}
ADDRESS = {"local": "192.0.2.5", "prefixlen": 24, "scope": "global"}
DHCP = {"local": "2001:db8::5", "prefixlen": 64, "scope": "global", "dynamic": True}
KERNEL_ROUTE = {"dst": "fe80::/64", "dev": "eth2", "protocol": "kernel"}
STATIC_ROUTE = {"dst": "10.9.0.0/16", "dev": "eth2", "protocol": "static"}
TAGGED = "@ll,96,16 { 0x8100, 0x88a8 } @ll,112,16 & 0x0fff != 0 accept"
TAKEN = "ip, ip6, arp, 0x8847, 0x8848, 0x8100, 0x88a8"
DROP = f'meta protocol {{ {TAKEN} }} counter name "parents" drop'
LINK_GROUP = "ether daddr & ff:ff:ff:ff:ff:f0 == 01:80:c2:00:00:00"


def link(name: str, kind: str = "", **more: Any) -> dict[str, Any]:
    return {"ifname": name, "linkinfo": {"info_kind": kind}, "addr_info": [FE80], **more}


def vlan(name: str) -> dict[str, Any]:
    return link(name, "vlan", link=name.rpartition(".")[0])


TRUNK = [link("lo"), link("eth0"), link("eth2"), vlan("eth2.100"), vlan("eth2.200")]
BOND = [
    link("bond0", "bond"),
    link("eth4", master="bond0"),
    link("eth5", master="bond0"),
    vlan("bond0.100"),
]
STACKS: dict[str, tuple[list[dict[str, Any]], list[str], list[str], list[Parent]]] = {
    "a port alone": ([link("eth2"), link("eth3")], ["eth2"], [], []),
    "a VLAN": (TRUNK, ["eth2.100"], [], [Parent("eth2")]),
    "a VLAN in a VLAN": (
        [link("eth2"), vlan("eth2.100"), vlan("eth2.100.7")],
        ["eth2.100.7"],
        [],
        [Parent("eth2"), Parent("eth2.100")],
    ),
    "a VLAN of a bond": (
        BOND,
        ["bond0.100"],
        [],
        [Parent("bond0"), Parent("eth4", is_asked=False), Parent("eth5", is_asked=False)],
    ),
    "a bond": (
        BOND[:3],
        ["bond0"],
        [],
        [Parent("eth4", is_asked=False), Parent("eth5", is_asked=False)],
    ),
    "a bridge": (
        [link("br0", "bridge"), link("eth4", master="br0")],
        ["br0"],
        [],
        [Parent("eth4", is_asked=False)],
    ),
    "a macvlan": (
        [link("eth2"), link("mv0", "macvlan", link="eth2")],
        ["mv0"],
        [],
        [Parent("eth2", is_asked=False)],
    ),
    "a VLAN upon the port that nobody named": (TRUNK, ["eth2"], ["eth2.200"], [Parent("eth2.100")]),
    "ports upon each other": (TRUNK[:4], ["eth2", "eth2.100"], [], []),
    "a core link upon the same wire": (TRUNK, ["eth2.100"], ["eth2.200"], [Parent("eth2")]),
    "a virtual machine upon the port has its own packets": (
        [link("eth2"), link("tap0", "macvtap", link="eth2")],
        ["eth2"],
        [],
        [],
    ),
    "a virtual machine beside a VLAN": (
        [link("eth2"), vlan("eth2.100"), link("tap0", "macvtap", link="eth2")],
        ["eth2.100"],
        [],
        [Parent("eth2", is_asked=False)],
    ),
    "a VRF is no part of the wire": (
        [link("customer1", "vrf"), link("eth2", master="customer1")],
        ["eth2"],
        [],
        [],
    ),
    "the other end of a pair is none either": (
        [link("v0", "veth", link="v1"), link("v1", "veth", link="v0")],
        ["v0"],
        [],
        [],
    ),
    "a tunnel's underlay is none either": (
        [link("eth1"), link("gre1", "gre", link="eth1")],
        ["gre1"],
        [],
        [],
    ),
    "a parent in another namespace is not here": (
        [link("eth2.100", "vlan", link_index=7, link_netnsid=0)],
        ["eth2.100"],
        [],
        [],
    ),
    "a port that is not there yet": ([link("eth2")], ["eth2.100"], [], []),
}


@pytest.mark.parametrize(("links", "ports", "others", "expected"), STACKS.values(), ids=STACKS)
def test_what_shares_the_wire_is_found(
    links: list[dict[str, Any]], ports: list[str], others: list[str], expected: list[Parent]
) -> None:
    assert list(find_parents(links, ports, others)) == expected
    assert list(find_parents(links[::-1], ports, others)) == expected


def test_parent_of_a_vlan_takes_what_has_a_tag_and_drops_the_rest() -> None:
    protection = parse_protection({"parent_ports": ["eth2.100"]})
    assert protection is not None
    (table,) = build_tables(protection, [Parent("eth2")])
    assert {chain.name: chain.rules for chain in table.chains} == {"parent-eth2": (TAGGED, DROP)}
    assert (table.devices, table.objects) == (("eth2",), (("counter parents", " "),))


def test_member_of_a_bond_drops_what_the_bond_leaves_to_it() -> None:
    protection = parse_protection({"label_ports": ["bond0"], "parent_ports": ["bond0"]})
    assert protection is not None
    inet, netdev = build_tables(protection, [Parent("eth4", is_asked=False)])
    chains = {chain.name: chain.rules for chain in (*inet.chains, *netdev.chains)}
    assert chains["parent-eth4"] == (f"{LINK_GROUP} {DROP}",)
    assert chains["prerouting"] == ('iifname { "eth4" } counter name "parents" drop',)
    assert "port-bond0" in chains


@pytest.mark.parametrize(
    ("addresses", "routes", "words"),
    [
        ([FE80], [KERNEL_ROUTE], None),
        ([FE80, ADDRESS], [], "192.0.2.5/24"),
        ([DHCP], [], "2001:db8::5/64"),
        ([], [STATIC_ROUTE], "a route to 10.9.0.0/16"),
    ],
)
def test_parent_in_use_is_named_with_what_would_be_right(
    addresses: list[dict[str, Any]], routes: list[dict[str, Any]], words: str | None
) -> None:
    found = explain_uses([Parent("eth2")], [link("eth2") | {"addr_info": addresses}], routes)
    expected = (
        f"interface eth2 shares the wire of a customer's port and has {words}: expected none, as"
        " all that comes in by it is dropped; use a port that no customer is connected to, or let"
        " it stay open with mpls_edge_protection: {parents: false}"
    )
    assert found == ([] if words is None else [expected])


class Host:
    """A router with nft, keys of the kernel and networkd in memory: ``eth2.100`` is on ``eth2``."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.nft = Router(folder, monkeypatch)
        self.links = TRUNK
        self.routes: list[dict[str, Any]] = []
        self.files: dict[str, str] = {}
        self.network = folder / "network"
        self.network.mkdir()
        self.sysctl = folder / "parents.conf"
        self.proc = folder / "proc"
        for name in ("default", "eth2", "eth2.100"):
            self.nft.add_device(name)
            (self.nft.folder / "net" / name / "ifindex").write_text("7\n")
            for key in _closing.CLOSED:
                path = self.proc / key.format(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("1\n" if path.name == "forwarding" else "0\n")
        (folder / "links").mkdir()
        self.network_file = self.network / "20-eth2.network"
        (folder / "links" / "7").write_text(f"A=b\nNETWORK_FILE={self.network_file}\n")
        self.network_file.write_text("[Match]\nName=eth2\n[Network]\nVLAN=eth2.100\n")
        monkeypatch.setattr(_proc, "ROOT", str(self.proc))
        monkeypatch.setattr(_wire, "run_command", self.run)
        monkeypatch.setattr(_wire, "read_folder", lambda: self.files)
        monkeypatch.setattr(_wire, "SYSFS", str(folder / "net"))
        monkeypatch.setattr(_wire, "NETWORKD_LINKS", str(folder / "links"))
        monkeypatch.setattr(_closing, "SYSCTL_FILE", str(self.sysctl))
        monkeypatch.setattr(_closing, "FOLDER", str(self.network))

    def run(self, argv: Sequence[str]) -> str:
        if "route" in argv:
            return json.dumps([one for one in self.routes if one["dev"] == argv[-1]])
        return json.dumps(self.links)

    @property
    def dropin(self) -> Path:
        return Path(f"{self.network_file}.d") / _closing.DROPIN

    def keys(self, name: str) -> list[str]:
        return [(self.proc / key.format(name)).read_text().strip() for key in _closing.CLOSED]


WANT = {"label_ports": ["eth2.100"], "parent_ports": ["eth2.100"]}


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    return Host(tmp_path, monkeypatch)


def test_parent_is_closed_now_and_at_boot_and_a_second_run_changes_nothing(host: Host) -> None:
    _runner.run(build_resources(WANT), check=False)
    assert host.keys("eth2") == ["1", "0", "8"]
    assert host.keys("eth2.100") == ["0", "1", "0"]
    assert host.sysctl.read_text().startswith(MARK)
    assert host.dropin.read_text() == MARK + _closing.DROPIN_CONTENT
    assert host.nft.rules(KEYS[1], "parent-eth2") != []
    assert find_differences(WANT) == find_uses(WANT) == ()
    assert _runner.run(build_resources(WANT), check=False).operations == ()


def test_verify_says_so_when_somebody_opens_a_parent_again(host: Host) -> None:
    _runner.run(build_resources(WANT), check=False)
    key = _closing.FIRST_KEY.format("eth2")
    (host.proc / key).write_text("0\n")
    assert find_differences(WANT) == (f"change {key}",)
    _runner.run(build_resources(WANT), check=False)
    host.links = [*TRUNK, link("eth3"), vlan("eth3.7")]
    host.nft.add_device("eth3")
    assert f"change {KEYS[1]}" in find_differences({**WANT, "parent_ports": ["eth2.100", "eth3.7"]})


@pytest.mark.parametrize(
    "want", [{"label_ports": ["eth2"], "parent_ports": []}, {"state": "absent"}]
)
def test_parent_is_given_back_when_it_is_none_any_more(host: Host, want: dict[str, Any]) -> None:
    _runner.run(build_resources(WANT), check=False)
    _runner.run(build_resources(want), check=False)
    assert host.keys("eth2") == ["0", "1", "0"]
    assert not host.sysctl.exists()
    assert not host.dropin.exists()


def test_drop_in_is_for_a_file_that_matches_the_parent_alone(host: Host) -> None:
    host.network_file.write_text("[Match]\nName=eth*\n[Network]\nVLAN=eth2.100\n")
    _runner.run(build_resources(WANT), check=False)
    assert not host.dropin.exists()


def test_file_of_somebody_else_with_the_name_of_ours_stays(host: Host) -> None:
    host.dropin.parent.mkdir()
    host.dropin.write_text("[Network]\nLLDP=yes\n")
    host.network_file.unlink()
    _runner.run(build_resources(WANT), check=False)
    _runner.run(build_resources({"state": "absent"}), check=False)
    assert host.dropin.read_text() == "[Network]\nLLDP=yes\n"


def test_run_is_refused_before_any_change_when_a_parent_is_in_use(host: Host) -> None:
    host.routes = [STATIC_ROUTE]
    with pytest.raises(HostError, match=r"^interface eth2 shares .* has a route to 10\.9\.0\.0/16"):
        build_resources(WANT)
    assert host.nft.done == []
    assert find_uses(WANT)[0].startswith("interface eth2 shares")
    assert find_differences(WANT) != ()


@pytest.mark.parametrize("ours", [True, False])
def test_parent_that_leaves_a_vrf_of_ours_in_the_same_run_is_none_in_use(
    host: Host, *, ours: bool
) -> None:
    """As when a customer's port gets a tag."""
    host.routes = [STATIC_ROUTE]
    host.links = [
        {**one, "master": "red", "addr_info": [ADDRESS]} if one["ifname"] == "eth2" else one
        for one in TRUNK
    ]
    if ours:
        host.files = {netdev_path("red"): f"{MARK}[NetDev]\nName=red\nKind=vrf\n"}
    assert (find_uses(WANT) == ()) is ours


def test_name_that_can_stand_in_no_rule_is_told(host: Host) -> None:
    host.links = [link("eth+2"), link("eth2.100", "vlan", link="eth+2")]
    words = r"^interfaces on the wire of parent_ports\[0\]: 'eth\+2' is wrong: expected letters"
    with pytest.raises(InputError, match=words):
        build_resources(WANT)


def test_kernel_without_ipv6_has_no_key_for_it(host: Host) -> None:
    for name in ("default", "eth2"):
        (host.proc / _closing.FIRST_KEY.format(name)).unlink()
    _runner.run(build_resources(WANT), check=False)
    assert find_differences(WANT) == ()
