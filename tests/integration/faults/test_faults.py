# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Runs that are killed, that find no room, or that meet another one: the next run puts it right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from lab_modules import kill_on_all, places_to_kill, run_module, run_on_all

#: How many times a run is killed, spread over its changes; with 400 at each of them.
KILLS = int(os.environ.get("LAB_KILLS", "1"))
ROUTERS = ("pe1", "pe2")
PORT = {"name": "eth5", "addresses": ["10.97.0.1/30", "2001:db8:97::1/64"], "mtu": 1600}
TASKS = {
    "mpls_sysctl": {"interfaces": ["eth5", "t_late"], "platform_labels": 100000},
    "l3_interface": {"interfaces": [PORT]},
    "vrf_device": {
        "vrfs": [
            {"name": "t_red", "table": 1300, "members": ["eth4"], "addresses": ["10.96.0.1/32"]},
            {"name": "t_blue", "table": 1400},
        ],
        "local_rule": "behind_vrfs",
        "strict_mode": True,
    },
    "mpls_tunnel": {
        "tunnels": [
            {"name": "t_gre", "kind": "gre", "local": "10.97.0.1", "remote": "10.97.0.2"},
            {"name": "t_udp", "kind": "udp", "local": "10.97.0.1", "remote": "10.97.0.2"},
        ]
    },
    "mpls_route": {
        "routes": [
            {"label": 50001, "interface": "lo"},
            {"prefix": "10.95.0.0/24", "interface": "lo", "out_labels": [50001]},
        ]
    },
    "mpls_filter": {
        "label_ports": ["eth4", "eth5"],
        "source_ports": ["eth4"],
        "ports": ["eth4"],
        "vrfs": ["t_red"],
        "sessions": [{"protocol": "bgp", "interface": "eth4", "address": "10.96.1.2"}],
        "core": ["eth1"],
        "bgp_peers": ["10.96.2.1"],
        "ldp_peers": ["10.96.2.1"],
    },
    "mss_clamp": {"vrfs": ["t_red"], "ipv4": 1452, "ipv6": 1432},
}
UNDO = {
    "mpls_sysctl": {"state": "absent", "interfaces": ["eth5", "t_late"]},
    "l3_interface": {"state": "absent", "interfaces": [{"name": "eth5"}]},
    "vrf_device": {
        "state": "absent",
        "vrfs": [{"name": "t_red"}, {"name": "t_blue"}],
        "local_rule": "first",
        "strict_mode": False,
    },
    "mpls_tunnel": {"state": "absent", "tunnels": [{"name": "t_gre"}, {"name": "t_udp"}]},
    "mpls_route": {"state": "absent", "routes": [], "purge": True},
    "mpls_filter": {"state": "absent"},
    "mss_clamp": {"state": "absent"},
}
LEFT = (
    "find /etc /usr/local/lib /run/linuxnet-mpls.owed /run/systemd/network"
    " -name '*linuxnet-mpls*' -o -name '*10-mpls-*' 2>/dev/null; true"
)
MAKE_READY = (
    "modprobe -a mpls_router mpls_iptunnel vrf;"
    " test $(cat /proc/sys/net/mpls/platform_labels) -ge 100000"
    " || sysctl -qw net.mpls.platform_labels=100000; ip link set lo up"
)


@pytest.fixture(autouse=True)
def _ready(routers: dict[str, Any]) -> Iterator[None]:
    for router in routers.values():
        router.check_output(MAKE_READY)
        assert router.check_output(LEFT) == ""
    yield
    for router in routers.values():
        router.check_output("ip link set eth4 down; ip link set eth5 mtu 1500 down")


@pytest.fixture
def where(name: str) -> tuple[str, ...]:
    """Name the routers on which a module is tried: killed once, each on one, by turns."""
    return ROUTERS if KILLS > 1 else (ROUTERS[list(TASKS).index(name) % len(ROUTERS)],)


@pytest.mark.parametrize("name", TASKS)
def test_next_run_goes_on_when_one_was_killed(
    name: str, where: tuple[str, ...], routers: dict[str, Any]
) -> None:
    """One that removes, and one that makes."""
    # The first one also changes what no removal changes back; from then on all find the same.
    run_on_all(name, TASKS[name], changed=True, only=where)
    removed = places_to_kill(run_on_all(name, UNDO[name], changed=True, only=where), KILLS)
    made = places_to_kill(run_on_all(name, TASKS[name], changed=True, only=where), KILLS)
    for at in range(max(len(removed), len(made))):
        kill_on_all(name, UNDO[name], removed[at % len(removed)])
        _converge(name, UNDO[name], where)
        for router in where:
            assert routers[router].check_output(LEFT) == "", (
                f"killed at {removed[at % len(removed)]}"
            )
        kill_on_all(name, TASKS[name], made[at % len(made)])
        _converge(name, TASKS[name], where)
    _undo(name, where, routers)


def _converge(name: str, options: dict[str, Any], where: tuple[str, ...]) -> None:
    run_on_all(name, options, only=where)
    run_on_all(name, options, changed=False, check=True, only=where)


def _undo(name: str, where: tuple[str, ...], routers: dict[str, Any]) -> None:
    run_on_all(name, UNDO[name], changed=True, only=where)
    for router in where:
        assert routers[router].check_output(LEFT) == ""


#: What keeps a file from being written, what ends that, and how the kernel says it.
DISKS = {
    "full": (
        "fallocate -l $(($(stat -f -c '%f * %S' /))) /full;"
        " cat /dev/zero 2>/dev/null >/full2; true",
        "rm -f /full /full2",
        "No space left on device",
    ),
    "read-only": (
        "echo u >/proc/sysrq-trigger; while grep -q ' / .* rw,' /proc/mounts; do sleep 0.2; done",
        "mount -o remount,rw /",
        "Read-only file system",
    ),
}


@pytest.mark.parametrize("name", TASKS)
def test_next_run_goes_on_when_the_disk_took_no_file(
    name: str, where: tuple[str, ...], routers: dict[str, Any]
) -> None:
    for damage, repair, words in DISKS.values():
        for router in where:
            routers[router].check_output(damage)
        try:
            for router, result in run_module(name, TASKS[name], only=where).items():
                assert result["failed"], f"{router}: {result}"
                assert f"cannot be written: {words} (done: " in result["msg"], f"{router}: {result}"
        finally:
            for router in where:
                routers[router].check_output(repair)
    _converge(name, TASKS[name], where)
    _undo(name, where, routers)


def test_router_is_as_it_was_when_there_is_no_room_for_a_file(routers: dict[str, Any]) -> None:
    routes = [{"label": 50001 + at, "interface": "lo"} for at in range(500)]
    for router in routers.values():
        router.check_output(
            "mkdir -p /etc/linuxnet-mpls; mount -t tmpfs -o size=4k none /etc/linuxnet-mpls"
        )
    try:
        for result in run_module("mpls_route", {"routes": routes}).values():
            assert result["failed"]
            assert "cannot be written: No space left on device" in result["msg"]
        for router in routers.values():
            assert router.check_output("ip -f mpls route show proto 130") == ""
            assert router.check_output("find /etc/linuxnet-mpls -type f") == ""
    finally:
        for router in routers.values():
            router.check_output("umount /etc/linuxnet-mpls; rmdir /etc/linuxnet-mpls")
    run_on_all("mpls_route", UNDO["mpls_route"])


def test_second_run_is_refused_when_one_is_under_way(routers: dict[str, Any]) -> None:
    # Each waits ten seconds first, and all share the code that does.
    tried = TASKS if KILLS > 1 else ("mpls_sysctl", "mpls_filter")
    for router in routers.values():
        router.check_output("flock /run/linuxnet-mpls.lock sleep 300 >/dev/null 2>&1 & sleep 1")
    try:
        for name in tried:
            for result in run_module(name, TASKS[name]).values():
                assert result["failed"]
                assert "another task of linuxnet.mpls is changing this router" in result["msg"]
    finally:
        for router in routers.values():
            router.check_output("pkill -f '[s]leep 300'")
