# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Two routers that are neighbours of each other by OSPF, LDP and BGP, and stay it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from support.frr.configurations import SHOW, configure, read_meaning, succeed
from support.lab.cells import LINK
from support.lab.modules import PerRouter
from support.lab.network import wait_for

DAEMONS = ["ospfd", "ldpd", "bgpd", "isisd"]
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
#: Seconds for sessions to come up, and those by which two readings of one moment may differ.
PATIENCE, SLACK = 120, 2


def render(more: str = "", *, without: str = "") -> PerRouter:
    """Write each router's configuration, without lines that have a word, and with more."""
    rows = [row for row in OLD.splitlines(keepends=True) if not without or without not in row]
    text = "".join(rows) + more
    return PerRouter(
        {name: text.format(me=me, other=other, link=LINK) for name, (me, other) in NUMBERS.items()}
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


def link(routers: dict[str, Any]) -> Iterator[None]:
    """Give both routers their addresses, and take those away again."""
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


def watch_sessions(routers: dict[str, Any]) -> Iterator[None]:
    """Have the sessions up before a test, and see that the same ones are up after it."""
    succeed(write(render()))
    for name, router in routers.items():
        other = NUMBERS[name][1]
        wait_for(lambda: are_up(router, other), f"{name}: sessions", PATIENCE)  # noqa: B023
    before = {name: read_sessions(router) for name, router in routers.items()}
    yield
    for name, router in routers.items():
        after = read_sessions(router)
        for session in ("ldp", f"bgp 10.0.0.{NUMBERS[name][1]}"):
            assert after[session], f"{name}: {session} is down"
            assert after[session] - before[name][session] < SLACK, f"{name}: {session} was down"
