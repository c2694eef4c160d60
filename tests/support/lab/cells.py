# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Cells: FRR of each Debian release in namespaces of its own, quick, without the kernel's MPLS.

A cell is a Debian tree with its own network, processes and mounts, and what it writes is its own.
FRR's daemons there are those of the release; systemd and kmod are stand-ins (tests/cells/bin). What
FRR makes of a configuration shows here within a second; what the kernel makes of it shows in the
lab alone. Between the cells of a process is one link; several processes have cells side by side.
"""

from __future__ import annotations

import fcntl
import os
import shlex
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import yaml
from testinfra.backend.local import LocalBackend
from testinfra.host import Host

from support import ROOT

HERE = ROOT / "tests" / "cells"
TREES = ROOT / ".cache" / "cells"
NAMESPACES = ("--net", "--mount", "--pid", "--uts")
#: Where we are not root, we are it in a namespace of our own, which the tree belongs to.
USER = () if os.geteuid() == 0 else ("--user", "--map-root-user", "--map-auto")
AS_ROOT = shlex.join(["unshare", *USER]) if USER else ""
#: A cell ends with the tests, however they end; the kernel forgets it for a user that becomes root.
DIE_WITH_PARENT = ("setpriv", "--pdeathsig", "KILL")
RELEASES = {"pe1": "bookworm", "pe2": "trixie"}
#: The port at both ends of the link; the others have no far end.
LINK = "eth3"
#: What programs of a cell, and FRR, tell syslog.
LOG = "/var/log/syslog"
PACKAGES = "frr,frr-pythontools,iproute2,procps,python3,python3-pyroute2"
PATIENCE = 20.0
#: Name to the first process of a cell, and to the one that holds its namespaces.
RUNNING: dict[str, tuple[int, subprocess.Popen[bytes]]] = {}


class CellBackend(LocalBackend):
    """Runs commands in a cell."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._words = enter(name)

    def run(self, command: str, *args: str, **_more: Any) -> Any:
        """Run a command as testinfra's other backends do."""
        return self.run_local(shlex.join([*self._words, self.quote(command, *args)]))


def connect(name: str) -> Host:
    """Connect to a cell, which is begun where it is not there yet."""
    return Host(CellBackend(name))


def enter(name: str) -> list[str]:
    """Give the words that run a shell's command in a cell, which follows them."""
    if not RUNNING:
        begin_all()
    return [*_join(name, *NAMESPACES), "--root", "--wd", "sh", "-c"]


def begin_all() -> None:
    """Begin a cell of each release, and link them."""
    try:
        for name, release in RELEASES.items():
            RUNNING[name] = begin(ensure_tree(release))
        near, far = RELEASES
        words = ["ip", "link", "add", LINK, "type", "veth", "peer", "name", LINK, "netns"]
        subprocess.run([*_join(near, "--net"), *words, str(RUNNING[far][0])], check=True)
    except BaseException:
        end_all()
        raise


def begin(tree: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """Begin a cell; give its first process, and the one that holds it."""
    # A link needs two cells with the same users: the second one joins those of the first.
    around = _join(next(iter(RUNNING))) if USER and RUNNING else []
    own = [*(() if around else USER), *NAMESPACES]
    words = [*around, *DIE_WITH_PARENT, "unshare", *own, "--fork", "--kill-child"]
    holder = subprocess.Popen([*words, HERE / "begin.sh", tree])
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and holder.poll() is None:
        first = subprocess.run(
            ["pgrep", "--parent", str(holder.pid), "--exact", "python3"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        if first:
            return int(first[0]), holder
        time.sleep(0.1)
    holder.kill()
    raise RuntimeError(f"{tree}: the cell did not begin")


def write_inventory(folder: Path) -> Path:
    """Write an inventory by which Ansible reaches the cells, with a program in place of ssh."""
    hosts = {}
    for name in RELEASES:
        program = folder / name
        # The last word is the command.
        script = f'#!/bin/sh\nfor last; do :; done\nexec {shlex.join(enter(name))} "$last"\n'
        program.write_text(script, encoding="ascii")
        program.chmod(0o755)
        hosts[name] = {"ansible_ssh_executable": str(program), "ansible_user": "root"}
    inventory = folder / "inventory.yml"
    inventory.write_text(yaml.safe_dump({"all": {"hosts": hosts}}), encoding="ascii")
    return inventory


def _join(name: str, *spaces: str) -> list[str]:
    """Give the words that run a command in some of a cell's namespaces."""
    return ["nsenter", "--target", str(RUNNING[name][0]), *USER[:1], *spaces]


def end_all() -> None:
    """End all cells, and with each one all its processes."""
    for _first, holder in RUNNING.values():
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    RUNNING.clear()


def ensure_tree(release: str) -> Path:
    """Give the tree of a release; fetched from Debian once."""
    tree = TREES / release
    TREES.mkdir(parents=True, exist_ok=True)
    with (TREES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not tree.is_dir():
            fetch_tree(release, tree)
    return tree


def fetch_tree(release: str, tree: Path) -> None:
    """Fetch the tree of a release from Debian."""
    work = TREES / f"tmp-{release}"
    run_script(f"{AS_ROOT} rm -rf {work}; mkdir {work}")
    words = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}", release, "-"]
    fetch = shlex.join([*words, *os.environ.get("LAB_DEBIAN_MIRROR", "").split()])
    run_script(f"{fetch} | {AS_ROOT} tar -x -C {work} --exclude='./dev/*'")
    work.rename(tree)


def run_script(script: str) -> None:
    """Run a script that fails when any command of it does."""
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], check=True)
