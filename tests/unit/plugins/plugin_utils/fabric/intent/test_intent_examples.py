# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The inventories of the examples have no mistake, and a page of the documentation shows each."""

from __future__ import annotations

import pytest

from support import ROOT
from support.intent.cases import Case, build_case, read_example

EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/group_vars"))


def test_examples_are_found() -> None:
    assert "l3vpn" in EXAMPLES


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_has_no_mistake(name: str) -> None:
    variables, groups = read_example(name)
    models = build_case(Case(name, variables, groups, expected={}))
    assert sorted(models) == groups["all"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_is_linked_from_the_documentation(name: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    assert [page.name for page in pages if f"examples/{name})" in page.read_text("utf-8")]
