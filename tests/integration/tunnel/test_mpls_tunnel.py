# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""mpls_tunnel between a router of each release: labels on the wire, and refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import here, refuse_on_all, run_on_all
from support.lab.network import wait_for

pytestmark = pytest.mark.longer

PATIENCE = 60
ENDS4 = {"local": here("10.98.0.1", "10.98.0.2"), "remote": here("10.98.0.2", "10.98.0.1")}
ENDS6 = {
    "local": here("2001:db8:98::1", "2001:db8:98::2"),
    "remote": here("2001:db8:98::2", "2001:db8:98::1"),
}
GRE = {
    "name": "t_gre",
    "kind": "gre",
    **ENDS4,
    "addresses": [here("10.199.0.1/32", "10.199.0.2/32")],
}
GRE6 = {
    "name": "t_gre6",
    "kind": "gre",
    **ENDS6,
    "key": 7,
    "addresses": [here("10.199.6.1/32", "10.199.6.2/32")],
}
UDP = {
    "name": "t_udp",
    "kind": "udp",
    **ENDS4,
    "addresses": [here("10.199.1.1/32", "10.199.1.2/32")],
}
GRE_UDP = {
    "name": "t_greudp",
    "kind": "gre_udp",
    **ENDS4,
    "key": 9,
    "addresses": [here("10.199.2.1/32", "10.199.2.2/32")],
}
TUNNELS = [GRE, GRE6, UDP, GRE_UDP]
OURS = {"tunnels": TUNNELS}
NAMES = [str(tunnel["name"]) for tunnel in TUNNELS]
MTU = {"t_gre": 1476, "t_gre6": 1452, "t_udp": 1472, "t_greudp": 1464}
FAR_END = {
    "t_gre": "10.199.0.",
    "t_gre6": "10.199.6.",
    "t_udp": "10.199.1.",
    "t_greudp": "10.199.2.",
}
WIRE = {
    "t_gre": "ip proto 47",
    "t_gre6": "ip6 proto 47",
    "t_udp": "udp dst port 6635",
    "t_greudp": "udp dst port 4754",
}
# Labels and tunnel of source document 003: 100 from the first router to the second, 101 back.
ROUTES = {
    "routes": [
        {"label": here("101", "100"), "interface": "lo"},
        *(
            {
                "prefix": here(f"{net}2/32", f"{net}1/32"),
                "interface": name,
                "out_labels": [here("100", "101")],
            }
            for name, net in FAR_END.items()
        ),
    ]
}
UNDERLAY = {
    "interfaces": [
        {
            "name": "eth1",
            "mtu": 1500,
            "addresses": [
                here("10.98.0.1/30", "10.98.0.2/30"),
                here("2001:db8:98::1/64", "2001:db8:98::2/64"),
            ],
        }
    ]
}
PORTS = ("4754", "6635")
LEFT = "find /etc /usr/local/lib -name '*linuxnet-mpls*' -o -name '10-mpls-*'"


def gather() -> dict[str, dict[str, dict[str, Any]]]:
    results = run_on_all("mpls_tunnel_info", {})
    return {
        router: {tunnel["name"]: tunnel for tunnel in result["tunnels"]}
        for router, result in results.items()
    }


def far_end(router: str, tunnel: str) -> str:
    return FAR_END[tunnel] + ("2" if router == "pe1" else "1")


def reaches(router: Any, address: str, *options: str) -> bool:
    ping = f"ping -n -c 3 -i 0.3 -W 3 {' '.join(options)} {address}"
    return bool(router.run(ping).rc == 0)


def indexes(router: Any) -> dict[str, int]:
    shown = json.loads(router.check_output("ip -j link show"))
    return {link["ifname"]: link["ifindex"] for link in shown}


def has_all(router: Any) -> bool:
    """Ask for everything that the kernel has of the tunnels."""
    shown = {link["ifname"]: link for link in json.loads(router.check_output("ip -j link show"))}
    keys = router.run(f"grep -H . /proc/sys/net/mpls/conf/t_*/input {rp_filters()}").stdout
    return (
        all(name in shown and "UP" in shown[name]["flags"] for name in NAMES)
        and all(shown[name]["mtu"] == mtu for name, mtu in MTU.items())
        and sorted(line.rsplit(":", 1)[1] for line in keys.splitlines()) == ["0"] * 4 + ["1"] * 4
        and all(port in router.run("ip fou show").stdout for port in PORTS)
    )


def rp_filters() -> str:
    return " ".join(f"/proc/sys/net/ipv4/conf/{name}/rp_filter" for name in NAMES)


@pytest.fixture(scope="module", autouse=True)
def _network(routers: dict[str, Any]) -> Iterator[None]:
    run_on_all("mpls_sysctl", {"platform_labels": 100000})
    run_on_all("l3_interface", UNDERLAY)
    for router in routers.values():
        assert reaches(router, "10.98.0.1")
        assert reaches(router, "10.98.0.2")
    run_on_all("mpls_tunnel", OURS, changed=True)
    run_on_all("mpls_route", ROUTES, changed=True)
    yield
    run_on_all("mpls_route", {"routes": [], "state": "absent", "purge": True})
    run_on_all("mpls_tunnel", {"state": "absent", "tunnels": [{"name": name} for name in NAMES]})
    for router in routers.values():
        assert "t_" not in router.check_output("ip -br link show")
        assert not any(port in router.run("ip fou show").stdout for port in PORTS)
    run_on_all("l3_interface", {"state": "absent", "interfaces": [{"name": "eth1"}]})
    run_on_all("mpls_sysctl", {"state": "absent"})
    for router in routers.values():
        assert router.check_output(LEFT) == ""


@pytest.fixture
def _put_back() -> Iterator[None]:
    yield
    run_on_all("mpls_tunnel", OURS)
    run_on_all("mpls_route", ROUTES)


def test_second_run_changes_nothing_when_all_is_there(routers: dict[str, Any]) -> None:
    for router in routers.values():
        wait_for(lambda: has_all(router), "the tunnels", PATIENCE)  # noqa: B023
    run_on_all("mpls_tunnel", OURS, changed=False)
    run_on_all("mpls_route", ROUTES, changed=False)


def test_sizes_are_returned_when_tunnels_are_made() -> None:
    for result in run_on_all("mpls_tunnel", OURS).values():
        assert {one["name"]: one["mtu"] for one in result["tunnels"]} == MTU
        assert {one["mtu"] - one["payload_mtu"] for one in result["tunnels"]} == {8}


@pytest.mark.parametrize("tunnel", NAMES)
def test_labels_are_on_the_wire_when_the_far_end_is_pinged(
    tunnel: str, routers: dict[str, Any]
) -> None:
    before = gather()
    file = f"/tmp/{tunnel}"
    shown = routers["pe1"].check_output(
        f"timeout 60 tcpdump -c 4 -lnvi eth1 '{WIRE[tunnel]}' >{file} 2>{file}.log &"
        f" until grep -q listening {file}.log; do sleep 0.2; done;"
        f" ping -n -c 3 -W 3 {far_end('pe1', tunnel)} >{file}.ping; wait; cat {file}"
    )
    port = WIRE[tunnel].partition("port ")[2]
    if port:
        assert f".{port}: " in shown
    else:
        assert "label 100" in shown
        assert "label 101" in shown
    after = gather()
    for name, router in routers.items():
        assert reaches(router, far_end(name, tunnel))
        for way in ("rx", "tx"):
            counted = [one[name][tunnel]["counters"][way]["packets"] for one in (before, after)]
            assert counted[1] >= counted[0] + 3


@pytest.mark.parametrize("tunnel", NAMES)
def test_largest_packet_arrives_and_one_byte_more_is_told_when_it_may_not_be_fragmented(
    tunnel: str, routers: dict[str, Any]
) -> None:
    # 4 bytes for the one label of these routes, 28 for the headers of the echo request
    largest = MTU[tunnel] - 4 - 28
    for name, router in routers.items():
        end = far_end(name, tunnel)
        assert reaches(router, end, "-M do", f"-s {largest}")
        assert not reaches(router, end, "-M do", f"-s {largest + 1}")


def test_packet_without_label_does_not_enter_when_the_tunnel_is_for_labels(
    routers: dict[str, Any],
) -> None:
    for name, router in routers.items():
        end = far_end(name, "t_udp")
        router.check_output(f"ip route add {end}/32 dev t_udp metric 1 table 4242")
        router.check_output(f"ip rule add to {end} lookup 4242 pref 100")
        try:
            assert not reaches(router, end)
        finally:
            router.check_output("ip rule del pref 100; ip route flush table 4242")
        assert reaches(router, end)


def test_info_gives_the_options_when_it_reads() -> None:
    for router, tunnels in gather().items():
        own, other = ("1", "2") if router == "pe1" else ("2", "1")
        assert set(tunnels) == set(NAMES)
        assert all(one["managed"] and one["label_input"] and one["up"] for one in tunnels.values())
        assert {name: one["mtu"] for name, one in tunnels.items()} == MTU
        assert tunnels["t_gre6"]["key"] == 7
        assert tunnels["t_gre6"]["remote"] == f"2001:db8:98::{other}"
        assert tunnels["t_udp"]["kind"] == "udp"
        assert tunnels["t_udp"]["local"] == f"10.98.0.{own}"


@pytest.mark.usefixtures("_put_back")
def test_device_stays_when_its_ends_change_and_is_made_anew_when_its_kind_does(
    routers: dict[str, Any],
) -> None:
    before = {name: indexes(router) for name, router in routers.items()}
    moved = {**GRE, "ttl": 9, "key": 11, "remote": here("10.98.0.3", "10.98.0.3"), "mtu": 1400}
    run_on_all("mpls_tunnel", {"tunnels": [moved]}, changed=True)
    run_on_all("mpls_tunnel", {"tunnels": [moved]}, changed=False)
    other = {**GRE6, **ENDS4, "key": 12}
    run_on_all("mpls_tunnel", {"tunnels": [other]}, changed=True)
    run_on_all("mpls_tunnel", {"tunnels": [other]}, changed=False)
    for name, router in routers.items():
        after = indexes(router)
        assert after["t_gre"] == before[name]["t_gre"]
        assert after["t_gre6"] != before[name]["t_gre6"]
    run_on_all("mpls_tunnel", OURS, changed=True)
    for name, router in routers.items():
        for tunnel in NAMES:
            end = far_end(name, tunnel)
            wait_for(lambda: reaches(router, end), f"{name}: {tunnel}", PATIENCE)  # noqa: B023


@pytest.mark.usefixtures("_put_back")
def test_check_mode_tells_what_a_run_then_does(routers: dict[str, Any]) -> None:
    closed = {"tunnels": [{**GRE, "label_input": False}, {**UDP, "ttl": 3, "addresses": []}]}
    foretold = run_on_all("mpls_tunnel", closed, changed=True, check=True)
    done = run_on_all("mpls_tunnel", closed, changed=True)
    for name in routers:
        assert foretold[name]["operations"] == done[name]["operations"]
    run_on_all("mpls_tunnel", closed, changed=False)
    for router in routers.values():
        assert router.check_output("cat /proc/sys/net/mpls/conf/t_gre/input") == "0"


def test_tunnels_stay_open_when_mpls_sysctl_closes_all_others(routers: dict[str, Any]) -> None:
    run_on_all("mpls_sysctl", {"platform_labels": 100000, "purge": True})
    for router in routers.values():
        assert has_all(router)
    closing = {"platform_labels": 100000, "closed_interfaces": ["t_gre"]}
    refuse_on_all("mpls_sysctl", closing, "t_gre: mpls_tunnel opens it")


def test_task_is_refused_when_it_would_break_something(routers: dict[str, Any]) -> None:
    def read_state() -> list[str]:
        read = "ip -d link show; ip -br address; ip fou show; ls -R /etc"
        return [router.check_output(read) for router in routers.values()]

    for router in routers.values():
        router.check_output("ip link add t_theirs type gre local 10.97.0.1 remote 10.97.0.2 ttl 5")
    try:
        before = read_state()
        for changes, words in (
            ({"name": "t_theirs"}, "was not made by this module"),
            ({"name": "eth5"}, "no tunnel for labels"),
            ({"name": "gre0"}, "tunnels[0].name"),
            ({"name": "a" * 16}, "tunnels[0].name"),
            ({"name": "t_twin"}, "tunnel t_gre has these ends already"),
            ({"remote": "2001:db8:98::2"}, "an IPv4 address, as local is one"),
            ({"remote": ENDS4["local"]}, "the address of the other end"),
            ({"kind": "udp", **ENDS6}, "an IPv4 address with kind udp"),
            ({"mtu": 1287}, "tunnels[0].mtu"),
            ({"underlay_mtu": 1300}, "tunnels[0].underlay_mtu"),
        ):
            refuse_on_all("mpls_tunnel", {"tunnels": [{**GRE, **changes}]}, words)
        assert read_state() == before
    finally:
        for router in routers.values():
            router.check_output("ip link delete t_theirs")


@pytest.mark.usefixtures("_put_back")
def test_only_our_tunnels_go_when_purge_runs(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output("ip link add t_theirs type gre local 10.97.0.1 remote 10.97.0.2 ttl 5")
    try:
        run_on_all("mpls_tunnel", {"tunnels": [], "purge": True}, changed=True)
        run_on_all("mpls_tunnel", {"tunnels": [], "purge": True}, changed=False)
        for router in routers.values():
            shown = router.check_output("ip -br link show")
            assert "t_theirs" in shown
            assert not any(name in shown for name in NAMES)
            assert not any(port in router.run("ip fou show").stdout for port in PORTS)
            left = router.check_output(LEFT)
            assert "tunnel" not in left
            assert not any(name in left for name in NAMES)
    finally:
        for router in routers.values():
            router.check_output("ip link delete t_theirs")


def test_tunnel_of_networkd_stays_when_vrf_device_purges(routers: dict[str, Any]) -> None:
    run_on_all("vrf_device", {"vrfs": [{"name": "v_red", "table": 1100}]})
    run_on_all("vrf_device", {"vrfs": [], "purge": True})
    run_on_all("mpls_tunnel", OURS, changed=False)
    for router in routers.values():
        assert has_all(router)
