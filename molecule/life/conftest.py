# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The two PE routers, one of each release, and the customers between them."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.customers import CUSTOMERS, connect_sites, wait_for_customers
from support.lab.network import Site, connect


@pytest.fixture(scope="session")
def routers() -> dict[str, Any]:
    return {name: connect(name) for name in ("pe1", "pe2")}


@pytest.fixture(scope="session")
def sites() -> dict[str, Site]:
    names = [f"{customer}-site{site}" for customer in CUSTOMERS for site in (1, 2)]
    return connect_sites({"ce": tuple(names)})


@pytest.fixture(scope="session", autouse=True)
def _converged(sites: dict[str, Site]) -> None:
    wait_for_customers(sites)
