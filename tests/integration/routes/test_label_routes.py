# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""mpls_route on the kernels of both releases: it converges, and its routes come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import run_module, run_on_all
from support.lab.network import wait_for

PATIENCE = 60
ROUTES = [
    {"label": 50001, "via": "10.9.0.2", "interface": "t_core", "out_labels": [50002, 17]},
    {"label": 50002, "interface": "t_red", "ttl_propagate": False},
    {"label": 50003, "via": "10.9.0.2", "interface": "t_core", "out_labels": [0]},
    {
        "label": 50004,
        "nexthops": [
            {"via": "10.9.0.2", "interface": "t_core"},
            {"via": "fd09::2", "interface": "t_core", "out_labels": [2]},
        ],
    },
    {
        "prefix": "10.77.0.0/16",
        "table": 1300,
        "via": "10.9.0.2",
        "interface": "t_core",
        "out_labels": [50001, 17],
        "ttl": 9,
    },
    {
        "prefix": "10.78.0.0/16",
        "nexthops": [
            {"via": "10.9.0.2", "interface": "t_core", "out_labels": [50001]},
            {"via": "fe80::9", "interface": "t_core", "out_labels": [50002]},
        ],
    },
    {"prefix": "fd77::/64", "via": "10.9.0.2", "interface": "t_core", "out_labels": [50001, 2]},
    {"prefix": "fd78::/64", "via": "fd09::2", "interface": "t_core", "out_labels": [50001]},
    {
        "prefix": "10.75.0.0/16",
        "via": "10.9.0.2",
        "interface": "t_core",
        "out_labels": [50001],
        "source": "10.9.1.1",
    },
    {
        "prefix": "fd75::/64",
        "table": 1300,
        "nexthops": [
            {"via": "10.9.0.2", "interface": "t_core", "out_labels": [50001, 2]},
            {"via": "fd09::2", "interface": "t_core", "out_labels": [50002]},
        ],
        "source": "fd91::1",
    },
]
OURS = {"routes": ROUTES, "purge": True}
NOTHING = {"routes": [], "state": "absent", "purge": True}
MAKE_DEVICES = (
    "modprobe -a mpls_router mpls_iptunnel vrf dummy;"
    "test $(cat /proc/sys/net/mpls/platform_labels) -ge 100000"
    " || sysctl -qw net.mpls.platform_labels=100000;"
    "ip link add t_red type vrf table 1300; ip link set t_red up;"
    "ip link add t_core type dummy; ip link set t_core up arp on;"
    "ip addr add 10.9.0.1/24 dev t_core; ip addr add fd09::1/64 dev t_core nodad;"
    "ip link add t_from type dummy; ip link set t_from up;"
    "ip addr add 10.9.1.1/32 dev t_from; ip addr add fd91::1/128 dev t_from nodad"
)
REMOVE_DEVICES = "ip link del t_core; ip link del t_from; ip link del t_red"
SOURCES = ("10.9.1.1/32", "fd91::1/128")


def apply(options: dict[str, Any], *, changed: bool | None = None) -> None:
    run_on_all("mpls_route", options, changed=changed)


def gathered(name: str) -> list[dict[str, Any]]:
    result = run_module("mpls_route_info", {})[name]
    routes: list[dict[str, Any]] = result["routes"]
    return routes


def count(router: Any, words: str = "") -> int:
    """Count our routes in the kernel that are shown with these words."""
    shown = router.check_output(
        "ip -f mpls route show proto 130; ip -4 route show table all proto 130;"
        " ip -6 route show table all proto 130"
    )
    routes = [line for line in shown.splitlines() if not line.startswith(("\t", " "))]
    return sum(words in route for route in routes)


def place_sources(router: Any, verb: str, device: str) -> None:
    """Have a device get ('add') or lose ('del') them; one that is not there is no error."""
    for address in SOURCES:
        router.run(f"ip addr {verb} {address} dev {device}")


def refusals(options: dict[str, Any]) -> list[str]:
    results = run_module("mpls_route", options)
    assert all(result["failed"] for result in results.values())
    return [result["msg"] for result in results.values()]


@pytest.fixture(autouse=True)
def _devices(routers: dict[str, Any]) -> Iterator[None]:
    for router in routers.values():
        router.run(MAKE_DEVICES)
    yield
    apply(NOTHING)
    for router in routers.values():
        router.run(REMOVE_DEVICES)
        left = router.check_output(
            "find /etc /usr/local/lib -path '*linuxnet-mpls*' ! -name '90-*'; "
            "systemctl is-active linuxnet-mpls || true"
        )
        assert left == "inactive"


def test_routes_are_made_once_when_the_task_runs_twice(routers: dict[str, Any]) -> None:
    apply(OURS, changed=True)
    apply(OURS, changed=False)
    for name, router in routers.items():
        routes = gathered(name)
        apply({"routes": routes, "purge": True}, changed=False)
        assert count(router) == len(routes) == len(ROUTES)


def test_foreign_label_stays_when_a_task_names_it(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output("ip -f mpls route add 50001 dev t_red proto static")
    assert all("protocol 4" in words for words in refusals(OURS))
    assert all("protocol 4" in words for words in refusals({**OURS, "state": "absent"}))
    apply(NOTHING)
    for router in routers.values():
        assert "50001 dev t_red" in router.check_output("ip -f mpls route")
        router.check_output("ip -f mpls route del 50001")


def test_nothing_changes_when_a_value_cannot_be(routers: dict[str, Any]) -> None:
    label = {"label": 50001, "interface": "t_core", "via": "10.9.0.2"}
    for wrong, words in (
        ({**label, "label": 1000000}, "label table ends at"),
        ({**label, "label": 15}, "routes[0].label"),
        ({**label, "out_labels": [16] * 31}, "at most 30"),
        ({**label, "table": 100}, "routes[0].table"),
        ({**label, "interface": "t_none"}, "does not exist"),
        ({**label, "via": None}, "via must name the next hop"),
        ({**label, "source": "10.9.1.1"}, "routes[0].source"),
        ({**ROUTES[8], "source": "10.9.1.9"}, "10.75.0.0/16: source 10.9.1.9 is the address of no"),
        ({**ROUTES[9], "source": "fd91::9"}, "fd75::/64 table 1300: source fd91::9 is the address"),
    ):
        for message in refusals({"routes": [wrong, ROUTES[1]]}):
            assert words in message
            assert "not done" not in message
    assert [count(router) for router in routers.values()] == [0, 0]


@pytest.mark.longer
def test_routes_return_when_their_link_flaps_and_when_it_is_made_again(
    routers: dict[str, Any],
) -> None:
    apply(OURS)
    for router in routers.values():
        router.check_output(
            "ip link set t_core down; ip link set t_core up;"
            " ip addr replace fd09::1/64 dev t_core nodad"
        )
        wait_for(lambda: count(router) == len(ROUTES), "routes after a flap", PATIENCE)  # noqa: B023
        router.run(f"{REMOVE_DEVICES}; {MAKE_DEVICES}")
        wait_for(lambda: count(router) == len(ROUTES), "routes on a new device", PATIENCE)  # noqa: B023
    apply(OURS, changed=False)


@pytest.mark.longer
def test_source_returns_when_its_address_moves_to_another_device(routers: dict[str, Any]) -> None:
    apply(OURS)
    try:
        for router in routers.values():
            place_sources(router, "del", "t_from")
            assert count(router, "10.75.0.0/16 ") == 0
            place_sources(router, "add", "lo")
            back = len(SOURCES)
            wait_for(lambda: count(router, " src ") == back, "sources on lo", PATIENCE)  # noqa: B023
            assert count(router) == len(ROUTES)
        apply(OURS, changed=False)
    finally:
        for router in routers.values():
            place_sources(router, "del", "lo")


def test_the_rest_is_done_when_the_kernel_refused_one_route(routers: dict[str, Any]) -> None:
    beyond = {**ROUTES[7], "prefix": "10.79.0.0/16", "via": "10.200.0.1"}
    for message in refusals({"routes": [*ROUTES, beyond]}):
        assert message.startswith("10.79.0.0/16: ")
        assert "not done: create 10.79.0.0/16" in message
    apply(OURS, changed=True)
    for router in routers.values():
        assert count(router) == len(ROUTES)


def test_kernel_is_left_alone_when_etc_is_read_only(routers: dict[str, Any]) -> None:
    freeze = "mkdir -p /etc/linuxnet-mpls && mount -t tmpfs -o ro none /etc/linuxnet-mpls"
    for router in routers.values():
        router.check_output(freeze)
    try:
        assert all("Read-only file system" in words for words in refusals(OURS))
        assert [count(router) for router in routers.values()] == [0, 0]
    finally:
        for router in routers.values():
            router.check_output("umount /etc/linuxnet-mpls && rmdir /etc/linuxnet-mpls")
