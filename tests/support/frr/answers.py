# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router for expectations to ask, whose FRR gives answers that a test has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import SCHEMA, State
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router


class Answers:
    """Stands in for FRR; what it is asked is noted."""

    def __init__(
        self,
        answer: Callable[[str], Any],
        problems: Mapping[str, str] | None = None,
        differences: Mapping[str, str] | None = None,
    ) -> None:
        self.asked: list[str] = []
        self.problems = problems or {}
        self._answer = answer
        self._differences = differences or {}

    def show(self, command: str) -> Any:
        self.asked.append(command)
        return self._answer(command)

    show_list = show

    def show_all(self, commands: Sequence[str]) -> list[Any]:
        return [self.show(command) for command in commands]

    def differences(self) -> Mapping[str, str]:
        return self._differences


def build_router(frr: Answers | None, **parts: Any) -> Router:
    """Build a router of parts of its state; it has nothing else."""
    state: dict[str, Any] = {
        "schema": SCHEMA,
        "time": 0.0,
        "boot": 0.0,
        "release": "trixie",
        "kernel": "6.12.0",
        "platform_labels": 0,
        "links": {},
        "rules": [],
        "routes": {},
        "labels": {},
        "frr": None,
        "unread": {},
    }
    return Router(cast(State, {**state, **parts}), cast(Any, frr))
