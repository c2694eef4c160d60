# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Runs inside a guest: a line asks for a module of the collection, and a line answers.

Ansible's own AnsibleModule checks the options. What a play would add is its transport alone, which
costs an emulated processor seconds a task; here the imports are done once, and each task is a fork.
The things by which a task changes the machine are counted, and it can be killed right before one.
"""

from __future__ import annotations

import importlib
import json
import mmap
import os
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any

from ansible.module_utils import basic

MODULES = "ansible_collections.linuxnet.mpls.plugins.modules"
#: What Python's audit hooks tell of changes: files, netlink (questions too), and programs.
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "socket.sendto", "subprocess.Popen"}

#: How a task's process tells of what it has counted.
COUNT = struct.Struct("I")


def main() -> None:
    # for those that are forked
    importlib.import_module("pyroute2")
    for line in sys.stdin:
        answer = run(**json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def run(module: str, options: dict[str, Any], *, check: bool, kill_at: int) -> dict[str, Any]:
    """Run a module in a process of its own; give what it printed, and whether it was killed."""
    reading, writing = os.pipe()
    changes = mmap.mmap(-1, COUNT.size)
    child = os.fork()
    if not child:
        os.close(reading)
        os.dup2(writing, sys.stdout.fileno())
        os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
        sys.addaudithook(_counter(changes, kill_at))
        _run_here(module, {**options, "_ansible_check_mode": check, "_ansible_diff": True})
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        printed = stream.read()
    _pid, status = os.waitpid(child, 0)
    try:
        result: dict[str, Any] = json.loads(printed)
    except ValueError:
        result = {"msg": f"{module} printed no result, and ended with {status}: {printed}"}
        status = status or 1
    (count,) = COUNT.unpack(changes)
    return {"failed": bool(status), "killed": os.WIFSIGNALED(status), "changes": count, **result}


def _counter(changes: mmap.mmap, kill_at: int) -> Callable[[str, tuple[Any, ...]], None]:
    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes and arguments[0] != os.devnull) or event in CHANGES:
            number = COUNT.unpack(changes)[0] + 1
            COUNT.pack_into(changes, 0, number)
            if number == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    return watch


def _run_here(module: str, options: dict[str, Any]) -> None:
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": options}).encode()
    basic._ANSIBLE_PROFILE = "legacy"
    try:
        importlib.import_module(f"{MODULES}.{module}").main()
    except SystemExit as done:
        sys.stdout.flush()
        os._exit(done.code if isinstance(done.code, int) else 1)
    except BaseException:  # noqa: BLE001 (a module must not raise: the answer is no result)
        traceback.print_exc()
    os._exit(1)


if __name__ == "__main__":
    main()
