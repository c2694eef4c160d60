# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Fresh routers, which lead no customer anywhere."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _converged() -> None:
    """Wait for nothing."""
