# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The modules of a PE, with nothing to change: in one task, and in a task of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figures, Tool

ROUNDS = 3
STEPS: Sequence[dict[str, dict[str, Any]]] = (
    {"mpls_sysctl": {"interfaces": ["eth1"], "closed_interfaces": ["eth2"]}},
    {"mpls_filter": {"label_ports": ["eth2"], "source_ports": ["eth2"], "ports": ["eth2"]}},
    {"mpls_tunnel": {"tunnels": [], "purge": True}},
    {"l3_interface": {"interfaces": [{"name": "eth1", "addresses": ["10.96.0.0/31"]}]}},
    {"vrf_device": {"vrfs": [{"name": "red", "table": 9600, "members": ["eth2"]}]}},
    {"l3_interface": {"interfaces": [{"name": "eth2", "addresses": ["10.96.1.1/24"]}]}},
    {"mss_clamp": {"state": "absent"}},
    {"ospf_limit": {"state": "absent"}},
    {"router_repair": {}},
    {"upgrade_time": {"state": "absent"}},
)


def run_p11(folder: Path, node: str, time_play: Callable[[Path], float]) -> str:
    """Time the plays in turns, each after a run that leaves it nothing to change."""
    plays = {}
    for name, tasks in render_tasks().items():
        plays[name] = folder / f"{name}.yml"
        play = {"name": name, "hosts": node, "gather_facts": False, "tasks": tasks}
        plays[name].write_text(json.dumps([play], indent=2), encoding="utf-8")
        time_play(plays[name])
    times: dict[str, list[float]] = {name: [] for name in plays}
    for _ in range(ROUNDS):
        for name, play in plays.items():
            times[name].append(time_play(play))
    return Figures(
        "P11",
        f"{len(STEPS)} modules that have nothing to change in one task of router_steps",
        "a play with one task that does nothing",
        tuple(times["one"]),
        tuple(times["nothing"]),
        Tool("a task for each module", sorted(times["each"])[ROUNDS // 2]),
    ).render()


def render_tasks() -> dict[str, list[dict[str, Any]]]:
    """Give the tasks of each play (pure)."""
    return {
        "one": [{"linuxnet.mpls.router_steps": {"steps": list(STEPS)}}],
        "each": [
            {f"linuxnet.mpls.{name}": options} for step in STEPS for name, options in step.items()
        ],
        "nothing": [{"ansible.builtin.ping": {}}],
    }
