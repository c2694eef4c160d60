# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is told of a task: what it did, or why it could not (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError

SHOWN_STEPS = 8


@dataclass(frozen=True)
class Report:
    """What a task did, or in check mode would do."""

    operations: tuple[str, ...]
    diff: tuple[dict[str, str], ...]
    results: dict[str, Any] = field(default_factory=dict)

    def as_result(self) -> dict[str, Any]:
        """Give the keys that every module returns."""
        return {
            **self.results,
            "changed": bool(self.operations),
            "operations": list(self.operations),
            "diff": list(self.diff),
        }


def explain(error: MplsError, done: Iterable[object], pending: Iterable[object]) -> str:
    """Say why a task failed, what it had done by then, and what not."""
    return f"{error} (done: {shorten(done)}; not done: {shorten(pending)})"


def shorten(steps: Iterable[object]) -> str:
    """Name the steps, or where they are many their number and the first of them."""
    every = list(steps)
    named = ", ".join(map(str, every[:SHOWN_STEPS]))
    if len(every) <= SHOWN_STEPS:
        return named or "nothing"
    return f"{len(every)} operations, the first of them {named}"
