# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must stand in two places is the same in both."""

from __future__ import annotations

import re

import pytest
import yaml

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair import _seen
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf import _values
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.run import (
    RUN,
    RUN_VARIABLES,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.report.changes import (
    INSTALLS,
    NOTES,
)
from support import ROOT

PLAYBOOKS = "\n".join(path.read_text("utf-8") for path in (ROOT / "playbooks").rglob("*.yml"))


def test_program_of_repairs_knows_the_metric_of_vrf_device() -> None:
    assert _seen.UNREACHABLE_METRIC == _values.UNREACHABLE_METRIC


@pytest.mark.parametrize("name", [name for name in RUN if name in PLAYBOOKS])
def test_default_of_a_playbook_is_that_of_the_reference(name: str) -> None:
    said = re.findall(rf"\b{name}\b[^|}}]*\|\s*(?:[^}}|]*\|\s*)*?default\(([^()]*)\)", PLAYBOOKS)
    defaults = [yaml.safe_load(one) for one in said if one not in ("omit", "[]")]
    assert set(map(str, defaults)) <= {str(RUN[name].default)}, name
    assert defaults or RUN[name].default is None


def test_summary_of_a_run_takes_what_every_role_notes() -> None:
    files = (*(ROOT / "roles").glob("*/tasks/*.yml"), *(ROOT / "playbooks").glob("tasks/*.yml"))
    tasks = (path.read_text("utf-8") for path in files)
    noted = {
        name
        for text in tasks
        for name in re.findall(r"register: (mpls_\w+_(?:change|install))$", text, re.MULTILINE)
    }
    assert noted == {*NOTES, *INSTALLS}


def test_what_a_run_notes_is_no_unknown_variable_of_the_intent() -> None:
    files = [*(ROOT / "roles").glob("*/tasks/*.yml"), *(ROOT / "playbooks").rglob("*.yml")]
    noted = {
        name
        for path in files
        for name in re.findall(r"register: (mpls_\w+)$", path.read_text("utf-8"), re.MULTILINE)
    }
    assert noted
    assert noted - RUN_VARIABLES == set()


def test_defaults_of_the_guides_are_those_of_the_reference() -> None:
    """What the reference computes of something else has words in the guides alone."""
    row = re.compile(r"^\| `(mpls_[^`]+)` \| (.*?) \| ", re.MULTILINE)
    reference = dict(row.findall((ROOT / "docs/reference/variables.md").read_text("utf-8")))
    said = [
        (page.name, name, default)
        for folder in ("guide", "operations")
        for page in (ROOT / "docs" / folder).glob("*.md")
        # Its second column has the words of others.
        if page.name != "coming-from.md"
        for name, default in row.findall(page.read_text("utf-8"))
    ]
    assert len(said) > 30
    for page, name, default in said:
        assert name in reference, page
        wanted = reference[name]
        if wanted not in ("none", "required"):
            assert yaml.safe_load(default.strip("`")) == yaml.safe_load(wanted.strip("`")), (
                page,
                name,
            )
