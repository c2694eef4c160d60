# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""One construct of a provider edge router changes at a time, and changes back."""

from __future__ import annotations

from typing import Any

import pytest

from support.frr.configurations import (
    SHOW,
    Mutation,
    choose,
    configure,
    read_meaning,
    read_mutations,
    succeed,
)

BASE, MUTATIONS = read_mutations()


def read_all(routers: dict[str, Any]) -> dict[str, set[str]]:
    return {name: read_meaning(router.check_output(SHOW)) for name, router in routers.items()}


@pytest.fixture(scope="module")
def base(routers: dict[str, Any]) -> dict[str, set[str]]:
    succeed(configure("log syslog informational\n"))
    succeed(configure(BASE), changed=True)
    return read_all(routers)


@pytest.mark.parametrize("mutation", choose(MUTATIONS), ids=str)
def test_configuration_is_reached_and_left_when_one_construct_changes(
    mutation: Mutation, routers: dict[str, Any], base: dict[str, set[str]]
) -> None:
    text = mutation.mutate(BASE)
    succeed(configure(BASE))
    succeed(configure(text), changed=True)
    succeed(configure(text), changed=False)
    succeed(configure(BASE), changed=True)
    succeed(configure(BASE), changed=False)
    assert read_all(routers) == base
