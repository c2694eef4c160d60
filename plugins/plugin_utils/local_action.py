# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the actions that work on the controller alone have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from ansible.plugins.action import ActionBase


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
        return {**result, **self.answer(options)}

    def say(self, text: str) -> None:
        """Tell people what came out: Ansible shows a result only of a task that failed."""
        self._display.display(text)

    @abstractmethod
    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the task returns."""
