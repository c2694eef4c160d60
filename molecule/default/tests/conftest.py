# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The routers and the customers of the scenario."""

from __future__ import annotations

import time
from typing import Any

import pytest

from lab_network import Site, connect, wait_for

CUSTOMERS_GUEST = "ce"


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
    started = time.monotonic()
    wait_for(
        lambda: all(
            sites[f"{customer}-site1"].reaches("192.168.2.10", 1)
            for customer in ("customer1", "customer2")
        ),
        "both customers reach their other site",
    )
    print(f"\nboth customers reach their other site after {time.monotonic() - started:.0f} s")  # noqa: T201
