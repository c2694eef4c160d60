# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Files on the controller, in the folder that a task names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from ansible.errors import AnsibleActionFail


def read_file(path: str) -> str | None:
    """Give what is in a file, or none where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return None


def write_files(folder: str, files: Mapping[str, str], *, private: bool = False) -> None:
    """Write files by name into a folder that is made where it is missing.

    What is new and private cannot be read by others than its owner's group.
    """
    try:
        os.makedirs(folder or ".", mode=0o750 if private else 0o777, exist_ok=True)
        for name, content in files.items():
            path = os.path.join(folder, name)
            with open(
                path, "w", encoding="utf-8", opener=_open_private if private else None
            ) as stream:
                stream.write(content)
    except OSError as error:
        raise AnsibleActionFail(
            f"folder: {folder!r}: {error.strerror}: expected a folder that can be written"
        ) from error


def remove_files(folder: str, names: Iterable[str]) -> None:
    """Remove files by name."""
    try:
        for name in names:
            os.remove(os.path.join(folder, name))
    except OSError as error:
        raise AnsibleActionFail(
            f"{error.filename}: {error.strerror}: expected a file that can be removed"
        ) from error


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o640)
