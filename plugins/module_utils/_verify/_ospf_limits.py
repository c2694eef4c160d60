# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The limits of what customers advertise by OSPF are as ospf_limit makes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._task import find_differences
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._rules import check_rules


class OspfLimits(Expectation[Sequence[str]]):
    """What ospf_limit would change; not asked about where no limit is expected."""

    OPTIONS: ClassVar[Options] = {
        "ospf_limit": {
            "type": "dict",
            "description": [
                "The limits of what customers advertise by OSPF, as M(linuxnet.mpls.ospf_limit)"
                " takes them.",
                "Not asked about where it is not given.",
            ],
        },
    }

    def read(self, router: Router) -> Sequence[str]:  # noqa: ARG002 (it asks the module's own room)
        """Ask what a run of ospf_limit would do."""
        wanted = self.expect["ospf_limit"]
        return find_differences(wanted) if wanted else ()

    def check(self, seen: Sequence[str]) -> Iterator[Check]:
        """Have nothing to do."""
        if self.expect["ospf_limit"] is not None:
            yield check_rules("ospf limit", seen)
