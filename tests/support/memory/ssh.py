# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Playbooks without routers: a program in place of ssh answers for each, and can be lost.

It runs nothing of what Ansible sends, but notes which module it was, and gives the answer of a
router that had everything to change.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import Check
from support import ROOT

#: What modules answer; all others have changed something.
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "router_preflight": {
        "changed": False,
        "ansible_facts": {
            "mpls_router": {
                "packages": dict.fromkeys(("frr", "nftables", "python3-pyroute2"), "10.3-3"),
                "addresses": {},
                "vrfs": {},
            }
        },
    },
    "router_verify": {
        "changed": False,
        "checks": [Check("answers for itself").as_result()],
    },
}
#: Those that change nothing.
READING = frozenset(ANSWERS)
CHANGED = {
    "changed": True,
    "diff": [],
    "configuration": {"before": [], "after": []},
    "operations": [],
    "changed_steps": [],
}
#: What is to be run comes by its input.
PROGRAM = """\
#!/bin/sh
module=$(grep -ao 'linuxnet\\.mpls\\.plugins\\.modules\\.[a-z0-9_]*' | head -n 1)
module=${{module##*.}}
echo "{name} $module" >>{log}
if [ "$(grep -c '^{name} ' {log})" -ge {at} ]; then
  {end}
fi
cat "{answers}/{name}.$module" 2>/dev/null || cat "{answers}/$module" 2>/dev/null ||
  cat "{answers}/changed"
"""
NEVER = 1000
#: How a connection ends: the far end is gone, or ssh itself was killed.
LOST = "echo 'Connection closed by remote host' >&2; exit 255"
KILLED = "kill -KILL $$"


class Routers:
    """Stand-ins for routers, the inventory that leads to them, and what they were asked."""

    def __init__(
        self, folder: Path, intent: Mapping[str, Any], groups: Mapping[str, Sequence[str]]
    ) -> None:
        """``groups`` are those of the inventory, with their hosts; nothing is lost yet."""
        self._folder = folder
        self._log = folder / "log"
        self._names = [name for names in groups.values() for name in names]
        for name, answer in {**ANSWERS, "changed": CHANGED}.items():
            self.answer(name, answer)
        for name in self._names:
            self.lose(name, NEVER)
        hosts = {
            group: {"hosts": {name: self._reach(name) for name in names}}
            for group, names in groups.items()
        }
        self._inventory = folder / "inventory.yml"
        self._inventory.write_text(
            yaml.safe_dump({"all": {"children": hosts, "vars": dict(intent)}}), encoding="ascii"
        )

    def answer(self, module: str, answer: Mapping[str, Any], name: str = "") -> None:
        """Have all routers, or one, give this answer whenever they are asked for a module."""
        file = self._folder / (f"{name}.{module}" if name else module)
        file.write_text(json.dumps(answer), encoding="ascii")

    def lose(self, name: str, at: int, end: str = LOST) -> None:
        """Have a router's connection end at one call, counted from 1, and at each one after."""
        program = self._folder / name
        program.write_text(
            PROGRAM.format(name=name, log=self._log, at=at, end=end, answers=self._folder),
            encoding="ascii",
        )
        program.chmod(0o755)

    def play(
        self, *playbooks: str, options: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run playbooks of the collection by this interpreter's Ansible."""
        self._log.write_text("", encoding="ascii")
        program = Path(sys.executable).parent / "ansible-playbook"
        names = [f"linuxnet.mpls.{playbook}" for playbook in playbooks]
        return subprocess.run(
            [program, f"--inventory={self._inventory}", *options, *names],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
                "ANSIBLE_NOCOLOR": "1",
            },
        )

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Who was asked for which module in the last run, in that order."""
        rows = (line.partition(" ") for line in self._log.read_text("ascii").splitlines())
        return [(name, module) for name, _blank, module in rows]

    def _reach(self, name: str) -> dict[str, str]:
        # root needs no sudo, whose prompt would have to be answered.
        return {"ansible_ssh_executable": str(self._folder / name), "ansible_user": "root"}
