# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Any state from any other, on real kernels: one run converges, and does what was foretold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from support.lab.modules import newest_pyroute2, run_module, run_on_all

#: Examples of each property; some hundred find more and take an hour.
EXAMPLES = int(os.environ.get("LAB_EXAMPLES", "5"))
#: What pe2 has: "newest", or "release" for Debian 13's 0.7.7, with which it does all other tests.
PYROUTE2 = os.environ.get("LAB_PYROUTE2", "newest")
# On a lab a smaller example costs more minutes than it saves.
LAB = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MAKE_DEVICES = (
    "modprobe -a mpls_router mpls_iptunnel vrf dummy;"
    " test $(cat /proc/sys/net/mpls/platform_labels) -ge 100000"
    " || sysctl -qw net.mpls.platform_labels=100000;"
    " ip link add t_vrf type vrf table 1900; ip link set t_vrf up;"
    " for name in t_m1 t_m2; do ip link add $name type dummy; ip link set $name up arp on; done;"
    " ip address add 10.97.0.1/24 dev t_m1; ip address add fd97::1/64 dev t_m1 nodad"
)
REMOVE_DEVICES = "ip link del t_m1; ip link del t_m2; ip link del t_vrf"
NOTHING: dict[str, dict[str, Any]] = {
    "mpls_route": {"routes": []},
    "vrf_device": {"vrfs": []},
    "mpls_tunnel": {"tunnels": []},
}
FOREIGN = "ip -f mpls route show proto static; ip route show table all proto static"

hops = st.sampled_from(
    [
        {"interface": "t_m1", "via": "10.97.0.2", "out_labels": [16]},
        {"interface": "t_m1", "via": "10.97.0.3", "out_labels": [17, 18]},
        {"interface": "t_m1", "via": "fd97::2", "out_labels": [0]},
        {
            "nexthops": [
                {"interface": "t_m1", "via": "10.97.0.2", "out_labels": [16]},
                {"interface": "t_m1", "via": "fd97::2", "out_labels": [19]},
            ]
        },
    ]
)
labels = st.integers(50001, 50005)
prefixes = st.sampled_from(
    [
        {"prefix": "10.77.0.0/16"},
        {"prefix": "10.77.0.0/16", "source": "10.97.0.1"},
        {"prefix": "fd77::/64"},
        {"prefix": "fd77::/64", "source": "fd97::1"},
    ]
)
targets = st.one_of(
    st.fixed_dictionaries({"label": labels}),
    st.builds(
        lambda prefix, table: {**prefix, "table": table}, prefixes, st.sampled_from([254, 1900])
    ),
)
route_lists = st.lists(
    st.builds(lambda target, hop: {**target, **hop}, targets, hops),
    unique_by=lambda route: (route.get("label"), route.get("prefix"), route.get("table")),
    min_size=1,
    max_size=6,
)
TABLES = {"t_red": 1300, "t_blue": 1400, "t_green": 1500}


@st.composite
def vrf_lists(draw: st.DrawFn) -> list[dict[str, Any]]:
    names = draw(st.lists(st.sampled_from(sorted(TABLES)), min_size=1, unique=True))
    vrfs: list[dict[str, Any]] = [
        {"name": name, "table": TABLES[name], "members": [], "addresses": []} for name in names
    ]
    for member in ("t_m1", "t_m2"):
        draw(st.sampled_from(vrfs))["members"].append(member)
    for vrf in vrfs:
        vrf["addresses"] = draw(
            st.sampled_from([[], ["10.96.0.1/32"], ["10.96.0.2/32", "fd96::1/128"]])
        )
    return vrfs


tunnel_lists = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["t_1", "t_2", "t_3"]),
            "kind": st.sampled_from(["gre", "udp"]),
            "ttl": st.sampled_from([9, 64]),
            "mtu": st.sampled_from([1300, 1400]),
            "label_input": st.booleans(),
        }
    ),
    unique_by=lambda tunnel: tunnel["name"],
    min_size=1,
    max_size=3,
).map(
    lambda tunnels: [
        {**tunnel, "local": "10.97.0.1", "remote": f"10.97.1.{tunnel['name'][-1]}"}
        for tunnel in tunnels
    ]
)


@pytest.fixture(scope="module", autouse=True)
def _devices(routers: dict[str, Any]) -> Iterator[None]:
    for router in routers.values():
        router.run(MAKE_DEVICES)
    if PYROUTE2 == "newest":
        with newest_pyroute2("pe2"):
            yield
    else:
        yield
    for name, nothing in NOTHING.items():
        run_on_all(name, {**nothing, "purge": True})
    for router in routers.values():
        router.run(REMOVE_DEVICES)


def converge(name: str, want: dict[str, Any]) -> None:
    """Bring the routers to a desired state, and see that each did once what was foretold."""
    foretold = run_on_all(name, want, check=True)
    done = run_on_all(name, want)
    for router, result in done.items():
        assert result["operations"] == foretold[router]["operations"]
        assert result["diff"] == foretold[router]["diff"]
        event(f"{name}: changed {result['changed']}")
    run_on_all(name, want, changed=False)


@LAB
@given(
    before=route_lists,
    want=route_lists,
    foreign=st.sets(labels, max_size=3),
    state=st.sampled_from(["present", "absent"]),
    purge=st.booleans(),
)
def test_label_routes_converge_and_foreign_ones_stay(
    routers: dict[str, Any],
    *,
    before: list[dict[str, Any]],
    want: list[dict[str, Any]],
    foreign: set[int],
    state: str,
    purge: bool,
) -> None:
    run_on_all("mpls_route", {"routes": before, "purge": True})
    theirs = foreign - {route.get("label") for route in [*before, *want]}
    for router in routers.values():
        for label in theirs:
            router.check_output(f"ip -f mpls route add {label} dev t_vrf proto static")
    shown = [router.check_output(FOREIGN) for router in routers.values()]
    try:
        converge("mpls_route", {"routes": want, "state": state, "purge": purge})
        assert [router.check_output(FOREIGN) for router in routers.values()] == shown
    finally:
        for router in routers.values():
            router.check_output("ip -f mpls route flush proto static")


@LAB
@given(
    before=route_lists,
    want=route_lists.filter(lambda routes: any("label" in route for route in routes)),
    data=st.data(),
)
def test_nothing_changes_when_a_want_names_a_foreign_label(
    routers: dict[str, Any],
    before: list[dict[str, Any]],
    want: list[dict[str, Any]],
    data: st.DataObject,
) -> None:
    stolen = data.draw(st.sampled_from([one["label"] for one in want if "label" in one]))
    others = [one for one in before if one.get("label") != stolen]
    run_on_all("mpls_route", {"routes": others, "purge": True})
    everything = "ip -f mpls route; ip route show table all; ip -6 route show table all proto 130"
    for router in routers.values():
        router.check_output(f"ip -f mpls route add {stolen} dev t_vrf proto static")
    try:
        shown = [router.check_output(everything) for router in routers.values()]
        for result in run_module("mpls_route", {"routes": want, "purge": True}).values():
            assert result["failed"]
            assert "protocol 4" in result["msg"]
        assert [router.check_output(everything) for router in routers.values()] == shown
    finally:
        for router in routers.values():
            router.check_output("ip -f mpls route flush proto static")


@LAB
@given(before=vrf_lists(), want=vrf_lists(), state=st.sampled_from(["present", "absent"]))
def test_vrfs_converge(
    before: list[dict[str, Any]], want: list[dict[str, Any]], state: str
) -> None:
    # with purge a member may come from any other VRF
    run_on_all("vrf_device", {"vrfs": before, "purge": True})
    converge("vrf_device", {"vrfs": want, "state": state, "purge": state == "present"})


@LAB
@given(before=tunnel_lists, want=tunnel_lists, purge=st.booleans())
def test_tunnels_converge(
    before: list[dict[str, Any]], want: list[dict[str, Any]], purge: bool
) -> None:
    run_on_all("mpls_tunnel", {"tunnels": before, "purge": True})
    converge("mpls_tunnel", {"tunnels": want, "purge": purge})
