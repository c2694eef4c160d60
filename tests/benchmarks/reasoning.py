# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What it takes to prove a large network from the states of its routers, which are made up here.

As a program of its own it judges one network: python -m benchmarks.reasoning PES CUSTOMERS.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.verdict import judge
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from benchmarks.large_fabric import Groups, render_core, render_vpns
from support import ROOT
from support.assurance.ideal import build_states

PES, CUSTOMERS, SITES = 200, 500, 10
#: A fourth of that, to see how it grows.
PART = 4


def run_p11() -> str:
    """Judge both networks, and write both lines."""
    few, many = (_measure(PES // PART, CUSTOMERS // PART), _measure(PES, CUSTOMERS))
    return render(few, many)


def render(few: dict[str, float], many: dict[str, float]) -> str:
    """Write what is measured, and the figures (pure)."""
    growth = math.log(many["cpu"] / few["cpu"]) / math.log(PART)
    return (
        f"# P11: {PES} PEs and {CUSTOMERS} customers with {SITES} sites each: all pairs of sites"
        " followed label by label, from the states of all routers; seconds of one core; growth: the"
        f" exponent from a fourth of it on, 1 is linear\n"
        f"P11 pairs={many['pairs']:.0f} cpu={many['cpu']:.1f} mb={many['mb']:.0f}"
        f" growth={growth:.2f}\n"
    )


def _measure(pes: int, customers: int) -> dict[str, float]:
    """Have it done by a process of its own, whose memory is that of this network alone."""
    words = [sys.executable, "-m", "benchmarks.reasoning", str(pes), str(customers)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure_here(pes: int, customers: int) -> dict[str, float]:
    """Judge a network in which all is well; SystemExit where it is said not to be."""
    intent, problems = make_variables(pes, customers), Problems()
    network = parse_intent(*intent, problems)
    states = build_states(network)
    began = time.process_time()
    verdict = judge(network, states, [], None, time.time())
    cpu = time.process_time() - began
    if problems.found or verdict["findings"]:
        raise SystemExit(f"{problems.found[:1]} {verdict['findings'][:1]}")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pairs": verdict["pairs"], "cpu": cpu, "mb": megabytes}


def make_variables(pes: int, customers: int) -> tuple[dict[str, object], Groups]:
    """Write the intent of a ring of P routers, with PEs on two of them."""
    groups = {
        "p": [f"p{number}" for number in range(1, pes // 5 + 1)],
        "pe": [f"pe{number}" for number in range(1, pes + 1)],
        "rr": ["rr1", "rr2"],
    }
    variables: dict[str, object] = render_core(groups)
    for vpn in render_vpns(groups, customers, SITES).values():
        variables.update(vpn)
    everybody = [name for names in groups.values() for name in names]
    return variables, {"all": everybody, **groups}


BENCHMARKS: dict[str, Callable[[], str]] = {"P11": run_p11}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure_here(int(sys.argv[1]), int(sys.argv[2]))))
