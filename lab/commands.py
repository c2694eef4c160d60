# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What each command does, in the words of the parts that do it."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from lab import dot_file, ssh
from lab.console import attach_console
from lab.errors import LabError
from lab.golden import ensure_images
from lab.host import check_free_space, check_host, check_port_free, locked
from lab.inventory import inventory_document
from lab.node_run import (
    clone_node,
    cold_boot,
    cut_power,
    discard,
    read_golden,
)
from lab.parallel import run_all
from lab.paths import Paths, lab_paths
from lab.process import end_process, read_process
from lab.qemu_program import find_qemu
from lab.reachability import reachability_table, read_reachability
from lab.saved_lab import read_saved, restore_lab, save_lab
from lab.status import lab_status, status_json, status_table
from lab.topology import Node, Topology, parse_topology

try:
    import yaml
except ImportError:  # Said in words by read_topology.
    yaml = None  # type: ignore[assignment]

OVERLAY_MEGABYTES = 150
BUSY = "another lab command is at work in this folder, wait for it"


def read_topology(path: Path, ssh_port: int | None) -> Topology:
    """The topology file's content, checked."""
    if yaml is None:
        raise LabError("missing package python3-yaml, install with: apt-get install python3-yaml")
    try:
        text = path.read_text(encoding="utf-8")
        is_drawn = path.suffix in dot_file.ENDINGS
        document = dot_file.read_dot(text) if is_drawn else yaml.safe_load(text)
    except OSError as error:
        raise LabError(f"topology file {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LabError(f"topology file {path} is not YAML: {error}") from error
    except LabError as error:
        raise LabError(f"{path}: {error}") from error
    try:
        return parse_topology(document, ssh_port)
    except LabError as error:
        raise LabError(f"{path}: {error}") from error


def open_lab(options: argparse.Namespace) -> tuple[Paths, Topology]:
    """The folder and the nodes that the options name."""
    paths = lab_paths(options.dir, options.images)
    return paths, read_topology(options.topology, options.ssh_port)


def start_command(options: argparse.Namespace) -> int:
    """Fresh clones of the golden machines, or a saved lab."""
    paths, topology = open_lab(options)
    if options.restore:
        if options.nodes:
            raise LabError("a saved lab is restored as a whole: name no node beside --restore")
        return _restore(paths, topology, options.restore, replace=False)
    nodes = topology.select(options.nodes)
    began = time.monotonic()
    with locked(paths.lock, BUSY):
        _refuse_running(paths, topology, nodes)
        for node in nodes:
            check_port_free(node.ssh_port, node.name)
        images = ensure_images(paths, topology)
        check_free_space(paths.root, OVERLAY_MEGABYTES * len(nodes), "starting the lab")
        write_inventory(paths, topology)
        try:
            run_all({n.name: partial(clone_node, paths, topology, n, images) for n in nodes})
        except BaseException:
            for node in nodes:
                discard(paths, node)
            raise
    _say(f"{_names(nodes)} ready in {time.monotonic() - began:.1f} s")
    return 0


def status_command(options: argparse.Namespace) -> int:
    """A table for people, JSON for programs."""
    paths, topology = open_lab(options)
    rows = lab_status(paths, topology)
    _print(status_json(rows) if options.json else status_table(rows))
    return 0


def console_command(options: argparse.Namespace) -> int:
    """The serial port in this terminal."""
    paths, topology = open_lab(options)
    return attach_console(paths, topology.node(options.node))


def remote_words(paths: Paths, node: Node, words: list[str]) -> list[str]:
    """Ssh's full words; one remote word is a command line, several are quoted one by one."""
    remote = words[1:] if words[:1] == ["--"] else words
    command = ssh.ssh_command(paths, node.ssh_port)
    return [*command, shlex.join(remote)] if remote[1:] else command + remote


def ssh_command(options: argparse.Namespace) -> int:
    """Becomes ssh, so that its exit status is the command's own."""
    paths, topology = open_lab(options)
    node = topology.node(options.node)
    if read_process(paths.node(node.name)) is None:
        raise LabError(f"{node.name}: is not running")
    ssh.make_control_folder(paths)
    command = remote_words(paths, node, options.words)
    sys.stdout.flush()
    os.execvp(command[0], command)  # noqa: S606


def stop_command(options: argparse.Namespace) -> int:
    """Ends every node that has a process in this folder, also of another topology."""
    paths, topology = open_lab(options)
    with locked(paths.lock, BUSY):
        ended = [node for node in topology.nodes if cut_power(paths, node)]
        ended_others = _end_unknown(paths, topology)
        _remove_sockets(paths)
    _say(f"stopped {_names(tuple(ended)) or 'nothing'}{ended_others}")
    return 0


def clean_command(options: argparse.Namespace) -> int:
    """Leaves nothing of the lab but the images, or not even these."""
    paths, topology = open_lab(options)
    remove_images = options.all and not paths.shares_images
    if options.all and paths.shares_images:
        _say(f"the images in {paths.images} stay: they are outside of this lab's folder")
    if not paths.root.exists():
        return 0
    with locked(paths.lock, BUSY):
        for node in topology.nodes:
            cut_power(paths, node)
        _end_unknown(paths, topology)
        _remove_sockets(paths)
        for folder in (paths.nodes, paths.saved):
            shutil.rmtree(folder, ignore_errors=True)
        paths.inventory.unlink(missing_ok=True)
        if remove_images:
            shutil.rmtree(paths.images, ignore_errors=True)
    paths.lock.unlink(missing_ok=True)
    with suppress(OSError):  # Images, or what somebody else put there.
        paths.root.rmdir()
    return 0


def power_cut_command(options: argparse.Namespace) -> int:
    """All or none: an unknown or stopped node is found before any is ended."""
    paths, topology = open_lab(options)
    nodes = topology.select(options.nodes)
    with locked(paths.lock, BUSY):
        for node in nodes:
            if read_process(paths.node(node.name)) is None:
                raise LabError(f"{node.name}: is not running")
        for node in nodes:
            cut_power(paths, node)
    return 0


def boot_command(options: argparse.Namespace) -> int:
    """Cold boots, which keep the disks also when they fail."""
    paths, topology = open_lab(options)
    nodes = topology.select(options.nodes)
    began = time.monotonic()
    with locked(paths.lock, BUSY):
        check_host()
        _refuse_running(paths, topology, nodes)
        for node in nodes:
            read_golden(paths, node.name)
        qemu = find_qemu(paths)
        write_inventory(paths, topology)
        try:
            run_all({n.name: partial(cold_boot, paths, topology, n, qemu) for n in nodes})
        except BaseException:
            for node in nodes:
                cut_power(paths, node)
            raise
    _say(f"{_names(nodes)} booted in {time.monotonic() - began:.1f} s")
    return 0


def save_command(options: argparse.Namespace) -> int:
    """Saves what runs."""
    paths, topology = open_lab(options)
    began = time.monotonic()
    with locked(paths.lock, BUSY):
        nodes = save_lab(paths, topology, find_qemu(paths), options.name)
    _say(f'{_names(nodes)} saved as "{options.name}" in {time.monotonic() - began:.1f} s')
    return 0


def restore_command(options: argparse.Namespace) -> int:
    """Goes back to what was saved."""
    paths, topology = open_lab(options)
    return _restore(paths, topology, options.name, replace=True)


def reach_command(options: argparse.Namespace) -> int:
    """Who reaches whom, as a table."""
    paths, topology = open_lab(options)
    _print(reachability_table(topology, read_reachability(paths, topology)))
    return 0


def inventory_command(options: argparse.Namespace) -> int:
    """For scripts: the path is all that is printed."""
    paths, topology = open_lab(options)
    write_inventory(paths, topology)
    _print(str(paths.inventory))
    return 0


def images_command(options: argparse.Namespace) -> int:
    """What `start` does first, on its own."""
    paths, topology = open_lab(options)
    if not options.list:
        with locked(paths.lock, BUSY):
            ensure_images(paths, topology)
    for folder in sorted(paths.images.glob("*-*")):
        if folder.is_dir():
            size = sum(f.lstat().st_blocks * 512 for f in folder.rglob("*")) // (1 << 20)
            _print(f"{folder.name}  {size} MB")
    return 0


def write_inventory(paths: Paths, topology: Topology) -> None:
    """Written by every command that starts something, so it is never older than the lab."""
    ssh.make_control_folder(paths)
    paths.root.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(inventory_document(topology, paths), sort_keys=False, width=4096)
    work = paths.inventory.with_suffix(".tmp")
    work.write_text("---\n# Made by the lab; changes are lost.\n" + text, encoding="utf-8")
    work.replace(paths.inventory)


def _restore(paths: Paths, topology: Topology, name: str, replace: bool) -> int:
    began = time.monotonic()
    with locked(paths.lock, BUSY):
        check_host()
        qemu = find_qemu(paths)
        saved = read_saved(paths, topology, qemu, name)
        if not replace:
            _refuse_running(paths, topology, topology.nodes)
        write_inventory(paths, topology)
        nodes = restore_lab(paths, topology, qemu, name, saved)
    _say(f'{_names(nodes)} restored from "{name}" in {time.monotonic() - began:.1f} s')
    return 0


def _refuse_running(paths: Paths, topology: Topology, nodes: tuple[Node, ...]) -> None:
    folders = [paths.node(node.name) for node in nodes]
    running = [folder.name for folder in folders if read_process(folder) is not None]
    running += [folder.name for folder in _unknown_nodes(paths, topology) if read_process(folder)]
    if running:
        verb = "are" if running[1:] else "is"
        raise LabError(
            f"{', '.join(running)} {verb} already running; end with: python3 -m lab stop"
        )


def _end_unknown(paths: Paths, topology: Topology) -> str:
    """Ends nodes that another topology file left running in this folder."""
    ended = [folder.name for folder in _unknown_nodes(paths, topology) if end_process(folder)]
    return f" and {', '.join(ended)} of another topology" if ended else ""


def _unknown_nodes(paths: Paths, topology: Topology) -> list[Path]:
    known = set(topology.names)
    return [f for f in sorted(paths.nodes.glob("*")) if f.is_dir() and f.name not in known]


def _remove_sockets(paths: Paths) -> None:
    shutil.rmtree(paths.control, ignore_errors=True)
    for pattern in ("*/qmp.sock", "*/console.sock"):
        for leftover in paths.nodes.glob(pattern):
            leftover.unlink(missing_ok=True)


def _names(nodes: tuple[Node, ...]) -> str:
    return ", ".join(node.name for node in nodes)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
