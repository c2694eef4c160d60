# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is wrong, once for each cause, with the customers whose packets it hurts (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    Check,
    Finding,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break


class Findings:
    """Those that were found, by router and thing; what comes first of a thing is its cause."""

    def __init__(self) -> None:
        """Nothing was found yet."""
        self._found: dict[tuple[str, str], Finding] = {}

    def add(self, found: Break, customers: Iterable[str] = ()) -> None:
        """Add one, or customers to one that is known; what nobody knows is no finding."""
        if not found.known:
            return
        known = self._found.setdefault(
            (found.router, found.check),
            {
                "router": found.router,
                "check": found.check,
                "cause": str(found),
                "command": found.command,
                "customers": [],
            },
        )
        known["customers"] = sorted({*known["customers"], *customers})

    def add_check(self, check: Check, customers_of: Mapping[tuple[str, str], str]) -> None:
        """Add what a router says of itself; a VRF leads to its customer."""
        customers = filter(None, [customers_of.get((check["router"], check["vrf"]))])
        found = Break(check["router"], check["name"], check["reason"], check["command"])
        self.add(found, customers)

    def list_all(self) -> list[Finding]:
        """List them in the order of their causes, of these what hurts the most customers first."""
        return sorted(self._found.values(), key=lambda one: -len(one["customers"]))
