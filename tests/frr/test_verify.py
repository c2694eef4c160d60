# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""router_verify names what FRR has and nobody proved, and a daemon that hangs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any

import pytest

from support.frr.configurations import (
    DAEMONS,
    Example,
    choose,
    configure,
    read_corpus,
    start_freshly,
    succeed,
)
from support.lab.modules import run_module

#: What a converged network shows on a router is not asked here, only what FRR has.
EXPECT: dict[str, Any] = {
    "neighbours": [],
    "ldp_neighbours": [],
    "loopbacks": [],
    "bgp_peers": [],
    "label_interfaces": [],
    "vrfs": [],
}
TEXT = """\
router bgp 65000
 bgp router-id 10.0.0.1
 neighbor 10.0.0.4 remote-as 65000
 neighbor 10.0.0.4 description first
 neighbor 10.0.0.4 password %{peer}
exit
router bgp 65000 vrf customer1
 bgp router-id 10.0.0.1
 neighbor 10.0.0.5 remote-as 65001
exit
router bgp 65000 vrf customer2
 bgp router-id 10.0.0.1
 neighbor 10.0.0.6 remote-as 65001
exit
router ospf
 ospf router-id 10.0.0.1
exit
"""
SECRETS = {"peer": "qx7"}
RUNNING = "frr running configuration"
VRF = f"{RUNNING}: router bgp 65000 vrf customer1"
#: Commands that somebody gives, and the checks that then fail with their reasons.
PLANTED = (
    (
        "router bgp 65000 vrf customer1",
        "bgp router-id 10.9.9.9",
        "neighbor 10.0.0.9 remote-as 65009",
    ),
    ("router bgp 65000", "no neighbor 10.0.0.4 description"),
    ("no router bgp 65000 vrf customer2",),
    ("route-map m permit 10", "set metric 5"),
)
FAILED = {
    f"{VRF}: bgp router-id": "is 10.9.9.9: expected 10.0.0.1",
    f"{VRF}: neighbor 10.0.0.9 remote-as 65009": "is there: expected no such line",
    f"{RUNNING}: router bgp 65000: neighbor 10.0.0.4 description first": (
        "is not there: expected it"
    ),
    f"{RUNNING}: router bgp 65000 vrf customer2": "is not there with 2 lines in it: expected it",
    f"{RUNNING}: route-map m permit 10": "is there with a line in it: expected no such line",
}
#: Seconds within which a question ends though a daemon is stopped; vtysh waits for ever.
QUICK = 30


def verify(timeout: int = 0) -> dict[str, dict[str, str]]:
    """Give the failed checks of FRR with their reasons, by router."""
    results = run_module("router_verify", {"expect": EXPECT, "timeout": timeout})
    for result in results.values():
        assert not result["failed"], result
    return {
        name: {
            check["name"]: check["reason"]
            for check in result["checks"]
            if not check["passed"] and check["name"].startswith("frr")
        }
        for name, result in results.items()
    }


def tell(router: Any, *commands: str) -> None:
    words = "".join(f" -c '{command}'" for command in commands)
    router.check_output(f"vtysh -c 'configure terminal'{words}")


def prove() -> None:
    succeed(configure(TEXT, secrets=SECRETS))


def of_each(routers: Iterable[str], failed: dict[str, str]) -> dict[str, dict[str, str]]:
    return dict.fromkeys(routers, failed)


def test_each_line_is_named_when_somebody_changed_some(routers: dict[str, Any]) -> None:
    prove()
    assert verify() == of_each(routers, {})
    for router in routers.values():
        for commands in PLANTED:
            tell(router, *commands)
    assert verify() == of_each(routers, FAILED)
    prove()
    assert verify() == of_each(routers, {})


def test_secret_is_hidden_when_it_was_changed(routers: dict[str, Any]) -> None:
    prove()
    for router in routers.values():
        tell(router, "router bgp 65000", "neighbor 10.0.0.4 password qx8")
    for failed in verify().values():
        ((name, reason),) = failed.items()
        assert name.endswith(": router bgp 65000: neighbor 10.0.0.4 password")
        assert reason.startswith("is <secret ")
        assert ": expected <secret " in reason
        assert "qx" not in reason


def test_line_is_named_when_it_was_saved(routers: dict[str, Any]) -> None:
    """FRR keeps the file from before once, beside its own."""
    prove()
    for router in routers.values():
        router.check_output("vtysh -c 'write memory'")
    assert verify() == of_each(routers, {})
    prove()
    what = "router bgp 65000 vrf customer1: bgp router-id"
    reason = "is 10.9.9.9: expected 10.0.0.1"
    for router in routers.values():
        tell(router, "router bgp 65000 vrf customer1", "bgp router-id 10.9.9.9")
        router.check_output("vtysh -c 'write memory'")
    sides = "running configuration", "/etc/frr/frr.conf"
    assert verify() == of_each(routers, {f"frr {one}: {what}": reason for one in sides})
    for router in routers.values():
        router.check_output("rm /etc/frr/frr.conf.sav")
    reason = "is not what was proven: expected a run of frr_config"
    assert verify() == of_each(routers, {f"frr {one}": reason for one in sides})
    prove()
    assert verify() == of_each(routers, {})


@pytest.mark.parametrize("example", choose(read_corpus()), ids=str)
def test_nothing_is_named_when_the_same_is_shown_in_another_way(
    example: Example, routers: dict[str, Any]
) -> None:
    """As after a start of FRR, which has its own order, or of a newer one."""
    names = list(routers) if not example.since else ["pe2"]
    succeed(configure(example.text, only=names))
    for name in names:
        path = "/var/lib/linuxnet-mpls/frr.json"
        memory = json.loads(routers[name].check_output(f"cat {path}"))
        text = json.dumps({**memory, "shown": "another"})
        routers[name].check_output(f"cat > {path} <<'EOF'\n{text}\nEOF")
    found = verify()
    assert {name: found[name] for name in names} == of_each(names, {})


def test_nothing_is_named_when_frr_was_restarted(routers: dict[str, Any]) -> None:
    prove()
    for router in routers.values():
        start_freshly(router, router.check_output("cat /etc/frr/frr.conf"))
    prove()
    assert verify() == of_each(routers, {})


def test_daemon_is_named_when_it_hangs(routers: dict[str, Any]) -> None:
    prove()
    for router in routers.values():
        router.check_output("pkill -STOP -x bgpd")
    begin = time.monotonic()
    try:
        found = verify(timeout=5)
        assert time.monotonic() - begin < QUICK
    finally:
        for router in routers.values():
            router.check_output("pkill -CONT -x bgpd")
    for failed in found.values():
        ((name, reason),) = failed.items()
        assert name == "frr daemon bgpd"
        assert reason.startswith("bgpd does not answer, as its process ")
    assert verify(timeout=60) == of_each(routers, {})


def test_router_is_named_when_nothing_was_proven(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output("mv /var/lib/linuxnet-mpls/frr.json /run/frr.json")
    reason = "nothing was proven on this router: expected a run of frr_config"
    assert verify() == of_each(routers, {RUNNING: reason})
    succeed(configure(TEXT, list(DAEMONS), secrets=SECRETS))
