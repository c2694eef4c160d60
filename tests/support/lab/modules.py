# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Modules of the collection on all routers of a lab, without the cost of a play for each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ansible
import yaml

from support import ROOT
from support.lab.cells import RELEASES, end_all, enter
from support.lab.cells import connect as connect_to_cell
from support.lab.code import pack
from support.lab.network import INVENTORY, run_lab
from support.lab.network import connect as connect_to_guest

#: Where the routers are: guests of the lab, or with LAB_PLACE=cells cells.
CELLS = os.environ.get("LAB_PLACE") == "cells"
FOLDER = "/run/lab-modules"
PROGRAM = Path(__file__).with_name("guest_modules.py")
ANSIBLE = Path(ansible.__file__).parent
#: What the program needs beside the collection, and where it stands in a guest. As in what Ansible
#: sends to a host, its package has the version and nothing else.
PARTS = {
    PROGRAM: PROGRAM.name,
    ANSIBLE / "module_utils": "ansible/module_utils",
    ANSIBLE / "module_utils" / "ansible_release.py": "ansible/__init__.py",
}
#: The newest release of pyroute2, which no Debian release has.
NEWEST_PYROUTE2 = {ROOT / ".cache" / "pyroute2" / "pyroute2": "pyroute2"}


@dataclass(frozen=True)
class PerRouter:
    """An option's value that each router has its own of."""

    values: dict[str, Any]


def here(of_pe1: str, of_pe2: str) -> PerRouter:
    """Give a value of each router's own."""
    return PerRouter({"pe1": of_pe1, "pe2": of_pe2})


class Worker:
    """A process in a guest that runs modules; started when it is needed, also after a boot."""

    def __init__(self, name: str, shell: Sequence[str]) -> None:
        """``shell``: the words before a command that the router's shell shall run."""
        self._name = name
        self._shell = shell
        self._parts = PARTS
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

    def use(self, parts: dict[Path, str]) -> None:
        """Start anew with these parts beside the collection."""
        self.stop()
        self._parts = parts
        self._process = self._start()

    def stop(self) -> None:
        """End the process, and with it the one in the guest."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        unpack = f"rm -rf {FOLDER}; mkdir {FOLDER} && tar -xf - -C {FOLDER}"
        subprocess.run([*self._shell, unpack], input=pack(self._parts), cwd=ROOT, check=True)
        return subprocess.Popen(
            [*self._shell, f"cd {FOLDER} && exec python3 {PROGRAM.name}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


WORKERS: dict[str, Worker] = {}


def _workers() -> dict[str, Worker]:
    if not WORKERS:
        WORKERS.update({name: Worker(name, words) for name, words in _shells().items()})
    return WORKERS


def _shells() -> dict[str, list[str]]:
    if CELLS:
        return {name: enter(name) for name in RELEASES}
    inventory = yaml.safe_load(INVENTORY.read_text(encoding="utf-8"))
    return {name: [sys.executable, "-m", "lab", "ssh", name] for name in inventory["all"]["hosts"]}


def connect(name: str) -> Any:
    """Connect to a router, wherever it is."""
    return connect_to_cell(name) if CELLS else connect_to_guest(name)


def run_module(
    name: str,
    options: dict[str, Any],
    *,
    check: bool = False,
    kill_at: Mapping[str, int] | None = None,
    only: Collection[str] | None = None,
) -> dict[str, dict[str, Any]]:
    """Run one module of the collection on all routers; give each one's result, failed or not.

    With ``kill_at`` it is killed right before its first, second, ... change of the router; then
    the result says ``killed``. ``changes`` says how many there were. ``only`` names the routers, if
    not all.
    """
    workers = {router: one for router, one in _workers().items() if only is None or router in only}
    for router, worker in workers.items():
        task = {"module": name, "check": check, "kill_at": (kill_at or {}).get(router, 0)}
        worker.ask({**task, "options": choose(options, router)})
    return {router: worker.answer() for router, worker in workers.items()}


def places_to_kill(results: Mapping[str, dict[str, Any]], kills: int) -> list[dict[str, int]]:
    """Spread kills evenly over the changes of each router's run; many are one at each change."""
    counts = {router: result["changes"] for router, result in results.items()}
    kills = min(kills, max(counts.values()))
    return [
        {router: max(1, changes * at // (kills + 1)) for router, changes in counts.items()}
        for at in range(1, kills + 1)
    ]


def kill_on_all(name: str, options: dict[str, Any], kill_at: Mapping[str, int]) -> None:
    """Run one module on the routers that ``kill_at`` names, and see that it was killed on each."""
    for router, result in run_module(name, options, kill_at=kill_at, only=kill_at).items():
        assert result["killed"], f"{router}: {name}: at {kill_at[router]}: {result}"


def run_on_all(
    name: str,
    options: dict[str, Any],
    *,
    changed: bool | None = None,
    check: bool = False,
    only: Collection[str] | None = None,
) -> dict[str, dict[str, Any]]:
    """Run one module on all routers, or ``only`` on these.

    See that it did not fail and whether it changed them.
    """
    results = run_module(name, options, check=check, only=only)
    for router, result in results.items():
        assert not result["failed"], f"{router}: {name}: {result['msg']}"
        assert changed in (None, result["changed"]), f"{router}: {name}: {result['operations']}"
    return results


def refuse_on_all(name: str, options: dict[str, Any], words: str) -> None:
    """Run one module on all routers, and see that it refuses with these words to do anything."""
    for router, result in run_module(name, options).items():
        assert result["failed"], f"{router}: {name}: {result}"
        assert words in result["msg"], f"{router}: {name}: {result['msg']}"
        assert "not done" not in result["msg"]
        assert "Traceback" not in result["msg"]


def is_up(router: Any, port: str) -> bool:
    """Tell whether a port is up, with a carrier or without (IFF_UP)."""
    return bool(int(router.check_output(f"cat /sys/class/net/{port}/flags"), 16) & 1)


def stop_workers() -> None:
    """End the workers; the next task starts new ones."""
    for worker in WORKERS.values():
        worker.stop()


def leave() -> None:
    """End the workers, and the cells."""
    stop_workers()
    end_all()


@contextmanager
def newest_pyroute2(router: str) -> Iterator[None]:
    """Let a router's modules have the newest pyroute2 in place of its Debian release's own."""
    worker = _workers()[router]
    worker.use({**PARTS, **NEWEST_PYROUTE2})
    command = f"cd {FOLDER} && python3 -c 'import pyroute2; print(pyroute2.__file__)'"
    assert connect(router).check_output(command).startswith(FOLDER)
    yield
    worker.use(PARTS)


def cut_power_and_boot(*routers: str) -> None:
    """Cut the power of all routers at once, and boot them cold."""
    stop_workers()
    for command in ("power-cut", "boot"):
        run_lab(command, *routers)


def choose(value: Any, router: str) -> Any:
    """Take a router's own values out of a task's options."""
    if isinstance(value, PerRouter):
        return value.values[router]
    if isinstance(value, dict):
        return {key: choose(one, router) for key, one in value.items()}
    if isinstance(value, list):
        return [choose(one, router) for one in value]
    return value
