# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cache keys: an image is named after everything that it is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

KEY_LENGTH = 16


def digest(parts: Iterable[str | bytes]) -> str:
    """A short hash of parts; each is framed by its length, so no two lists read the same."""
    hasher = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        hasher.update(f"{len(data)}:".encode())
        hasher.update(data)
    return hasher.hexdigest()[:KEY_LENGTH]


def tree_parts(folder: Path) -> list[str | bytes]:
    """Names, modes and contents of all files below a folder, in a stable order."""
    parts: list[str | bytes] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            mode = "x" if path.stat().st_mode & 0o100 else "-"
            parts += [f"{path.relative_to(folder)} {mode}", path.read_bytes()]
    return parts
