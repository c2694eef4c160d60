# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The router repairs itself: whether that runs, what is wrong, what was repaired."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._units import is_plainly_ready
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import STATE, UNIT
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._wanted import read_text
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router

JOURNAL = f"journalctl -b -u {UNIT}"


@dataclass(frozen=True)
class Repairs:
    """What linuxnet-mpls-repair.service has found since the boot, and which ports it holds down."""

    running: bool = True
    faults: Sequence[str] = ()
    lowered: Sequence[str] = ()
    repaired: Sequence[str] = ()


class Repair(Expectation[Repairs]):
    """Not asked about where it is not expected."""

    OPTIONS: ClassVar[Options] = {
        "repair": {
            "type": "bool",
            "default": False,
            "description": [
                "Whether the router must repair itself, as M(linuxnet.mpls.router_repair) has it"
                " do.",
                "What it has repaired since the boot is a warning.",
            ],
        },
    }

    def read(self, router: Router) -> Repairs:  # noqa: ARG002 (it has a file of its own)
        """Read the state of the service; it has written none where all came up as it shall be."""
        if not self.expect["repair"]:
            return Repairs()
        return parse_repairs(read_text(STATE), running=is_plainly_ready(UNIT))

    def check(self, seen: Repairs) -> Iterator[Check]:
        """Have it run, without a fault and without a port that it holds down."""
        if not self.expect["repair"]:
            return
        reason = "" if seen.running else f"{UNIT} is not: expected it to be enabled and to run"
        yield Check("repair service", reason, f"systemctl status {UNIT}")
        for words in seen.faults:
            yield Check("repair", f"{words}: expected no fault; see {JOURNAL}", JOURNAL)
        for port in seen.lowered:
            yield Check(f"repair {port}", f"is set down for a fault; see {JOURNAL}", JOURNAL)

    def warn(self, seen: Repairs) -> Iterator[str]:
        """Say what is right now, and was not since the boot."""
        yield from (f"since the boot: {words}; see {JOURNAL}" for words in seen.repaired)


def parse_repairs(text: str, *, running: bool) -> Repairs:
    """Take what the service has written (pure)."""
    try:
        state = json.loads(text) if text else {}
        lists = [tuple(state.get(key, ())) for key in ("faults", "lowered", "repairs")]
    except (ValueError, AttributeError, TypeError):
        return Repairs(running, faults=(f"{STATE} cannot be read",))
    return Repairs(running, *lists)
