# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Wrong intents: right ones, a change as people make it, and all that is said of it.

See ``corpus/README.md`` for the form of the files.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from support import ROOT
from support.intent.cases import read_example

CORPUS = ROOT / "tests" / "corpus"
Intent = tuple[dict[str, Any], dict[str, list[str]]]


@dataclass(frozen=True)
class Mistake:
    """A change of an example, and what is said of it: errors, and warnings."""

    name: str
    example: str = "l3vpn"
    put: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, list[Any]] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    groups: Mapping[str, list[str] | None] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name it in the name of a test."""
        return self.name


def read_mistakes() -> list[Mistake]:
    """Read the whole corpus."""
    return [
        Mistake(name, **said)
        for file in sorted(CORPUS.glob("*.yml"))
        for name, said in yaml.safe_load(file.read_text("utf-8")).items()
    ]


def make(mistake: Mistake, intent: Intent | None = None) -> Intent:
    """Make a mistake in an intent, by default in its own example."""
    variables, groups = intent or _copy(_read_once(mistake.example))
    for path, value in mistake.put.items():
        place, last = _place(variables, path)
        place[last] = _copy(value)
    for path, items in mistake.add.items():
        place, last = _place(variables, path)
        place[last] = [*place[last], *_copy(items)]
    for path in reversed(mistake.drop):
        place, last = _place(variables, path)
        del place[last]
    kept = {name: hosts for name, hosts in {**groups, **mistake.groups}.items() if hosts}
    return variables, kept


def problems_of(intent: Intent) -> Problems:
    """Check an intent as the collection does."""
    problems = Problems()
    check_intent(parse_intent(*intent, problems), problems)
    return problems


@functools.cache
def _read_once(example: str) -> Intent:
    return read_example(example)


def _place(variables: dict[str, Any], path: str) -> tuple[Any, Any]:
    """Find the dictionary or the list that a path such as mpls_links[0].ends leads into."""
    steps = [
        int(index) if index else name
        for name, index in re.findall(r"([^.\[\]]+)(?!\])|\[(\d+)\]", path)
    ]
    place: Any = variables
    for step in steps[:-1]:
        place = place[step]
    return place, steps[-1]


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_copy(item) for item in value)
    return value
