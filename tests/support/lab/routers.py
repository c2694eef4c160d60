# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router of each Debian release, for the tests of modules: a guest of the lab, or a cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import connect, leave


@pytest.fixture(scope="session")
def routers() -> Iterator[dict[str, Any]]:
    yield {name: connect(name) for name in ("pe1", "pe2")}
    leave()
