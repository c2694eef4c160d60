# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Ports of the core take labels, and no others do."""

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


class LabelInput(Expectation[Mapping[str, bool]]):
    """Whether each interface takes labels."""

    OPTIONS: ClassVar[Options] = {
        "label_interfaces": addresses("Interfaces that accept labels; all others must not."),
    }

    def read(self, router: Router) -> Mapping[str, bool]:
        """Take it from the router's state."""
        return {name: link["takes_labels"] for name, link in router.state["links"].items()}

    def check(self, seen: Mapping[str, bool]) -> Iterator[Check]:
        """Look at each interface that there is or that is to be."""
        for name in sorted({*seen, *self.expect["label_interfaces"]}):
            wanted, found = name in self.expect["label_interfaces"], seen.get(name, False)
            reason = "" if wanted == found else f"input is {int(found)}: expected {int(wanted)}"
            yield Check(f"label input {name}", reason, f"sysctl net.mpls.conf.{name}.input")
