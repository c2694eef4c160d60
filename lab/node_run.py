# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Starting nodes: as clones of a golden machine, from a saved lab, or cold from their disks."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from lab.disk_image import make_overlay
from lab.errors import LabError
from lab.golden import Golden, Images
from lab.guest_wait import wait_for_monitor, wait_for_ssh, wait_until_loaded
from lab.host import check_port_free
from lab.identity import clock_script, identity_script
from lab.paths import Paths
from lab.process import end_process, read_process, start_process
from lab.qemu_command import Accelerator, Machine, link_address, node_nics, qemu_arguments
from lab.qemu_program import Qemu
from lab.qmp import Monitor
from lab.ssh import end_control, run_script
from lab.topology import Node, Topology

GOLDEN_FILE = "golden"
SCRIPT_SECONDS = 240.0
# ssh greets before the last units have run.
BOOTED_SCRIPT = "systemctl is-system-running --wait >/dev/null 2>&1 || :\n"


def running_nodes(paths: Paths, topology: Topology) -> tuple[Node, ...]:
    """The nodes of the topology that have a process."""
    return tuple(n for n in topology.nodes if read_process(paths.node(n.name)) is not None)


def prepare_folder(paths: Paths, node: Node, golden: Golden) -> Path:
    """A new, empty folder for a node that remembers which golden machine it descends from."""
    folder = paths.node(node.name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / GOLDEN_FILE).write_text(
        f"{golden.folder}\n{golden.accelerator.name}\n", encoding="utf-8"
    )
    return folder


def read_golden(paths: Paths, name: str) -> Golden:
    """The golden machine that a node's disk stands on."""
    try:
        text = (paths.node(name) / GOLDEN_FILE).read_text(encoding="utf-8")
        folder, accelerator = text.splitlines()
    except (OSError, ValueError) as error:
        raise LabError(f"{name}: has no disk yet, start it first") from error
    if not (Path(folder) / "disk.qcow2").exists():
        raise LabError(f"{name}: the image under its disk is gone, start it anew")
    return Golden(Path(folder), Accelerator(accelerator))


def clone_node(paths: Paths, topology: Topology, node: Node, images: Images) -> None:
    """Makes a node out of its golden machine, up to a working ssh under its own name."""
    golden = images.goldens[(node.release, node.memory)]
    folder = prepare_folder(paths, node, golden)
    make_overlay(golden.folder / "disk.qcow2", paths.disk(node.name))
    launch(paths, topology, node, images.qemu, golden=golden, state=golden.folder / "state")
    wait_until_loaded(folder, node.name)
    resume(folder)
    wait_for_ssh(folder, node.name, node.ssh_port)
    script = identity_script(
        node, node_nics(topology, node, link_address(paths.identity)), time.time()
    )
    tell(paths, node, script)


def cold_boot(paths: Paths, topology: Topology, node: Node, qemu: Qemu) -> None:
    """Boots a node's disk as it is, up to a working ssh."""
    folder = paths.node(node.name)
    golden = read_golden(paths, node.name)
    launch(paths, topology, node, qemu, golden=golden, state=None)
    wait_for_ssh(folder, node.name, node.ssh_port)
    tell(paths, node, BOOTED_SCRIPT)


def launch(
    paths: Paths,
    topology: Topology,
    node: Node,
    qemu: Qemu,
    *,
    golden: Golden,
    state: Path | None,
) -> None:
    """Starts QEMU for a node and waits until it listens."""
    folder = paths.node(node.name)
    nics = node_nics(topology, node, link_address(paths.identity))
    for stale in ("qmp.sock", "console.sock", "console.log"):
        (folder / stale).unlink(missing_ok=True)
    end_control(paths, node.ssh_port)
    check_port_free(node.ssh_port, node.name)
    machine = Machine(
        name=node.name,
        memory=node.memory,
        accelerator=golden.accelerator,
        kernel=golden.folder / "kernel",
        initrd=golden.folder / "initrd",
        disk=paths.disk(node.name),
        ssh_port=node.ssh_port,
        nics=nics,
        state=state,
    )
    start_process([*qemu.command, *qemu_arguments(machine)], folder)
    wait_for_monitor(folder, node.name)


def resume(folder: Path) -> None:
    """Lets a loaded guest go on."""
    with Monitor(folder / "qmp.sock") as monitor:
        monitor.command("cont")


def set_clock(paths: Paths, node: Node) -> None:
    """Tells a guest that slept what time it is."""
    wait_for_ssh(paths.node(node.name), node.name, node.ssh_port)
    tell(paths, node, clock_script(time.time()))


def tell(paths: Paths, node: Node, script: str) -> None:
    """Runs a script in a node; the error names the node."""
    try:
        run_script(paths, node.ssh_port, script, SCRIPT_SECONDS)
    except LabError as error:
        raise LabError(f"{node.name}: {error}") from error


def cut_power(paths: Paths, node: Node) -> bool:
    """Ends a node at once: what the guest did not sync is lost, what it did is kept."""
    end_control(paths, node.ssh_port)
    return end_process(paths.node(node.name))


def discard(paths: Paths, node: Node) -> None:
    """Ends a node and removes all that is its."""
    cut_power(paths, node)
    shutil.rmtree(paths.node(node.name), ignore_errors=True)
