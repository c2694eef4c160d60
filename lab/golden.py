# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The golden machine of a release: booted once, its memory saved, all nodes are its clones."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lab.accelerator import find_accelerator, processor_name
from lab.disk_image import BUILD_MEGABYTES, disk_folder, ensure_disk, ensure_ssh_key, make_overlay
from lab.errors import LabError
from lab.guest_wait import wait_for_monitor, wait_for_ssh
from lab.host import check_free_space, check_host, locked, unused_port
from lab.image_key import digest
from lab.parallel import run_all
from lab.paths import Paths, lab_paths
from lab.process import end_process, log_tail, start_process
from lab.qemu_command import Accelerator, Machine, bare_nics, qemu_arguments
from lab.qemu_program import Qemu, find_qemu
from lab.qmp import Monitor
from lab.ssh import end_control, make_control_folder, run_script
from lab.topology import Topology

STATE_MEGABYTES = 600
# Everything a node would otherwise pay for one by one, then as little memory in use as can be.
# FRR and the console keep the host name that they were started under: they start in the clones.
SETTLE_SCRIPT = """\
systemctl is-system-running --wait >/dev/null 2>&1 || :
failed=$(systemctl list-units --failed --plain --no-legend)
[ -z "$failed" ] || { echo "failed units: $failed" >&2; exit 1; }
vtysh -c 'show version' >/dev/null
systemctl stop frr.service serial-getty@ttyS0.service
sync
echo 3 > /proc/sys/vm/drop_caches
python3 -c 'import json, subprocess, tempfile, zipfile'
"""


@dataclass(frozen=True)
class Golden:
    """A golden machine's folder: disk.qcow2, state, kernel, initrd."""

    folder: Path
    accelerator: Accelerator


@dataclass(frozen=True)
class Images:
    """All that nodes are started from."""

    qemu: Qemu
    goldens: dict[tuple[str, int], Golden]


def ensure_images(paths: Paths, topology: Topology) -> Images:
    """Makes what is missing in the cache, all releases at once, and returns what is there."""
    check_host()
    releases = sorted({node.release for node in topology.nodes})
    machines = sorted({(node.release, node.memory) for node in topology.nodes})
    paths.images.mkdir(parents=True, exist_ok=True)
    with locked(paths.images / "lock", None):
        _remove_leftovers(paths)
        key = ensure_ssh_key(paths)
        missing = [r for r in releases if not disk_folder(paths, r, key).is_dir()]
        check_free_space(paths.images, BUILD_MEGABYTES * len(missing), "building the images")
        tasks = {release: partial(ensure_disk, paths, release) for release in releases}
        found: list[Qemu] = []
        made = run_all({**tasks, "qemu": partial(_note_qemu, paths, found)})
        qemu = found[0]
        accelerator = find_accelerator(paths, qemu, made[releases[0]])
        goldens = run_all(
            {
                f"{release} {memory}": partial(
                    _ensure_golden, paths, qemu, accelerator, made[release], memory
                )
                for release, memory in machines
            }
        )
    return Images(qemu, {key: goldens[f"{key[0]} {key[1]}"] for key in machines})


def golden_key(disk: str, qemu: Qemu, arguments: list[str], processor: str) -> str:
    """Saved memory fits exactly one machine line, one QEMU and, under KVM, one processor."""
    return digest([disk, qemu.version, *arguments, SETTLE_SCRIPT, processor])


def _note_qemu(paths: Paths, found: list[Qemu]) -> Path:
    found.append(find_qemu(paths))
    return paths.images


def _machine(accelerator: Accelerator, image: Path, memory: int, work: Path, port: int) -> Machine:
    return Machine(
        name="golden",
        memory=memory,
        accelerator=accelerator,
        kernel=image / "kernel",
        initrd=image / "initrd",
        disk=work / "disk.qcow2",
        ssh_port=port,
        nics=bare_nics(),
    )


def _ensure_golden(
    paths: Paths, qemu: Qemu, accelerator: Accelerator, image: Path, memory: int
) -> Golden:
    plain = qemu_arguments(_machine(accelerator, Path("/image"), memory, Path("/work"), 0))
    processor = processor_name() if accelerator.name == "kvm" else ""
    key = golden_key(image.name, qemu, plain, processor)
    release = image.name.split("-")[1]
    folder = paths.images / f"golden-{release}-{memory}-{key}"
    if folder.is_dir():
        return Golden(folder, accelerator)
    check_free_space(paths.images, STATE_MEGABYTES, f"the golden {release} machine")
    work = folder.with_name(f"tmp-{folder.name}")
    work.mkdir()
    try:
        make_overlay(image / "disk.qcow2", work / "disk.qcow2")
        _boot_and_save(qemu, _machine(accelerator, image, memory, work, unused_port()), work)
        for name in ("kernel", "initrd"):
            os.link(image / name, work / name)
        for name in ("console.sock", "qmp.sock", "qemu.log"):
            (work / name).unlink(missing_ok=True)
        work.rename(folder)
    finally:
        end_process(work)
        shutil.rmtree(work, ignore_errors=True)
    return Golden(folder, accelerator)


def _boot_and_save(qemu: Qemu, machine: Machine, work: Path) -> None:
    """Boots, waits until nothing is left to do, stops the guest and writes its memory."""
    with_key = lab_paths(work, work.parent)
    make_control_folder(with_key)
    name = f"golden {work.name.split('-')[2]}"
    try:
        start_process([*qemu.command, *qemu_arguments(machine)], work)
        wait_for_monitor(work, name)
        wait_for_ssh(work, name, machine.ssh_port)
        try:
            run_script(with_key, machine.ssh_port, SETTLE_SCRIPT, 240)
        except LabError as error:
            tail = log_tail(work, "console.log")
            raise LabError(f'{name}: {error}; console said: "{tail}"') from error
        end_control(with_key, machine.ssh_port)
        with Monitor(work / "qmp.sock") as monitor:
            monitor.command("stop")
            monitor.migrate_to(work / "state")
        end_process(work)
    finally:
        shutil.rmtree(with_key.control, ignore_errors=True)


def _remove_leftovers(paths: Paths) -> None:
    """Half-made images of a run that was killed, and their processes."""
    for leftover in paths.images.glob("tmp-*"):
        end_process(leftover)
        shutil.rmtree(leftover, ignore_errors=True)
