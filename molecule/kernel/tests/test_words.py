# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The same mistakes by hand and in a task: the kernel's words, and the modules' words."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.modules import run_module

HOP = {"via": "10.3.3.1", "interface": "eth1"}
MISTAKES = [
    (
        "ip -f mpls route add 50000 dev lo table 100",
        "MPLS only supports the main route table",
        {"label": 50000, "interface": "lo", "table": 100},
        "routes[0].table: 100 is wrong: expected no table: labels live in the main table only",
    ),
    (
        "ip -f mpls route add 100000 dev lo",
        "Label >= configured maximum in platform_labels",
        {"label": 100000, "interface": "lo"},
        "label 100000: the kernel's label table ends at 99999 "
        "(net.mpls.platform_labels is 100000); size it with mpls_sysctl",
    ),
    (
        "ip -f mpls route add 15 dev lo",
        "Invalid label",
        {"label": 15, "interface": "lo"},
        "routes[0].label: 15 is wrong: expected a label from 16 to 1048575",
    ),
    (
        "ip route add 10.99.0.0/24 encap mpls 3 via inet 10.3.3.1",
        "Implicit NULL Label (3) can not be used in encapsulation",
        {"prefix": "10.99.0.0/24", "out_labels": [3], **HOP},
        "routes[0].out_labels: [3] is wrong: expected one label or more for a prefix",
    ),
    (
        "ip route add 10.99.0.0/24 encap mpls 100 via inet 10.3.3.1 src 10.99.9.9",
        "Invalid prefsrc address",
        {"prefix": "10.99.0.0/24", "out_labels": [100], "source": "10.99.9.9", **HOP},
        "10.99.0.0/24: source 10.99.9.9 is the address of no interface of this router; "
        "give it to one first",
    ),
    (
        "ip -6 route add 2001:db8:99::/64 encap mpls 100 via 2001:db8:3::1 src 2001:db8:99::9",
        "Invalid source address",
        {
            "prefix": "2001:db8:99::/64",
            "out_labels": [100],
            "source": "2001:db8:99::9",
            "via": "2001:db8:3::1",
            "interface": "eth1",
        },
        "2001:db8:99::/64: source 2001:db8:99::9 is the address of no interface of this router; "
        "give it to one first",
    ),
    (
        "ip -f mpls route add 50000 via inet 10.3.3.1 dev foo9",
        'Cannot find device "foo9"',
        {"label": 50000, "via": "10.3.3.1", "interface": "foo9"},
        "label 50000: interface foo9 does not exist on this router; there are: ",
    ),
]


@pytest.mark.parametrize(("command", "theirs", "route", "ours"), MISTAKES)
def test_mistake_is_named_when_it_is_made(
    guests: dict[str, Any], command: str, theirs: str, route: dict[str, Any], ours: str
) -> None:
    assert theirs in guests["host1"].run(command).stderr
    result = run_module("mpls_route", {"routes": [route]})["host1"]
    assert result["failed"]
    assert result["msg"].startswith(ours)


@pytest.mark.usefixtures("guests")
def test_subnet_of_an_interface_is_refused_when_a_task_wants_a_label_for_it() -> None:
    route = {"prefix": "10.128.0.0/16", "out_labels": [100], "interface": "foo4"}
    result = run_module("mpls_route", {"routes": [route]}, check=True)["host1"]
    assert result["msg"].startswith(
        "10.128.0.0/16: a route of protocol 2 has it already, and this module changes its own "
        "routes only"
    )


def test_interface_may_come_later_when_it_takes_labels(guests: dict[str, Any]) -> None:
    command = "sysctl -w net.mpls.conf.foo9.input=1"
    assert "No such file or directory" in guests["host1"].run(command).stderr
    for result in run_module("mpls_sysctl", {"interfaces": ["foo9"]}, check=True).values():
        assert result["operations"] == ["change /etc/sysctl.d/90-linuxnet-mpls.conf"]


@pytest.mark.usefixtures("guests")
def test_label_table_keeps_its_size_when_a_task_wants_another() -> None:
    for result in run_module("mpls_sysctl", {"platform_labels": 65535}).values():
        assert result["failed"]
        assert result["msg"].startswith(
            "platform_labels: the kernel's label table has 100000 entries, and resizing it to "
            "65535 races with packets being forwarded (CVE-2026-43042)"
        )


def test_vrf_stays_where_it_was_made_when_it_is_moved_to_a_namespace(
    guests: dict[str, Any],
) -> None:
    host1 = guests["host1"]
    host1.check_output("ip netns add t_there && ip link add t_vrf type vrf table 4000")
    try:
        assert host1.run("ip link set t_vrf netns t_there").rc != 0
        assert host1.run("ip link show t_vrf").rc == 0
    finally:
        host1.check_output("ip link del t_vrf; ip netns del t_there")
