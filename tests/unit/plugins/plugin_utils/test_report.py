# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The report in its three forms."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import Check
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import Verdict
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.changes import render_changes
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.formats import (
    parse_checks,
    render_json,
    render_junit,
    render_text,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.progress import render_progress
from support.assurance.networks import make_network

RESULTS: dict[str, dict[str, Any]] = {
    "pe1": {
        "checks": [
            Check("ospf neighbour 10.0.0.2").as_result(),
            Check("main table", "has 192.168.2.0/24: expected none").as_result(),
        ]
    },
    "p1": {"unreachable": True, "msg": "Connection refused"},
}


def judge(results: dict[str, dict[str, Any]]) -> Verdict:
    net = make_network()
    net.checks = parse_checks(results)
    return net.judge()


def test_text_has_a_line_a_cause_and_the_counts() -> None:
    assert render_text(judge(RESULTS)) == (
        "p1: answers: Connection refused\n"
        "pe1: main table: has 192.168.2.0/24: expected none\n"
        "3 checks on 2 routers: 2 failed\n"
        "2 customers, 4 pairs of sites followed label by label: all reach each other"
    )


def test_text_names_the_customers_that_a_cause_hurts() -> None:
    net = make_network()
    net.link("pe2", "eth1")["takes_labels"] = False
    first, *_rest, last = render_text(net.judge()).splitlines()
    assert first.endswith("expected 1 (customer1, customer2)")
    assert last == "2 customers, 4 pairs of sites followed label by label: 2 lost"


def test_json_has_every_check() -> None:
    rows = json.loads(render_json(judge(RESULTS)))["checks"]
    assert [(row["router"], row["passed"]) for row in rows] == [
        ("p1", False),
        ("pe1", True),
        ("pe1", False),
    ]


def test_junit_counts_failures_by_router_and_has_the_customers() -> None:
    net = make_network()
    net.checks = parse_checks(RESULTS)
    net.link("pe2", "eth2")["master"] = ""
    suites = ET.fromstring(render_junit(net.judge()))  # noqa: S314
    assert {suite.get("name"): suite.get("failures") for suite in suites} == {
        "p1": "1",
        "pe1": "1",
        "customers": "1",
    }


def test_lost_router_is_a_failed_check_when_it_was_not_asked() -> None:
    assert render_text(judge({**RESULTS, "p2": {}})).splitlines()[1] == (
        "p2: answers: was lost in this run, and not asked"
    )


def test_nothing_is_said_of_a_run_that_came_to_its_end() -> None:
    assert render_progress({}, [], []) == ""
    assert render_progress({"p1": "done", "pe1": "waiting"}, [], ["pe1"]) == ""


def test_run_that_ended_says_what_each_router_is() -> None:
    progress = {"rr1": "done", "p1": "done", "pe4": "waiting"} | dict.fromkeys(
        ("pe1", "pe2", "pe3"), "begun"
    )
    assert render_progress(progress, ["pe3"], ["pe1", "pe4"]).splitlines() == [
        "the run ended at pe1, pe3, and changed no other router after that:",
        "done: p1, rr1",
        "failed: pe3",
        "not known, as the connection ended while it was changed: pe1",
        "begun, and stopped beside it: pe2",
        "not begun: pe4",
        "the next run of site does what is left",
    ]


def test_run_that_ended_says_so_when_nobody_knows_where() -> None:
    first, begun, _last = render_progress({"p1": "begun"}, [], []).splitlines()
    assert first == "the run ended at these routers, and changed no other router after that:"
    assert begun == "begun, and stopped beside it: p1"


def test_changes_have_a_line_a_router_and_name_what_changed() -> None:
    kernel = {"changed": True, "operations": ["change eth1", "create eth2"]}
    frr = {"changed": True, "operations": ["change running configuration"], "commands": ["a", "b"]}
    same = {"changed": False, "operations": []}
    many = {"changed": True, "operations": [f"create eth{number}" for number in range(9)]}
    installed = {"changed": True, "stdout": "Setting up frr"}
    noted: dict[str, dict[str, Any]] = {
        "pe1": {
            "mpls_frr_change": frr,
            "mpls_kernel_change": kernel,
            "mpls_kernel_nftables_install": {"changed": False, "skipped": True},
            "mpls_frr_install": installed,
        },
        "p1": {"mpls_kernel_change": same},
        "pe2": {"mpls_vrf_change": many},
    }
    assert render_changes(noted, 61.4) == (
        "changed 2 of 3 routers in 61 s:\n"
        "pe1: install frr, change eth1, create eth2, 2 commands to FRRouting\n"
        "pe2: create eth0, create eth1, create eth2, create eth3, create eth4, create eth5"
        " and 3 more"
    )


def test_nothing_was_changed_when_no_module_did() -> None:
    preview = {"changed": False, "operations": ["change running configuration"], "commands": ["a"]}
    assert render_changes({"pe1": {"mpls_frr_change": preview}, "p1": {}}, 5) == "changed no router"
