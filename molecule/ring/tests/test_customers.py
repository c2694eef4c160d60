# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What customers of a dual-stack core are sold, in both address families."""

from __future__ import annotations

import pytest

from support.lab.customers import (
    ONLY_CUSTOMER1,
    ONLY_CUSTOMER1_IPV6,
    SITE2,
    SITE2_IPV6,
    assert_both_reach_the_same_address_at_the_same_time,
    assert_only_customer1_reaches_its_address,
)
from support.lab.network import Site

SITE1 = ("192.168.1.10", "2001:db8:1:1::10")
#: The loopbacks of PE1, of PE2 and of a reflector.
CORE = (
    *("10.0.0.1", "10.0.0.2", "10.0.0.21"),
    *("2001:db8::1", "2001:db8::2", "2001:db8::21"),
)
WAYS = [("site1", address) for address in (SITE2, SITE2_IPV6)]
WAYS += [("site2", address) for address in SITE1]


@pytest.mark.parametrize(("here", "address"), WAYS)
@pytest.mark.parametrize("customer", ["customer1", "customer2"])
def test_customer_reaches_its_other_site(
    sites: dict[str, Site], customer: str, here: str, address: str
) -> None:
    assert sites[f"{customer}-{here}"].reaches(address)


@pytest.mark.parametrize("address", [SITE2, SITE2_IPV6])
def test_both_customers_use_the_same_addresses_at_the_same_time(
    sites: dict[str, Site], address: str
) -> None:
    assert_both_reach_the_same_address_at_the_same_time(sites, address)


@pytest.mark.parametrize("address", [ONLY_CUSTOMER1, ONLY_CUSTOMER1_IPV6])
def test_customer_cannot_reach_an_address_that_only_the_other_one_has(
    sites: dict[str, Site], address: str
) -> None:
    assert_only_customer1_reaches_its_address(sites, address)


@pytest.mark.parametrize("address", CORE)
def test_customer_cannot_reach_a_router(sites: dict[str, Site], address: str) -> None:
    assert not sites["customer1-site1"].reaches(address, 1)
