# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What customers' routers learn by each protocol, and whom their packets reach."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.ces import BRANCH, BRANCH_LAN, CUSTOMERS, HQ, HQ_LAN, ONLY_BLUE, Ce, connects
from support.lab.network import assert_nothing_to_change, run_playbook


@pytest.mark.parametrize("customer", CUSTOMERS)
def test_branch_and_head_office_reach_each_other(ces: dict[str, Ce], customer: str) -> None:
    assert connects(ces, customer, 5)
    assert ces[f"{customer}-hq"].reaches_from(HQ, BRANCH, 5)


def test_no_customer_reaches_an_address_of_another(ces: dict[str, Ce]) -> None:
    """Count at the owner: others' head offices have the whole subnet, and answer themselves."""
    owner = ces["blue-hq"]
    before = owner.count_echo_requests()
    assert ces["blue-branch"].reaches_from(BRANCH, ONLY_BLUE)
    heard = owner.count_echo_requests()
    assert heard > before
    for customer in ("green", "red"):
        assert ces[f"{customer}-branch"].reaches_from(BRANCH, ONLY_BLUE)
    assert owner.count_echo_requests() == heard


def test_every_router_does_what_the_intent_says() -> None:
    done = run_playbook("verify")
    assert done.returncode == 0, done.stdout


def test_ce_sees_the_provider_in_place_of_its_own_as(ces: dict[str, Ce]) -> None:
    """Both sites have one AS number, which each would take for a loop."""
    assert "BGP.as_path: 65000 65000\n" in ces["blue-branch"].routes(HQ_LAN)
    for pe in ("pe1", "pe2"):
        assert "BGP.as_path: 65000 65000\n" in ces["blue-hq"].routes(BRANCH_LAN, pe)


def test_place_hears_nothing_of_itself_by_its_other_pe(
    ces: dict[str, Ce], routers: dict[str, Any]
) -> None:
    """PE2 has the head office from PE1 too, which is preferred, and would tell the CE of it."""
    shown = routers["pe2"].check_output(f"vtysh -c 'show bgp vrf blue ipv4 unicast {HQ_LAN}'")
    assert "SoO:65000:" in shown
    assert "localpref 200" in shown
    for pe in ("pe1", "pe2"):
        assert "BGP.as_path" not in ces["blue-hq"].routes(HQ_LAN, pe)
        assert "BGP.as_path" in ces["blue-hq"].routes(BRANCH_LAN, pe)


def test_ce_is_sent_no_extended_community(ces: dict[str, Ce]) -> None:
    """Route targets and sites of origin are the provider's."""
    for name, prefix in (("blue-branch", HQ_LAN), ("blue-hq", BRANCH_LAN)):
        shown = ces[name].routes(prefix)
        assert "BGP.as_path" in shown
        assert "BGP.ext_community" not in shown


def test_ce_is_told_of_no_subnet_that_it_is_connected_to(ces: dict[str, Ce]) -> None:
    """Nor of that of the other port of its place; of another site's it is."""
    hq, branch = ces["blue-hq"], ces["blue-branch"]
    for pe in ("pe1", "pe2"):
        assert "BGP.as_path" in hq.routes("172.16.3.0/30", pe)
        for own in ("172.16.1.0/30", "172.16.2.0/30"):
            assert "BGP.as_path" not in hq.routes(own, pe)
    assert "BGP.as_path" in branch.routes("172.16.1.0/30", "pe3")
    assert "BGP.as_path" not in branch.routes("172.16.3.0/30", "pe3")


def test_pes_do_not_use_an_ospf_customer_as_a_way_through(routers: dict[str, Any]) -> None:
    """Each hears of the branch from the other by the CE, with the tag of the VPN."""
    for name in ("pe1", "pe2"):
        shown = routers[name].check_output("vtysh -c 'show ip ospf vrf green route'")
        assert "tag: 3489725928" in shown
        (way,) = routers[name].check_output("ip route show vrf green 10.2.0.0/16").splitlines()
        assert "encap mpls" in way


@pytest.mark.parametrize("customer", ["blue", "green"])
def test_subnets_of_ports_come_from_the_pe_that_has_them(
    routers: dict[str, Any], customer: str
) -> None:
    for name, other in (("pe1", "172.16.2.0/30"), ("pe2", "172.16.1.0/30")):
        (way,) = routers[name].check_output(f"ip route show vrf {customer} {other}").splitlines()
        assert "encap mpls" in way


def test_ospf_customer_learns_of_its_other_site(ces: dict[str, Ce]) -> None:
    for name, prefix in (("green-hq", BRANCH_LAN), ("green-branch", HQ_LAN)):
        assert "OSPF.tag: 0xd000fde8" in ces[name].routes(prefix)


def test_default_route_of_a_static_site_leads_its_vpn_alone(ces: dict[str, Ce]) -> None:
    outside = "203.0.113.1"
    assert ces["red-branch"].reaches_from(BRANCH, outside)
    for customer in ("blue", "green"):
        assert not ces[f"{customer}-branch"].reaches_from(BRANCH, outside)


def test_second_run_has_nothing_to_change() -> None:
    assert_nothing_to_change()
