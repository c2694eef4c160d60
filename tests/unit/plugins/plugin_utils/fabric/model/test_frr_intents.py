# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What each router's FRRouting is told, option by option."""

from __future__ import annotations

import re

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import plan_missing
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import parse_config
from support.intent.cases import Case, build_case, read_cases, render_frr

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_lines_are_rendered_when_the_intent_asks_for_them(case: Case) -> None:
    models = build_case(case)
    for router, lines in case.expected.items():
        rendered = {" / ".join(path) for path in parse_config(render_frr(models[router])).lines}
        assert sorted(set(lines.get("has", ())) - rendered) == [], router
        assert sorted(set(lines.get("lacks", ())) & rendered) == [], router


@pytest.mark.parametrize("case", CASES, ids=str)
def test_daemons_and_secrets_are_those_that_the_lines_need(case: Case) -> None:
    for router, model in build_case(case).items():
        text = render_frr(model)
        assert plan_missing(parse_config(text), model["frr"]["daemons"]) == {}, router
        assert set(re.findall(r"%\{(\w+)\}", text)) == set(model["frr"]["secrets"]), router
        assert not any(str(secret) in text for secret in _secrets(case)), router


@pytest.mark.parametrize("case", CASES, ids=str)
def test_parts_stand_on_lines_of_their_own(case: Case) -> None:
    """Ansible takes the newline of a part that ends with text, and leaves that of a statement."""
    for model in build_case(case).values():
        lines = render_frr(model).splitlines()
        assert [line for line in lines if not line or (line.startswith("!") and line != "!")] == []


def _secrets(case: Case) -> list[str]:
    return list(case.variables.get("mpls_secrets", {}).values())
