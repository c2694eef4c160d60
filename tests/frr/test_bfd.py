# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""BFD comes to a running link between both releases of FRR, and goes, router by router."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from support.frr.configurations import configure, succeed
from support.intent.cases import Case, build_case, render_frr
from support.lab.cells import LINK
from support.lab.modules import CELLS
from support.lab.network import holds_within

pytestmark = pytest.mark.skipif(not CELLS, reason="in the lab no link is free for it")

NAMES = ("pe1", "pe2")
LOOPBACKS = {"pe1": "10.0.0.1", "pe2": "10.0.0.2"}
#: Seconds until neighbours are there: OSPF says hello every ten seconds.
PATIENCE = 60
#: What came with BFD as a default; without it a configuration is what was rendered before.
SINCE_BFD = re.compile(
    r"^bfd\n(?:.*\n)*?exit\n| .*bfd profile .*\n| timers .*\n| (?:lsp-timers|spf-delay-ietf) .*\n"
    r"| isis hello-.*\n",
    re.MULTILINE,
)
Models = dict[str, dict[str, Any]]


def build(igp: str, *, bfd: bool = True, interval: int = 50, numbered: bool = True) -> Models:
    """Build the models of two routers with a link."""
    link = {"subnet": "10.9.0.0/31"} if numbered else {"unnumbered": True}
    variables = {
        "mpls_asn": 65000,
        "mpls_igp": igp,
        "mpls_bfd": bfd,
        "mpls_bfd_interval": interval,
        "mpls_routers": {name: {"loopback": LOOPBACKS[name]} for name in NAMES},
        "mpls_links": [{"ends": [f"{name}:{LINK}" for name in NAMES], **link}],
    }
    return build_case(Case("", variables, {"all": [*NAMES], "pe": [*NAMES]}, {}))


def bring(name: str, model: dict[str, Any], text: str = "") -> None:
    """Give a router its configuration, in the place of what is rendered another text."""
    daemons = model["frr"]["daemons"]
    done = configure(text or render_frr(model), daemons, only=[name], purge_daemons=True)
    succeed(done)


def connect(routers: dict[str, Any], models: Models) -> None:
    """Give both routers the addresses of their models."""
    for name, router in routers.items():
        for port in models[name]["core_interfaces"]:
            router.check_output(f"ip address flush dev {port['name']} scope global")
            for address in port["addresses"]:
                router.check_output(f"ip address add {address} dev {port['name']}")
            router.check_output(f"ip link set {port['name']} up")


def reach_each_other(routers: dict[str, Any]) -> bool:
    """Whether the IGP has brought each the other's loopback."""
    pairs = zip(NAMES, reversed(NAMES))
    return all(
        LOOPBACKS[far] in routers[near].check_output(f"ip route show {LOOPBACKS[far]}")
        for near, far in pairs
    )


def sessions(router: Any) -> list[str]:
    return [
        peer["status"] for peer in json.loads(router.check_output("vtysh -c 'show bfd peers json'"))
    ]


def wait_for_neighbours(routers: dict[str, Any], *, bfd: bool) -> None:
    assert holds_within(PATIENCE, lambda: reach_each_other(routers))
    if bfd:
        assert holds_within(
            PATIENCE, lambda: all(sessions(router) == ["up"] for router in routers.values())
        )


@pytest.fixture(autouse=True, scope="module")
def _leave_no_link(routers: dict[str, Any]) -> Iterator[None]:
    yield
    for router in routers.values():
        router.check_output(f"ip link set {LINK} down; ip address flush dev {LINK} scope global")


@contextmanager
def watched(routers: dict[str, Any]) -> Iterator[dict[str, int]]:
    """Count at each router how often the route to the other's loopback goes; counts come last."""
    counts: dict[str, int] = {}
    start = "ip monitor route >/run/routes 2>&1 & echo $!"
    watchers = {name: int(router.check_output(start)) for name, router in routers.items()}
    try:
        yield counts
    finally:
        for name, router in routers.items():
            router.check_output(f"kill {watchers[name]}")
            counts[name] = count_gone(router, name)


def count_gone(router: Any, name: str) -> int:
    """Count how often the route to the other's loopback went while it is watched."""
    (far,) = set(NAMES) - {name}
    return int(router.run(f"grep -c '^Deleted {LOOPBACKS[far]} ' /run/routes").stdout)


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("igp", ["ospf", "isis"])
def test_no_route_goes_when_bfd_comes_router_by_router(
    routers: dict[str, Any], igp: str, first: str
) -> None:
    """From what was rendered before BFD was a default, with all that came with it."""
    before, after = build(igp, bfd=False), build(igp)
    connect(routers, before)
    for name in NAMES:
        bring(name, before[name], SINCE_BFD.sub("", render_frr(before[name])))
    wait_for_neighbours(routers, bfd=False)
    with watched(routers) as gone:
        for name in sorted(NAMES, key=lambda name: name != first):
            bring(name, after[name])
            assert not holds_within(3, lambda: not reach_each_other(routers))
        wait_for_neighbours(routers, bfd=True)
    assert gone == {"pe1": 0, "pe2": 0}


@pytest.mark.parametrize("igp", ["ospf", "isis"])
def test_no_route_goes_when_the_interval_changes_router_by_router(
    routers: dict[str, Any], igp: str
) -> None:
    """From BFD as it was rendered before, without a profile, and to another profile."""
    before, after, last = build(igp), build(igp), build(igp, interval=300)
    connect(routers, before)
    for name in NAMES:
        bring(name, before[name], SINCE_BFD.sub("", render_frr(before[name])))
    wait_for_neighbours(routers, bfd=True)
    with watched(routers) as gone:
        for models in (after, last):
            for name in NAMES:
                bring(name, models[name])
                assert not holds_within(3, lambda: not reach_each_other(routers))
    assert gone == {"pe1": 0, "pe2": 0}


@pytest.mark.parametrize("igp", ["ospf"])
def test_other_side_loses_the_neighbour_when_bfd_goes(routers: dict[str, Any], igp: str) -> None:
    """So the run says it beforehand; where FRR leaves the neighbour alone, that can go.

    Over IS-IS 10.3 kept its neighbour for 60 s after BFD had gone from 8.4.4.
    """
    before, after = build(igp), build(igp, bfd=False)
    connect(routers, before)
    for first in NAMES:
        for name in NAMES:
            bring(name, before[name])
        wait_for_neighbours(routers, bfd=True)
        (other,) = set(NAMES) - {first}
        with watched(routers):
            bring(first, after[first])
            assert holds_within(PATIENCE, lambda: count_gone(routers[other], other) > 0)  # noqa: B023
            wait_for_neighbours(routers, bfd=False)


@pytest.mark.parametrize("igp", ["ospf"])
def test_bfd_comes_up_when_the_link_is_unnumbered(routers: dict[str, Any], igp: str) -> None:
    models = build(igp, numbered=False)
    connect(routers, models)
    for name in NAMES:
        bring(name, models[name])
    wait_for_neighbours(routers, bfd=True)
