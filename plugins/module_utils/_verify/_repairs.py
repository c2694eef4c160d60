# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the router's own repairs say: whether they run, what is wrong, what was repaired."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._units import is_plainly_ready
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._main import STATE
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._task import UNIT
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._wanted import read_text

JOURNAL = f"journalctl -b -u {UNIT}"


@dataclass(frozen=True)
class Repairs:
    """What linuxnet-mpls-repair.service has found since the boot, and which ports it holds down."""

    running: bool = True
    faults: Sequence[str] = ()
    lowered: Sequence[str] = ()
    repaired: Sequence[str] = ()


def read_repairs() -> Repairs:
    """Read the state of the service; it has written none where all came up as it shall be."""
    return parse_repairs(read_text(STATE), running=is_plainly_ready(UNIT))


def parse_repairs(text: str, *, running: bool) -> Repairs:
    """Take what the service has written (pure)."""
    try:
        state = json.loads(text) if text else {}
        lists = [tuple(state.get(key, ())) for key in ("faults", "lowered", "repairs")]
    except (ValueError, AttributeError, TypeError):
        return Repairs(running, faults=(f"{STATE} cannot be read",))
    return Repairs(running, *lists)


def explain_repairs(seen: Repairs) -> Iterator[tuple[str, str]]:
    """Give checks and reasons; an empty reason is a check that holds (pure)."""
    wanted = "expected it to be enabled and to run"
    yield "repair service", "" if seen.running else f"{UNIT} is not: {wanted}"
    for words in seen.faults:
        yield "repair", f"{words}: expected no fault; see {JOURNAL}"
    for port in seen.lowered:
        yield f"repair {port}", f"is set down for a fault; see {JOURNAL}"


def explain_repaired(seen: Repairs) -> list[str]:
    """Say what is right now, and was not since the boot (pure)."""
    return [f"since the boot: {words}; see {JOURNAL}" for words in seen.repaired]
