# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Files that are whole or not there, also after a power cut: write aside, fsync, rename."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError

OWN_FOLDER = "linuxnet-mpls"


def write_atomically(
    path: str, content: str, *, mode: int = 0o644, owner: tuple[int, int] | None = None
) -> None:
    """Replace ``path``; readers see the old file or the new one. ``owner`` is (uid, gid).

    The name of the file aside follows from ``path``: where a run was killed, the next one finds it
    and leaves nothing behind.
    """
    folder, temporary = os.path.dirname(path), _aside(path)
    try:
        os.makedirs(folder, mode=0o755, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(content)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            if owner is not None:
                os.fchown(stream.fileno(), *owner)
            os.fsync(stream.fileno())
        os.rename(temporary, path)
        _sync_folder(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise ApplyError(f"{path}: cannot be written: {error.strerror}") from error


def remove_durably(path: str) -> None:
    """Remove ``path`` and its folder, when that is empty now and ours or one file's drop-ins."""
    folder = Path(path).parent
    try:
        Path(path).unlink(missing_ok=True)
        _aside(path).unlink(missing_ok=True)
        _sync_folder(str(folder))
        # frr.service.d is there for our drop-in only, but udev's rules.d is everybody's.
        ours = (folder.suffix == ".d" and "." in folder.stem) or folder.name == OWN_FOLDER
        if ours and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise ApplyError(f"{path}: cannot be removed: {error.strerror}") from error


def _aside(path: str) -> Path:
    return Path(path).with_name(f".{Path(path).name}.{OWN_FOLDER}")


def _sync_folder(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
