# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What assurance says of the lab as it is now, without the cost of a play."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import Verdict
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.verdict import judge
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from support.intent.cases import read_example
from support.lab.modules import run_on_all

#: A lost route, and what is made anew after it, takes FRR of an emulated router a while (s).
PATIENCE = 60.0


def read_intent(example: str) -> Intent:
    """Read an example of the project."""
    problems = Problems()
    intent = parse_intent(*read_example(example), problems)
    assert not problems.found
    return intent


def look(intent: Intent) -> Verdict:
    """Read what all routers of an intent have, and judge it."""
    results = run_on_all("router_info", {}, only=[*intent.routers], changed=False)
    states = {name: result["state"] for name, result in results.items()}
    return judge(intent, states, [], None, time.time())


def wait_until_clean(intent: Intent) -> None:
    """See that nothing is found of the lab, or soon is not any more."""
    deadline = time.monotonic() + PATIENCE
    while (found := list_causes(look(intent))) and time.monotonic() < deadline:
        time.sleep(1)
    assert found == []


def list_causes(verdict: Verdict) -> Sequence[str]:
    """List what is found, the first cause first."""
    return [one["cause"] for one in verdict["findings"]]
