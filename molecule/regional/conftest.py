# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The routers and the customers of the regional provider."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.customers import connect_sites, wait_for_customers
from support.lab.network import Site, connect

SITES = tuple(f"customer{customer}-site{site}" for customer in (1, 2) for site in (1, 2))


@pytest.fixture(scope="session")
def routers() -> dict[str, Any]:
    return {name: connect(name) for name in ("pe1", "pe2", "p1", "p2", "rr1", "rr2")}


@pytest.fixture(scope="session")
def sites() -> dict[str, Site]:
    return connect_sites({"ce": SITES})


@pytest.fixture(scope="session", autouse=True)
def _converged(sites: dict[str, Site]) -> None:
    wait_for_customers(sites)
