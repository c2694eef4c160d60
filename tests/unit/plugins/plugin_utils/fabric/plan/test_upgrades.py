# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Unattended upgrades: each router has its time, and reflectors are an hour apart."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import (
    parse_upgrades_from,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.upgrades import (
    APART,
    DAY,
    plan_upgrade_times,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems


@given(st.integers(0, DAY - 1), st.integers(0, 12), st.integers(0, 700))
def test_reflectors_are_an_hour_away_from_every_other_router(
    start: int, reflectors: int, others: int
) -> None:
    roles = {f"rr{at}": "rr" for at in range(reflectors)}
    roles |= {f"r{at}": ("p", "pe")[at % 2] for at in range(others)}
    times = {
        name: parse_upgrades_from(shown) for name, shown in plan_upgrade_times(start, roles).items()
    }
    assert times.keys() == roles.keys()
    for one, other in combinations(sorted(times)[: 12 + reflectors], 2):
        if "rr" in one and "rr" in other:
            apart = (times[one] - times[other]) % DAY
            assert min(apart, DAY - apart) >= APART
    if len(roles) <= 24:
        assert len(set(times.values())) == len(roles)


def test_times_follow_each_other_from_the_first_one() -> None:
    roles = {"pe1": "pe", "rr2": "rr", "p1": "p", "rr1": "rr"}
    assert plan_upgrade_times(23 * 60 + 30, roles) == {
        "rr1": "23:30",
        "rr2": "00:30",
        "p1": "01:30",
        "pe1": "02:30",
    }


def test_each_router_has_its_time_when_the_intent_says_when(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    assert upgrade_times(variables, groups) == dict.fromkeys(["pe1", "p1", "pe2", "rr1"])
    variables["mpls_upgrades_from"] = "02:00"
    assert upgrade_times(variables, groups) == {
        "rr1": "02:00",
        "p1": "03:00",
        "pe1": "04:00",
        "pe2": "05:00",
    }


def upgrade_times(variables: dict[str, Any], groups: dict[str, list[str]]) -> dict[str, str | None]:
    problems = Problems()
    intent = parse_intent(variables, groups, problems)
    assert problems.found == []
    models: Any = build_models(intent)
    return {name: model["upgrade_time"] for name, model in models.items()}


@pytest.mark.parametrize("value", [120, "2:00", "24:00", "12:60", "noon", None, ""])
def test_time_is_refused_when_it_is_none(value: object) -> None:
    with pytest.raises(ValueError, match="time of day"):
        parse_upgrades_from(value)
