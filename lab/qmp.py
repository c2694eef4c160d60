# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""QEMU's monitor: one short conversation at a time over its unix socket."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from lab.errors import LabError


def connect_unix(path: Path, timeout: float = 10.0) -> socket.socket:
    """Connects to a socket of any depth: through its folder's descriptor.

    The path of a unix socket itself is limited to 107 characters.
    """
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.connect(f"/proc/self/fd/{folder}/{path.name}")
    except OSError:
        connection.close()
        raise
    finally:
        os.close(folder)
    return connection


class Monitor:
    """A conversation with one QEMU; to be used in a `with`."""

    def __init__(self, path: Path, timeout: float = 60.0) -> None:
        """Connects and leaves the monitor's greeting behind."""
        self._name = path.parent.name
        self._socket = connect_unix(path, timeout)
        self._lines = self._socket.makefile("rb")
        self._read()
        self.command("qmp_capabilities")

    def __enter__(self) -> Self:
        """The conversation itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hangs up; the guest goes on."""
        self._lines.close()
        self._socket.close()

    def command(self, name: str, **arguments: object) -> object:
        """Says one command and returns its answer; events in between are passed over."""
        words: dict[str, object] = {"execute": name}
        if arguments:
            words["arguments"] = arguments
        try:
            self._socket.sendall(json.dumps(words).encode() + b"\n")
            while True:
                answer = self._read()
                if "error" in answer:
                    raise LabError(f"{self._name}: QEMU refused {name}: {_reason(answer)}")
                if "return" in answer:
                    return answer["return"]
        except (OSError, ValueError) as error:
            raise LabError(f"{self._name}: QEMU's monitor does not answer: {error}") from error

    def status(self) -> str:
        """The run state: running, paused, inmigrate, postmigrate, io-error, ..."""
        return _field(self.command("query-status"), "status")

    def migrate_to(self, path: Path, timeout: float = 120.0) -> None:
        """Writes memory and devices to a file and waits for the end."""
        quoted = "'" + str(path).replace("'", "'\\''") + "'"
        self.command("migrate", uri=f"exec:exec cat > {quoted}")
        deadline = time.monotonic() + timeout
        while True:
            answer = self.command("query-migrate")
            state = _field(answer, "status")
            if state == "completed":
                return
            if state in ("failed", "cancelled") or time.monotonic() > deadline:
                detail = _field(answer, "error-desc") or state
                raise LabError(f"{self._name}: saving its memory failed: {detail}")
            time.sleep(0.05)

    def _read(self) -> dict[str, object]:
        line = self._lines.readline()
        if not line:
            raise OSError("the connection was closed")
        answer = json.loads(line)
        return answer if isinstance(answer, dict) else {}


def _field(answer: object, name: str) -> str:
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, str) else ""


def _reason(answer: dict[str, object]) -> str:
    return _field(answer.get("error"), "desc") or "no reason given"
