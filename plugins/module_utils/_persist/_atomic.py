# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Files that are whole or not there, also after a power cut: write aside, fsync, rename."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OWN_FOLDER = "linuxnet-mpls"


def write_atomically(
    path: str, content: str, *, mode: int = 0o644, owner: tuple[int, int] | None = None
) -> None:
    """Replace ``path``; readers see the old file or the new one. ``owner`` is (uid, gid)."""
    for _path in _replace_all({path: content}, mode, owner):
        pass


def write_all_atomically(contents: Mapping[str, str]) -> Iterator[str]:
    """Replace files, and give each path when it is done.

    The disk is waited for once, and not for each of them. Where there is no room for one, none
    takes its place.
    """
    return _replace_all(contents, 0o644, None)


def rename_durably(source: str, path: str) -> None:
    """Have a file in the place of another one of its folder; this takes no room."""
    try:
        os.rename(source, path)
        _sync_folder(os.path.dirname(path))
    except OSError as error:
        raise ApplyError(f"{path}: cannot be written: {error.strerror}") from error


def require_room_for(contents: Mapping[str, str]) -> None:
    """Raise what writing these files would, as far as their folders and room are concerned."""
    path = ""
    try:
        for path, content in contents.items():
            os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
            _write_aside(path, content, 0o600, None, at_once=False)
    except OSError as error:
        raise ApplyError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        for one in contents:
            with contextlib.suppress(OSError):
                os.unlink(_aside(one))


def remove_durably(path: str) -> None:
    """Remove ``path`` and its folder, when that is empty now and ours or one file's drop-ins."""
    for _path in remove_all_durably((path,)):
        pass


def remove_all_durably(paths: Iterable[str]) -> Iterator[str]:
    """Remove files as remove_durably does, and give each path when it is done.

    The folder of a file's drop-ins goes before the file, if not with the last drop-in: where a run
    was killed, the next one finds the file and leaves nothing behind.
    """
    folders: set[Path] = set()
    path = ""
    try:
        for path in paths:
            _prune(Path(f"{path}.d"))
            for one in (path, _aside(path)):
                Path(one).unlink(missing_ok=True)
            _prune(Path(path).parent)
            folders.add(Path(path).parent)
            yield path
        for folder in folders:
            _sync_folder(folder if folder.is_dir() else folder.parent)
    except OSError as error:
        raise ApplyError(f"{path}: cannot be removed: {error.strerror}") from error


def is_left_behind(path: str) -> bool:
    """Whether a run that was killed left something to remove where there is no such file."""
    return os.path.lexists(_aside(path)) or _is_spare(Path(path).parent)


def _is_spare(folder: Path) -> bool:
    """Whether a folder is empty and not everybody's, as udev's rules.d is.

    One that is named after a file, as frr.service.d is, was there for our drop-in only.
    """
    ours = (folder.suffix == ".d" and "." in folder.stem) or folder.name == OWN_FOLDER
    return ours and folder.is_dir() and not folder.is_mount() and not any(folder.iterdir())


def _prune(folder: Path) -> None:
    if _is_spare(folder):
        folder.rmdir()


def _replace_all(
    contents: Mapping[str, str], mode: int, owner: tuple[int, int] | None
) -> Iterator[str]:
    """Write all aside and to the disk, then rename.

    The name of a file aside follows from its path: where a run was killed, the next one finds it
    and leaves nothing behind.
    """
    path = ""
    folders = {os.path.dirname(path) for path in contents}
    try:
        for path in folders:
            os.makedirs(path, mode=0o755, exist_ok=True)
        for path, content in contents.items():
            _write_aside(path, content, mode, owner, at_once=len(contents) == 1)
        if len(contents) > 1:
            os.sync()
        for path in contents:
            os.rename(_aside(path), path)
            yield path
        for folder in folders:
            _sync_folder(folder)
    except OSError as error:
        for one in contents:
            with contextlib.suppress(OSError):
                os.unlink(_aside(one))
        raise ApplyError(f"{path}: cannot be written: {error.strerror}") from error


def _write_aside(
    path: str, content: str, mode: int, owner: tuple[int, int] | None, *, at_once: bool
) -> None:
    temporary = _aside(path)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(temporary)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fchmod(stream.fileno(), mode)
        if owner is not None:
            os.fchown(stream.fileno(), *owner)
        if at_once:
            os.fsync(stream.fileno())


def _aside(path: str) -> str:
    folder, name = os.path.split(path)
    return f"{folder}/.{name}.{OWN_FOLDER}"


def _sync_folder(folder: str | Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
