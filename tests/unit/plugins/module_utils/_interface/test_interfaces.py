# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Addresses and MTU: values, plan, and an in-memory kernel as the test double."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError, InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface import _owners
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._adapter import Interfaces
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import (
    explain_owners,
    find_owners,
    refuse_foreign_owners,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._plan import plan_interfaces
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._task import (
    plan_files,
    plan_taken,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    DesiredInterface,
    InterfaceState,
    normalise_addresses,
    parse_interfaces,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    SETTINGS,
    dropin_path,
)
from support.memory.kernel import MemoryLinks

ADDRESSES = ["10.1.0.0/31", "10.2.0.1/24", "10.2.0.2/24", "2001:db8::1/64", "192.168.1.1/25"]
addresses = st.lists(st.sampled_from(ADDRESSES), unique=True)


def make_links(present: dict[str, list[str]]) -> MemoryLinks:
    """Make a kernel whose interfaces are down."""
    return MemoryLinks(present, present, up=False)


@given(addresses, addresses, addresses)
def test_kernel_is_as_desired_when_all_operations_ran(
    before: list[str], desired: list[str], other: list[str]
) -> None:
    links = make_links({"eth1": before, "eth2": other})
    resource = Interfaces(
        links, {"eth1": DesiredInterface("eth1", normalise_addresses(desired), 9000)}
    )
    plan = resource.plan(resource.read())
    for step in plan.operations:
        resource.apply(step)
    assert resource.read() == plan.projected
    assert resource.plan(resource.read()).operations == ()
    assert links.static["eth2"] == other
    assert sorted(links.static["eth1"]) == sorted(desired)


def test_what_an_interface_stands_on_comes_up_first() -> None:
    links = make_links({"a-vlan": [], "eth1": ["192.0.2.1/24"], "b-vlan": [], "eth2": []})
    for upper, lower in (("a-vlan", "b-vlan"), ("b-vlan", "eth1")):
        links.links[upper] = replace(links.links[upper], lower=lower)
    resource = Interfaces(links, {"a-vlan": DesiredInterface("a-vlan", ("10.1.0.0/31",))})
    plan = resource.plan(resource.read())
    assert [step.key for step in plan.operations] == ["eth1", "b-vlan", "a-vlan"]
    for step in plan.operations:
        resource.apply(step)
    assert resource.read() == plan.projected
    assert {name: link.up for name, link in links.links.items()} == {
        "a-vlan": True,
        "eth1": True,
        "b-vlan": True,
        "eth2": False,
    }
    assert links.static["eth1"] == ["192.0.2.1/24"]


def test_missing_interface_is_named_with_those_that_exist_when_planned() -> None:
    with pytest.raises(HostError, match=r"eth9.*there are: eth1"):
        plan_interfaces(
            {"eth9": DesiredInterface("eth9", ())}, {}, {"eth1": InterfaceState((), 1500, up=True)}
        )


def test_mtu_is_left_alone_when_it_is_not_given() -> None:
    current = {"eth1": InterfaceState((), 9000, up=True)}
    assert plan_interfaces({"eth1": DesiredInterface("eth1", ())}, {}, current).operations == ()


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ({"name": "eth1"}, "interfaces[0].addresses"),
        ({"name": "eth1", "addresses": ["10.0.0.1"]}, "interfaces[0].addresses[0]"),
        ({"name": "eth1", "addresses": ["10.0.0.0/24"]}, "interfaces[0].addresses[0]"),
        ({"name": "eth1", "addresses": ["10.0.0.255/24"]}, "interfaces[0].addresses[0]"),
        ({"name": "eth1", "addresses": ["127.0.0.2/8"]}, "interfaces[0].addresses[0]"),
        ({"name": "eth1", "addresses": ["fe80::1/64"]}, "interfaces[0].addresses[0]"),
        ({"name": "eth1", "addresses": ["nonsense/24"]}, "interfaces[0].addresses[0]"),
        ({"name": "eth1", "addresses": ["10.0.0.1/24"] * 2}, "interfaces[0].addresses[1]"),
        ({"name": "eth1", "addresses": [], "mtu": 1279}, "interfaces[0].mtu"),
        ({"name": "a" * 16, "addresses": []}, "interfaces[0].name"),
        ({"name": "a/b", "addresses": []}, "interfaces[0].name"),
    ],
)
def test_option_is_named_when_its_value_is_wrong(entry: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_interfaces([entry])
    assert caught.value.path == path


def test_both_ends_of_a_short_subnet_are_hosts_when_parsed() -> None:
    want = parse_interfaces([{"name": "e", "addresses": ["10.1.0.0/31", "2001:DB8::/127"]}])["e"]
    assert want.addresses == ("10.1.0.0/31", "2001:db8::/127")


def test_only_our_addresses_are_taken_when_purge_finds_an_unnamed_interface() -> None:
    ours = {dropin_path("eth2", "address"): MARK + "[Network]\nAddress=10.2.0.1/24\n"}
    theirs = {dropin_path("eth3", "address"): "[Network]\nAddress=10.3.0.1/24\n"}
    wants = {"eth1": DesiredInterface("eth1", ())}
    taken = plan_taken(wants, ours | theirs, removing=False, purge=True)
    assert taken == {"eth2": ("10.2.0.1/24",)}
    files = plan_files(wants, ours | theirs, removing=False, purge=True)
    assert files[dropin_path("eth2", "address")] is None
    assert dropin_path("eth3", "address") not in files


def test_settings_go_with_the_last_file_when_all_is_absent() -> None:
    present = {dropin_path("eth1", "address"): MARK}
    wants = {"eth1": DesiredInterface("eth1", ())}
    gone = plan_files(wants, present, removing=True, purge=False)
    assert SETTINGS in gone
    kept = plan_files(
        wants, present | {dropin_path("eth2", "vrf"): MARK}, removing=True, purge=False
    )
    assert SETTINGS not in kept


@pytest.mark.parametrize(
    ("path", "text", "claims"),
    [
        ("/etc/systemd/network/50-x.network", "[Match]\nName=eth1\n", True),
        ("/etc/systemd/network/50-x.network", "[Match]\nName=eth0 eth1\n", True),
        ("/etc/systemd/network/50-x.network", "[Match]\nName=eth*\n", False),
        ("/etc/systemd/network/05-x.network", "[Match]\nName=eth*\n", True),
        ("/etc/systemd/network/05-x.network", "[Match]\nName=!eth*\n", False),
        ("/etc/systemd/network/05-x.network", MARK + "[Match]\nName=eth1\n", False),
        ("/etc/systemd/network/05-x.network", "[Match]\nType=ether\n[X]\nName=eth1\n", False),
        ("/etc/network/interfaces", "auto eth1\niface eth1 inet static\n", True),
        ("/etc/network/interfaces", "auto eth10\niface eth10 inet dhcp\n", False),
        ("/etc/network/interfaces.d/core", "iface eth1 inet manual\n  bond-master bond0\n", False),
        ("/etc/network/interfaces", "iface eth1 inet manual\niface eth1 inet6 auto\n", True),
        ("/etc/NetworkManager/system-connections/a", "[connection]\ninterface-name=eth1\n", True),
        ("/etc/NetworkManager/system-connections/a", "[connection]\ninterface-name=eth10\n", False),
        ("/etc/netplan/50.yaml", "network:\n  ethernets:\n    eth1:\n      dhcp4: true\n", True),
        ("/etc/netplan/50.yaml", 'network:\n  vlans:\n    "eth1" : {id: 7}\n', True),
        ("/etc/netplan/50.yaml", "network: {ethernets: {eth0: {}, eth1: {dhcp4: true}}}\n", True),
        ("/etc/netplan/50.yaml", "  ethernets:\n    up:\n      set-name: eth1\n", True),
        ("/etc/netplan/50.yaml", "  ethernets:\n    eth10: {}\n    # eth1: {}\n", False),
        ("/etc/netplan/50.yaml", "  bonds:\n    bond0:\n      interfaces: [eth1]\n", False),
        ("/run/systemd/network/10-netplan-eth1.network", "[Match]\nName=eth1\n", True),
    ],
)
def test_other_manager_is_found_when_its_file_names_the_interface(
    path: str, text: str, claims: bool
) -> None:
    assert (find_owners(["eth1"], {path: text}) == {"eth1": path}) is claims


@pytest.mark.parametrize(
    ("path", "text", "manager"),
    [
        ("etc/network/interfaces", "iface eth1 inet dhcp\n", "ifupdown"),
        ("etc/netplan/50.yaml", "network:\n  ethernets:\n    eth1: {}\n", "netplan"),
        ("run/systemd/network/10-netplan-eth1.network", "[Match]\nName=eth1\n", "netplan"),
        (
            "etc/systemd/network/50.network",
            "[Match]\nName=eth1\n",
            "another file of systemd-networkd",
        ),
        ("etc/NetworkManager/system-connections/a", "interface-name=eth1\n", "NetworkManager"),
        ("run/NetworkManager/system-connections/a", "interface-name=eth1\n", "NetworkManager"),
    ],
)
def test_manager_is_named_when_it_configures_an_interface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, text: str, manager: str
) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text)
    for name in ("NETWORKD", "IFUPDOWN", "NETPLAN", "NETWORK_MANAGER"):
        places = [f"{tmp_path}{place}" for place in getattr(_owners, name)]
        monkeypatch.setattr(_owners, name, places)
    (words,) = explain_owners(["eth0", "eth1"])
    assert words.startswith(f"eth1: {manager}")
    assert f" configures this interface in {tmp_path}/{path}; take it out there" in words
    with pytest.raises(HostError, match="eth1"):
        refuse_foreign_owners(["eth1"])
    refuse_foreign_owners(["eth0"])


def test_loopback_is_free_when_ifupdown_only_brings_it_up() -> None:
    assert not find_owners(["lo"], {"/etc/network/interfaces": "iface lo inet loopback\n"})
