# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The daemons that a configuration needs: enabled, watched and alive."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    MplsError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _service as service
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _vtysh as vtysh
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import (
    ALWAYS,
    OPTIONAL,
    enable_daemons,
    parse_enabled,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._vtysh import Reader

#: Daemons whose lines mgmtd takes, and since which version all of these do.
BACKENDS = frozenset({"ripd", "staticd", "zebra"})
BACKENDS_SINCE = (10, 3)
#: Seconds that they have to tell mgmtd that they are there.
SECONDS_TO_KNOW = 30
RUNNING = "running"
READY = "enabled, active"
MPLS_SEEN = "seen"
MPLS_KEY = "kernel MPLS in zebra"


class Daemons(StepwiseResource[str, str]):
    """The service and the daemons that a task names; others stay as they are."""

    name = "daemons"

    def __init__(
        self, names: Sequence[str], reader: Reader, *, needs_mpls: bool, fresh: bool, check: bool
    ) -> None:
        """``fresh``: nothing of ours was ever applied here, so a full restart disturbs nobody."""
        self._names = [name for name in names if name in OPTIONAL]
        self._reader = reader
        self._needs_mpls = needs_mpls
        self._fresh = fresh
        self._check = check
        self._file = ""
        self._started: list[str] = []
        self._restarted = False

    def read(self) -> dict[str, str]:
        """Read the service, the daemons and, where it matters, what zebra knows of the kernel."""
        programs = service.read_programs()
        if not programs:
            return {}
        missing = service.missing_programs(self._names)
        if missing:
            raise HostError(
                f"this FRR has no {', '.join(missing)}: install the package that has it"
            )
        active = service.read_active()
        words = (
            "enabled" if service.read_enabled() else "disabled",
            "active" if active else "half restarted" if service.is_half_restarted() else "inactive",
        )
        state = {service.UNIT: ", ".join(words)}
        state.update({f"daemon {name}": RUNNING for name in sorted(service.read_running())})
        if self._needs_mpls and active:
            state[MPLS_KEY] = MPLS_SEEN if self._reader.look().mpls else "not seen"
        return state

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Start what is missing; refuse where that would take sessions down."""
        wanted = {service.UNIT: READY}
        always = service.read_programs() & set(ALWAYS) or {"zebra", "staticd"}
        wanted.update({f"daemon {name}": RUNNING for name in sorted({*always, *self._names})})
        if current.get(MPLS_KEY, MPLS_SEEN) != MPLS_SEEN and not self._check:
            self._refuse_without_mpls()
            wanted[MPLS_KEY] = MPLS_SEEN
        return plan_objects(wanted, current, order=_order)

    def apply(self, operation: Operation[str, str]) -> None:
        """Note what is to be started; enable it for the next boot."""
        self._file = self._file or service.read_daemons_file()
        if operation.key == service.UNIT and not service.read_enabled():
            service.run_enable()
        name = operation.key.partition("daemon ")[2]
        if name in OPTIONAL:
            text = service.read_daemons_file()
            service.write_daemons_file(enable_daemons(text, [name]))
        if name:
            self._started.append(name)

    def activate(self) -> None:
        """Restart watchfrr alone, or all of FRR where it does not run or nothing can be lost.

        Where a slow start had watchfrr start mgmtd twice, daemons are alive and mgmtd does not know
        them: static routes and what zebra is to have are taken and never installed, until both
        start anew (seen with 10.3).
        """
        unseen = self._needs_mpls and service.read_active() and not self._reader.take().mpls
        if service.is_half_restarted():
            service.run_watchfrr_restart()
        elif unseen or not service.read_running() or service.read_idle():
            service.run_restart()
        elif self._started:
            service.run_watchfrr_restart()
            self._restarted = True
        service.wait_for_daemons(self._started)
        unknown = self._wait_for_mgmtd()
        if unknown and service.read_idle():
            service.run_restart()
            service.wait_for_daemons(self._started)
            unknown = self._wait_for_mgmtd()
        if unknown:
            raise ApplyError(
                f"mgmtd of FRR does not know of {', '.join(unknown)}, and would take their lines"
                " without a word: run 'systemctl restart frr', which takes its sessions down"
            )

    def _wait_for_mgmtd(self) -> list[str]:
        """Wait until mgmtd knows the daemons whose lines it takes; give those that it does not.

        On a router that is busy while FRR starts they come late, or never, as settle says.
        """
        if (vtysh.read_version() or ()) < BACKENDS_SINCE:
            return []
        deadline = time.monotonic() + SECONDS_TO_KNOW
        while True:
            unknown = sorted(service.read_running() & BACKENDS - vtysh.read_backends())
            if not unknown or time.monotonic() >= deadline:
                return unknown
            time.sleep(0.5)

    def undo(self, before: Mapping[str, str]) -> bool:
        """Give back the file, and stop what was started; after a full restart all of it stays."""
        try:
            if self._file != service.read_daemons_file():
                service.write_daemons_file(self._file)
            if self._restarted:
                service.run_watchfrr_restart()
                for name in sorted({*self._started} & {*OPTIONAL} - parse_enabled(self._file)):
                    service.run_stop(name)
            return self.read() == before
        except MplsError:
            return False

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the daemons one by one."""
        return {
            "FRR daemons": "".join(f"{key}: {state[key]}\n" for key in sorted(state, key=_order))
        }

    def results(self, plan: Plan[str, str]) -> dict[str, Any]:
        """Name the daemons that were not running."""
        names = [step.key.partition("daemon ")[2] for step in plan.operations]
        return {"daemons_started": [name for name in names if name]}

    def _refuse_without_mpls(self) -> None:
        if not service.read_kernel_mpls():
            raise HostError(
                "the configuration needs MPLS and the kernel has none: "
                "load the module mpls_router first (linuxnet.mpls.mpls_sysctl does)"
            )
        if not self._fresh or self._has_protocols():
            raise HostError(
                "zebra does no MPLS: it was started before the kernel had mpls_router; "
                "restarting FRR would help and would take its sessions down: choose the moment and "
                "run 'systemctl restart frr'"
            )

    def _has_protocols(self) -> bool:
        """Tell whether FRR has a configuration that could have neighbours."""
        rows = self._reader.look().text.splitlines()
        return any(row.startswith(("router ", "mpls ldp")) for row in rows)


def _order(key: str) -> tuple[int, str]:
    """The service first, then the daemons, then what zebra knows."""
    return (0 if key == service.UNIT else 2 if key == MPLS_KEY else 1, key)
