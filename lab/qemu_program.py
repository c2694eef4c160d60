# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which QEMU runs the guests: this machine's when it is new enough, else a newer Debian's.

QEMU 9 and later emulate these guests about twice as quickly as Debian 12's QEMU 7.2. Where the
host has only an older one, Debian 13's is unpacked into the lab's folder and started by its own
loader: nothing on the host changes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError
from lab.host import check_free_space, find_program, require_program
from lab.image_key import digest
from lab.parallel import run_tool
from lab.paths import Paths

MINIMUM_MAJOR = 9
RELEASE = "trixie"
NEEDED_PARTS = (
    "./usr/bin/qemu-system-x86_64",
    "./usr/lib",
    "./usr/lib64",
    "./usr/share/qemu",
    "./usr/share/seabios",
)
LOADER = "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"


@dataclass(frozen=True)
class Qemu:
    """The words that start QEMU, and its full version: saved memory is bound to that."""

    command: tuple[str, ...]
    version: str


def find_qemu(paths: Paths) -> Qemu:
    """This machine's QEMU when it is new enough, else the unpacked one, made now if need be."""
    program = find_program("qemu-system-x86_64")
    if program is not None:
        version = _version((program,))
        if major_version(version) >= MINIMUM_MAJOR:
            return Qemu((program,), version)
    tree = paths.images / f"qemu-{RELEASE}-{digest(_unpack_command(Path('/')))}"
    if not tree.is_dir():
        _unpack(tree)
    command = tree_command(tree)
    return Qemu(command, _version(command))


def major_version(text: str) -> int:
    """The first number of QEMU's version line; 0 when there is none."""
    found = re.search(r"version (\d+)\.", text)
    return int(found.group(1)) if found else 0


def tree_command(tree: Path) -> tuple[str, ...]:
    """Starts the unpacked QEMU by its own loader, with its own libraries and firmware."""
    return (
        str(tree / LOADER),
        "--library-path",
        str(tree / "usr/lib/x86_64-linux-gnu"),
        str(tree / "usr/bin/qemu-system-x86_64"),
        "-L",
        str(tree / "usr/share/qemu"),
        "-L",
        str(tree / "usr/share/seabios"),
    )


def _unpack_command(archive: Path) -> list[str]:
    return [
        "mmdebstrap",
        "--mode=auto",
        "--variant=extract",
        "--format=tar",
        "--include=qemu-system-x86",
        RELEASE,
        str(archive),
    ]


def _unpack(tree: Path) -> None:
    check_free_space(tree, 600, "unpacking QEMU")
    work = tree.with_name(f"tmp-{tree.name}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        archive, log = work / "archive.tar", work / "log"
        run_tool(_unpack_command(archive), log, "fetching a newer QEMU")
        (work / "tree").mkdir()
        extract = [require_program("tar"), "-C", str(work / "tree"), "--no-same-owner"]
        run_tool([*extract, "-xf", str(archive), *NEEDED_PARTS], log, "unpacking QEMU")
        (work / "tree").rename(tree)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _version(command: tuple[str, ...]) -> str:
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise LabError(f"QEMU does not start: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout.splitlines()[0].strip()
