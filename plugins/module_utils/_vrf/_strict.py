# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Whether a routing table belongs to one VRF only: net.vrf.strict_mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import read_key, write_key
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._boot import STRICT_MODE

if TYPE_CHECKING:
    from collections.abc import Mapping


class StrictMode(StepwiseResource[str, str]):
    """The key of strict mode; it exists once the module vrf is loaded."""

    name = "strict mode"

    def __init__(self, *, strict: bool) -> None:
        """Take the wanted mode."""
        self._value = "1" if strict else "0"

    def read(self) -> dict[str, str]:
        """Read the key."""
        value = read_key(STRICT_MODE)
        return {} if value is None else {STRICT_MODE: value}

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Compare the value."""
        return plan_objects({STRICT_MODE: self._value}, current)

    def apply(self, operation: Operation[str, str]) -> None:
        """Write the key."""
        write_key(operation.key, self._value)

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the key as sysctl.d spells it."""
        return {"VRF strict mode": "".join(f"{key} = {value}\n" for key, value in state.items())}
