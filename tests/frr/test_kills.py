# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config is killed right before each of its changes, also while daemons start and stop.

The next run makes of it what was asked for; nothing is left behind, and no session ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest

from support.frr.configurations import configure, succeed
from support.frr.neighbours import DAEMONS, link, read_configurations, render, watch_sessions, write
from support.lab.modules import places_to_kill
from support.ways import FEW, WAYS

#: How many times a run is killed, spread over its changes; more than it has are one at each.
KILLS = 5 if WAYS == FEW else 100
#: What a restart of watchfrr alone makes, and must not leave.
LEFT = "ls -d /run/linuxnet-mpls /run/systemd/system/frr.service.d /run/frr-passing 2>/dev/null"
PROFILE = "bfd\n profile p\n  detect-multiplier 5\n exit\nexit\n"
NEIGHBOUR = "router bgp 65000\n neighbor 10.0.0.5 remote-as 65001\nexit\n"
#: Every router has this address itself, which is refused after the first neighbour was taken.
REFUSED = NEIGHBOUR.replace("exit", " neighbor 10.0.2.15 remote-as 65001\nexit")


@pytest.fixture(scope="module", autouse=True)
def _neighbours(routers: dict[str, Any]) -> Iterator[None]:
    yield from link(routers)


@pytest.fixture(autouse=True)
def _sessions(routers: dict[str, Any], _neighbours: None) -> Iterator[None]:
    yield from watch_sessions(routers)


def start(**more: Any) -> dict[str, dict[str, Any]]:
    return configure(render(PROFILE), [*DAEMONS, "bfdd"], **more)


def stop(**more: Any) -> dict[str, dict[str, Any]]:
    return write(render(), purge_daemons=True, **more)


def places_of(results: Mapping[str, dict[str, Any]]) -> list[dict[str, int]]:
    """Give each change of each router; where few are tried, each router has a part of them."""
    counts = {name: result["changes"] for name, result in results.items()}
    step = len(counts) if WAYS == FEW else 1
    places = {
        name: range(1 + at % step, count + 1, step)
        for at, (name, count) in enumerate(counts.items())
    }
    most = max(map(len, places.values()))
    return [
        {name: one[min(at, len(one) - 1)] for name, one in places.items()} for at in range(most)
    ]


def kill(run: Callable[..., dict[str, dict[str, Any]]], kill_at: Mapping[str, int]) -> None:
    """Kill a run on all routers; it may make a change less than it made when they were counted."""
    for name, result in run(kill_at=kill_at).items():
        assert result["killed"] or result["changes"] < kill_at[name], f"{name}: {result}"


def test_next_run_converges_when_one_was_killed_while_a_daemon_starts_or_stops(
    routers: dict[str, Any],
) -> None:
    starts, stops = places_of(start()), places_of(stop())
    for at in range(max(len(starts), len(stops))):
        kill(start, starts[min(at, len(starts) - 1)])
        succeed(start())
        kill(stop, stops[min(at, len(stops) - 1)])
        succeed(stop())
        for name, router in routers.items():
            assert router.run(LEFT).stdout == "", f"{name}: {at}"
    succeed(stop(), changed=False)


def test_boot_brings_old_or_proven_when_a_run_was_killed(routers: dict[str, Any]) -> None:
    new = render(NEIGHBOUR, without="10.0.0.9")
    old = read_configurations(routers)
    counted = write(new)
    succeed(counted)
    final = read_configurations(routers)
    for kill_at in places_to_kill(counted, KILLS):
        succeed(write(render()), changed=True)
        kill(partial(write, new), kill_at)
        for name, (shown, file) in read_configurations(routers).items():
            assert file in (old[name][1], final[name][1]), kill_at
            assert file == old[name][1] or shown == final[name][0], kill_at
        succeed(write(new))
        succeed(write(new), changed=False)
    succeed(write(render()), changed=True)


def test_boot_brings_old_when_a_run_was_killed_on_its_way_back(routers: dict[str, Any]) -> None:
    old = read_configurations(routers)
    counted = write(render(REFUSED))
    for kill_at in places_to_kill(counted, KILLS):
        kill(partial(write, render(REFUSED)), kill_at)
        for name, (_shown, file) in read_configurations(routers).items():
            assert file == old[name][1], kill_at
        succeed(write(render()))
        assert read_configurations(routers) == old
