# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A release's disk: Debian's packages and the lab's few files, as a qcow2 with its kernel."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from lab.errors import LabError
from lab.host import find_program, require_program
from lab.image_key import digest, tree_parts
from lab.parallel import run_tool
from lab.paths import Paths

GUEST = Path(__file__).parent / "guest"
GUEST_PACKAGES = GUEST / "packages.txt"
CUSTOMISE = GUEST / "customise.sh"
ROOT_FILES = GUEST / "rootfs"
DISK_SIZE = "3G"
BUILD_MEGABYTES = 2000
UNUSED_FILES = ("/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*")
# Run as (mapped) root: owners in the image are right without a mount and without being root.
MAKE_FILE_SYSTEM = """\
set -e
trap 'rm -rf "$1/tree"' EXIT
mkdir "$1/tree"
tar -C "$1/tree" --numeric-owner --exclude='./dev/*' -xpf "$1/image.tar"
"$2" -q -t ext4 -m 0 -L root -E lazy_itable_init=0,lazy_journal_init=0 -d "$1/tree" \
    "$1/disk.raw" "$3"
"""


def bootstrap_command(release: str, files: Path, target: Path) -> list[str]:
    """Mmdebstrap's words. The mirror is its own choice, or LAB_DEBIAN_MIRROR where that is set."""
    packages = ",".join(GUEST_PACKAGES.read_text(encoding="ascii").split())
    return [
        "mmdebstrap",
        "--mode=auto",
        "--variant=minbase",
        "--format=tar",
        f"--include={packages}",
        *(f"--dpkgopt=path-exclude={pattern}" for pattern in UNUSED_FILES),
        "--skip=cleanup/reproducible/machine-id",
        f"--essential-hook=tar-in '{files}' /",
        '--customize-hook=chroot "$1" sh /root/lab-customise.sh',
        release,
        str(target),
        *os.environ.get("LAB_DEBIAN_MIRROR", "").split(),
    ]


def disk_key(release: str, public_key: bytes) -> str:
    """Changes with the package list, the guest's files, the key and the recipe."""
    recipe = [*bootstrap_command(release, Path("files"), Path("target")), DISK_SIZE]
    return digest(
        [*recipe, MAKE_FILE_SYSTEM, public_key, CUSTOMISE.read_bytes(), *tree_parts(ROOT_FILES)]
    )


def ensure_ssh_key(paths: Paths) -> bytes:
    """The one key pair of all guests; made once, for it is part of the images."""
    public = paths.ssh_key.with_suffix(".pub")
    if not public.exists():
        paths.images.mkdir(parents=True, exist_ok=True)
        paths.ssh_key.unlink(missing_ok=True)
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab"]
        done = subprocess.run(
            [*words, "-f", str(paths.ssh_key)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise LabError(f"ssh-keygen failed: {(done.stdout + done.stderr).strip()}")
    return public.read_bytes()


def disk_folder(paths: Paths, release: str, public_key: bytes) -> Path:
    """Where a release's disk is or will be."""
    return paths.images / f"disk-{release}-{disk_key(release, public_key)}"


def ensure_disk(paths: Paths, release: str) -> Path:
    """The folder with disk.qcow2, kernel and initrd of a release; built now if need be."""
    key = ensure_ssh_key(paths)
    folder = disk_folder(paths, release, key)
    if folder.is_dir():
        return folder
    work = folder.with_name(f"tmp-{folder.name}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        _build(release, key, work)
        for leftover in ("image.tar", "files.tar", "disk.raw"):
            (work / leftover).unlink()
        work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def _build(release: str, public_key: bytes, work: Path) -> None:
    log, image, files = work / "log", work / "image.tar", work / "files.tar"
    files.write_bytes(guest_archive(public_key))
    run_tool(bootstrap_command(release, files, image), log, f"fetching Debian {release}")
    _take_kernel(image, work)
    mapped = [] if os.geteuid() == 0 else ["unshare", "--map-auto", "--map-root-user"]
    make = ["sh", "-c", MAKE_FILE_SYSTEM, "sh", str(work), require_program("mke2fs"), DISK_SIZE]
    run_tool([*mapped, *make], log, f"making the {release} file system")
    convert = [require_program("qemu-img"), "convert", "-f", "raw", "-O", "qcow2"]
    disk = [str(work / "disk.raw"), str(work / "disk.qcow2")]
    run_tool([*convert, *disk], log, f"converting the {release} image")


def guest_archive(public_key: bytes) -> bytes:
    """The lab's own files for a guest as a tar, all owned by root."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path in sorted(ROOT_FILES.rglob("*")):
            if path.is_file():
                mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
                name = str(path.relative_to(ROOT_FILES))
                _add(archive, name, path.read_bytes(), mode)
        folder = tarfile.TarInfo("root/.ssh")
        folder.type, folder.mode = tarfile.DIRTYPE, 0o700
        archive.addfile(folder)
        _add(archive, "root/.ssh/authorized_keys", public_key, 0o600)
        _add(archive, "root/lab-customise.sh", CUSTOMISE.read_bytes(), 0o755)
    return buffer.getvalue()


def _add(archive: tarfile.TarFile, name: str, data: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), mode
    archive.addfile(entry, io.BytesIO(data))


def _take_kernel(image: Path, work: Path) -> None:
    wanted = {"./boot/vmlinuz-": "kernel", "./boot/initrd.img-": "initrd"}
    with tarfile.open(image) as archive:
        for member in archive:
            for prefix, name in wanted.items():
                source = archive.extractfile(member) if member.name.startswith(prefix) else None
                if source is not None:
                    (work / name).write_bytes(source.read())
    if not all((work / name).exists() for name in wanted.values()):
        raise LabError("the image has no kernel or no initrd")


def make_overlay(backing: Path, target: Path) -> None:
    """A disk that holds only what differs from another one, which must not change any more."""
    program = find_program("qemu-img") or "qemu-img"
    # Seen from the new disk, so that the folders can be moved together.
    below = os.path.relpath(backing.resolve(), target.parent.resolve())
    done = subprocess.run(
        [program, "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", below, str(target)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise LabError(f"making the disk {target} failed: {done.stderr.strip()}")
