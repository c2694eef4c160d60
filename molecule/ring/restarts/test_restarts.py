# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""After a run that changed options of the core, routers run what they run after a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from support.intent.cases import read_example
from support.intent.inventories import write_intent
from support.lab.network import INTENT, PATIENCE, holds_within, run_site
from support.lab.state import State, differ_in, read_state

#: Each is the example with these options: every one is set in a step, and taken back in the last.
STEPS: dict[str, dict[str, Any]] = {
    "labels for all": {"mpls_ldp_allocate": "all"},
    "ldp otherwise": {"mpls_ldp_explicit_null": True, "mpls_ldp_holdtime": 60},
    "igp and bgp otherwise": {
        "mpls_bfd": True,
        "mpls_ldp_sync": False,
        "mpls_ldp_gtsm": False,
        "mpls_isis_level": 1,
        "mpls_bgp_holdtime": 30,
    },
    "as the example is": {},
}


@pytest.mark.parametrize("step", STEPS)
def test_running_state_is_that_of_a_restart(
    routers: dict[str, Any], tmp_path: Path, step: str
) -> None:
    variables, groups = read_example(INTENT.parent.name)
    intent = write_intent(tmp_path, {**variables, **STEPS[step]}, groups)
    done = run_site("--extra-vars=mpls_pe_batch=100%", intent=intent)
    assert done.returncode == 0, done.stdout
    before = settle(routers)
    each(routers, lambda router: router.check_output("systemctl restart frr"))
    after: dict[str, State] = {}

    def is_same() -> bool:
        after.update(each(routers, read_state))
        return after == before

    holds_within(PATIENCE, is_same)
    assert {name: differ_in(before[name], after[name]) for name in routers} == {
        name: {} for name in routers
    }


def settle(routers: dict[str, Any]) -> dict[str, State]:
    """Read until routers show the same twice: the last of them may still tell the others."""
    shown: list[dict[str, State]] = [{}]

    def is_still() -> bool:
        shown.append(each(routers, read_state))
        return shown[-1] == shown[-2]

    holds_within(PATIENCE, is_still)
    return shown[-1]


def each(routers: dict[str, Any], task: Any) -> dict[str, Any]:
    with ThreadPoolExecutor() as pool:
        return dict(zip(routers, pool.map(task, routers.values())))
