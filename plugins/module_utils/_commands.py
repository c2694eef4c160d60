# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Programs of the router, run to their end, or to that of our patience."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Seconds after which a program hangs. systemctl waits for a unit, and our longest one has five
#: minutes to start after the 90 seconds in which systemd stops it.
PATIENCE, PATIENCE_WITH_UNITS = 60.0, 420.0
#: Seconds for a program that was killed to be gone; the kernel may hold one for good.
_SECONDS_TO_DIE = 2.0


def run_command(
    argv: Sequence[str], *, stdin: str | None = None, patience: float | None = None
) -> str:
    """Run a program and return what it printed; ApplyError with its words if it fails.

    One that takes more than ``patience`` seconds is killed, and has failed.
    """
    seconds = patience or (PATIENCE_WITH_UNITS if argv[0] == "systemctl" else PATIENCE)
    try:
        process = subprocess.Popen(  # pylint: disable=ansible-bad-function,consider-using-with
            list(argv),
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env={**os.environ, "LC_ALL": "C"},
        )
    except OSError as error:
        raise ApplyError(f"{argv[0]}: cannot be run: {error.strerror}") from error
    try:
        printed, said = process.communicate(stdin, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_SECONDS_TO_DIE)
        raise ApplyError(f"{' '.join(argv)}: did not end within {seconds:g} s") from error
    if process.returncode:
        words = (said or printed).strip() or f"exit status {process.returncode}"
        raise ApplyError(f"{' '.join(argv)}: {words}")
    return printed


def read_json(argv: Sequence[str], *, patience: float | None = None) -> Any:  # noqa: ANN401
    """Run a program that prints JSON, [] where it prints nothing; ApplyError for all else."""
    printed = run_command(argv, patience=patience)
    try:
        return json.loads(printed or "[]")
    except ValueError as error:
        raise ApplyError(f"{' '.join(argv)}: gives no JSON: {error}") from error
