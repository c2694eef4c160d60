# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the actions that work on the controller alone have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ansible.plugins.action import ActionBase


class Refused(Exception):  # noqa: N818 (a run is refused; nothing is in error)
    """A task is refused, for reasons that are a line each."""

    def __init__(self, words: str, lines: Sequence[str]) -> None:
        """Take what is refused, and why."""
        super().__init__(f"{words} ({len(lines)})")
        self.lines = lines


class LocalAction(ActionBase):
    """An action that contacts no router and changes none: options in, a result out."""

    TRANSFERS_FILES = False
    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = False

    #: The options, as in the argument spec of a module.
    OPTIONS: ClassVar[Mapping[str, Any]]

    #: Those of the host that the task runs for.
    variables: Mapping[str, Any]

    def run(
        self, tmp: str | None = None, task_vars: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Check the options and answer."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _validated, options = self.validate_argument_spec(argument_spec=self.OPTIONS)
        self.variables = task_vars or {}
        try:
            return {**result, **self.answer(options)}
        except Refused as refused:
            return {**result, **self.refuse(refused)}

    def say(self, text: str) -> None:
        """Tell people what came out: Ansible shows a result only of a task that failed."""
        self._display.display(text)

    def refuse(self, refused: Refused) -> dict[str, Any]:
        """Fail, with all reasons on the screen: Ansible prints the message of a result twice."""
        self.say("\n".join((f"{refused}:", *refused.lines)))
        return {"changed": False, "failed": True, "msg": str(refused)}

    @abstractmethod
    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the task returns."""
