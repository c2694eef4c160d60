# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Right intents to start from: the topologies that ship as examples."""

from __future__ import annotations

from typing import Any

import pytest

from support.intent.cases import read_example


@pytest.fixture
def variables() -> dict[str, Any]:
    return read_example("l3vpn")[0]


@pytest.fixture
def groups() -> dict[str, list[str]]:
    return read_example("l3vpn")[1]


@pytest.fixture
def static_example() -> tuple[dict[str, Any], dict[str, list[str]]]:
    return read_example("static-core")
