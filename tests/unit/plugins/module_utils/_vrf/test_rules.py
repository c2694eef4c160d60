# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Rules for VRFs and for own addresses, what FRR uses, and the files for the boot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._rules import (
    RT_TABLE_LOCAL,
    Rule,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._boot import (
    MODULES_FILE,
    SYSCTL_FILE,
    UNIT_FILE,
    UNIT_WANTS,
    render_boot_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._info import show_rules
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._rules import plan_rules
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._task import render_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._users import find_users
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import VrfState

KERNEL = {Rule(version, 0, RT_TABLE_LOCAL) for version in (4, 6)}
L3MDEV = {Rule(version, 1000, None) for version in (4, 6)}
BEHIND = {Rule(version, 32765, RT_TABLE_LOCAL) for version in (4, 6)}

_RULES = st.sets(
    st.builds(
        Rule,
        st.sampled_from([4, 6]),
        st.sampled_from([0, 5, 1000, 2000, 32765]),
        st.sampled_from([None, RT_TABLE_LOCAL]),
    )
)


def test_new_rule_is_there_before_the_old_one_goes_when_the_local_rule_moves() -> None:
    plan = plan_rules(KERNEL | L3MDEV, vrfs=True, local="behind_vrfs")
    assert [str(step) for step in plan.operations] == [
        "create rule IPv4 32765 local",
        "create rule IPv6 32765 local",
        "delete rule IPv4 0 local",
        "delete rule IPv6 0 local",
    ]
    assert set(plan.projected) == L3MDEV | BEHIND


@given(_RULES, st.booleans(), st.sampled_from(["behind_vrfs", "first"]))
def test_router_has_a_local_rule_at_every_step_when_any_plan_runs(
    rules: set[Rule], vrfs: bool, local: str
) -> None:
    rules |= {Rule(version, 5, RT_TABLE_LOCAL) for version in (4, 6)}
    plan = plan_rules(rules, vrfs=vrfs, local=local)
    for step in plan.operations:
        rules = rules | {step.key} if step.after else rules - {step.key}
        for version in (4, 6):
            assert any(one.version == version and one.table == RT_TABLE_LOCAL for one in rules)
    assert rules == set(plan.projected)
    assert plan_rules(rules, vrfs=vrfs, local=local).operations == ()


def test_lost_rule_of_vrfs_comes_back_when_there_are_vrfs() -> None:
    plan = plan_rules(KERNEL | {Rule(6, 1000, None)}, vrfs=True, local=None)
    assert [str(step) for step in plan.operations] == ["create rule IPv4 1000 l3mdev"]


def test_no_rule_is_touched_when_no_vrf_is_wanted_and_nothing_is_said() -> None:
    assert plan_rules(KERNEL, vrfs=False, local=None).operations == ()


def test_info_says_what_the_option_would_when_the_rule_moved() -> None:
    shown = show_rules(KERNEL | L3MDEV)
    assert {one["local_rule"] for one in shown.values()} == {"first"}
    shown = show_rules(BEHIND | L3MDEV)
    assert {one["local_rule"] for one in shown.values()} == {"behind_vrfs"}
    assert show_rules(BEHIND)["ipv4"]["local_rule"] is None


@pytest.mark.parametrize(
    ("running", "users"),
    [
        ("vrf red\nexit-vrf\n!\n", {}),
        ("vrf red\n vni 100\nexit-vrf\n", {"red": "vrf red / vni 100"}),
        ("vrf red\n ip route 0.0.0.0/0 10.0.0.1\nexit-vrf\n", {"red": "vrf red / ip route"}),
        ("router bgp 65000 vrf blue\n !\nexit\n", {"blue": "router bgp 65000 vrf blue"}),
        ("router bgp 65000\n neighbor PG description vrf red\nexit\n", {}),
    ],
)
def test_users_of_vrfs_are_found_when_frr_shows_its_configuration(
    running: str, users: dict[str, str]
) -> None:
    found = find_users(running)
    assert found.keys() == users.keys()
    assert all(found[name].startswith(line) for name, line in users.items())


def test_files_are_left_alone_when_an_option_is_not_given() -> None:
    assert render_boot_files(None, None) == {}
    assert set(render_boot_files("first", None).values()) == {None}
    assert set(render_boot_files("behind_vrfs", None)) == {UNIT_FILE, UNIT_WANTS}
    assert render_boot_files(None, True)[SYSCTL_FILE] == "net/vrf/strict_mode = 1\n"
    assert render_boot_files(None, False) == {MODULES_FILE: None, SYSCTL_FILE: None}


def test_rules_are_in_order_before_the_network_is_there() -> None:
    """A packet of a customer finds them so from the first one on; a start comes with the boot."""
    files = render_boot_files("behind_vrfs", None)
    unit = files[UNIT_FILE] or ""
    assert "\nDefaultDependencies=no\n" in unit
    assert "\nWants=network-pre.target\nBefore=network-pre.target\n" in unit
    new, old = unit.index("rule add pref 32765"), unit.index("rule del pref 0")
    assert new < old
    wants = files[UNIT_WANTS]
    assert (wants or "").endswith("[Unit]\nWants=linuxnet-mpls-rules.service\n")


def test_vrf_has_no_link_local_address_and_no_way_out_by_default() -> None:
    text = render_routes(VrfState(100, (), addresses=("10.255.0.1/32",)))
    assert text.startswith("[Network]\nLinkLocalAddressing=no\nAddress=10.255.0.1/32\n")
    for destination in ("0.0.0.0/0", "::/0"):
        route = (
            f"[Route]\nDestination={destination}\nType=unreachable\nMetric=4278198272\nTable=100\n"
        )
        assert route in text
