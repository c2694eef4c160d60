# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Routers on which FRR can have any configuration, and nothing of ours afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.frr.configurations import serve


@pytest.fixture(scope="module", autouse=True)
def _ready_for_frr(routers: dict[str, Any]) -> Iterator[None]:
    yield from serve(routers)
