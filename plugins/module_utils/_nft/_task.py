# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The subjects of a task that owns tables: those in the kernel, and what loads them at boot."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._unit import plan_files, unit_of
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    outline,
    shown_outline,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import Table

NFT = "/usr/sbin/nft"
DEVICES = "/sys/class/net"


@dataclass(frozen=True)
class Ruleset:
    """What a task owns: ``keys`` name all tables, ``tables`` are those that are wanted."""

    name: str
    about: str
    keys: tuple[str, ...]
    tables: tuple[Table, ...]


def build_ruleset_subjects(ruleset: Ruleset) -> list[Subject[Any, Any]]:
    """Order the work: the unit loads what its files say."""
    tables = Tables(ruleset)
    files = OwnedFiles(
        plan_files(ruleset.name, ruleset.about, ruleset.keys, ruleset.tables),
        after=[["systemctl", "daemon-reload"], ["udevadm", "control", "--reload"]],
    )
    return [files, tables] if ruleset.tables else [tables, files]


class Tables(Subject[str, str]):
    """The tables in the kernel, by their outlines; those of others stay as they are."""

    name = "nftables"

    def __init__(self, ruleset: Ruleset) -> None:
        """Take what is wanted; nothing is read before ``read``."""
        self._ruleset = ruleset
        self._loaded = False

    def read(self) -> dict[str, str]:
        """Ask nft, where it is installed: without it there is no table of ours."""
        self._loaded = False
        if not os.path.exists(NFT):
            return {}
        present = run_command([NFT, "list", "tables"]).splitlines()
        return {
            key: shown_outline(run_command([NFT, "--json", "--terse", "list", *key.split()]))
            for key in self._ruleset.keys
            if key in present
        }

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Compare outlines; the chain of a device that is not there has to wait for it."""
        wanted: dict[str, str | None] = dict.fromkeys(self._ruleset.keys)
        for table in self._ruleset.tables:
            present = [name for name in table.devices if os.path.exists(f"{DEVICES}/{name}")]
            wanted[table.key] = outline(table, present)
        return plan_objects(wanted, current)

    def apply(self, operation: Operation[str, str]) -> None:  # noqa: ARG002 (all or none)
        """Have the unit load all tables, or take them away; once is enough for all."""
        if not self._loaded:
            verb = "reload-or-restart" if self._ruleset.tables else "stop"
            run_command(["systemctl", verb, unit_of(self._ruleset.name)])
            self._loaded = True

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the outlines; the rules are in the diff of the file."""
        return dict(state)
