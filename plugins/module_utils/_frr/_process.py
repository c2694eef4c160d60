# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Programs of FRR and of systemd: none is waited for without an end (I/O)."""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._alive import LOOK, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence


def run_program(
    argv: Sequence[str],
    patience: float,
    *,
    handles: Sequence[int] = (),
    watch: Watch | None = None,
) -> tuple[int, str]:
    """Run a program; give its status and what it printed.

    ApplyError where it does not end within ``patience`` seconds, or where a daemon of FRR hangs
    that ``watch`` looks at meanwhile. HostError where it cannot be run.
    """
    try:
        process = subprocess.Popen(  # pylint: disable=ansible-bad-function
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            pass_fds=handles,
            env={**os.environ, "LC_ALL": "C", "VTYSH_PAGER": "cat"},
        )
    except OSError as error:
        raise HostError(f"{argv[0]} cannot be run: {error.strerror}") from error
    with process:
        try:
            return _wait(process, argv[0], patience, watch)
        finally:
            process.kill()


def _wait(
    process: subprocess.Popen[str], name: str, patience: float, watch: Watch | None
) -> tuple[int, str]:
    deadline = time.monotonic() + patience
    while (shown := _read_for(process, LOOK)) is None:
        hanging = watch.find_hanging() if watch else []
        if hanging:
            raise ApplyError("; ".join(map(str, hanging)))
        if time.monotonic() >= deadline:
            raise ApplyError(f"{name} did not end within {patience:.0f} s")
    return process.returncode, shown


def _read_for(process: subprocess.Popen[str], seconds: float) -> str | None:
    """Read all that a program prints, both streams; None as long as it has not ended."""
    try:
        return "".join(process.communicate(timeout=seconds))
    except subprocess.TimeoutExpired:
        return None
