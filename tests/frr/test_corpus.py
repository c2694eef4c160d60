# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""From each configuration to the next: FRR then shows what it shows when it is started with it.

FRR's own frr-reload.py goes some of the ways too; how many of them it made is printed beside ours.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection
from typing import Any

import pytest

from support.frr.configurations import (
    SHOW,
    Example,
    Version,
    choose,
    configure,
    differ,
    order_chain,
    order_pairs,
    read_corpus,
    read_versions,
    reload_frr,
    start_each_freshly,
    start_freshly,
    succeed,
)
from support.ways import FEW, WAYS

EXAMPLES = choose(read_corpus())
PAIRS = [
    (EXAMPLES[before], EXAMPLES[after])
    for before, after in (order_pairs if WAYS == "all" else order_chain)(len(EXAMPLES))
]
RELOADED = PAIRS if WAYS == "all" else PAIRS[:: 6 if WAYS == FEW else 3]
#: Router, configuration before and after, to whether frr_config made that way.
MADE: dict[tuple[str, Example, Example], bool] = {}
#: What each router runs, where it is known: a step that failed leaves it unknown.
RUNNING: dict[str, Example] = {}


@pytest.fixture(scope="module")
def versions(routers: dict[str, Any]) -> dict[str, Version]:
    return read_versions(routers)


@pytest.fixture(scope="module")
def fresh(routers: dict[str, Any], versions: dict[str, Version]) -> dict[tuple[str, str], str]:
    succeed(configure("log syslog informational\n"))
    return start_each_freshly(routers, versions, EXAMPLES)


def able(before: Example, after: Example, versions: dict[str, Version]) -> list[str]:
    """Name the routers that can have both configurations, and tell of those that cannot."""
    since = max(before.since, after.since)
    names = [name for name, version in versions.items() if version >= since]
    for name in versions.keys() - names:
        words = ".".join(str(part) for part in since)
        warnings.warn(f"{before} to {after} needs FRR {words}: not on {name}", stacklevel=2)
    return names


def run_example(example: Example, names: Collection[str]) -> None:
    for name in names:
        RUNNING.pop(name, None)
    succeed(configure(example.text, only=names))
    RUNNING.update(dict.fromkeys(names, example))


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda example: example.name)
def test_what_a_fresh_frr_shows_is_reached_when_another_configuration_ran(
    before: Example,
    after: Example,
    routers: dict[str, Any],
    versions: dict[str, Version],
    fresh: dict[tuple[str, str], str],
) -> None:
    names = able(before, after, versions)
    MADE.update({(name, before, after): False for name in names})
    elsewhere = [name for name in names if RUNNING.get(name) != before]
    if elsewhere:
        run_example(before, elsewhere)
    run_example(after, names)
    for name in names:
        assert differ(routers[name].check_output(SHOW), fresh[name, after.name]) == set(), name
    succeed(configure(after.text, only=names), changed=False)
    MADE.update({(name, before, after): True for name in names})


def test_frr_reload_makes_no_way_that_frr_config_does_not(
    routers: dict[str, Any],
    versions: dict[str, Version],
    fresh: dict[tuple[str, str], str],
    record_property: Callable[[str, object], None],
) -> None:
    theirs: dict[tuple[str, Example, Example], bool] = {}
    for before, after in RELOADED:
        names = able(before, after, versions)
        RUNNING.clear()
        for name in names:
            start_freshly(routers[name], before.text)
            done = reload_frr(routers[name], after.text)
            shown = routers[name].check_output(SHOW)
            theirs[name, before, after] = done and not differ(shown, fresh[name, after.name])
    for tool, ways in (("frr_config", MADE), ("frr-reload.py", theirs)):
        record_property(f"corpus: {tool}", f"{sum(ways.values())} of {len(ways)}")
    assert [way for way in theirs if theirs[way] and not MADE.get(way, True)] == []
