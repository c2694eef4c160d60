# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The running ring goes over from LDP to segment routing, with repair paths beside each way."""

from __future__ import annotations

from typing import Any

import pytest

from support import ROOT
from support.lab.customers import (
    CUSTOMERS,
    SITE2,
    assert_both_reach_the_same_address_at_the_same_time,
    assert_only_customer1_reaches_its_address,
)
from support.lab.network import PATIENCE, Site, assert_nothing_to_change, run_site, vtysh, wait_for
from support.lab.wire import captured

INTENT = ROOT / "examples" / "segment-routing" / "inventory.yml"
#: The first label of the global block, and the last two octets of PE2's loopback.
LABEL_OF_PE2 = 16000 + 2


@pytest.fixture(scope="module", autouse=True, params=["isis", "ospf"])
def igp(request: pytest.FixtureRequest) -> str:
    """Give the option for what distributes the labels; OSPF comes in the place of IS-IS."""
    option = f"--extra-vars=mpls_igp={request.param}"
    done = run_site(option, intent=INTENT)
    assert done.returncode == 0, done.stdout
    return option


def test_ldp_is_gone(routers: dict[str, Any]) -> None:
    assert [name for name, router in routers.items() if router.run("pidof ldpd").rc == 0] == []


def test_customers_use_the_same_addresses_and_never_reach_each_other(
    sites: dict[str, Site],
) -> None:
    assert_both_reach_the_same_address_at_the_same_time(sites)
    assert_only_customer1_reaches_its_address(sites)


def test_label_of_the_last_router_is_the_planned_one(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    with captured(routers["p2"], "eth1", "in") as entering:
        assert sites["customer1-site1"].reaches(SITE2)
    tops = {packet.labels[0].number for packet in entering if packet.destination == SITE2}
    assert tops == {LABEL_OF_PE2}


def test_customers_go_the_repair_path_when_a_link_is_cut(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    (route,) = vtysh(routers["pe1"], "show ip route 10.0.0.2/32 json")["10.0.0.2/32"]
    assert route["backupNexthops"]
    routers["pe1"].check_output("ip link set eth2 down")
    for customer in CUSTOMERS:
        wait_for(
            lambda site=sites[f"{customer}-site1"]: site.reaches(SITE2, 1), "a repair", PATIENCE
        )
    routers["pe1"].check_output("ip link set eth2 up")


def test_check_mode_finds_nothing_to_change(igp: str) -> None:
    assert_nothing_to_change(igp, intent=INTENT)
