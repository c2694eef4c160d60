# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where everything of a lab stands: one folder, so that removing it removes the lab."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

UNIX_SOCKET_LIMIT = 107
# ssh binds "<path>.<16 random characters>" first and renames it.
CONTROL_SOCKET_ROOM = len("/65535") + 17


@dataclass(frozen=True)
class Paths:
    """The layout below the lab's folder. `root` is absolute."""

    root: Path
    images: Path

    @property
    def shares_images(self) -> bool:
        """Whether the images stand elsewhere, where other labs may use them too."""
        return self.root.resolve() not in self.images.resolve().parents

    @property
    def inventory(self) -> Path:
        """The lab's Ansible inventory."""
        return self.root / "inventory.yml"

    @property
    def lock(self) -> Path:
        """Held by a command that changes the lab."""
        return self.root / "lock"

    @property
    def nodes(self) -> Path:
        """A folder a node."""
        return self.root / "nodes"

    @property
    def identity(self) -> str:
        """Tells this lab from any other on this machine."""
        return f"{os.getuid()} {self.root}"

    @property
    def saved(self) -> Path:
        """A folder a saved lab."""
        return self.root / "saved"

    @property
    def ssh_key(self) -> Path:
        """The one key of all guests; part of the images."""
        return self.images / "ssh_key"

    def node(self, name: str) -> Path:
        """QEMU's working folder for a node."""
        return self.nodes / name

    def disk(self, name: str) -> Path:
        """A node's disk: what differs from its golden machine's."""
        return self.node(name) / "disk.qcow2"

    def console(self, name: str) -> Path:
        """All that a node ever said on its serial port."""
        return self.node(name) / "console.log"

    @property
    def control(self) -> Path:
        """The folder of ssh's control sockets: in the lab, unless that is too deep for a socket."""
        inside = self.root / "ssh"
        if len(str(inside)) + CONTROL_SOCKET_ROOM <= UNIX_SOCKET_LIMIT:
            return inside
        name = hashlib.sha256(str(self.root).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"linuxnet-lab-{os.getuid()}-{name}"


def lab_paths(root: Path, images: Path | None = None) -> Paths:
    """The layout for a lab folder as typed; images may be shared by several labs."""
    absolute = root.absolute()
    return Paths(absolute, images.absolute() if images else absolute / "images")
