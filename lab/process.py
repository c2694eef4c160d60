# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""QEMU's processes: each is known by a pid file and ended exactly by it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError

PID_FILE = "pid"
LOG_FILE = "qemu.log"


@dataclass(frozen=True)
class Process:
    """A running process; the start time tells it from a later one with the same number."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        """Whether exactly this process still runs."""
        return _start_time(self.pid) == self.started


def start_process(command: list[str], folder: Path) -> Process:
    """Starts a program that outlives this one, with `folder` as its working folder."""
    log = folder / LOG_FILE
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    process = Process(child.pid, _start_time(child.pid) or "")
    (folder / PID_FILE).write_text(f"{process.pid} {process.started}\n", encoding="ascii")
    return process


def read_process(folder: Path) -> Process | None:
    """The process that the folder's pid file names, when it still is that process."""
    try:
        pid, started = (folder / PID_FILE).read_text(encoding="ascii").split()
        process = Process(int(pid), started)
    except (OSError, ValueError):
        return None
    if not process.alive or not _works_in(process.pid, folder):
        return None
    return process


def end_process(folder: Path, timeout: float = 15.0) -> bool:
    """Ends the folder's process at once, as a power cut would; says if there was one."""
    process = read_process(folder)
    if process is None:
        (folder / PID_FILE).unlink(missing_ok=True)
        return False
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    deadline = time.monotonic() + timeout
    while process.alive:
        _reap(process.pid)
        if time.monotonic() > deadline:
            raise LabError(f"process {process.pid} of {folder.name} does not end")
        time.sleep(0.02)
    (folder / PID_FILE).unlink(missing_ok=True)
    return True


def log_tail(folder: Path, name: str = LOG_FILE, lines: int = 3) -> str:
    """The last words of a log, on one line; empty when there are none."""
    try:
        text = (folder / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    kept = [line.strip() for line in text.splitlines() if _tells(line)]
    printable = ["".join(c for c in line if c.isprintable()) for line in kept[-lines:]]
    return " | ".join(printable)


def _tells(line: str) -> bool:
    """QEMU warns of every port that nothing is wired to."""
    return bool(line.strip()) and "warning: hub" not in line


def memory_in_use(process: Process) -> int:
    """Resident memory in MiB."""
    try:
        pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // (1 << 20)


def _start_time(pid: int) -> str | None:
    """Field 22 of /proc/PID/stat; None for no process or one that only waits to be reaped.

    A dead first thread is not the end: others may still hold the ports and the disk.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    state, threads, started = fields[0], int(fields[17]), fields[19]
    return None if state in "ZX" and threads <= 1 else started


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", folder)
    except OSError:
        return False


def _reap(pid: int) -> None:
    """A child of ours stays a zombie until it is waited for."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
