# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What customers are sold: their other site, at their own addresses, and nobody else's."""

from __future__ import annotations

import time

import pytest

from support.lab.customers import (
    CORE,
    assert_both_reach_the_same_address_at_the_same_time,
    assert_only_customer1_reaches_its_address,
)
from support.lab.network import Site, wait_for

PAIRS = [(c, a, b) for c in ("customer1", "customer2") for a, b in ((1, 2), (2, 1))]


@pytest.mark.parametrize(("customer", "here", "there"), PAIRS)
def test_customer_reaches_its_other_site(
    sites: dict[str, Site], customer: str, here: int, there: int
) -> None:
    assert sites[f"{customer}-site{here}"].reaches(f"192.168.{there}.10")


def test_both_customers_use_the_same_addresses_at_the_same_time(sites: dict[str, Site]) -> None:
    assert_both_reach_the_same_address_at_the_same_time(sites)


def test_customer_cannot_reach_an_address_that_only_the_other_one_has(
    sites: dict[str, Site],
) -> None:
    assert_only_customer1_reaches_its_address(sites)


@pytest.mark.parametrize("address", CORE)
def test_customer_cannot_reach_a_router(sites: dict[str, Site], address: str) -> None:
    assert not sites["customer1-site1"].reaches(address, 1)


def test_chat_through_netcat_reaches_the_other_site(sites: dict[str, Site]) -> None:
    server, client = sites["customer1-site2"], sites["customer1-site1"]
    words = f"hello at {time.time_ns()}"
    heard = f"/tmp/chat-{time.time_ns()}"
    server.guest.run(
        f"ip netns exec {server.name} sh -c 'timeout 60 nc -l 5000 >{heard} 2>/dev/null &'"
    )
    wait_for(lambda: "LISTEN" in server.run("ss -Hltn sport = :5000").stdout, "netcat listens", 20)
    assert client.run(f"sh -c 'echo {words} | timeout 20 nc -N 192.168.2.10 5000'").rc == 0
    wait_for(lambda: words in server.guest.run(f"cat {heard}").stdout, "the words arrive", 20)
    server.guest.run(f"rm {heard}")
