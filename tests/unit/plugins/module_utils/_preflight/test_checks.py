# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is wrong with a host, before anything is changed on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Host,
    Interface,
    Wanted,
    find_faults,
    parse_mtus,
    parse_version,
)

GOOD = Host(
    name="pe1",
    kernel="6.12.0-cloud-amd64",
    kernel_modules=frozenset({"mpls_router", "mpls_iptunnel", "vrf"}),
    interfaces={"lo": Interface(65536), "eth1": Interface(9000), "eth0": Interface(1500)},
    packages={"frr": "10.3-3+deb13u1"},
    frr_candidate=None,
)
WANTED = Wanted(["mpls_router", "vrf"], ["eth1"], {"eth1": 9000}, "8.4")


def test_nothing_is_said_when_the_host_will_do() -> None:
    assert find_faults(GOOD, WANTED) == []


def test_kernel_is_named_when_it_has_no_mpls() -> None:
    host = replace(GOOD, kernel_modules=frozenset({"vrf"}))
    (fault,) = find_faults(host, WANTED)
    assert fault.startswith("kernel 6.12.0-cloud-amd64 has no module mpls_router: expected")


def test_interface_is_named_with_those_that_exist_when_it_does_not() -> None:
    wanted = replace(WANTED, interfaces=["eth7"], mtus={"eth7": 1508})
    (fault,) = find_faults(GOOD, wanted)
    assert fault == "interface eth7 does not exist: expected one of eth0, eth1, lo"


def test_interface_is_named_when_it_takes_no_such_mtu() -> None:
    (fault,) = find_faults(GOOD, replace(WANTED, mtus={"eth1": 9001}))
    assert fault.startswith("interface eth1 takes no MTU of 9001: expected at most 9000, or a")


@pytest.mark.parametrize("mtu", ["much", None, -1, 1508.5])
def test_mtu_is_refused_when_it_is_no_number(mtu: object) -> None:
    with pytest.raises(InputError, match=r"mtus\.eth1: .*: expected an MTU in octets"):
        parse_mtus({"eth1": mtu})


@pytest.mark.parametrize(
    ("packages", "candidate", "fault"),
    [
        ({"frr": "7.5.1-1.1"}, None, "FRRouting 7.5.1-1.1 is installed: expected 8.4 or newer"),
        ({}, "7.5.1-1.1", "FRRouting 7.5.1-1.1 is to be installed: expected 8.4 or newer"),
    ],
)
def test_frr_is_named_when_it_is_too_old(
    packages: dict[str, str], candidate: str | None, fault: str
) -> None:
    host = replace(GOOD, packages=packages, frr_candidate=candidate)
    assert find_faults(host, WANTED) == [fault]


def test_nothing_is_said_when_package_lists_do_not_tell_the_candidate() -> None:
    assert find_faults(replace(GOOD, packages={}), WANTED) == []


def test_other_manager_of_an_interface_is_told() -> None:
    words = "eth1: ifupdown configures this interface in /etc/network/interfaces"
    assert find_faults(replace(GOOD, owners=[words]), WANTED) == [words]


def test_all_faults_are_told_at_once() -> None:
    host = replace(GOOD, kernel_modules=frozenset(), packages={"frr": "8.3-1"})
    wanted = replace(WANTED, interfaces=["eth7"], mtus={"eth1": 9001})
    assert len(find_faults(host, wanted)) == 4


@pytest.mark.parametrize(
    ("text", "version"), [("8.4.4-1.1~deb12u2", (8, 4)), ("10.3-3", (10, 3)), ("1:9.1", (9, 1))]
)
def test_version_is_read_from_a_package_version(text: str, version: tuple[int, int]) -> None:
    assert parse_version("frr", text) == version


def test_version_is_refused_when_it_is_none() -> None:
    with pytest.raises(InputError, match="frr_minimum: 'new' is wrong"):
        parse_version("frr_minimum", "new")


def test_frr_is_named_when_its_version_is_none() -> None:
    with pytest.raises(InputError, match="frr: 'git-7c1' is wrong: expected a version"):
        find_faults(replace(GOOD, packages={"frr": "git-7c1"}), WANTED)


def test_package_is_named_when_dpkg_did_not_end_with_it() -> None:
    host = replace(GOOD, packages={}, broken_packages={"frr": "half-configured"})
    (fault,) = find_faults(host, WANTED)
    assert fault.startswith("package frr is half-configured, as dpkg was interrupted or failed: ex")
    assert fault.endswith("run dpkg --configure -a, and see what that says")
