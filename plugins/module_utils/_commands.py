# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Programs of the router, run to their end."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError

if TYPE_CHECKING:
    from collections.abc import Sequence


def run_command(argv: Sequence[str], *, stdin: str | None = None) -> str:
    """Run a program and return what it printed; ApplyError with its words if it fails."""
    try:
        done = subprocess.run(  # pylint: disable=ansible-bad-function
            list(argv),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except OSError as error:
        raise ApplyError(f"{argv[0]}: cannot be run: {error.strerror}") from error
    if done.returncode:
        words = (done.stderr or done.stdout).strip() or f"exit status {done.returncode}"
        raise ApplyError(f"{' '.join(argv)}: {words}")
    return done.stdout
