# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The report in its three forms."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.formats import (
    parse_answers,
    render_json,
    render_junit,
    render_text,
)

RESULTS = {
    "pe1": {
        "checks": [
            {"name": "ospf neighbour 10.0.0.2", "passed": True, "reason": ""},
            {"name": "main table", "passed": False, "reason": "has 192.168.2.0/24: expected none"},
        ]
    },
    "p1": {"unreachable": True, "msg": "Connection refused"},
}


def test_text_has_a_line_a_failure_and_the_count() -> None:
    assert render_text(parse_answers(RESULTS)) == (
        "p1: answers: Connection refused\n"
        "pe1: main table: has 192.168.2.0/24: expected none\n"
        "1 passed, 2 failed"
    )


def test_json_has_every_check() -> None:
    rows = json.loads(render_json(parse_answers(RESULTS)))
    assert [(row["router"], row["passed"]) for row in rows] == [
        ("p1", False),
        ("pe1", True),
        ("pe1", False),
    ]


def test_junit_counts_failures_by_router() -> None:
    suites = ET.fromstring(render_junit(parse_answers(RESULTS)))  # noqa: S314
    assert {suite.get("name"): suite.get("failures") for suite in suites} == {"p1": "1", "pe1": "1"}
