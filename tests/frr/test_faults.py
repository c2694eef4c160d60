# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config meets a fault: FRR has the old configuration or the new one, and the task says which.

The routers are neighbours of each other; no fault and no way back may end a session.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from lab_cells import LINK
from lab_frr import SHOW, WAYS, configure, read_meaning, succeed
from lab_modules import PerRouter, places_to_kill
from lab_network import wait_for

#: How many times a run is killed, spread over its changes; more than it has are one at each.
KILLS = 5 if WAYS == "few" else 100
DAEMONS = ["ospfd", "ldpd", "bgpd", "isisd"]
WORDS_BACK = "the configuration from before is back"
#: Each router's own number and the other's.
NUMBERS = {"pe1": (1, 2), "pe2": (2, 1)}
OLD = """\
interface lo
 ip ospf area 0
exit
interface {link}
 ip ospf area 0
 ip ospf network point-to-point
exit
router ospf
 ospf router-id 10.0.0.{me}
exit
mpls ldp
 router-id 10.0.0.{me}
 address-family ipv4
  discovery transport-address 10.0.0.{me}
  interface {link}
  exit
 exit-address-family
exit
router bgp 65000
 bgp router-id 10.0.0.{me}
 neighbor 10.0.0.{other} remote-as 65000
 neighbor 10.0.0.{other} update-source lo
 neighbor 10.0.0.9 remote-as 65009
 neighbor 10.0.0.9 description goes
exit
"""
#: Neighbours that come, and the address of every router itself, which is refused as a neighbour.
NEW = ["10.0.0.11", "10.0.0.12", "10.0.0.13"]
OWN = "10.0.2.15"
#: Seconds from the start of a vtysh to its end: a machine may have had it done by then.
DELAYS = (0.05, 0.5, 3)
#: Seconds for sessions to come up, and those by which two readings of one moment may differ.
PATIENCE, SLACK = 120, 2
REFUSED = {
    **{
        f"bgp-{at}": "router bgp 65000\n"
        + "".join(f" neighbor {one} remote-as 65001\n" for one in [*NEW[:at], OWN, *NEW[at:]])
        + "exit\nrouter bgp 65000 vrf t_red\n neighbor 10.0.0.20 remote-as 65001\nexit\n"
        for at in range(len(NEW) + 1)
    },
    "list": "ip prefix-list P seq 5 permit 10.0.0.0/8 ge 4\n",
    "isis": "router isis core\n net 49.0001\nexit\n",
}


def render(more: str = "", *, without: str = "") -> PerRouter:
    """Write each router's configuration, without lines that have a word, and with more."""
    rows = [row for row in OLD.splitlines(keepends=True) if not without or without not in row]
    text = "".join(rows) + more
    return PerRouter(
        {name: text.format(me=me, other=other, link=LINK) for name, (me, other) in NUMBERS.items()}
    )


def render_networks(count: int) -> str:
    rows = [f"  network 10.{100 + at // 250}.{at % 250}.0/24\n" for at in range(count)]
    return (
        "router bgp 65000\n address-family ipv4 unicast\n"
        + "".join(rows)
        + " exit-address-family\nexit\n"
    )


def write(text: PerRouter, **more: Any) -> dict[str, dict[str, Any]]:
    return configure(text, DAEMONS, **more)


def read_configurations(routers: dict[str, Any]) -> dict[str, tuple[set[str], str]]:
    """Read what FRR shows and what is on disk."""
    return {
        name: (
            read_meaning(router.check_output(SHOW)),
            router.check_output("sha256sum /etc/frr/frr.conf; stat -c '%a %U' /etc/frr/frr.conf"),
        )
        for name, router in routers.items()
    }


def read_sessions(router: Any) -> dict[str, Any]:
    """Read since when each session is up, in seconds of the router's clock, or None."""
    bgp = json.loads(router.check_output("vtysh -c 'show bgp neighbors json'"))
    since = {f"bgp {name}": one.get("bgpTimerUpEstablishedEpoch") for name, one in bgp.items()}
    for _again in range(30):
        shown = router.check_output("date +%s; vtysh -c 'show mpls ldp neighbor json'; date +%s")
        (before, *ldp, now) = shown.splitlines()
        if now == before:  # or the age is not as of that second
            break
    for one in json.loads("".join(ldp)).get("neighbors", []):
        hours, minutes, seconds = (int(part) for part in one["upTime"].split(":"))
        up = one["state"] == "OPERATIONAL"
        since["ldp"] = int(now) - hours * 3600 - minutes * 60 - seconds if up else None
    return since


def are_up(router: Any, other: int) -> bool:
    sessions = read_sessions(router)
    return bool(sessions.get("ldp") and sessions.get(f"bgp 10.0.0.{other}"))


@pytest.fixture(scope="module", autouse=True)
def _neighbours(routers: dict[str, Any]) -> Iterator[None]:
    for name, router in routers.items():
        me, _other = NUMBERS[name]
        router.check_output(
            f"ip address flush dev eth1; ip address flush dev lo scope global;"
            f" ip address add 10.0.0.{me}/32 dev lo;"
            f" ip address add 10.1.0.{me - 1}/31 dev {LINK}; ip link set {LINK} up"
        )
    yield
    for router in routers.values():
        router.check_output(
            f"ip address flush dev lo scope global; ip address flush dev {LINK};"
            f" ip link set {LINK} down"
        )


@pytest.fixture(autouse=True)
def sessions(routers: dict[str, Any], _neighbours: None) -> Iterator[None]:
    """Have the sessions up before a test, and see that the same ones are up after it."""
    succeed(write(render()))
    for name, router in routers.items():
        other = NUMBERS[name][1]
        wait_for(lambda: are_up(router, other), f"{name}: sessions", PATIENCE)  # noqa: B023
    before = {name: read_sessions(router) for name, router in routers.items()}
    yield
    for name, router in routers.items():
        after = read_sessions(router)
        other = f"bgp 10.0.0.{NUMBERS[name][1]}"
        for session in ("ldp", other):
            assert after[session], f"{name}: {session} is down"
            assert after[session] - before[name][session] < SLACK, f"{name}: {session} was down"


@pytest.mark.parametrize("place", REFUSED)
def test_old_configuration_is_back_when_a_line_is_refused(
    place: str, routers: dict[str, Any]
) -> None:
    before = read_configurations(routers)
    for name, result in write(render(REFUSED[place], without="10.0.0.9")).items():
        assert result["failed"], name
        assert WORDS_BACK in result["msg"], name
        assert "(done: nothing; not done: " in result["msg"], name
    assert read_configurations(routers) == before
    # mgmtd of FRR 10.3 may abort when it refuses, by its own assertion; the next run starts it.
    for name, result in write(render()).items():
        assert result["operations"] in ([], ["create daemon mgmtd"]), name
    succeed(write(render()), changed=False)


def test_next_run_converges_when_one_was_killed(routers: dict[str, Any]) -> None:
    new = render(render_networks(3), without="10.0.0.9")
    counted = write(new)
    assert set(counted) == set(routers)
    for kill_at in places_to_kill(counted, KILLS):
        succeed(write(render()), changed=True)
        results = write(new, kill_at=kill_at)
        assert all(result["killed"] for result in results.values()), results
        succeed(write(new))
        succeed(write(new), changed=False)
    succeed(write(render()), changed=True)


def test_old_configuration_is_back_when_vtysh_is_killed(routers: dict[str, Any]) -> None:
    before = read_configurations(routers)
    killed = []
    for delay in DELAYS:
        for router in routers.values():
            # `-C -f` is the check of the grammar, which changes nothing.
            router.check_output(
                f"(for at in $(seq 900); do pid=$(pgrep -f '^vtysh (--no-fork )?-f') &&"
                f" {{ sleep {delay}; kill -KILL $pid; break; }}; done) >/dev/null 2>&1 &"
            )
        results = write(render(render_networks(3000)))
        for name in results:
            if results[name]["failed"]:
                killed.append(name)
                assert f"vtysh was ended by signal 9; {WORDS_BACK}" in results[name]["msg"], name
                assert read_configurations({name: routers[name]})[name] == before[name]
        succeed(write(render()))
    assert set(killed) == set(routers)


def test_old_configuration_is_back_when_the_disk_is_full(routers: dict[str, Any]) -> None:
    before = read_configurations(routers)
    for router in routers.values():
        router.check_output(
            "rm -f /etc/frr/frr.conf.*Z; cp -a /etc/frr /run/frr-aside;"
            " mount -t tmpfs -o size=64k none /etc/frr;"
            " cp -a /run/frr-aside/. /etc/frr; chown --reference=/run/frr-aside /etc/frr;"
            " cat /dev/zero > /etc/frr/filler 2>/dev/null || true"
        )
    try:
        for name, result in write(render(render_networks(3))).items():
            assert result["failed"], name
            assert "cannot be written: No space left on device" in result["msg"], name
            assert "(done: nothing; not done: " in result["msg"], name
        assert read_configurations(routers) == before
    finally:
        for router in routers.values():
            router.check_output("umount /etc/frr; rm -r /run/frr-aside")
    assert read_configurations(routers) == before


def test_nothing_is_changed_when_a_daemon_hangs(routers: dict[str, Any]) -> None:
    before = read_configurations(routers)
    for router in routers.values():
        router.check_output("pkill -STOP -x isisd")
    try:
        for name, result in write(render(render_networks(3))).items():
            assert result["failed"], name
            assert "a daemon of FRR hangs" in result["msg"], name
    finally:
        for router in routers.values():
            router.check_output("pkill -CONT -x isisd || true")
    for router in routers.values():
        wait_for(lambda: router.run(SHOW).rc == 0, "FRR answers", PATIENCE)  # noqa: B023
    assert read_configurations(routers) == before
    succeed(write(render(render_networks(3))), changed=True)


def test_next_run_converges_when_a_daemon_died(routers: dict[str, Any]) -> None:
    text = render("router isis core\n net 49.0001.0000.0000.0001.00\nexit\n")
    succeed(write(text), changed=True)
    for router in routers.values():
        router.check_output("pkill -KILL -x isisd")
    succeed(write(text))
    succeed(write(text), changed=False)
    for router in routers.values():
        assert "router isis core" in router.check_output(SHOW)
