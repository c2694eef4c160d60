# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""No word of an intent may end a line of a file that it comes into."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from support.intent.cases import read_example
from support.intent.corpus import problems_of

EXAMPLES = ("customers", "links", "regional", "ring", "segment-routing", "services", "static-core")
ENDS = ("\n", "\r", "\x0b", "\x85", "\u2028", "\u2029", "\0")
Path = tuple[Any, ...]


def find_words(value: Any, path: Path = ()) -> Iterator[Path]:
    """Give the path of each word, and of each key of a dictionary."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield (*path, key)
            yield from find_words(one, (*path, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from find_words(one, (*path, at))
    elif isinstance(value, str):
        yield (*path, None)


def spoil(variables: dict[str, Any], path: Path, end: str) -> dict[str, Any]:
    """Put a second line behind a word, or behind a key, into a copy."""
    spoiled: Any = copy.deepcopy(variables)
    place = spoiled
    *way, last = path
    if last is None:
        *way, last = way
        for step in way:
            place = place[step]
        place[last] = f"{place[last]}{end}second line"
    else:
        for step in way:
            place = place[step]
        place[f"{last}{end}second line"] = place.pop(last)
    return dict(spoiled)


@pytest.mark.parametrize("name", EXAMPLES)
def test_second_line_is_refused_wherever_it_stands_in_words_of_one_line(name: str) -> None:
    variables, groups = read_example(name)
    # Ansible itself takes no name of a variable that is not a word.
    paths = [path for path in find_words(variables) if len(path) > 1]
    assert len(paths) > 10
    for at, path in enumerate(paths):
        found = problems_of((spoil(variables, path, ENDS[at % len(ENDS)]), groups)).found
        assert found, path
        assert [str(one) for one in found if not str(one).isprintable()] == [], path
