# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the controller takes for a large network, on one core and without any router."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.large_fabric import CUSTOMERS_A_ROUTER, SITES, write_inventory
from support import ROOT

FEW, MANY = 125, 500
HERE = Path(__file__).resolve().parent
#: What ansible-playbook returns where routers did not answer.
UNREACHABLE = 4


@dataclass(frozen=True)
class Run:
    """One run of a playbook; of ``site`` until the last router is contacted.

    ``cpu`` are seconds too; ``megabytes`` are those of its largest process.
    """

    seconds: float
    cpu: float
    megabytes: float


def run_p10() -> str:
    """Run validate and site for both sizes, and write both lines."""
    runs = {
        name: [measure(name, routers) for routers in (FEW, MANY)] for name in ("validate", "site")
    }
    return render(runs["validate"], runs["site"])


def render(validate: list[Run], site: list[Run]) -> str:
    """Write what is measured, and the figures (pure); each list has the few and the many."""
    words = [
        f"{name}={many.seconds:.1f} {name}_cpu={many.cpu:.1f} {name}_mb={many.megabytes:.0f}"
        f" {name}_growth={grow(few, many):.2f}"
        for name, (few, many) in (("validate", validate), ("site", site))
    ]
    job = (
        f"{MANY} routers and {MANY * CUSTOMERS_A_ROUTER} customers with {SITES} sites each, by BGP,"
        " by OSPF, by static routes, or without a router and with a common VPN"
    )
    return (
        f"# P10: {job} on one core: validate with all files for review, and site until the last"
        f" router is contacted; growth: the exponent from {FEW} routers on, 1 is linear\n"
        f"P10 {' '.join(words)}\n"
    )


def grow(few: Run, many: Run) -> float:
    """Give the exponent by which the processor's time grows with the routers (pure)."""
    return math.log(many.cpu / few.cpu) / math.log(MANY / FEW)


def measure(playbook: str, routers: int) -> Run:
    """Run a playbook of the collection with a generated inventory."""
    with tempfile.TemporaryDirectory() as place:
        hosts = write_inventory(Path(place) / "inventory", routers)
        contacts = Path(place) / "contacts"
        words = [
            str(Path(sys.executable).with_name("ansible-playbook")),
            f"--inventory={hosts}",
            "--connection=first_contact",
            f"--extra-vars=mpls_render_folder={place}/rendered",
            f"linuxnet.mpls.{playbook}",
        ]
        environment = {
            **os.environ,
            "ANSIBLE_CONNECTION_PLUGINS": str(HERE / "connection"),
            "FIRST_CONTACT": str(contacts),
        }
        began = time.time()
        run = _run_on_one_core(words, environment, UNREACHABLE if playbook == "site" else 0)
        if playbook != "site":
            return run
        times = [float(line) for line in contacts.read_text("utf-8").splitlines()]
        if len(times) != routers:
            raise SystemExit(f"{len(times)} of {routers} routers were contacted")
        return Run(max(times) - began, run.cpu, run.megabytes)


def _run_on_one_core(words: list[str], environment: dict[str, str], expected: int) -> Run:
    """Run a command, and say what it and all that it started took of the machine."""
    began = time.monotonic()
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(words, cwd=ROOT, env=environment, stdout=said, stderr=said) as process,
    ):
        os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        if process.returncode != expected:
            said.seek(0)
            raise SystemExit(said.read().decode())
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


BENCHMARKS: dict[str, Callable[[], str]] = {"P10": run_p10}
