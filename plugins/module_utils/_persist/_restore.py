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

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _watch_links
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import (
    OwnedFiles,
    read_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import (
    READY,
    normalise_unit,
    run_enablement,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._units import (
    is_plainly_ready,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan, plan_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._debts import Command
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation


def unit_path(unit: str) -> str:
    """Give the path of a unit file of ours."""
    return f"/etc/systemd/system/{unit}"


def start_anew(unit: str) -> Command:
    """Give the command that has a service run its program as it is now."""
    return ("systemctl", "restart", unit)


UNIT = "linuxnet-mpls.service"
UNIT_PATH = unit_path(UNIT)
PROGRAM = "/usr/local/lib/linuxnet-mpls/watch_links.py"

READ_UNITS = ("systemctl", "daemon-reload")

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

    def __init__(self, wish: Callable[[dict[str, str]], Mapping[str, str | None]]) -> None:
        """``wish`` maps the folder to the wanted files, None for one to be removed."""
        super().__init__({})
        self._wish = wish
        self.some_remain = False

    def read(self) -> dict[str, str]:
        """Look at the folder first, then at the files that follow from it."""
        present = read_files((batch_path("*"),))
        wanted = self._wish(present)
        self.want(wanted, present)
        after: dict[str, str | None] = {**present, **wanted}
        self.some_remain = any(content is not None for content in after.values())
        return super().read()


class OwnedService(OwnedFiles):
    """A service of ours, its unit file and its program: all there, or nothing of it."""

    def __init__(self, unit: str, files: Mapping[str, str]) -> None:
        """``files`` are what the service needs, its unit file among them."""
        super().__init__({}, after=(READ_UNITS, start_anew(unit)))
        self._unit = unit
        self._files = files

    def is_needed(self) -> bool:
        """Say whether the service is to be there, when all subjects before it were read."""
        return True

    def read(self) -> dict[str, str]:
        """Read the files, and ask systemd about the unit where a look does not say all."""
        needed, unit = self.is_needed(), self._unit
        self.want({path: text if needed else None for path, text in self._files.items()}, {})
        state = super().read()
        present = unit_path(unit) in state
        if present and is_plainly_ready(unit):
            state[unit] = READY
        elif needed or present:
            shown = normalise_unit(
                run_command(
                    ["systemctl", "show", "--property=LoadState,UnitFileState,ActiveState", unit]
                )
            )
            if not shown.startswith("not-found"):
                state[unit] = shown
        return state

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Have the files first, then the service; the other way round when it goes."""
        unit = self._unit
        if current.get(unit, "").startswith("masked"):
            raise HostError(f"{unit} is masked: nothing would come back at boot; unmask it")
        wanted: dict[str, str | None] = dict(self._wanted)
        wanted[unit] = READY if self.is_needed() else None
        return plan_objects(wanted, current)

    def apply_all(self, operations: Sequence[Operation[str, str]]) -> Iterator[Operation[str, str]]:
        """End the service before its files go, and enable it when they are there."""
        unit = self._unit
        for step in operations:
            if step.key != unit:
                yield from super().apply_all((step,))
                continue
            run_enablement(["disable", "--now", unit] if step.after is None else ["enable", unit])
            yield step

    def owed(
        self, operations: Sequence[Operation[str, str]], debt: Sequence[Command]
    ) -> Sequence[Command]:
        """Have systemd see the unit, and run the program as it is now."""
        if not operations and not debt:
            return []
        return [READ_UNITS, start_anew(self._unit)] if self.is_needed() else [READ_UNITS]

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show each file as itself, and the service in one line."""
        return {
            key: f"{content}\n" if key == self._unit else content for key, content in state.items()
        }


class RestoreService(OwnedService):
    """The service that runs batch files: there as long as there is one.

    It comes last, so that it starts when what it would add is there.
    """

    name = "restore service"

    def __init__(self, batches: BatchFiles) -> None:
        """``batches`` are read before this, and say whether the service is needed."""
        super().__init__(UNIT, {UNIT_PATH: UNIT_CONTENT, PROGRAM: inspect.getsource(_watch_links)})
        self._batches = batches

    def is_needed(self) -> bool:
        """Say whether a batch file remains."""
        return self._batches.some_remain
