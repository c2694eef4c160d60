# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What this machine must have before a lab can run, checked before anything is changed."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import platform
import pwd
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.errors import LabError

PACKAGE_LIST = Path(__file__).parent / "packages.txt"
ARCHIVE_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SYSTEM_FOLDERS = ("/usr/sbin", "/sbin")


def host_packages() -> list[str]:
    """The Debian packages that a host needs, from the one list there is."""
    return PACKAGE_LIST.read_text(encoding="ascii").split()


def is_installed(package: str) -> bool:
    """Looks for what the package is needed for, not for the package: any origin will do."""
    if package == "debian-archive-keyring":
        return ARCHIVE_KEYRING.exists()
    if package == "python3-yaml":
        return importlib.util.find_spec("yaml") is not None
    if package == "uidmap" and os.geteuid() == 0:
        return True
    return find_program(PROGRAMS[package]) is not None


PROGRAMS = {
    "e2fsprogs": "mke2fs",
    "mmdebstrap": "mmdebstrap",
    "openssh-client": "ssh",
    "qemu-system-x86": "qemu-system-x86_64",
    "qemu-utils": "qemu-img",
    "uidmap": "newuidmap",
}


def find_program(name: str) -> str | None:
    """The program's path; an ordinary user's PATH has no sbin, where mke2fs is."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])
    return shutil.which(name, path=path)


def require_program(name: str) -> str:
    """The program's path, which `check_host` has seen."""
    found = find_program(name)
    if found is None:
        raise LabError(f"program {name} is missing")
    return found


def check_host() -> None:
    """Stops with the one command that helps when something is missing."""
    if platform.machine() != "x86_64":
        raise LabError(f"this machine is {platform.machine()}, the lab's guests need x86_64")
    missing = [package for package in host_packages() if not is_installed(package)]
    if missing:
        word = "package" if len(missing) == 1 else "packages"
        names = " ".join(missing)
        raise LabError(f"missing {word} {names}, install with: apt-get install {names}")
    if os.geteuid() != 0 and not _has_subordinate_ids():
        user = pwd.getpwuid(os.geteuid()).pw_name
        raise LabError(
            f"user {user} has no subordinate ids, add them with: "
            f"usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {user}"
        )


def _has_subordinate_ids() -> bool:
    entry = pwd.getpwuid(os.geteuid())
    try:
        lines = Path("/etc/subuid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return any(line.split(":")[0] in (entry.pw_name, str(entry.pw_uid)) for line in lines)


def check_free_space(folder: Path, megabytes: int, purpose: str) -> None:
    """Says early that the disk is too small, before half of the work is done."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free // (1 << 20)
    if free < megabytes:
        raise LabError(f"{purpose} needs {megabytes} MB in {folder}, only {free} MB are free")


def check_port_free(port: int, name: str) -> None:
    """A taken port found here has a name; QEMU's own message has none."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LabError(
                f"{name}: port {port} on 127.0.0.1 is taken; end its owner "
                "or choose other ports with LAB_SSH_PORT or --ssh-port"
            ) from error


def unused_port() -> int:
    """A port that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def locked(path: Path, complaint: str | None) -> Iterator[None]:
    """Holds a lock file; with a complaint it does not wait for another holder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (fcntl.LOCK_NB if complaint else 0))
        except BlockingIOError as error:
            raise LabError(complaint or "locked") from error
        yield
