# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""router_verify asks a FRR of which a daemon hangs or does not run."""

from __future__ import annotations

import time
from typing import Any

import pytest

from lab_frr import configure, succeed
from lab_modules import run_module

TEXT = """\
router ospf
 ospf router-id 10.0.0.1
exit
router bgp 65000
 bgp router-id 10.0.0.1
 neighbor 10.0.0.9 remote-as 65000
 address-family ipv4 vpn
  neighbor 10.0.0.9 activate
 exit-address-family
exit
"""
EXPECT = {
    "expect": {
        "neighbours": ["10.0.0.2"],
        "ldp_neighbours": [],
        "loopbacks": [],
        "bgp_peers": ["10.0.0.9"],
        "label_interfaces": [],
        "vrfs": [],
    },
    "timeout": 5,
}
BGP = "answer to show bgp ipv4 vpn summary json"


@pytest.fixture(autouse=True)
def _configured(routers: dict[str, Any]) -> None:
    assert routers
    succeed(configure(TEXT, ["ospfd", "bgpd"]))


def failed(router: str, result: dict[str, Any]) -> dict[str, str]:
    assert not result["failed"], f"{router}: {result}"
    return {one["name"]: one["reason"] for one in result["checks"] if not one["passed"]}


def test_daemon_that_hangs_is_named_in_time_and_the_others_are_asked(
    routers: dict[str, Any],
) -> None:
    for router in routers.values():
        router.check_output("kill -STOP $(cat /run/frr/bgpd.pid)")
    try:
        began = time.monotonic()
        results = run_module("router_verify", EXPECT)
        seconds = time.monotonic() - began
    finally:
        for router in routers.values():
            router.check_output("kill -CONT $(cat /run/frr/bgpd.pid)")
    for router, result in results.items():
        reasons = failed(router, result)
        assert reasons[BGP].startswith("bgpd gave none within 2 s: it hangs"), router
        assert "answer to show ip ospf neighbor json" not in reasons
    # One answer after another took a minute each.
    assert seconds < 60


def test_daemon_that_runs_or_does_not_gives_no_reason_to_doubt(routers: dict[str, Any]) -> None:
    """Neither isisd nor ldpd run here, and both are asked."""
    assert routers
    for router, result in run_module("router_verify", EXPECT).items():
        reasons = failed(router, result)
        assert [name for name in reasons if name.startswith("answer to ")] == []
        assert "bgp vpnv4 peer 10.0.0.9" in reasons
