# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The routers of the scenario `modules`; what is marked as longer is for `make test-all`."""

from __future__ import annotations

import pytest

from support.lab.routers import routers
from support.ways import FEW, WAYS

__all__ = ["routers"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "longer: takes long, and is tried by `make test-all`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count, what takes long."""
    if WAYS == FEW:
        left = [item for item in items if item.get_closest_marker("longer")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
