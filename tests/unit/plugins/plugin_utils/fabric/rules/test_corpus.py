# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each mistake that people make in an intent, and all the words that they get for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import rules
from support.intent.cases import read_example
from support.intent.corpus import Mistake, make, problems_of, read_mistakes

MISTAKES = read_mistakes()


def messages_of(mistake: Mistake) -> tuple[list[str], list[str]]:
    problems = problems_of(make(mistake))
    return [str(found) for found in problems.found], [str(found) for found in problems.warnings]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_mistake_is_told_and_nothing_else(mistake: Mistake) -> None:
    errors, warnings = messages_of(mistake)
    assert sorted(errors) == sorted(mistake.says)
    assert sorted(warnings) == sorted(mistake.warns)
    assert errors or warnings


def test_corpus_is_large() -> None:
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 80


def test_values_that_may_be_secrets_are_not_shown() -> None:
    wrong = [name for name in map(str, MISTAKES) if "do-not-show" in repr(_named(name).put)]
    assert len(wrong) > 2
    assert "do-not-show" not in repr([messages_of(_named(name)) for name in wrong])


def test_mistakes_at_different_places_are_all_told_at_once() -> None:
    """Each mistake of one value that is wrong by itself, in one intent."""
    alone: dict[str, Mistake] = {}
    for mistake in MISTAKES:
        if mistake.example == "l3vpn" and _is_of_one_value(mistake):
            (path,) = mistake.put
            if not any(path.startswith(other) or other.startswith(path) for other in alone):
                alone[path] = mistake
    intent = read_example("l3vpn")
    for mistake in alone.values():
        intent = make(mistake, intent)
    told = [str(found) for found in problems_of(intent).found]
    assert len(alone) > 20
    assert [said for mistake in alone.values() for said in mistake.says if said not in told] == []


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_rule_is_needed_by_some_mistake(
    rule: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule whose absence no mistake of the corpus notices would be a rule that nobody tests."""
    others = tuple(one for one in rules.RULES if one is not rule)
    monkeypatch.setattr(rules, "RULES", others)
    missed = (
        mistake
        for mistake in MISTAKES
        if [len(found) for found in messages_of(mistake)] != [len(mistake.says), len(mistake.warns)]
    )
    assert next(missed, None) is not None


def _named(name: str) -> Mistake:
    return next(mistake for mistake in MISTAKES if mistake.name == name)


def _is_of_one_value(mistake: Mistake) -> bool:
    is_one = len(mistake.put) == len(mistake.says) == 1
    if not is_one or mistake.add or mistake.drop or mistake.groups or mistake.warns:
        return False
    (path,), (said,) = mistake.put, mistake.says
    # A value that is wrong by itself is shown as it is written, and others as they are read; but a
    # secret's name is hidden in both.
    if "a name in mpls_secrets" in said:
        return False
    return said.startswith((f"{path}: '", f"{path}: [", f"{path}: ("))
