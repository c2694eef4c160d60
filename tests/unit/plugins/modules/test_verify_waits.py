# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""router_verify waits for what may come right by itself, and for nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import Check
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._registry import Answer
from ansible_collections.linuxnet.mpls.plugins.modules import router_verify

RIGHT = Check("bgp vpnv4 peer 10.0.0.4")
COMES = Check("bgp vpnv4 peer 10.0.0.4", "state is Active: expected Established")
LINE = Check("frr running configuration: a", "is there: expected no such line", lasts=True)
OTHER = Check("frr running configuration: b", "is there: expected no such line", lasts=True)
TIMEOUT = 20


@pytest.mark.parametrize(
    ("rounds", "reads"),
    [
        ([[RIGHT]], 1),
        ([[COMES], [RIGHT]], 2),
        ([[COMES]], 1 + TIMEOUT // router_verify.PAUSE_SECONDS),
        ([[RIGHT, LINE]], 2),
        ([[RIGHT, LINE], [RIGHT, OTHER]], 3),
        ([[COMES, LINE], [COMES, LINE], [COMES, LINE], [RIGHT, LINE]], 5),
        ([[LINE], [RIGHT]], 2),
    ],
)
def test_reads_end_when_waiting_helps_no_more(
    monkeypatch: pytest.MonkeyPatch, rounds: list[list[Check]], reads: int
) -> None:
    """The last round is what every further one shows."""
    clock = [0.0]
    seen: list[list[Check]] = []

    def ask(_expect: object, router: Any) -> Answer:
        seen.append(rounds[min(len(seen), len(rounds) - 1)])
        return Answer(seen[-1], router, [])

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    monkeypatch.setattr(router_verify, "ask_router", ask)
    monkeypatch.setattr(router_verify.Router, "read", lambda **_words: None)
    times = SimpleNamespace(monotonic=lambda: clock[0], sleep=sleep)
    monkeypatch.setattr(router_verify, "time", times)
    answer = router_verify.ask_until_right({"routing": "frr"}, TIMEOUT)
    assert answer.checks == rounds[-1]
    assert len(seen) == reads
