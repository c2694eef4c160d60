# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router of each Debian release, from the lab of the scenario `modules`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from lab_modules import connect, leave

#: What takes longer has a scenario of its own, which says for how many seconds customers sweep.
collect_ignore = [] if "LAB_SWEEP" in os.environ else ["limits"]


@pytest.fixture(scope="session")
def routers() -> Iterator[dict[str, Any]]:
    yield {name: connect(name) for name in ("pe1", "pe2")}
    leave()
