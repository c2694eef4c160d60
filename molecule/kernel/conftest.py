# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The machines of the scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import stop_workers
from support.lab.network import connect


@pytest.fixture(scope="session")
def guests() -> Iterator[dict[str, Any]]:
    yield {name: connect(name) for name in ("host1", "base", "host2")}
    stop_workers()
