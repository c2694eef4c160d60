# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers reach their own other sites, at addresses that both have, and nobody else's."""

from __future__ import annotations

import pytest

from support.lab.customers import (
    CORE,
    assert_both_reach_the_same_address_at_the_same_time,
    assert_only_customer1_reaches_its_address,
)
from support.lab.network import Site

REACHES = {
    "customer1-site1": {"192.168.2.10", "192.168.12.10", "192.168.11.10", "192.168.2.1"},
    "customer1-branch1": {"192.168.2.10", "192.168.12.10", "192.168.1.10"},
    "customer2-site1": {"192.168.2.10"},
    "customer1-site2": {"192.168.1.10", "192.168.11.10", "192.168.12.10", "192.168.1.1"},
    "customer1-branch2": {"192.168.1.10", "192.168.11.10", "192.168.2.10"},
    "customer2-site2": {"192.168.1.10"},
}
#: Networks that only customer1 has, and addresses of the routers, its own PE's too.
NOT_FOR_CUSTOMER2 = ("192.168.11.10", "192.168.12.10", *CORE)


@pytest.mark.parametrize("name", REACHES)
def test_host_reaches_every_host_of_its_customer(sites: dict[str, Site], name: str) -> None:
    assert {address for address in REACHES[name] if sites[name].reaches(address)} == REACHES[name]


@pytest.mark.parametrize("name", REACHES)
def test_host_reaches_itself(sites: dict[str, Site], name: str) -> None:
    (own, *_others) = sites[name].run("hostname -I").stdout.split()
    assert sites[name].reaches(own)
    assert sites[name].reaches("127.0.0.1")


def test_both_customers_use_the_same_addresses_at_the_same_time(sites: dict[str, Site]) -> None:
    assert_both_reach_the_same_address_at_the_same_time(sites)


def test_customer_cannot_reach_an_address_that_only_the_other_one_has(
    sites: dict[str, Site],
) -> None:
    assert_only_customer1_reaches_its_address(sites)


@pytest.mark.parametrize("address", NOT_FOR_CUSTOMER2)
def test_customer_cannot_reach_what_is_not_in_its_vpn(sites: dict[str, Site], address: str) -> None:
    assert not sites["customer2-site1"].reaches(address)
