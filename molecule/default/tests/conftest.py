# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The routers and the customers of the scenario."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from lab_network import Site, connect, holds_within

CUSTOMERS_GUEST = "ce"
#: Seconds until a network on emulated processors has converged.
PATIENCE = int(os.environ.get("LAB_PATIENCE", "300"))


@pytest.fixture(scope="session")
def routers() -> dict[str, Any]:
    """All four routers; each says its own name, so none of them is the controller."""
    hosts = {name: connect(name) for name in ("pe1", "p1", "pe2", "rr1")}
    for name, host in hosts.items():
        assert host.check_output("hostname") == name
    return hosts


@pytest.fixture(scope="session")
def sites() -> dict[str, Site]:
    guest = connect(CUSTOMERS_GUEST)
    assert guest.check_output("hostname") == CUSTOMERS_GUEST
    names = [f"customer{customer}-site{site}" for customer in (1, 2) for site in (1, 2)]
    return {name: Site(guest, name) for name in names}


@pytest.fixture(scope="session", autouse=True)
def _converged(sites: dict[str, Site]) -> None:
    """Give the network time to converge; whether it did is for the tests to say, one by one."""
    started = time.monotonic()
    converged = holds_within(
        PATIENCE,
        lambda: all(
            sites[f"{customer}-site1"].reaches("192.168.2.10", 1)
            for customer in ("customer1", "customer2")
        ),
    )
    reached = "reach" if converged else "do not reach"
    print(f"\nthe customers {reached} their other sites after {time.monotonic() - started:.0f} s")  # noqa: T201
