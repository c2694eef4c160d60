# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The daemons that a configuration does not need: disabled and stopped once it is in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _service as service
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import disable_daemons
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

RUNNING = "running"
_TITLE = "FRR daemons that are not named"


class UnnamedDaemons(StepwiseResource[str, str]):
    """The optional daemons that a task does not name; their configuration is gone by then."""

    name = "daemons that are not named"

    def __init__(self, named: Sequence[str], *, then: Callable[[], None]) -> None:
        """``then`` is run when they are stopped: FRR shows its configuration anew."""
        self._named = set(named)
        self._then = then
        self._file = ""

    def read(self) -> dict[str, str]:
        """Find those that run, or would at the next start."""
        if not service.read_programs():
            return {}
        return {f"daemon {name}": RUNNING for name in service.read_optional() - self._named}

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """None of them stays."""
        return plan_objects({}, current, purge=True)

    def apply(self, operation: Operation[str, str]) -> None:
        """Disable one for the next start."""
        text = service.read_daemons_file()
        self._file = self._file or text
        service.write_daemons_file(disable_daemons(text, [_name(operation)]))

    def activate(self) -> None:
        """Have watchfrr forget them, or it would start them again; then stop them."""
        if service.read_active():
            service.run_watchfrr_restart()
        for name in sorted(service.read_optional() - self._named):
            service.run_stop(name)
        self._then()

    def undo(self, before: Mapping[str, str]) -> bool:
        """Enable them again; watchfrr starts those that do not run."""
        try:
            if self._file != service.read_daemons_file():
                service.write_daemons_file(self._file)
            if service.read_active():
                service.run_watchfrr_restart()
        except MplsError:
            return False
        return self.read() == before

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the daemons one by one."""
        return {_TITLE: "".join(f"{key}: {state[key]}\n" for key in sorted(state))}

    def results(self, plan: Plan[str, str]) -> dict[str, Any]:
        """Name the daemons that were stopped."""
        return {"daemons_stopped": sorted(_name(step) for step in plan.operations)}


def _name(operation: Operation[str, str]) -> str:
    return operation.key.partition(" ")[2]
