# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""LDP has a session with each neighbour that takes labels, and with no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._sessions import check_sessions

SHOW = "show mpls ldp neighbor"


class Ldp(Expectation[Mapping[str, str]]):
    """States by the router ids of the neighbours."""

    OPTIONS: ClassVar[Options] = {
        "ldp_neighbours": addresses("Router ids of LDP's neighbours, and of no other."),
    }

    def read(self, router: Router) -> Mapping[str, str]:
        """Ask ldpd."""
        shown = router.show(f"{SHOW} json").get("neighbors", [])
        return {neighbour["neighborId"]: neighbour["state"] for neighbour in shown}

    def check(self, seen: Mapping[str, str]) -> Iterator[Check]:
        """Compare the sessions."""
        wanted = self.expect["ldp_neighbours"]
        yield from check_sessions("ldp neighbour", wanted, seen, "OPERATIONAL", SHOW)
