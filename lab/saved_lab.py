# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A saved lab: memory and disks of all running nodes at one moment, to go on from later.

All guests are stopped before the first is written and go on only when the last is read, so their
time stands still together: no routing protocol's timer runs out in between.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import partial
from pathlib import Path

from lab.errors import LabError
from lab.golden import Golden
from lab.guest_wait import wait_until_loaded
from lab.host import check_free_space
from lab.image_key import digest
from lab.node_run import (
    cut_power,
    discard,
    launch,
    prepare_folder,
    read_golden,
    resume,
    running_nodes,
    set_clock,
    tell,
)
from lab.parallel import run_all
from lab.paths import Paths
from lab.qemu_command import Accelerator
from lab.qemu_program import Qemu
from lab.qmp import Monitor
from lab.ssh import end_control
from lab.topology import Node, Topology

META_FILE = "lab.json"
MEGABYTES_A_NODE = 700
FULL_BYTES = 4 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def saved_folder(paths: Paths, name: str) -> Path:
    """Where a saved lab stands; the name is checked, for it becomes a path."""
    if not _NAME.fullmatch(name):
        raise LabError(f'"{name}" is no name for a saved lab: up to 64 of a-z, A-Z, 0-9, _ . -')
    return paths.saved / name


def links_digest(topology: Topology) -> str:
    """A lab's wiring: memory saved with one does not fit another."""
    words = [f"{node.name} {node.index} {node.release} {node.memory}" for node in topology.nodes]
    return digest(words + [f"{link.a} {link.b}" for link in topology.links])


def save_lab(paths: Paths, topology: Topology, qemu: Qemu, name: str) -> tuple[Node, ...]:
    """Saves all running nodes under a name, replacing what had it; they go on running."""
    folder = saved_folder(paths, name)
    nodes = running_nodes(paths, topology)
    if not nodes:
        raise LabError("no node is running, there is nothing to save")
    check_free_space(paths.root, MEGABYTES_A_NODE * len(nodes), f"saving {len(nodes)} nodes")
    work = folder.with_name(f"tmp-{name}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        flush = "sync\necho 3 > /proc/sys/vm/drop_caches\n"
        run_all({node.name: partial(tell, paths, node, flush) for node in nodes})
        for node in nodes:
            end_control(paths, node.ssh_port)
        _stop_and_write(paths, nodes, work)
        meta = {
            "links": links_digest(topology),
            "qemu": qemu.version,
            "nodes": {node.name: _golden_words(read_golden(paths, node.name)) for node in nodes},
        }
        (work / META_FILE).write_text(json.dumps(meta, indent=2) + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return nodes


def _stop_and_write(paths: Paths, nodes: tuple[Node, ...], work: Path) -> None:
    try:
        for node in nodes:
            _command(paths, node, "stop")
        run_all({node.name: partial(_write, paths, node, work) for node in nodes})
    finally:
        for node in nodes:
            _command(paths, node, "cont")


def _write(paths: Paths, node: Node, work: Path) -> None:
    """After its memory is out, QEMU has let go of the disk: it may be copied."""
    try:
        with Monitor(paths.node(node.name) / "qmp.sock", 180) as monitor:
            monitor.migrate_to(work / f"{node.name}.state")
        shutil.copyfile(paths.disk(node.name), work / f"{node.name}.qcow2")
    except (OSError, LabError) as error:
        if shutil.disk_usage(work).free < FULL_BYTES:
            raise LabError(f"{node.name}: saving failed: the disk is full ({work})") from error
        raise LabError(f"{node.name}: saving failed: {error}") from error


def _command(paths: Paths, node: Node, command: str) -> None:
    try:
        with Monitor(paths.node(node.name) / "qmp.sock") as monitor:
            monitor.command(command)
    except OSError as error:
        raise LabError(f"{node.name}: QEMU's monitor does not answer: {error}") from error


def _golden_words(golden: Golden) -> list[str]:
    return [str(golden.folder), golden.accelerator.name]


def read_saved(paths: Paths, topology: Topology, qemu: Qemu, name: str) -> dict[str, Golden]:
    """The saved nodes with their golden machines, when they fit this topology and this QEMU."""
    folder = saved_folder(paths, name)
    try:
        meta = json.loads((folder / META_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        known = sorted(p.parent.name for p in paths.saved.glob(f"*/{META_FILE}"))
        raise LabError(
            f'no lab is saved as "{name}"; saved are: {", ".join(known) or "none"}'
        ) from error
    goldens = {
        node: Golden(Path(image), Accelerator(accelerator))
        for node, (image, accelerator) in meta["nodes"].items()
    }
    other = None
    if meta["links"] != links_digest(topology):
        other = "another topology"
    elif meta["qemu"] != qemu.version:
        other = "another QEMU"
    elif not all((golden.folder / "disk.qcow2").exists() for golden in goldens.values()):
        other = "images that are gone"
    if other:
        raise LabError(f'the lab saved as "{name}" stands on {other}; start and save anew')
    return goldens


def restore_lab(
    paths: Paths, topology: Topology, qemu: Qemu, name: str, saved: dict[str, Golden]
) -> tuple[Node, ...]:
    """Puts a saved lab in the place of whatever runs, and lets all of it go on at once."""
    nodes = tuple(node for node in topology.nodes if node.name in saved)
    check_free_space(paths.root, 100 * len(nodes), "restoring the lab")
    for node in topology.nodes:
        cut_power(paths, node)
    folder = saved_folder(paths, name)

    def load(node: Node) -> None:
        golden = saved[node.name]
        home = prepare_folder(paths, node, golden)
        shutil.copyfile(folder / f"{node.name}.qcow2", paths.disk(node.name))
        state = folder / f"{node.name}.state"
        launch(paths, topology, node, qemu, golden=golden, state=state)
        wait_until_loaded(home, node.name)

    try:
        run_all({node.name: partial(load, node) for node in nodes})
        for node in nodes:
            resume(paths.node(node.name))
        run_all({node.name: partial(set_clock, paths, node) for node in nodes})
    except BaseException:
        for node in nodes:
            discard(paths, node)
        raise
    return nodes
