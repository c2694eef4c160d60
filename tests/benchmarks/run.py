# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Runs the benchmarks: python -m benchmarks.run [NAME...].

Those of modules run in one guest of the lab of the variables LAB_TOPOLOGY and LAB_DIR, which is
started and ended here; those of the controller need no guest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import controller, reasoning
from support import ROOT
from support.lab.code import pack

HERE = Path(__file__).resolve().parent
NODE = "bench"
CONTROLLER_BENCHMARKS = {**controller.BENCHMARKS, **reasoning.BENCHMARKS}
GUEST_NAMES = ("P1", "P1x10", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
NAMES = (*GUEST_NAMES, *CONTROLLER_BENCHMARKS)
FOLDER = "/root/benchmarks"
#: Commands of a loop that are timed, beside one more that takes the start of the play.
LOOP = 5


def main(arguments: Sequence[str]) -> int:
    names = choose(arguments)
    in_guest = [name for name in names if name in GUEST_NAMES]
    if in_guest:
        run_in_guest(in_guest)
    for name in names:
        if name in CONTROLLER_BENCHMARKS:
            sys.stdout.write(CONTROLLER_BENCHMARKS[name]())
    return 0


def run_in_guest(names: Sequence[str]) -> None:
    lab("start", NODE)
    try:
        ssh(f"mkdir -p {FOLDER} && tar -xf - -C {FOLDER}", pack({HERE: HERE.name}))
        seconds = time_loop(ROOT / os.environ["LAB_DIR"])
        for name in names:
            ssh(f"cd {FOLDER} && python3 -m benchmarks.guest {name} {seconds:.3f} {LOOP}")
    finally:
        lab("stop")


def choose(names: Sequence[str]) -> Sequence[str]:
    """Give the benchmarks to run, all of them where none is named."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise SystemExit(f"{unknown[0]}: no such benchmark; there are: {', '.join(NAMES)}")
    return names or NAMES


def time_loop(folder: Path) -> float:
    """Time a loop over command tasks as a user would write it; give the seconds a command."""
    play = folder / "loop.yml"
    play.write_text(json.dumps(render_loop(), indent=2), encoding="utf-8")
    # The first play is for what is only done once in a guest.
    _first, short, long = (
        _timed_play(folder / "inventory.yml", play, commands) for commands in (1, 1, 1 + LOOP)
    )
    return max(long - short, 0.0) / LOOP


def render_loop() -> list[dict[str, object]]:
    """Write the play: one 'ip' an item, which replaces a label route."""
    add = "ip -f mpls route replace {{ 90000 + item }} dev lo proto static"
    make_ready = "modprobe mpls_router; sysctl -qw net.mpls.platform_labels=1048575"
    return [
        {
            "name": "A loop over commands",
            "hosts": NODE,
            "gather_facts": False,
            "tasks": [
                {"name": "Make MPLS ready", "ansible.builtin.shell": make_ready},
                {
                    "name": "Run one command an item",
                    "ansible.builtin.command": add,
                    "loop": "{{ range(commands | int) | list }}",
                },
            ],
        }
    ]


def _timed_play(inventory: Path, play: Path, commands: int) -> float:
    start = time.monotonic()
    done = subprocess.run(
        ["ansible-playbook", f"--inventory={inventory}", f"--extra-vars=commands={commands}", play],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return time.monotonic() - start


def ssh(command: str, stdin: bytes = b"") -> None:
    """Run a command in the guest; what it prints is printed here."""
    subprocess.run(
        [sys.executable, "-m", "lab", "ssh", NODE, command], input=stdin, cwd=ROOT, check=True
    )


def lab(*words: str) -> None:
    """Run a command of the lab; what it prints is no result."""
    subprocess.run([sys.executable, "-m", "lab", *words], cwd=ROOT, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
