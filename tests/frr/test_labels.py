# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What ldpd has zebra install is what it says of its bindings, whatever was changed before.

The kernel of cells has no MPLS: what ldpd asks for stands in its log. Two cells of both releases
are neighbours.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from support.frr.configurations import configure, succeed
from support.lab.cells import LINK
from support.lab.modules import CELLS, PerRouter

PATIENCE = 90
LOG = "/tmp/ldpd.log"
TOLD = re.compile(r"prefix (\S+) nexthop \S+ ifindex \d+ labels (\S+)/(\S+) \((add|delete)\)")
NUMBERS = {"pe1": 1, "pe2": 2}
HOSTS = "  label local allocate host-routes\n"
LISTED = "  label local allocate for a\n  label remote accept for a\n"
#: One after the other: how routes for labels are chosen, and how many entries the list has.
STEPS = ((HOSTS, 0), (LISTED, 1), (LISTED, 2), (HOSTS, 0))

pytestmark = pytest.mark.skipif(not CELLS, reason="the lab has kernels with labels")


def addresses(number: int) -> list[str]:
    return [f"10.0.0.{number}/32", f"10.70.0.{number}/32"]


def configuration(number: int, choice: str, entries: int) -> str:
    rules = "".join(
        f"access-list a seq {5 * at + one} permit {addresses(one)[at]}\n"
        for at in range(entries)
        for one in NUMBERS.values()
    )
    return f"""\
log file {LOG}
debug mpls ldp zebra
{rules}interface {LINK}
 ip ospf area 0
 ip ospf network point-to-point
exit
interface lo
 ip ospf area 0
exit
router ospf
 ospf router-id 10.0.0.{number}
exit
mpls ldp
 router-id 10.0.0.{number}
 address-family ipv4
  discovery transport-address 10.0.0.{number}
{choice}  interface {LINK}
  exit
 exit-address-family
exit
"""


@pytest.fixture
def neighbours(routers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, router in routers.items():
        own = [f"{one} dev lo" for one in addresses(NUMBERS[name])]
        ways = "".join(
            f"; ip address add {one}" for one in (*own, f"10.5.0.{NUMBERS[name]}/24 dev {LINK}")
        )
        router.check_output(
            f"rm -f {LOG}; ip link set {LINK} up; ip link set lo up; ip address flush dev eth1;"
            f" ip address flush dev lo scope global; ip address flush dev {LINK}{ways}"
        )
    yield routers
    for router in routers.values():
        router.check_output(f"ip address flush dev {LINK}; ip address flush dev lo scope global")


def test_labels_are_installed_as_they_are_bound(neighbours: dict[str, Any]) -> None:
    ups: list[dict[str, float]] = []
    for choice, entries in STEPS:
        texts = {name: configuration(number, choice, entries) for name, number in NUMBERS.items()}
        succeed(configure(PerRouter(texts), ["ospfd", "ldpd"]))
        wanted = {f"10.{70 * at}.0" for at in range(entries or 2)}
        for name, router in neighbours.items():
            bound = settle(router, wanted)
            assert {prefix.rpartition(".")[0] for prefix in bound.values()} == wanted, name
            assert installed(router) == bound, (name, choice, entries)
        ups.append({name: started(router) for name, router in neighbours.items()})
    # The list grew, and no session ended for it.
    assert all(abs(ups[2][name] - ups[1][name]) < 10 for name in neighbours)


def settle(router: Any, wanted: set[str]) -> dict[str, str]:
    """Wait until the labels in use are for these prefixes; give them a moment to be installed."""
    deadline = time.monotonic() + PATIENCE
    found: dict[str, str] = {}
    while time.monotonic() < deadline:
        found = bindings(router)
        is_there = {prefix.rpartition(".")[0] for prefix in found.values()} == wanted
        if is_there and installed(router) == found:
            break
        time.sleep(1)
    return found


def bindings(router: Any) -> dict[str, str]:
    """Map labels of one's own that are in use to their prefixes."""
    shown = json.loads(router.check_output("vtysh -c 'show mpls ldp binding json'"))
    return {
        one["localLabel"]: one["prefix"]
        for one in shown.get("bindings", [])
        if one["inUse"] and one["localLabel"].isdecimal()
    }


def installed(router: Any) -> dict[str, str]:
    """Follow what ldpd told zebra: labels that it has and their prefixes."""
    labels: dict[str, str] = {}
    for prefix, label, out, verb in TOLD.findall(router.run(f"cat {LOG}").stdout):
        if verb == "delete":
            labels.pop(label, None)
        elif out != "-":
            labels[label] = prefix
    return labels


def started(router: Any) -> float:
    """Give the time at which the session came up, in seconds of this machine's clock."""
    shown = json.loads(router.check_output("vtysh -c 'show mpls ldp neighbor json'"))
    (one,) = shown["neighbors"]
    hours, minutes, seconds = (int(part) for part in one["upTime"].split(":"))
    return time.monotonic() - (hours * 3600 + minutes * 60 + seconds)
