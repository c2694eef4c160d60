# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""KVM or TCG: decided by a guest that really starts, for a device file promises nothing."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

from lab.image_key import digest
from lab.parallel import poll
from lab.paths import Paths
from lab.process import end_process, read_process, start_process
from lab.qemu_command import Accelerator
from lab.qemu_program import Qemu

TRIAL_SECONDS = 20.0
# The initrd's own shell: kernel and first program both run when it prompts.
TRIAL_APPEND = "console=ttyS0 break=top panic=-1"
TRIAL_PROMPT = b"(initramfs)"


def processor_name() -> str:
    """The host processor's model; saved KVM guests are bound to it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return "unknown"


def find_accelerator(paths: Paths, qemu: Qemu, image: Path) -> Accelerator:
    """The remembered answer for this QEMU, host kernel, processor and access, or a new trial."""
    access = os.access("/dev/kvm", os.R_OK | os.W_OK)
    if not access:
        return Accelerator("tcg")
    asked = [qemu.version, platform.release(), platform.version(), processor_name(), image.name]
    answer = paths.images / f"accelerator-{digest(asked)}"
    if not answer.exists():
        name = "kvm" if _guest_boots(qemu, image) else "tcg"
        answer.write_text(name + "\n", encoding="ascii")
    return Accelerator(answer.read_text(encoding="ascii").strip())


def trial_arguments(image: Path) -> list[str]:
    """A machine with nothing but memory, a kernel and a serial port."""
    return [
        "-machine",
        "pc",
        *Accelerator("kvm").arguments,
        "-m",
        "256",
        "-nodefaults",
        "-display",
        "none",
        "-no-reboot",
        "-kernel",
        str(image / "kernel"),
        "-initrd",
        str(image / "initrd"),
        "-append",
        TRIAL_APPEND,
        "-serial",
        "file:console.log",
    ]


def _guest_boots(qemu: Qemu, image: Path) -> bool:
    work = image.with_name("tmp-kvm-trial")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    console = work / "console.log"
    try:
        start_process([*qemu.command, *trial_arguments(image)], work)

        def ended() -> bool:
            prompted = console.exists() and TRIAL_PROMPT in console.read_bytes()
            return prompted or read_process(work) is None

        poll(ended, TRIAL_SECONDS)
        return console.exists() and TRIAL_PROMPT in console.read_bytes()
    finally:
        end_process(work)
        shutil.rmtree(work, ignore_errors=True)
