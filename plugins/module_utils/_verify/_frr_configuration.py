# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""FRRouting runs, and has on disk, what frr_config proved last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    by_vtysh,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router

FRR = "frr"


class FrrConfiguration(Expectation[Mapping[str, str]]):
    """No line differs, by name and with the reason."""

    OPTIONS: ClassVar[Options] = {
        "routing": {
            "type": "str",
            "choices": [FRR, "static"],
            "default": FRR,
            "description": [
                "Who makes the routes of the router.",
                "With V(static) FRRouting is not asked, and need not be installed.",
            ],
        },
    }

    def read(self, router: Router) -> Mapping[str, str]:
        """Compare by digests; of what has moved, line by line."""
        return router.frr_differences()

    def check(self, seen: Mapping[str, str]) -> Iterator[Check]:
        """Name each line; none of them gets better by waiting."""
        if self.expect["routing"] != FRR:
            return
        command = by_vtysh("show running-config")
        for name, reason in seen.items():
            yield Check(name, reason, command, lasts=True)
        if not seen:
            yield Check("frr configuration", command=command)
