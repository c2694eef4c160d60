# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A customer comes, changes and goes, each in a run of its own, and the others do not notice."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.lab.ces import BRANCH, CUSTOMERS, HQ, Ce
from support.lab.counting import counted
from support.lab.network import (
    INTENT,
    PATIENCE,
    Site,
    assert_nothing_to_change,
    read_recap,
    run_site,
    vtysh,
    wait_for,
)

#: The head office is plugged into two PEs; the branch is a namespace of PE3 itself.
PLUGS = {
    "pe1": {"pe": "pe1", "interface": "eth5", "address": "172.16.8.1/30"},
    "pe2": {"pe": "pe2", "interface": "eth4", "address": "172.16.9.1/30"},
}
CES = {"pe1": "172.16.8.2", "pe2": "172.16.9.2"}
GATEWAYS = {"pe1": "172.16.8.1", "pe2": "172.16.9.1"}
BRANCH_PLUG = {"pe": "pe3", "interface": "acme0", "address": "172.16.10.1/30"}
#: What only this customer has: its two names, its table and its subnets.
TRACES = r"acme|apex|table 400( |$)|65000:400|172\.16\.(8|9|10)\."
#: Seconds by which the start of a session may differ, as routers count in whole ones.
TOLERANCE = 5


@dataclass(frozen=True)
class Step:
    """What the customer is after it, None for gone; which PEs change, and what is said before."""

    name: str
    pe: str | None
    changed: frozenset[str]
    said: str = ""
    rd: str = "65000:400"


STEPS = {
    "added": Step("acme", "pe1", frozenset({"pe1", "pe3"})),
    "another RD": Step(
        "acme",
        "pe1",
        frozenset({"pe1", "pe3"}),
        "the route distinguisher of VRF acme changes from 65000:400 to 65000:4000",
        rd="65000:4000",
    ),
    "renamed": Step(
        "apex", "pe1", frozenset({"pe1", "pe3"}), "eth5 goes from VRF acme to VRF apex"
    ),
    "moved": Step("apex", "pe2", frozenset({"pe1", "pe2"}), "eth5 leaves VRF apex"),
    "removed": Step("apex", None, frozenset({"pe2", "pe3"})),
}


@pytest.fixture(scope="module", autouse=True)
def branch(routers: dict[str, Any]) -> Iterator[Site]:
    """Make the customer's branch: a port of PE3 with a host behind it."""
    pe, name = routers["pe3"], "acme-branch"
    pe.check_output(
        f"ip netns add {name} && ip link add acme0 type veth peer name eth0 netns {name}"
        f" && ip -n {name} link set eth0 up && ip -n {name} address add 172.16.10.2/30 dev eth0"
        f" && ip -n {name} route add default via 172.16.10.1"
    )
    yield Site(pe, name)
    pe.check_output(f"ip netns delete {name}")


@pytest.mark.parametrize("name", STEPS)
def test_customer_is_as_desired_and_the_others_lose_nothing(
    routers: dict[str, Any], ces: dict[str, Ce], branch: Site, tmp_path: Path, name: str
) -> None:
    step = STEPS[name]
    intent = write_intent(tmp_path, step)
    before = session_starts(routers)
    counts = {}
    with ExitStack() as stack:
        for one in CUSTOMERS:
            ping = counted(ces[f"{one}-branch"], HQ, f"-I {BRANCH}")
            counts[one] = stack.enter_context(ping)
        done = run_site(
            f"--extra-vars=mpls_customer={step.name}",
            "--extra-vars=mpls_pe_batch=100%",
            intent=intent,
        )
    print(f"\n{name}: {counts}")  # noqa: T201
    assert done.returncode == 0, done.stdout
    printed = " ".join((done.stdout + done.stderr).split())
    assert ("interrupts traffic" in printed) is bool(step.said), printed
    assert step.said in printed
    recap = read_recap(done.stdout)
    assert {one for one, row in recap.items() if row["changed"]} == step.changed, done.stdout
    assert "rr1" not in recap
    assert {one: row["sent"] - row["received"] for one, row in counts.items()} == dict.fromkeys(
        CUSTOMERS, 0
    )
    after = session_starts(routers)
    assert after.keys() == before.keys()
    assert all(abs(after[key] - before[key]) <= TOLERANCE for key in before), (before, after)
    if step.pe:
        plug_in(ces["blue-branch"].guest, step.pe)
        assert_nothing_to_change(f"--extra-vars=mpls_customer={step.name}", intent=intent)
        wait_for(lambda: branch.reaches(CES[step.pe or ""]), "the customer's packets", PATIENCE)


def test_nothing_is_left_when_the_customer_has_gone(routers: dict[str, Any]) -> None:
    for name, port in (("pe1", "eth5"), ("pe2", "eth4"), ("pe3", "acme0")):
        router = routers[name]
        for command in (
            "ip -o -details link show | grep -v '[0-9]: acme0@'",
            "ip rule; ip -6 rule",
            "ip route show table all; ip -6 route show table all",
            "ip -o address show",
            "nft list ruleset",
            "vtysh -c 'show running-config'",
            "cat /etc/frr/frr.conf",
            "find /etc/systemd/network",
        ):
            left = router.run(f"({command}) | grep -E '{TRACES}|10-mpls-{port}'").stdout
            assert left == "", f"{name}: {command}"
        assert "inet " not in router.check_output(f"ip -o address show dev {port}")
        assert ",UP" not in router.check_output(f"ip -o link show dev {port}").split(">")[0]
    assert_nothing_to_change()


def write_intent(folder: Path, step: Step) -> Path:
    """Copy the example, and give it the customer's file."""
    copy = folder / "intent"
    shutil.copytree(INTENT.parent, copy)
    if step.pe:
        vpn = {"id": 400, "rd": step.rd, "sites": [PLUGS[step.pe], BRANCH_PLUG]}
        file = copy / "group_vars" / "all" / f"vpn_{step.name}.yml"
        file.write_text(json.dumps({f"mpls_vpn_{step.name}": vpn}), "utf-8")
    return copy / INTENT.name


def plug_in(guest: Any, pe: str) -> None:
    """Have the head office send by the port that leads to a PE."""
    guest.check_output(f"ip -n acme-hq route replace default via {GATEWAYS[pe]}")


def session_starts(routers: dict[str, Any]) -> dict[str, float]:
    """Say when each session of the core and of the other customers began, by any clock."""
    starts = {}
    for name, router in routers.items():
        for vrf in ("default", "blue") if name != "rr1" else ("default",):
            shown = vtysh(router, f"show bgp vrf {vrf} neighbors json")
            for peer, one in shown.items():
                if isinstance(one, dict):
                    starts[f"{name} {vrf} {peer}"] = float(one["bgpTimerUpEstablishedEpoch"])
        for one in vtysh(router, "show mpls ldp neighbor json")["neighbors"]:
            hours, minutes, seconds = (int(part) for part in one["upTime"].split(":"))
            age = hours * 3600 + minutes * 60 + seconds
            starts[f"{name} ldp {one['neighborId']}"] = time.monotonic() - age
    return starts
