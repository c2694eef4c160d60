# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Stand-ins for the routers of the example network."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._pack import pack_state
from support.assurance.networks import make_network
from support.intent.cases import read_example
from support.memory.ssh import ANSWERS, Routers


@pytest.fixture
def routers(tmp_path: Path) -> Routers:
    intent, groups = read_example("l3vpn")
    found = Routers(tmp_path, intent, {name: groups[name] for name in ("p", "pe", "rr")})
    for name, state in make_network("l3vpn").states.items():
        answer = {**ANSWERS["router_verify"], "state": pack_state(state)}
        found.answer("router_verify", answer, name)
    return found
