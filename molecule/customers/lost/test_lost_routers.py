# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The connection to a PE ends in its tasks, one after the other, and the next run mends it.

A PE of each release is lost in turn. What was begun there goes on without the connection, as where
a management network fails.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.lab.network import (
    PATIENCE,
    assert_nothing_to_change,
    connect,
    read_recap,
    run_site,
    wait_for,
)

#: A PE of Debian 12 and one of Debian 13, which come first of all PEs.
LOST = ("pe1", "pe2")
#: Calls that look only, and then the tasks that change a PE.
CHECKS, TASKS = 2, 4
#: In how many tasks each PE is lost, spread over them; with 4 in each.
LOSSES = min(int(os.environ.get("LAB_KILLS", "1")), TASKS)
#: What nearly every task has something to do for.
MORE: dict[str, Any] = {
    "mpls_mss_clamp": True,
    "mpls_edge_protection": {"urpf": False},
    "mpls_vpn_lost": {
        "id": 7777,
        "sites": [
            {"pe": name, "interface": "lost0", "address": f"198.51.100.{number}/28"}
            for number, name in zip((1, 17), LOST)
        ],
    },
}
#: ssh, whose connection ends a second after one of its calls has begun.
PROGRAM = """\
#!/bin/sh
echo >>{calls}
[ "$(wc -l <{calls})" -eq {at} ] || exec ssh "$@"
ssh "$@" <&0 &
sleep 1
kill -KILL $!
echo 'the connection has ended' >&2
exit 255
"""
AT_WORK = "test -e /run/linuxnet-mpls.lock && ! flock --nonblock /run/linuxnet-mpls.lock true"


@pytest.fixture(autouse=True)
def _ports() -> Iterator[None]:
    for name in LOST:
        connect(name).check_output("ip link add lost0 type dummy")
    yield
    for name in LOST:
        connect(name).check_output("ip link delete lost0")


def test_next_run_mends_when_a_pe_was_lost_in_a_task(tmp_path: Path) -> None:
    options: tuple[str, ...] = ()
    for turn, task in enumerate((2 * at + 1) * TASKS // (2 * LOSSES) + 1 for at in range(LOSSES)):
        want = {"mpls_pe_batch": 1, **({} if turn % 2 else MORE)}
        options = (f"--extra-vars={json.dumps(want)}",)
        for name in LOST:
            lose(name, task, tmp_path, *options)
    done = run_site(*options)
    assert done.returncode == 0, done.stdout
    assert_nothing_to_change(*options)
    done = run_site()
    assert done.returncode == 0, done.stdout
    assert_nothing_to_change()


def lose(name: str, task: int, folder: Path, *options: str) -> None:
    """Run the site playbook, and lose a PE in one of its tasks; those before it are brought on."""
    calls = folder / f"calls-{name}-{task}"
    calls.unlink(missing_ok=True)
    program = folder / "ssh"
    program.write_text(PROGRAM.format(calls=calls, at=CHECKS + task), "ascii")
    program.chmod(0o755)
    inventory = folder / "lost.yml"
    host = {name: {"ansible_ssh_executable": str(program)}}
    inventory.write_text(yaml.safe_dump({"all": {"hosts": host}}), "ascii")
    done = run_site(f"--inventory={inventory}", "-e", "mpls_verify_timeout=1", *options)
    assert done.returncode != 0, done.stdout
    lines = [line.strip() for line in done.stdout.splitlines()]
    for sentence in (
        f"{name}: answers: was lost in this run, and not asked",
        f"the run ended at {name}, and changed no other router after that:",
        f"not known, as the connection ended while it was changed: {name}",
    ):
        assert sentence in lines, done.stdout
    assert "HostVarsVars" not in done.stdout
    recap = read_recap(done.stdout)
    others = sorted(other for other in recap if other.startswith("pe") and other > name)
    assert f"not begun: {', '.join(others)}" in lines or not others, done.stdout
    assert {recap[other]["changed"] for other in others} <= {0}, done.stdout
    assert recap[name]["unreachable"] == 1
    router = connect(name)
    wait_for(lambda: router.run(AT_WORK).rc != 0, f"{name}: the lost task ends", PATIENCE)
