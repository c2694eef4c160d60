# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""One run at a time changes a router; check mode asks nobody."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Plan


def test_run_is_refused_when_another_one_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "lock"
    monkeypatch.setattr(_runner, "LOCK_FILE", str(lock))
    monkeypatch.setattr(_runner, "LOCK_SECONDS", 0)
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(HostError, match="another task of linuxnet"):
            _runner.run([], check=False)
        assert not _runner.run([], check=True).operations
    assert not _runner.run([], check=False).operations


def test_two_runs_are_never_under_way_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one holds what the second one asks for."""
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "lock"))
    monkeypatch.setattr(_runner, "LOCK_SECONDS", 0)

    class Second(_runner.StepwiseResource[str, str]):
        name = "second"

        def read(self) -> dict[str, str]:
            with pytest.raises(HostError, match="another task of linuxnet"):
                _runner.run([], check=False)
            return {}

        def plan(self, _current: object) -> Plan[str, str]:
            return Plan((), {})

        def apply(self, _operation: object) -> None:
            raise AssertionError

        def describe(self, _state: object) -> dict[str, str]:
            return {}

    _runner.run([Second()], check=False)


def test_run_waits_when_the_router_repairs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "lock"
    monkeypatch.setattr(_runner, "LOCK_FILE", str(lock))
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        monkeypatch.setattr(
            _runner.time, "sleep", lambda _seconds: fcntl.flock(stream, fcntl.LOCK_UN)
        )
        assert not _runner.run([], check=False).operations


def test_words_say_which_file_it_was_when_the_lock_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "gone" / "lock"))
    with pytest.raises(HostError, match="gone/lock: cannot be opened: No such file"):
        _runner.run([], check=False)
