# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Waiting for a guest, with its own last words when it does not come."""

from __future__ import annotations

from pathlib import Path

from lab.errors import LabError
from lab.parallel import poll
from lab.process import log_tail, read_process
from lab.qmp import Monitor
from lab.ssh import offers_ssh

# Four guests boot in 150 s on two processors that emulate them; with another lab beside them
# 240 s were too few. A guest that died is seen at once.
SSH_SECONDS = 600.0
MONITOR_SECONDS = 60.0
RESTORE_SECONDS = 120.0


def wait_for_monitor(folder: Path, name: str) -> None:
    """Until QEMU listens; a QEMU that gave up says why in its log."""

    def ready() -> bool:
        require_alive(folder, name)
        if not (folder / "qmp.sock").exists():
            return False
        try:
            with Monitor(folder / "qmp.sock"):
                return True
        except OSError:
            return False

    if not poll(ready, MONITOR_SECONDS):
        raise LabError(f"{name}: QEMU does not answer; {_last_words(folder)}")


def wait_until_loaded(folder: Path, name: str) -> None:
    """Until the saved memory is read: the guest is then paused, ready to go on."""

    def loaded() -> bool:
        require_alive(folder, name)
        try:
            with Monitor(folder / "qmp.sock") as monitor:
                return monitor.status() not in ("inmigrate", "prelaunch")
        except OSError:
            return False

    if not poll(loaded, RESTORE_SECONDS):
        raise LabError(f"{name}: its saved memory is not read within {RESTORE_SECONDS:.0f} s")


def wait_for_ssh(folder: Path, name: str, port: int, timeout: float = SSH_SECONDS) -> None:
    """Until the guest's ssh server greets."""

    def greets() -> bool:
        require_alive(folder, name)
        return offers_ssh(port, 3.0)

    if not poll(greets, timeout, 0.1):
        raise LabError(f"{name}: does not come up within {timeout:.0f} s; {_last_words(folder)}")


def require_alive(folder: Path, name: str) -> None:
    """A dead QEMU will not come up however long one waits."""
    if read_process(folder) is None:
        raise LabError(f"{name}: QEMU ended; {_last_words(folder)}")


def _last_words(folder: Path) -> str:
    parts = [("console", log_tail(folder, "console.log")), ("QEMU", log_tail(folder))]
    said = [f'{who} said: "{text}"' for who, text in parts if text]
    return ", ".join(said) or "it said nothing"
