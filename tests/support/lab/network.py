# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Routers and customers' sites of the lab, asked over ssh and never on the controller."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import testinfra

from support import ROOT

INVENTORY = ROOT / os.environ.get("LAB_DIR", ".lab") / "inventory.yml"
INTENT = ROOT / os.environ.get("LAB_INTENT", "examples/l3vpn/inventory.yml")
#: Seconds until a network on emulated processors has converged.
PATIENCE = int(os.environ.get("LAB_PATIENCE", "300"))
PLAIN = {"ANSIBLE_FORCE_COLOR": "0", "ANSIBLE_NOCOLOR": "1"}
RECAP = re.compile(
    r"^(\w+)\s+: ok=\d+\s+changed=(?P<changed>\d+)\s+unreachable=(?P<unreachable>\d+)"
    r"\s+failed=(?P<failed>\d+)",
    re.MULTILINE,
)


def connect(name: str) -> Any:
    """Connect to a guest; it says its own name, so it is not the controller."""
    host = testinfra.get_host(f"ansible://{name}?ansible_inventory={INVENTORY}")
    assert host.check_output("hostname") == name
    return host


def run_lab(*words: str) -> None:
    """Have the lab do something, such as to cut the power of a guest."""
    subprocess.run([sys.executable, "-m", "lab", *words], cwd=ROOT, check=True)


def run_site(*options: str, intent: Path = INTENT) -> subprocess.CompletedProcess[str]:
    """Run the site playbook on the lab, with options beside the inventories."""
    return run_playbook("site", *options, intent=intent)


def run_playbook(
    name: str, *options: str, intent: Path = INTENT
) -> subprocess.CompletedProcess[str]:
    """Run a playbook of the collection on the lab, with options beside the inventories."""
    return subprocess.run(
        [
            "ansible-playbook",
            f"--inventory={intent}",
            f"--inventory={INVENTORY}",
            *options,
            f"linuxnet.mpls.{name}",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **PLAIN},
    )


def assert_nothing_to_change(*options: str, intent: Path = INTENT) -> None:
    """Foretell with ``--check --diff`` that a run of the site playbook would change no router."""
    # Where nothing changes, no PE has to wait for another one.
    done = run_site("-e", "mpls_pe_batch=100%", *options, "--check", "--diff", intent=intent)
    assert done.returncode == 0, done.stdout
    recap = read_recap(done.stdout)
    nothing = {"changed": 0, "unreachable": 0, "failed": 0}
    assert recap, done.stdout
    assert recap == dict.fromkeys(recap, nothing), done.stdout


def read_recap(printed: str) -> dict[str, dict[str, int]]:
    """Read the counts of a play recap by host."""
    return {
        row[1]: {key: int(row[key]) for key in ("changed", "unreachable", "failed")}
        for row in RECAP.finditer(printed)
    }


def holds_within(patience: float, question: Callable[[], bool]) -> bool:
    """Ask every second until the answer is yes or the time, in seconds, is over."""
    deadline = time.monotonic() + patience
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(1)
    return True


def wait_for(question: Callable[[], bool], what: str, patience: float) -> None:
    if not holds_within(patience, question):
        pytest.fail(f"{what}: not within {patience} s")


def vtysh(router: Any, command: str) -> Any:
    return json.loads(router.check_output("vtysh -c %s", command))


@dataclass(frozen=True)
class Site:
    """A customer's router: a network namespace of the customers' guest."""

    guest: Any
    name: str

    def run(self, command: str) -> Any:
        return self.guest.run(f"ip netns exec {self.name} {command}")

    def reaches(self, address: str, count: int = 2) -> bool:
        return bool(self.run(f"ping -n -c {count} -i 0.3 -W 2 {address}").rc == 0)

    def count_echo_requests(self) -> int:
        """Count the echo requests that arrived, whether or not their answer got back."""
        lines = self.run("nstat -asz IcmpInEchos Icmp6InEchos").stdout.splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Icmp"))
