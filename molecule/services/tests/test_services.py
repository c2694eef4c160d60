# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who reaches whom with the services that are sold, and by which way, with packets."""

from __future__ import annotations

import itertools
import re

import pytest

from support.lab.attacks import IPV4, Attacker, count_dropped, udp
from support.lab.customers import connect_sites
from support.lab.network import (
    PATIENCE,
    Site,
    assert_nothing_to_change,
    connect,
    holds_within,
    run_playbook,
)

#: The customers' hosts; the headquarters' one is behind its router, the gateway's in the Internet.
ADDRESSES = {
    "headquarters": "10.30.0.1",
    "branch1": "10.30.1.10",
    "branch2": "10.30.2.10",
    "branch3": "10.30.3.10",
    "customer1": "192.168.1.10",
    "customer2": "192.168.2.10",
    "shared": "192.168.80.10",
    "gateway": "203.0.113.1",
}
BRANCHES = ("branch1", "branch2", "branch3")
USERS = ("customer1", "customer2")
PAIRS = [("headquarters", branch) for branch in BRANCHES]
PAIRS += [(common, user) for common in ("shared", "gateway") for user in USERS]
WAYS = [*PAIRS, *((there, here) for here, there in PAIRS)]
#: The branches 2 and 3 are at one PE, branch 1 is at the PE of the headquarters.
BETWEEN_BRANCHES = list(itertools.permutations(BRANCHES, 2))
#: Customers that must never meet, and what a customer has not bought.
CLOSED_WAYS = [
    *itertools.permutations(USERS, 2),
    ("shared", "gateway"),
    *((user, branch) for user in (*USERS, "shared") for branch in BRANCHES),
    *((branch, user) for branch in BRANCHES for user in (*USERS, "shared", "gateway")),
]


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    return connect_sites({"ce": tuple(ADDRESSES)})


@pytest.fixture(scope="module", autouse=True)
def _converged(sites: dict[str, Site]) -> None:
    """Give the network time to converge; whether it did is for the tests to say, one by one."""
    holds_within(
        PATIENCE, lambda: all(sites[here].reaches(ADDRESSES[there], 1) for here, there in WAYS)
    )


@pytest.mark.parametrize(("here", "there"), WAYS)
def test_customer_reaches_what_the_service_gives(
    sites: dict[str, Site], here: str, there: str
) -> None:
    assert sites[here].reaches(ADDRESSES[there])


@pytest.mark.parametrize(("here", "there"), BETWEEN_BRANCHES)
def test_branches_meet_at_the_router_of_the_headquarters(
    sites: dict[str, Site], here: str, there: str
) -> None:
    shown = sites[here].run(f"traceroute -n -I -q 1 -w 2 -m 12 {ADDRESSES[there]}").stdout
    hops = re.findall(r"^ *\d+ +(\d[\d.]+) ", shown, re.MULTILINE)
    assert ADDRESSES["headquarters"] in hops[:-1], shown
    assert hops[-1] == ADDRESSES[there], shown


@pytest.mark.parametrize(("here", "there"), BETWEEN_BRANCHES)
def test_branches_do_not_meet_when_the_headquarters_lets_nothing_through(
    sites: dict[str, Site], here: str, there: str
) -> None:
    router = sites["headquarters"]
    assert router.run("sysctl -q net.ipv4.ip_forward=0").rc == 0
    try:
        assert_nothing_arrives(sites, here, there)
    finally:
        assert router.run("sysctl -q net.ipv4.ip_forward=1").rc == 0
    assert sites[here].reaches(ADDRESSES[there])


@pytest.mark.parametrize(("here", "there"), CLOSED_WAYS)
def test_customer_does_not_reach_what_the_service_keeps_away(
    sites: dict[str, Site], here: str, there: str
) -> None:
    assert_nothing_arrives(sites, here, there)


@pytest.mark.parametrize(("pe", "wire"), [("pe1", "eth1"), ("pe2", "eth2")])
def test_trunk_takes_nothing_without_a_tag(pe: str, wire: str) -> None:
    """systemd-networkd made the trunk with a link-local address, as it does unless told."""
    attacker = Attacker(connect("ce"), wire, connect(pe), "eth2")
    assert attacker.router.check_output("ip -6 address show dev eth2") == ""
    before = count_dropped(attacker.router, "parents")
    assert before is not None
    attacker.send((IPV4, udp("10.0.0.2", "10.0.0.1", 646, b"spoofed")))
    assert holds_within(10, lambda: (count_dropped(attacker.router, "parents") or 0) > before)


def test_every_router_does_what_the_intent_says() -> None:
    done = run_playbook("verify")
    assert done.returncode == 0, done.stdout


def test_check_mode_finds_nothing_to_change() -> None:
    assert_nothing_to_change()


def assert_nothing_arrives(sites: dict[str, Site], here: str, there: str) -> None:
    """Count at the target, so that a packet that only travels one way is noticed too."""
    before = sites[there].count_echo_requests()
    assert not sites[here].reaches(ADDRESSES[there], 1)
    assert sites[there].count_echo_requests() == before
