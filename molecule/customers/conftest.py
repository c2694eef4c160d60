# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The routers of the provider and those of its customers."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.ces import CUSTOMERS, Ce, connects
from support.lab.network import PATIENCE, connect, holds_within


@pytest.fixture(scope="session")
def routers() -> dict[str, Any]:
    return {name: connect(name) for name in ("pe1", "pe2", "pe3", "rr1")}


@pytest.fixture(scope="session")
def ces() -> dict[str, Ce]:
    guests = {"hq": connect("ce1"), "branch": connect("ce2")}
    names = [(customer, place) for customer in CUSTOMERS for place in guests]
    return {f"{one}-{place}": Ce(guests[place], f"{one}-{place}") for one, place in names}


@pytest.fixture(scope="session", autouse=True)
def _converged(ces: dict[str, Ce]) -> None:
    """Give the network time; whether it converged is for the tests to say, one by one."""
    holds_within(PATIENCE, lambda: all(connects(ces, customer, 1) for customer in CUSTOMERS))
