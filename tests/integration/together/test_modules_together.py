# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A small L3VPN of all modules of the kernel: foretold, made once, and after links flapped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import here, run_on_all
from support.lab.network import wait_for

PATIENCE = 60
RED = {
    "name": "t_red",
    "table": 1300,
    "members": ["eth4"],
    "addresses": [here("10.255.0.1/32", "10.255.0.2/32")],
}
BLUE = {"name": "t_blue", "table": 1400}
#: In the order in which a router is built.
TASKS: dict[str, dict[str, Any]] = {
    "mpls_sysctl": {
        "interfaces": ["eth1", "t_late", "t_v.100"],
        "closed_interfaces": ["eth4"],
        "platform_labels": 100000,
    },
    "l3_interface": {
        "interfaces": [
            {"name": "eth1", "addresses": [here("10.98.0.1/30", "10.98.0.2/30")], "mtu": 1600},
            {"name": "eth4", "addresses": ["192.168.2.1/24", "2001:db8:4::1/64"]},
        ]
    },
    "vrf_device": {"vrfs": [RED, BLUE], "local_rule": "behind_vrfs", "strict_mode": True},
    "mpls_tunnel": {
        "tunnels": [
            {
                "name": "t_gre",
                "kind": "gre",
                "local": here("10.98.0.1", "10.98.0.2"),
                "remote": here("10.98.0.2", "10.98.0.1"),
            }
        ]
    },
    "mpls_route": {
        "routes": [
            {"label": here("101", "100"), "interface": "t_red"},
            {
                "prefix": here("10.255.0.2/32", "10.255.0.1/32"),
                "table": 1300,
                "interface": "t_gre",
                "out_labels": [here("100", "101")],
            },
        ]
    },
}
REMOVAL: dict[str, dict[str, Any]] = {
    "mpls_route": {"routes": [], "purge": True},
    "mpls_tunnel": {"tunnels": [{"name": "t_gre"}]},
    "vrf_device": {
        "vrfs": [{"name": "t_red"}, {"name": "t_blue"}],
        "local_rule": "first",
        "strict_mode": False,
    },
    "l3_interface": {"interfaces": [{"name": "eth1"}, {"name": "eth4"}]},
    "mpls_sysctl": {"interfaces": ["eth1"]},
}
FAR_END = {"pe1": "10.255.0.2", "pe2": "10.255.0.1"}
LINKS = "eth1 eth4 t_gre t_red t_blue lo"
LEFT = "find /etc /usr/local/lib -path '*linuxnet-mpls*' -o -name '10-mpls-*'"


def assert_packets_pass(routers: dict[str, Any]) -> None:
    for name, router in routers.items():
        ping = f"ip vrf exec t_red ping -n -c 1 -W 2 {FAR_END[name]}"
        wait_for(lambda: router.run(ping).rc == 0, f"{name}: the far end's VRF", PATIENCE)  # noqa: B023


def assert_all_is_as_wanted() -> None:
    for name, options in TASKS.items():
        run_on_all(name, options, changed=False, check=True)


@pytest.fixture(scope="module", autouse=True)
def _removed(routers: dict[str, Any]) -> Iterator[None]:
    yield
    for name, options in REMOVAL.items():
        run_on_all(name, {**options, "state": "absent"})
    for router in routers.values():
        router.check_output("ip link set eth4 down; ip link set eth1 mtu 1500")
        assert router.check_output(LEFT) == ""


@pytest.mark.parametrize("name", TASKS)
def test_run_does_what_check_mode_foretold_and_the_next_one_nothing(name: str) -> None:
    foretold = run_on_all(name, TASKS[name], changed=True, check=True)
    done = run_on_all(name, TASKS[name], changed=True)
    for router, result in done.items():
        assert result["operations"] == foretold[router]["operations"]
        assert result["diff"] == foretold[router]["diff"]
    run_on_all(name, TASKS[name], changed=False)


def test_late_interface_takes_labels_when_it_appears(routers: dict[str, Any]) -> None:
    for router in routers.values():
        shown = router.check_output(
            "ip link add t_late type dummy; ip link add link eth1 name t_v.100 type vlan id 100;"
            " udevadm settle; cd /proc/sys/net/mpls/conf;"
            " cat t_late/input t_v.100/input eth4/input;"
            " ip link del t_late; ip link del t_v.100"
        )
        assert shown.split() == ["1", "1", "0"]


def test_member_moves_with_its_addresses_when_another_vrf_gets_it(routers: dict[str, Any]) -> None:
    moved = [{**BLUE, "members": ["eth4"]}, {**RED, "members": []}]
    run_on_all("vrf_device", {"vrfs": moved}, changed=True)
    for router in routers.values():
        shown = router.check_output("ip -br address show master t_blue")
        assert "192.168.2.1/24" in shown
        assert "2001:db8:4::1/64" in shown
    run_on_all("vrf_device", TASKS["vrf_device"], changed=True)


def test_all_returns_when_every_link_flaps(routers: dict[str, Any]) -> None:
    assert_packets_pass(routers)
    for router in routers.values():
        for way in ("down", "up"):
            router.check_output(f"for link in {LINKS}; do ip link set $link {way}; done; sleep 1")
    assert_packets_pass(routers)
    assert_all_is_as_wanted()
