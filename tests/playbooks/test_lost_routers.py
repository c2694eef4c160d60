# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router whose connection ends in the middle of a run is the last one that is changed."""

from __future__ import annotations

import subprocess

import pytest

from support.memory.ssh import KILLED, READING, Routers

#: Calls of a router in a run: its check, what would change in FRRouting, and then its changes.
IN_THE_CHECK, IN_THE_CHANGES = 2, 4


def changed(routers: Routers) -> dict[str, int]:
    """Count the calls of each router that were to change it; FRRouting's first one only looks."""
    calls = [name for name, module in routers.asked if module not in READING]
    return {name: calls.count(name) - 1 for name in sorted({*calls})}


def assert_said(done: subprocess.CompletedProcess[str], *sentences: str) -> None:
    assert done.returncode != 0
    assert "HostVarsVars" not in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert [sentence for sentence in sentences if sentence not in lines] == [], done.stdout


def test_no_pe_is_changed_when_a_p_router_is_lost(routers: Routers) -> None:
    routers.lose("p1", IN_THE_CHANGES)
    done = routers.play("site")
    assert_said(
        done,
        "p1: answers: was lost in this run, and not asked",
        "4 checks on 4 routers: 1 failed",
        "the run ended at p1, and changed no other router after that:",
        "not known, as the connection ended while it was changed: p1",
        "begun, and stopped beside it: rr1",
        "not begun: pe1, pe2",
    )
    assert changed(routers)["pe1"] == changed(routers)["pe2"] == 0


@pytest.mark.parametrize(
    ("batch", "others"),
    [("1", "not begun: pe2"), ("100%", "begun, and stopped beside it: pe2")],
)
def test_no_other_pe_is_changed_when_one_is_lost(batch: str, others: str, routers: Routers) -> None:
    routers.lose("pe1", IN_THE_CHANGES)
    done = routers.play("site", options=(f"--extra-vars=mpls_pe_batch={batch}",))
    assert_said(
        done,
        "pe1: answers: was lost in this run, and not asked",
        "4 checks on 4 routers: 1 failed",
        "the run ended at pe1, and changed no other router after that:",
        "done: p1, rr1",
        "not known, as the connection ended while it was changed: pe1",
        others,
    )
    # The far end of the batch was in the same task.
    assert changed(routers)["pe2"] == (0 if batch == "1" else changed(routers)["pe1"])


def test_run_says_how_far_it_came_when_a_task_fails(routers: Routers) -> None:
    routers.lose("pe1", IN_THE_CHANGES, KILLED)
    done = routers.play("site", options=("--extra-vars=mpls_pe_batch=1",))
    assert_said(
        done,
        "the run ended at pe1, and changed no other router after that:",
        "done: p1, rr1",
        "failed: pe1",
        "not begun: pe2",
    )
    assert changed(routers)["pe2"] == 0
    assert "router_verify" not in dict(routers.asked).values()


def test_nothing_is_changed_when_a_router_is_lost_in_its_check(routers: Routers) -> None:
    routers.lose("pe2", IN_THE_CHECK)
    assert routers.play("site").returncode != 0
    assert set(changed(routers).values()) == {0}
    assert "router_verify" not in dict(routers.asked).values()
