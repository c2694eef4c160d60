# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resource of a task that owns tables: those in the kernel, and what loads them at boot."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    MplsError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._program import DEVICES, NFT
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._unit import (
    find_held,
    hold_of,
    plan_files,
    program_of,
    render_rules,
    unit_file_of,
    unit_of,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    outline,
    render_device_chains,
    render_removal,
    shown_outline,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import (
    OwnedFiles,
    read_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._debts import Command
    from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import Table
    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

READ_UNITS = ("systemctl", "daemon-reload")
READ_RULES = ("udevadm", "control", "--reload")
#: How a port is named that the unit keeps down.
HOLD = "hold on port "


@dataclass(frozen=True)
class Ruleset:
    """What a task owns: ``keys`` name all tables, ``tables`` are those that are wanted.

    ``ports`` are those that stay down where their rules cannot be loaded at boot.
    """

    name: str
    about: str
    keys: tuple[str, ...]
    tables: tuple[Table, ...]
    ports: tuple[str, ...] = ()


def build_ruleset_resources(ruleset: Ruleset) -> list[Resource[Any, Any]]:
    """Give the one resource: files and tables change together, or not at all."""
    return [Tables(ruleset)]


class Tables(OwnedFiles):
    """The tables in the kernel, by their outlines, and their files; those of others stay."""

    name = "nftables"

    def __init__(self, ruleset: Ruleset) -> None:
        """Take what is wanted; nothing is read before ``read``."""
        self._ruleset = ruleset
        self._unit = unit_of(ruleset.name)
        self._load = ("/bin/sh", program_of(ruleset.name), "load")
        self._start = ("systemctl", "start", self._unit)
        self._goal: dict[str, str] = {}
        self._written: list[Operation[str, str]] = []
        super().__init__(
            plan_files(ruleset.name, ruleset.about, ruleset.keys, ruleset.tables, ruleset.ports),
            after=(READ_UNITS, READ_RULES, self._load, self._start),
        )

    def read(self) -> dict[str, str]:
        """Read files and tables; HostError where nft does not take what is wanted."""
        state = self._read_all()
        self._goal = self._outline_wanted()
        loaded = {key: one for key, one in state.items() if key in self._ruleset.keys}
        if self._goal != loaded and os.path.exists(NFT):
            self._check()
        return state

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Have the files first, then the tables; the other way round when they go."""
        on_disk = {key: one for key, one in current.items() if key in self._wanted}
        files = super().plan(on_disk)
        loaded = {key: one for key, one in current.items() if key not in self._wanted}
        tables = plan_objects(self._goal, loaded, purge=True)
        parts = (files, tables) if self._ruleset.tables else (tables, files)
        return Plan(
            tuple(step for part in parts for step in part.operations),
            {**files.projected, **tables.projected},
        )

    def apply_all(self, operations: Sequence[Operation[str, str]]) -> Iterator[Operation[str, str]]:
        """Write the files, or take the tables away; what is owed for the files loads them."""
        files = [step for step in operations if step.key in self._wanted]
        others = [step for step in operations if step.key not in self._wanted]
        self._written = files
        if not self._ruleset.tables:
            self._remove(operations)
            yield from others
        yield from super().apply_all(files)

    def owed(
        self, operations: Sequence[Operation[str, str]], debt: Sequence[Command]
    ) -> Sequence[Command]:
        """Have systemd and udev read the files, and load the tables where they are wanted."""
        files = any(step.key in self._wanted for step in operations)
        reading = [one for one in (READ_UNITS, READ_RULES) if files or one in debt]
        loading = (self._load, self._start) if self._ruleset.tables else ()
        return [*reading, *(one for one in loading if operations or one in debt)]

    def undo(self, before: Mapping[str, str]) -> bool:
        """Have the next boot load what it would have loaded, and the kernel what it had."""
        back = [Operation(step.key, step.after, step.before) for step in reversed(self._written)]
        try:
            for _done in super().apply_all(back):
                pass
            run_command(READ_UNITS)
            run_command(READ_RULES)
            self._bring_back({key: one for key, one in before.items() if key in self._ruleset.keys})
            return self._read_all() == before
        except MplsError:
            return False

    def _read_all(self) -> dict[str, str]:
        return {**super().read(), **self._read_held(), **self._read_tables()}

    def _outline_wanted(self) -> dict[str, str]:
        """Leave the chain of a device out that is not there: it has to wait for it."""
        return {
            table.key: outline(table, [name for name in table.devices if _is_there(name)])
            for table in self._ruleset.tables
        }

    def _read_tables(self) -> dict[str, str]:
        """Ask nft, where it is installed: without it there is no table of ours."""
        if not os.path.exists(NFT):
            return {}
        present = run_command([NFT, "list", "tables"]).splitlines()
        return {
            key: shown_outline(run_command([NFT, "--json", "--terse", "list", *key.split()]))
            for key in self._ruleset.keys
            if key in present
        }

    def _read_held(self) -> dict[str, str]:
        path = hold_of(self._ruleset.name)
        held = find_held(read_files((path,)).get(path, ""))
        return {f"{HOLD}{port}": "kept down, as its rules were not loaded\n" for port in held}

    def _check(self) -> None:
        """Have nft read what will be loaded; nothing is sent to the kernel."""
        rules = render_rules(self._ruleset.keys, {one.key: one for one in self._ruleset.tables})
        rows = "".join(map(render_device_chains, self._ruleset.tables)).splitlines()
        chains = (row.partition(" ") for row in rows)
        words = "".join(f"{chain}\n" for device, _space, chain in chains if _is_there(device))
        try:
            run_command([NFT, "--check", "--file", "-"], stdin=rules + words)
        except ApplyError as error:
            raise HostError(f"nothing was changed: the rules are refused: {error}") from error

    def _remove(self, operations: Sequence[Operation[str, str]]) -> None:
        """Let held ports go and take the tables away, whether the unit has loaded them or not."""
        keys = {step.key for step in operations}
        if any(key.startswith(HOLD) for key in keys):
            run_command(("/bin/sh", program_of(self._ruleset.name), "release"))
        if unit_file_of(self._ruleset.name) in keys:
            run_command(("systemctl", "stop", self._unit))
        self._remove_tables(keys)

    def _remove_tables(self, keys: Collection[str]) -> None:
        removals = "".join(render_removal(key) for key in self._ruleset.keys if key in keys)
        if removals:
            run_command([NFT, "--file", "-"], stdin=removals)

    def _bring_back(self, before: Mapping[str, str]) -> None:
        """Load what an earlier run had written, whichever way that did it."""
        now = self._read_tables()
        if now == before:
            return
        if before:
            run_command(("systemctl", "reload-or-restart", self._unit))
        else:
            self._remove_tables(now)


def _is_there(device: str) -> bool:
    return os.path.exists(f"{DEVICES}/{device}")
