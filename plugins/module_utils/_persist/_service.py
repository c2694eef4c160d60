# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""systemd-networkd runs, and will at the next boot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNIT = "systemd-networkd.service"
TARGET = "multi-user.target"
READY = "enabled, active"


class NetworkdService(StepwiseResource[str, str]):
    """The service that brings our files to life at boot."""

    name = "services"

    def read(self) -> dict[str, str]:
        """Ask systemd, with one fork."""
        shown = run_command(
            ["systemctl", "show", "--property=LoadState,UnitFileState,ActiveState", UNIT]
        )
        return {UNIT: normalise_unit(shown)}

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Refuse a unit that cannot be started; otherwise enable and start it."""
        state = current[UNIT]
        if state.startswith(("masked", "not-found")):
            raise HostError(
                f"{UNIT} is {state.split(',')[0]}: interfaces would not come back "
                "at boot; unmask or install it"
            )
        return plan_objects({UNIT: READY}, current)

    def apply(self, operation: Operation[str, str]) -> None:
        """Enable without 'systemctl enable'.

        That would also enable systemd-networkd-wait-online.service, which delays the boot by two
        minutes on a host whose other ports are not networkd's.
        """
        if not (operation.before or "").startswith("enabled"):
            run_enablement(["add-wants", TARGET, UNIT])
        run_command(["systemctl", "start", UNIT])

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the unit in one line."""
        return {"services": "".join(f"{unit}: {text}\n" for unit, text in state.items())}


def run_enablement(words: Sequence[str]) -> None:
    """Have systemctl change what starts at boot, durably: it does not sync its symbolic links."""
    run_command(["systemctl", "--quiet", *words])
    os.sync()


def normalise_unit(shown: str) -> str:
    """Turn 'systemctl show' into 'enabled, active', or what is otherwise true (pure)."""
    values = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    load, unit_file = values.get("LoadState", ""), values.get("UnitFileState", "")
    if load in ("masked", "not-found"):
        return f"{load}, {values.get('ActiveState', '')}"
    # A unit in /run or enabled by an alias only is no promise for the next boot.
    enabled = "enabled" if unit_file == "enabled" else "disabled"
    return f"{enabled}, {values.get('ActiveState', '')}"
