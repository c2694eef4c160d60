# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What networkd cannot bring back: batch files for 'ip', and the service that runs them.

A file of ours in the folder holds commands that add what is not there, one a line. The service runs
the files in the order of their names at boot, and a line again when a device after ``dev`` in it,
or one with the address after ``src``, appears, goes up, or gets an address.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _watch_links
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import (
    OwnedFiles,
    read_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._program import (
    FOLDER,
    UNITS,
    ProgramService,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


UNIT = "linuxnet-mpls.service"
UNIT_PATH = f"{UNITS}/{UNIT}"
PROGRAM = f"{FOLDER}/watch_links.py"

# Ordered after what sizes the label table, but nothing waits for it.
UNIT_CONTENT = f"""\
[Unit]
Description=Label routes and tunnels of linuxnet.mpls
After=systemd-modules-load.service systemd-sysctl.service systemd-networkd.service
ConditionPathIsDirectory={_watch_links.FOLDER}

[Service]
ExecStart=/usr/bin/python3 {PROGRAM}
Restart=on-failure
RestartSec=2
CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW
NoNewPrivileges=yes
ProtectHome=yes
ProtectSystem=strict

[Install]
WantedBy=multi-user.target
"""


def batch_path(name: str) -> str:
    """Give the path of a file for 'ip -batch'; names order the files, as in ``10-tunnels``."""
    return f"{_watch_links.FOLDER}/{name}{_watch_links.SUFFIX}"


def label_batch_path(name: str) -> str:
    """Give the path of a file for 'ip -f mpls -batch'."""
    return f"{_watch_links.FOLDER}/{name}{_watch_links.LABEL_SUFFIX}"


class BatchFiles(OwnedFiles):
    """The batch files of one task, where their contents depend on what the folder has.

    They come before the change of the kernel: the service, which may run at any time, then never
    brings back what a task has just removed.
    """

    name = "batch files"

    def __init__(self, want: Callable[[dict[str, str]], Mapping[str, str | None]]) -> None:
        """``want`` maps the folder to the wanted files, None for one to be removed."""
        super().__init__({})
        self._want = want
        self.some_remain = False

    def read(self) -> dict[str, str]:
        """Look at the folder first, then at the files that follow from it."""
        present = read_files((batch_path("*"),))
        wanted = self._want(present)
        self.want(wanted, present)
        after: dict[str, str | None] = {**present, **wanted}
        self.some_remain = any(content is not None for content in after.values())
        return super().read()


class RestoreService(ProgramService):
    """The service that runs the batch files: there as long as there is one.

    It comes last, so that it starts when what it would add is there.
    """

    name = "restore service"

    def __init__(self, batches: BatchFiles) -> None:
        """``batches`` are read before this, and say whether the service is needed."""
        files = {UNIT_PATH: UNIT_CONTENT, PROGRAM: inspect.getsource(_watch_links)}
        super().__init__(UNIT, files, lambda: batches.some_remain)
