# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where a mistake stands: file and line, as far as they are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import WARNING, Problem
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.source_locations import (
    add_locations,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report import origins
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.mistakes import (
    render_problems,
    render_problems_json,
)

INTENT = """\
mpls_bfd: true
mpls_routers:
  pe1.example.net:
    loopback: 10.0.0.1
    drained: false
  pe1: {loopback: 10.0.0.2}
mpls_links:
  - subnet: 10.1.0.0/31
    ends:
      - "pe1:eth1"
      - "p1:eth1"
"""


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "fabric.yml"
    file.write_text(INTENT, encoding="utf-8")
    read: dict[str, Any] = DataLoader().load_from_file(str(file))
    return read


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("mpls_bfd", 1),
        ("mpls_routers.pe1.example.net.loopback", 4),
        ("mpls_routers.pe1.example.net.drained", 5),
        ("mpls_routers.pe1.loopback6", 6),
        ("mpls_routers.p7", 3),
        ("mpls_links[0].ends[1]", 11),
        ("mpls_links[0].mtu", 8),
        ("mpls_links[7].mtu", 8),
        ("mpls_asn", 0),
    ],
)
def test_place_is_that_of_the_value_or_of_what_is_around_it(
    variables: dict[str, Any], path: str, line: int
) -> None:
    (found,) = add_locations([Problem(path, "x", "y")], [variables], origins.find_origin)
    assert found.line == line
    assert found.file.endswith("fabric.yml" if line else "")


def test_problems_come_in_the_order_of_their_places(variables: dict[str, Any]) -> None:
    paths = ["mpls_asn", "mpls_links[0].ends", "mpls_bfd"]
    found = add_locations(
        [Problem(path, "x", "y") for path in paths], [{}, variables], origins.find_origin
    )
    assert [problem.path for problem in found] == ["mpls_bfd", "mpls_links[0].ends", "mpls_asn"]


def test_no_place_is_told_when_ansible_has_none(
    variables: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origins, "Origin", None)
    assert origins.find_origin(variables["mpls_links"]) is None


PROBLEMS = [
    Problem("mpls_asn", "0", "a number", file="all.yml", line=3),
    Problem("mpls_igp", "'rip'", "ospf", file="all.yml"),
    Problem("mpls_routers.pe1", "no customer", "a site", WARNING),
]


def test_text_has_the_place_first() -> None:
    assert render_problems("mistakes", PROBLEMS).splitlines() == [
        "mistakes (3):",
        "all.yml:3: mpls_asn: 0: expected a number",
        "all.yml: mpls_igp: 'rip': expected ospf",
        "mpls_routers.pe1: no customer: expected a site",
    ]


def test_json_has_all_parts_and_the_numbers() -> None:
    report = json.loads(render_problems_json(PROBLEMS))
    assert (report["errors"], report["warnings"]) == (2, 1)
    assert [(row["file"], row["line"]) for row in report["problems"]] == [
        ("all.yml", 3),
        ("all.yml", None),
        (None, None),
    ]
    assert set(report["problems"][0]) == {
        *("severity", "path", "value", "expected", "file", "line")
    }
