# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Whatever is done to a right intent: no traceback, and no silence where the network is wrong."""

from __future__ import annotations

import copy
import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent
from support.intent.cases import read_example
from support.intent.corpus import Mistake, make, read_mistakes
from support.intent.oracle import find_wrongness

EXAMPLES: tuple[str, ...] = ("l3vpn", "links", "regional", "ring", "segment-routing", "static-core")
EXAMPLES += ("customers", "services")
#: What people write by mistake, and what nobody would.
JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    3.5,
    70000,
    2**40,
    "",
    "x",
    "10.0.0.1",
    "10.0.0.1/24",
    "a:b",
    [],
    {},
)
JUNK += ([None], ["p1:eth1"], {"a": 1}, {7: 1}, "x" * 300, "é", "10.0.0.0/8", "fd00::1/64", "1.5")

Place = tuple[Any, Any]
Change = Callable[[random.Random, dict[str, Any]], None]


def places_in(value: Any) -> Iterator[Place]:
    """Give each container with each key of it, all the way down."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(items):
        yield value, key
        if isinstance(item, (dict, list)):
            yield from places_in(item)


def drop(chance: random.Random, variables: dict[str, Any]) -> None:
    place, key = chance.choice(list(places_in(variables)))
    del place[key]


def retype(chance: random.Random, variables: dict[str, Any]) -> None:
    place, key = chance.choice(list(places_in(variables)))
    place[key] = copy.deepcopy(chance.choice(JUNK))


def swap(chance: random.Random, variables: dict[str, Any]) -> None:
    (place, key), (other, name) = chance.sample(list(places_in(variables)), 2)
    if not isinstance(place[key], (dict, list)) and not isinstance(other[name], (dict, list)):
        place[key], other[name] = other[name], place[key]


def copy_from_another(chance: random.Random, variables: dict[str, Any]) -> None:
    """Put the value of a key where another dictionary has the same key, as copying does."""
    named = [(place, key) for place, key in places_in(variables) if isinstance(place, dict)]
    name = chance.choice(sorted({str(key) for _place, key in named}))
    places = [place for place, key in named if key == name]
    if len(places) > 1:
        place, other = chance.sample(places, 2)
        place[name] = copy.deepcopy(other[name])


def repeat(chance: random.Random, variables: dict[str, Any]) -> None:
    lists = [place[key] for place, key in places_in(variables) if isinstance(place[key], list)]
    items = chance.choice([items for items in lists if items] or [[0]])
    items.append(copy.deepcopy(chance.choice(items)))


def rename(chance: random.Random, variables: dict[str, Any]) -> None:
    named = [(place, key) for place, key in places_in(variables) if isinstance(place, dict)]
    place, key = chance.choice(named)
    new = chance.choice([f"{key}x", str(key)[:-1], str(key).upper(), "pe1", "mpls_vpn_", "mtu"])
    place[new] = place.pop(key)


CHANGES: tuple[Change, ...] = (drop, retype, swap, copy_from_another, repeat, rename)


def check(variables: dict[str, Any], groups: dict[str, list[str]]) -> Problems:
    """Check it as the action does, models included."""
    problems = Problems()
    intent = parse_intent(variables, groups, problems)
    check_intent(intent, problems)
    if not problems.found:
        build_models(intent)
    return problems


@settings(max_examples=600)
@given(
    example=st.sampled_from(EXAMPLES),
    changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3),
    chance=st.randoms(use_true_random=False),
)
def test_changed_intent_is_told_when_the_network_is_wrong(
    example: str, changes: list[Change], chance: random.Random
) -> None:
    variables, groups = make(Mistake("none", example))
    for change in changes:
        change(chance, variables)
    variables = {str(name): value for name, value in variables.items()}
    problems = check(variables, groups)
    wrong = find_wrongness(
        {name: value for name, value in variables.items() if name.startswith("mpls_")}, groups
    )
    assert problems.found or not wrong, wrong
    for problem in (*problems.found, *problems.warnings):
        assert problem.path.startswith("mpls_")
        assert problem.expected


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_copy_of_one_value_to_another_place_is_told_when_the_network_is_wrong(
    example: str,
) -> None:
    """What copying an entry and forgetting to change one thing in it makes."""
    variables, groups = read_example(example)
    named = [(place, key) for place, key in places_in(variables) if isinstance(place, dict)]
    for (place, key), (other, name) in itertools.permutations(named, 2):
        if key == name and place[key] != other[name] and not isinstance(place[key], (dict, list)):
            own, place[key] = place[key], other[name]
            wrong = find_wrongness(variables, groups)
            assert not wrong or check(variables, groups).found, (wrong, key, own, other[name])
            place[key] = own


@settings(max_examples=100)
@given(example=st.sampled_from(EXAMPLES), chance=st.randoms(use_true_random=False))
def test_host_moved_to_another_group_is_told_or_harmless(
    example: str, chance: random.Random
) -> None:
    variables, groups = make(Mistake("none", example))
    host = chance.choice(groups["all"])
    for hosts in groups.values():
        if host in hosts:
            hosts.remove(host)
    groups.setdefault(chance.choice(["p", "pe", "rr", "pes"]), []).append(host)
    problems = check(variables, groups)
    assert problems.found or not find_wrongness(variables, groups)


@pytest.mark.parametrize("example", EXAMPLES)
def test_oracle_has_nothing_to_say_of_right_intents(example: str) -> None:
    assert find_wrongness(*read_example(example)) == []


def test_oracle_sees_each_kind_of_wrongness_in_the_corpus() -> None:
    """An oracle that never speaks would let everything pass."""
    seen = {words for mistake in read_mistakes() for words in find_wrongness(*make(mistake))}
    assert len(seen) == 7, seen
