# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""There is a route to the loopback of each other router."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import (
    MAIN_TABLE,
    show_network,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router


class Loopbacks(Expectation[frozenset[str]]):
    """The prefixes of table main, those of one host as an address."""

    OPTIONS: ClassVar[Options] = {"loopbacks": addresses("Loopbacks of all other routers.")}

    def read(self, router: Router) -> frozenset[str]:
        """Take them from the router's state."""
        return frozenset(show_network(route["prefix"]) for route in router.routes(MAIN_TABLE))

    def check(self, seen: frozenset[str]) -> Iterator[Check]:
        """Look for each loopback."""
        for loopback in self.expect["loopbacks"]:
            reason = "" if loopback in seen else "no route in table main: expected one"
            yield Check(f"loopback {loopback}", reason, f"ip route get {loopback}")
