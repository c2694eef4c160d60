# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What has changed since the verdict before, and since when."""

from __future__ import annotations

import copy

from support.assurance.networks import NOW, make_network

BEGIN, LATER = "1970-01-12T13:46:40+00:00", "1970-01-12T13:47:40+00:00"


def test_nothing_has_changed_when_there_is_no_verdict_before() -> None:
    verdict = make_network().judge()
    assert (verdict["before"], verdict["changes"]) == ("", [])
    assert {one["since"] for one in verdict["customers"]} == {BEGIN}


def test_failure_and_repair_are_changes() -> None:
    net = make_network()
    right = net.judge()
    broken = copy.deepcopy(net)
    broken.link("pe1", "eth2")["forwards"] = []
    wrong = broken.judge(right, NOW + 60)
    assert [(one["kind"], one["subject"]) for one in wrong["changes"]] == [
        ("failed", "pe1: forwarding IPv4 eth2")
    ]
    since = {one["name"]: one["since"] for one in wrong["customers"]}
    assert since == {"customer1": LATER, "customer2": BEGIN}
    again = net.judge(wrong, NOW + 120)
    assert [(one["kind"], one["subject"]) for one in again["changes"]] == [
        ("repaired", "pe1: forwarding IPv4 eth2")
    ]
    assert again["before"] == LATER


def test_new_customer_is_a_change() -> None:
    net = make_network()
    before = net.judge()
    before["customers"].pop()
    (change,) = net.judge(before)["changes"]
    assert (change["kind"], change["subject"]) == ("new", "customer customer2")
