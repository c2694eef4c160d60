# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Edge protection is as mpls_filter makes it, and parents of customers' ports take nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import (
    find_differences,
    find_uses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._rules import check_rules


@dataclass(frozen=True)
class Protection:
    """What mpls_filter would change, and what it would refuse."""

    missing: Sequence[str] = ()
    uses: Sequence[str] = ()


class EdgeProtection(Expectation["Protection | None"]):
    """Not asked about where it is not expected; None where it cannot be read."""

    OPTIONS: ClassVar[Options] = {
        "edge_protection": {
            "type": "dict",
            "description": [
                "Edge protection, as M(linuxnet.mpls.mpls_filter) takes it.",
                "Not asked about where it is not given.",
            ],
        },
    }

    def read(self, router: Router) -> Protection | None:
        """Ask what a run of mpls_filter would do."""
        wanted = self.expect["edge_protection"]
        if not wanted:
            return Protection()
        try:
            return Protection(find_differences(wanted), find_uses(wanted))
        except MplsError as error:
            router.note_unread("edge protection", f"cannot be read: {error}")
            return None

    def check(self, seen: Protection | None) -> Iterator[Check]:
        """Have nothing to do and nothing to refuse."""
        if seen is not None and self.expect["edge_protection"] is not None:
            yield check_rules("edge protection", seen.missing)
            yield Check(
                "parents of customers' ports", "; ".join(seen.uses), "ip -details addr show"
            )
