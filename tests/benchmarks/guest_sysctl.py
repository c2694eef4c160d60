# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""mpls_sysctl beside 'sysctl -p', on the same keys of 200 interfaces."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.figures import Figures, Loop
from benchmarks.guest_tools import ip, prepare, settle, timed
from benchmarks.stand_in import Task

INTERFACES, ROUNDS = 200, 3
NAMES = [f"b_port{at}" for at in range(INTERFACES)]
BOOT_FILE = Path("/etc/sysctl.d/90-linuxnet-mpls.conf")
SAME_KEYS = Path("/run/benchmark-sysctl.conf")
PLATFORM_LABELS = Path("/proc/sys/net/mpls/platform_labels")


def input_keys(loop: tuple[float, int]) -> Figures:
    """P4: labels are let in on 200 interfaces."""
    prepare()
    ip("-batch", "-", stdin="".join(f"link add {name} type dummy\n" for name in NAMES))
    settle()
    task = Task("mpls_sysctl", interfaces=NAMES, platform_labels=int(PLATFORM_LABELS.read_text()))
    closing = Task("mpls_sysctl", interfaces=NAMES, state="absent")
    ours, floor = [], []
    for _round in range(ROUNDS):
        _close(closing)
        ours.append(timed(task.run))
        SAME_KEYS.write_text(BOOT_FILE.read_text())
        _close(closing)
        floor.append(timed(_sysctl))
    _close(closing)
    ip("-batch", "-", stdin="".join(f"link del {name}\n" for name in NAMES))
    keys = sum("=" in line for line in SAME_KEYS.read_text().splitlines())
    return Figures(
        "P4",
        f"mpls_sysctl, label input on {INTERFACES} interfaces with its files for the boot",
        f"one 'sysctl -p' of the same {keys} keys",
        tuple(ours),
        tuple(floor),
        Loop(keys, *loop),
    )


def _sysctl() -> None:
    subprocess.run(["sysctl", "-q", "-p", str(SAME_KEYS)], check=True)


def _close(closing: Task) -> None:
    """Take files and labels away, and give each interface the filter that the task will change."""
    closing.run()
    for name in NAMES:
        Path(f"/proc/sys/net/ipv4/conf/{name}/rp_filter").write_text("2")
