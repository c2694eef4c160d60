# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which daemons of FRR hang: each is asked over its own socket, as watchfrr does (I/O).

vtysh waits for ever for a daemon that does not answer, and does not say for which one.
"""

from __future__ import annotations

import glob
import os
import select
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError

_SOCKETS = "/run/frr/{}.vty"
# An empty command, which is neither run nor logged (lib/vty.c, vtysh_read): any answer will do.
_REQUEST = b"\0"
# More octets than an answer to it has.
_ANSWER = 4096
_MGMTD = "mgmtd"
#: Seconds between two looks at the daemons.
LOOK = 1.0
# After so many looks without an answer a daemon hangs. They are counted, and not the clock, which
# goes on where a virtual machine stands still. A stopped process does not go on by itself, and one
# that sleeps works at nothing; one that computes or waits for the disk is busy, and watchfrr too
# gives it 90 s.
_STOPPED_LOOKS = 3
_SLEEPING_LOOKS = 10
_BUSY_LOOKS = 90
# What a single question is given, in seconds, where nothing depends on the answer.
_SECONDS_TO_ANSWER = 3.0
_STOPPED = ("T", "t")
_SLEEPING = "S"


@dataclass(frozen=True)
class Process:
    """A process as /proc/PID/stat shows it: its state, and the ticks of processor time it had."""

    state: str = ""
    ticks: int = 0


@dataclass
class Patience:
    """How long a daemon has not answered, in looks, and what its process did meanwhile (pure)."""

    process: Process = field(default_factory=Process)
    looks: int = 0
    idle: int = 0

    def note(self, process: Process, *, answered: bool) -> None:
        """Count a look."""
        rests = process.state in (_SLEEPING, *_STOPPED) and process.ticks == self.process.ticks
        self.looks = 0 if answered else self.looks + 1
        self.idle = self.idle + 1 if rests and not answered else 0
        self.process = process

    @property
    def is_over(self) -> bool:
        """Whether the daemon hangs."""
        idle = _STOPPED_LOOKS if self.process.state in _STOPPED else _SLEEPING_LOOKS
        return self.idle >= idle or self.looks >= _BUSY_LOOKS


class Daemon:
    """One daemon, its process, and the socket that it is asked by.

    The end of a connection to mgmtd discards what others are just writing there (see _mgmtd), so
    that this one ends with the watch.
    """

    def __init__(self, path: str) -> None:
        """Take the path of its socket; the number of its process stands in a file beside it."""
        self.name = os.path.basename(path).rpartition(".")[0]
        self.patience = Patience()
        self.asked: socket.socket | None = None
        self._kept: socket.socket | None = None
        self._path = path
        self._pid = _read(f"{path.rpartition('.')[0]}.pid").strip()

    def ask(self) -> bool:
        """Ask, and tell whether it runs; one that takes no more connections is asked later."""
        asked = self._kept or socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        asked.setblocking(False)
        try:
            if not self._kept:
                asked.connect(self._path)
            asked.send(_REQUEST)
        except OSError as error:
            asked.close()
            self._kept = None
            return isinstance(error, BlockingIOError)
        self.asked = asked
        return True

    def note_answer(self) -> bool:
        """Tell whether it has answered. One that has ended keeps nobody waiting either."""
        answered = self.asked is not None and _is_readable(self.asked)
        if answered and self.asked is not None:
            self._end(self.asked)
            self.asked = None
        self.patience.note(_read_process(self._pid), answered=answered)
        return answered

    def _end(self, asked: socket.socket) -> None:
        """Keep the connection to mgmtd, unless mgmtd has ended it."""
        self._kept = asked if self.name == _MGMTD and asked.recv(_ANSWER) else None
        if self._kept is None:
            asked.close()

    def __str__(self) -> str:
        """Say what it does in place of answering, and what would help."""
        state = self.patience.process.state
        if state in _STOPPED:
            return (
                f"{self.name} does not answer, as its process {self._pid} is stopped: "
                f"continue it with 'kill -CONT {self._pid}'"
            )
        doing = "sleeps" if state == _SLEEPING else "is busy"
        return (
            f"{self.name} does not answer, and its process {self._pid} {doing}: "
            "see 'journalctl --unit frr', and end the process if it does not recover"
        )


class Watch:
    """Looks at all daemons that run, or at one of them, again and again."""

    def __init__(self, name: str = "*") -> None:
        """Nobody was asked yet."""
        self._sockets = _SOCKETS.format(name)
        self._daemons: dict[str, Daemon] = {}

    def look(self, seconds: float = 0) -> list[Daemon]:
        """Ask who is not asked yet, and give those that have not answered after some seconds."""
        for path in glob.glob(self._sockets):
            daemon = self._daemons.get(path) or Daemon(path)
            if daemon.asked or daemon.ask():
                self._daemons[path] = daemon
            else:
                self._daemons.pop(path, None)
        asked = [one.asked for one in self._daemons.values() if one.asked]
        deadline = time.monotonic() + seconds
        while asked and time.monotonic() < deadline:
            ready = select.select(asked, [], [], max(0.0, deadline - time.monotonic()))[0]
            asked = [one for one in asked if one not in ready]
        return [one for one in self._daemons.values() if not one.note_answer()]

    def find_hanging(self) -> list[Daemon]:
        """Look once more, and give those that hang by now."""
        return [one for one in self.look() if one.patience.is_over]


def refuse_hanging() -> None:
    """See that all daemons answer before anything is changed; a busy one is waited for."""
    watch = Watch()
    silent = watch.look(LOOK)
    while silent:
        hanging = [one for one in silent if one.patience.is_over]
        if hanging:
            raise HostError(f"{'; '.join(map(str, hanging))}; nothing was changed")
        silent = watch.look(LOOK)


def read_silent() -> dict[str, str]:
    """Ask all daemons once; name those that do not answer, and what they do in its place."""
    return {one.name: str(one) for one in Watch().look(_SECONDS_TO_ANSWER)}


def _is_readable(asked: socket.socket) -> bool:
    return bool(select.select([asked], [], [], 0)[0])


def _read_process(pid: str) -> Process:
    """Read fields 3, 14 and 15 of /proc/PID/stat (proc_pid_stat(5)); the name may have blanks."""
    values = _read(f"/proc/{pid}/stat").rpartition(")")[2].split() if pid else []
    return Process(values[0], int(values[11]) + int(values[12])) if values else Process()


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
