# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Options of each module of the kernel for tests that break its run, and what takes it all back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from support.lab.modules import connect, kill_on_all, places_to_kill, run_module, run_on_all

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
#: All of them in one task, in the order in which the roles have them.
WANT = {"steps": [{name: options} for name, options in TASKS.items()]}
NOTHING = {"steps": [{name: UNDO[name]} for name in reversed(TASKS)]}
LEFT = (
    "find /etc /usr/local/lib /run/linuxnet-mpls.owed /run/systemd/network"
    " -name '*linuxnet-mpls*' -o -name '*10-mpls-*' 2>/dev/null; true"
)
MAKE_READY = (
    "modprobe -a mpls_router mpls_iptunnel vrf;"
    " test $(cat /proc/sys/net/mpls/platform_labels) -ge 100000"
    " || sysctl -qw net.mpls.platform_labels=100000; ip link set lo up"
)


@dataclass(frozen=True)
class Disk:
    """What keeps files from being written, what ends that, and how the kernel says it."""

    damage: str
    repair: str
    words: str


DISKS = {
    "full": Disk(
        "fallocate -l $(($(stat -f -c '%f * %S' /))) /full;"
        " cat /dev/zero 2>/dev/null >/full2; true",
        "rm -f /full /full2",
        "No space left on device",
    ),
    "read-only": Disk(
        "echo u >/proc/sysrq-trigger; while grep -q ' / .* rw,' /proc/mounts; do sleep 0.2; done",
        "mount -o remount,rw /",
        "Read-only file system",
    ),
}


def serve(routers: Mapping[str, Any]) -> Iterator[None]:
    """Make routers on which the tasks can run and nothing of ours is, and leave them so."""
    for router in routers.values():
        router.check_output(MAKE_READY)
        assert router.check_output(LEFT) == ""
    yield
    for router in routers.values():
        router.check_output("ip link set eth4 down; ip link set eth5 mtu 1500 down")


def survive_kills(
    name: str, want: dict[str, Any], undo: dict[str, Any], kills: int, only: Collection[str]
) -> None:
    """Kill runs of a module that make all and that take it away; the next run of each goes on."""
    # The first one also changes what no removal changes back; from then on all find the same.
    run_on_all(name, want, changed=True, only=only)
    removed = places_to_kill(run_on_all(name, undo, changed=True, only=only), kills)
    made = places_to_kill(run_on_all(name, want, changed=True, only=only), kills)
    for at in range(max(len(removed), len(made))):
        kill_on_all(name, undo, removed[at % len(removed)])
        converge(name, undo, only)
        assert_nothing_is_left(only, f"killed at {removed[at % len(removed)]}")
        kill_on_all(name, want, made[at % len(made)])
        converge(name, want, only)
    take_back(name, undo, only)


def converge(name: str, options: dict[str, Any], only: Collection[str]) -> None:
    """Run a module, and see that a second run has nothing to do."""
    run_on_all(name, options, only=only)
    run_on_all(name, options, changed=False, check=True, only=only)


def run_without_room(
    name: str, options: dict[str, Any], disk: str, only: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Run a module while the disk takes no file, and see that it fails; give the results."""
    for router in only:
        connect(router).check_output(DISKS[disk].damage)
    try:
        results = run_module(name, options, only=only)
    finally:
        for router in only:
            connect(router).check_output(DISKS[disk].repair)
    for router, result in results.items():
        assert result["failed"], f"{router}: {result}"
    return results


def take_back(name: str, undo: dict[str, Any], only: Collection[str]) -> None:
    """Take away what a module made."""
    run_on_all(name, undo, changed=True, only=only)
    assert_nothing_is_left(only, name)


def assert_nothing_is_left(only: Collection[str], words: str) -> None:
    """See that no file of ours is there."""
    for router in only:
        assert connect(router).check_output(LEFT) == "", f"{router}: {words}"
