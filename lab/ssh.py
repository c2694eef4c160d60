# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""ssh to a guest: the same options for people, for the lab itself and for Ansible."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
from pathlib import Path

from lab.errors import LabError
from lab.parallel import child_process
from lab.paths import Paths

# Host keys say nothing here: all guests are clones on this machine's own loopback.
COMMON_OPTIONS = (
    "-o",
    "StrictHostKeyChecking=no",
    "-o",
    "UserKnownHostsFile=/dev/null",
    "-o",
    "GlobalKnownHostsFile=/dev/null",
    "-o",
    "LogLevel=ERROR",
    "-o",
    "IdentitiesOnly=yes",
    "-o",
    "ConnectTimeout=60",
    "-o",
    "ServerAliveInterval=15",
    "-o",
    "ServerAliveCountMax=8",
)


def control_options(control: Path) -> tuple[str, ...]:
    """Log in once and go on over the same connection: a login costs an emulated guest a second."""
    return (
        "-o",
        "ControlMaster=auto",
        "-o",
        "ControlPersist=1800",
        "-o",
        f"ControlPath={control}/%p",
    )


def make_control_folder(paths: Paths) -> None:
    """A folder that only this user can put a socket in, wherever it stands."""
    paths.control.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = paths.control.lstat()
    if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
        raise LabError(f"{paths.control} belongs to somebody else, remove it")


def ssh_command(paths: Paths, port: int) -> list[str]:
    """Ssh's words up to the remote command."""
    return [
        "ssh",
        "-F",
        "/dev/null",
        "-i",
        str(paths.ssh_key),
        "-p",
        str(port),
        *COMMON_OPTIONS,
        *control_options(paths.control),
        "root@127.0.0.1",
    ]


def offers_ssh(port: int, timeout: float) -> bool:
    """Whether a ssh server greets; the port alone tells nothing, QEMU answers it at once."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
            connection.settimeout(timeout)
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


def run_script(paths: Paths, port: int, script: str, timeout: float) -> str:
    """Runs a shell script in the guest and returns what it printed."""
    command = [*ssh_command(paths, port), "sh", "-es"]
    pipe = subprocess.PIPE
    try:
        with child_process(command, stdin=pipe, stdout=pipe, stderr=pipe) as child:
            printed, complained = child.communicate(script, timeout)
    except subprocess.TimeoutExpired as error:
        raise LabError(f"no answer over ssh within {timeout:.0f} s") from error
    if child.returncode != 0:
        said = " | ".join((complained or printed).strip().splitlines()[-3:])
        raise LabError(f"a command over ssh ended with {child.returncode}: {said}")
    return printed


def end_control(paths: Paths, port: int) -> None:
    """Ends the shared connection; it would hang on a guest that is gone."""
    if not (paths.control / str(port)).exists():
        return
    subprocess.run(
        [*ssh_command(paths, port)[:-1], "-O", "exit", "root@127.0.0.1"],
        capture_output=True,
        check=False,
        timeout=10,
    )
    (paths.control / str(port)).unlink(missing_ok=True)
