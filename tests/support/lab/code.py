# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The collection's code as an archive for a guest."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from support import ROOT

COLLECTION = "ansible_collections/linuxnet/mpls"
#: Folders of the collection, and where they stand in a guest.
CODE = {
    ROOT / "plugins" / "module_utils": f"{COLLECTION}/plugins/module_utils",
    ROOT / "plugins" / "modules": f"{COLLECTION}/plugins/modules",
}


def pack(more: Mapping[Path, str]) -> bytes:
    """Put the collection's code, and more folders or files, into an archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for source, target in {**CODE, **more}.items():
            if source.is_file():
                archive.add(source, target)
            for path in sorted(source.rglob("*.py")):
                archive.add(path, f"{target}/{path.relative_to(source)}")
    return buffer.getvalue()
