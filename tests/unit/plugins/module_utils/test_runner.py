# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A run believes what it reads after a change, and not that it made it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)


class Deaf(_runner.StepwiseResource[str, int]):
    """Takes changes without a word, and is as it was."""

    name = "deaf"

    def read(self) -> dict[str, int]:
        return {"a": 1}

    def plan(self, current: Mapping[str, int]) -> Plan[str, int]:
        return plan_objects({"a": 2}, current)

    def apply(self, _operation: Operation[str, int]) -> None:
        return

    def describe(self, state: Mapping[str, int]) -> dict[str, str]:
        return {"deaf": str(state)}


def test_run_fails_when_a_second_read_shows_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "lock"))
    words = "deaf: applied, but a second read still asks for: change a"
    with pytest.raises(ApplyError, match=words):
        _runner.run([Deaf()], check=False)
    assert _runner.run([Deaf()], check=True).operations == ("change a",)
