# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The subjects of mss_clamp: a table of nftables, and the unit that loads it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._mss._values import (
    TABLE,
    digest,
    parse_clamp,
    render_ruleset,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Subject, run_command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._mss._values import Clamp

NFT = "/usr/sbin/nft"
KEY = f"table inet {TABLE}"
RULESET = "/etc/linuxnet-mpls/mss.nft"
UNIT = "linuxnet-mpls-mss.service"
UNIT_FILE = f"/etc/systemd/system/{UNIT}"
UNIT_WANTS = "/etc/systemd/system/multi-user.target.d/90-linuxnet-mpls-mss.conf"

# Debian's nftables.service flushes what all others loaded when it starts, stops and reloads.
UNIT_CONTENT = f"""\
[Unit]
Description=MSS clamping of linuxnet.mpls
After=nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart={NFT} -f {RULESET}
ExecReload={NFT} -f {RULESET}
ExecStop=-{NFT} delete {KEY}
"""
WANTS = f"[Unit]\nWants={UNIT}\n"


def build_subjects(params: Mapping[str, Any]) -> list[Subject[Any, Any]]:
    """Check the options and order the work: the unit loads what its file says."""
    clamp = parse_clamp(params)
    table = Table(clamp)
    files = OwnedFiles(plan_files(clamp), after=[["systemctl", "daemon-reload"]])
    return [files, table] if clamp else [table, files]


def plan_files(clamp: Clamp | None) -> dict[str, str | None]:
    """Say which files are wanted, None for those to be removed (pure)."""
    return {
        RULESET: render_ruleset(clamp) if clamp else None,
        UNIT_FILE: UNIT_CONTENT if clamp else None,
        UNIT_WANTS: WANTS if clamp else None,
    }


class Table(Subject[str, str]):
    """The table in the kernel: what its comment says it clamps."""

    name = "nftables"

    def __init__(self, clamp: Clamp | None) -> None:
        """Take the clamp that is wanted, None for no table."""
        self._wanted = digest(clamp) if clamp else None

    def read(self) -> dict[str, str]:
        """Ask nft, where it is installed: without it there is no table of ours."""
        if not os.path.exists(NFT) or KEY not in run_command([NFT, "list", "tables"]).splitlines():
            return {}
        comment = re.search(r'comment "(\w+)"', run_command([NFT, "list", *KEY.split()]))
        return {KEY: comment[1] if comment else ""}

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Compare what is clamped."""
        return plan_objects({KEY: self._wanted}, current)

    def apply(self, operation: Operation[str, str]) -> None:
        """Have the unit load the table, or take it away."""
        verb = "stop" if operation.after is None else "reload-or-restart"
        run_command(["systemctl", verb, UNIT])

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the digest; the rules are in the diff of the file."""
        return {key: f"{content}\n" for key, content in state.items()}
