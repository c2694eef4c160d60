# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the benchmarks share inside a guest: the clock, 'ip', and devices."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from typing import Any

DEVICE, NEXT_HOP = "b_core", "10.9.9.2"
LABELS = "net.mpls.platform_labels"
PREPARE = f"""
# FRR looks at each change of the kernel, which is its own time and not that of a task.
systemctl stop frr
modprobe -a mpls_router mpls_iptunnel vrf dummy
test "$(sysctl -n {LABELS})" -gt 0 || sysctl -qw {LABELS}=1048575
if ! test -e /sys/class/net/{DEVICE}; then
    ip link add {DEVICE} type dummy
    ip link set {DEVICE} up
    ip addr add 10.9.9.1/24 dev {DEVICE}
fi
"""


def prepare() -> None:
    """Have the kernel ready for labels, and a device for them."""
    shell(PREPARE)
    settle()


def settle() -> None:
    """Wait for udev; on a busy machine that takes longer than the 120 s that it waits by itself."""
    shell("udevadm settle --timeout=1800")


def shell(script: str) -> None:
    """Run a script, which must not fail."""
    subprocess.run(["sh", "-ec", script], check=True, stdout=subprocess.DEVNULL)


def ip(*words: str, stdin: str | None = None) -> None:
    """Run 'ip', whose output nobody reads."""
    subprocess.run(["ip", *words], input=stdin, text=True, check=True, stdout=subprocess.DEVNULL)


def timed(work: Callable[[], Any]) -> float:
    """Give the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
