# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A unit is ready at a look only where nothing is left to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _program, _units
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import (
    UNIT,
    UNIT_PATH,
    BatchFiles,
    OwnedFiles,
    RestoreService,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import READY


@pytest.mark.parametrize(
    ("enabled", "processes", "ready"),
    [(True, "713\n", True), (True, "", False), (True, None, False), (False, "713\n", False)],
)
def test_unit_is_ready_when_it_is_enabled_and_has_a_process(
    enabled: bool,
    processes: str | None,
    ready: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(_units, "WANTS", str(tmp_path / "wants"))
    monkeypatch.setattr(_units, "CGROUPS", str(tmp_path))
    if enabled:
        (tmp_path / "wants").mkdir()
        (tmp_path / "wants" / UNIT).touch()
    if processes is not None:
        (tmp_path / UNIT).mkdir()
        (tmp_path / UNIT / "cgroup.procs").write_text(processes)
    assert _units.is_plainly_ready(UNIT) == ready


def test_unit_is_not_ready_when_its_link_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_units, "WANTS", str(tmp_path))
    (tmp_path / UNIT).symlink_to(tmp_path / "gone")
    assert not _units.is_plainly_ready(UNIT)


@pytest.mark.parametrize("present", [True, False])
def test_systemd_is_asked_when_a_look_does_not_say_all(
    present: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def answer(argv: list[str]) -> str:
        asked.append(argv)
        return "LoadState=loaded\nUnitFileState=enabled\nActiveState=active\n"

    batches = BatchFiles(dict)
    batches.some_remain = True
    monkeypatch.setattr(_program, "run_command", answer)
    monkeypatch.setattr(_program, "is_plainly_ready", lambda _unit: True)
    monkeypatch.setattr(OwnedFiles, "read", lambda _self: {UNIT_PATH: ""} if present else {})
    assert RestoreService(batches).read()[UNIT] == READY
    assert bool(asked) != present
