# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Stand-ins for the routers of the example network."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.intent.cases import read_example
from support.memory.ssh import Routers


@pytest.fixture
def routers(tmp_path: Path) -> Routers:
    intent, groups = read_example("l3vpn")
    return Routers(tmp_path, intent, {name: groups[name] for name in ("p", "pe", "rr")})
