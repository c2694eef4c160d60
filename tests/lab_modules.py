# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Modules of the collection on all routers of a lab, without the cost of a play for each."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ansible
import yaml

from lab_code import ROOT, pack
from lab_network import INVENTORY

FOLDER = "/run/lab-modules"
PROGRAM = ROOT / "tests" / "guest_modules.py"
ANSIBLE = Path(ansible.__file__).parent
#: What the program needs beside the collection, and where it stands in a guest. As in what Ansible
#: sends to a host, its package has the version and nothing else.
PARTS = {
    PROGRAM: PROGRAM.name,
    ANSIBLE / "module_utils": "ansible/module_utils",
    ANSIBLE / "module_utils" / "ansible_release.py": "ansible/__init__.py",
}


@dataclass(frozen=True)
class PerRouter:
    """An option's value that each router has its own of."""

    values: dict[str, Any]


class Worker:
    """A process in a guest that runs modules; started when it is needed, also after a boot."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: dict[str, Any]) -> None:
        if self._process is None or self._process.poll() is not None:
            self._process = self._start()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"{self._name}: the guest gave no answer"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End the process, and with it the one in the guest."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        ssh = [sys.executable, "-m", "lab", "ssh", self._name]
        unpack = f"rm -rf {FOLDER}; mkdir {FOLDER} && tar -xf - -C {FOLDER}"
        subprocess.run([*ssh, unpack], input=pack(PARTS), cwd=ROOT, check=True)
        return subprocess.Popen(
            [*ssh, f"cd {FOLDER} && exec python3 {PROGRAM.name}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


def _workers() -> dict[str, Worker]:
    inventory = yaml.safe_load(INVENTORY.read_text(encoding="utf-8"))
    return {name: Worker(name) for name in inventory["all"]["hosts"]}


WORKERS: dict[str, Worker] = {}


def run_module(
    name: str, options: dict[str, Any], *, check: bool = False, kill_at: int = 0
) -> dict[str, dict[str, Any]]:
    """Run one module of the collection on all routers; give each one's result, failed or not.

    With ``kill_at`` it is killed right before its first, second, ... change of the router; then
    the result says ``killed``.
    """
    if not WORKERS:
        WORKERS.update(_workers())
    for router, worker in WORKERS.items():
        task = {"module": name, "check": check, "kill_at": kill_at}
        worker.ask({**task, "options": choose(options, router)})
    return {router: worker.answer() for router, worker in WORKERS.items()}


def stop_workers() -> None:
    """End the workers; the next task starts new ones."""
    for worker in WORKERS.values():
        worker.stop()


def cut_power_and_boot(*routers: str) -> None:
    """Cut the power of all routers at once, and boot them cold."""
    stop_workers()
    for command in ("power-cut", "boot"):
        subprocess.run([sys.executable, "-m", "lab", command, *routers], cwd=ROOT, check=True)


def choose(value: Any, router: str) -> Any:
    """Take a router's own values out of a task's options."""
    if isinstance(value, PerRouter):
        return value.values[router]
    if isinstance(value, dict):
        return {key: choose(one, router) for key, one in value.items()}
    if isinstance(value, list):
        return [choose(one, router) for one in value]
    return value
