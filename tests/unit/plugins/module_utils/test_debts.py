# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What files need after they were written is done, in whichever run it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _debts, _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _networkd, _restore
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    RELOAD,
    RESTART,
    NetworkdFiles,
    netdev_path,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._program import (
    READ_UNITS,
    start_anew,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import (
    UNIT,
    BatchFiles,
    RestoreService,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf import _task as vrf
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import parse_vrfs

READ, TELL = ("systemctl", "daemon-reload"), ("udevadm", "control", "--reload")


class Killed(BaseException):
    """The end of a run that nothing in it can catch."""


class Programs:
    """The programs of a router: they note that they were run, and can fail or end the run."""

    def __init__(self) -> None:
        self.done: list[tuple[str, ...]] = []
        self.fault: BaseException | None = None
        self.at: tuple[str, ...] = ()

    def __call__(self, argv: Sequence[str]) -> str:
        if self.fault is not None and self.at in ((), tuple(argv)):
            raise self.fault  # pylint: disable=raising-bad-type
        self.done.append(tuple(argv))
        return ""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    programs = Programs()
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "lock"))
    monkeypatch.setattr(_runner, "run_command", programs)
    monkeypatch.setattr(_networkd, "FOLDER", str(tmp_path / "network"))
    return programs


FAULTS = {"fails": ApplyError("Connection timed out"), "is killed": Killed()}


def end(programs: Programs, work: Callable[[], object], fault: BaseException) -> None:
    programs.fault = fault
    with pytest.raises(type(fault)):
        work()
    programs.fault = None
    programs.done.clear()


def blue_or_red(name: str) -> tuple[str, ...]:
    """Have eth2 in a VRF of two."""
    wants = parse_vrfs(
        [
            {"name": one, "table": table, "members": ["eth2"] if one == name else []}
            for one, table in (("blue", 10), ("red", 20))
        ]
    )
    files = NetworkdFiles(lambda present: vrf.plan_files(wants, present, purge=False))
    return _runner.run([files], check=False).operations


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_port_moves_in_networkd_too_when_its_reload_did_not_come_to_an_end(
    programs: Programs, fault: BaseException
) -> None:
    blue_or_red("blue")
    end(programs, lambda: blue_or_red("red"), fault)
    assert blue_or_red("red") == ("repeat networkctl reload",)
    assert programs.done == [RELOAD]
    assert blue_or_red("red") == ()
    assert programs.done == [RELOAD]


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_device_needs_a_restart_when_a_later_run_only_moves_a_port(
    programs: Programs, fault: BaseException
) -> None:
    end(programs, lambda: blue_or_red("blue"), fault)
    assert f"repeat {' '.join(RESTART)}" in blue_or_red("red")
    assert programs.done == [RESTART]
    assert blue_or_red("red") == ()


class Files:
    """A task with two resources that write a file each."""

    def __init__(self, folder: Path) -> None:
        self.first, self.second = folder / "first", folder / "second"

    def run(self, text: str | None = "x", *, check: bool = False) -> tuple[str, ...]:
        resources = [
            OwnedFiles({str(self.first): text}, after=[READ]),
            NamedFiles({str(self.second): text}, after=[READ, TELL]),
        ]
        return _runner.run(resources, check=check).operations


class NamedFiles(OwnedFiles):
    name = "others"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("command", [READ, TELL])
def test_commands_are_repeated_once_when_a_run_ended_before_they_did(
    programs: Programs, tmp_path: Path, fault: BaseException, command: tuple[str, ...]
) -> None:
    task = Files(tmp_path)
    programs.at = command
    end(programs, task.run, fault)
    before = programs.done.copy()
    told = task.run(check=True)
    assert programs.done == before
    assert task.run() == told
    assert any(step.startswith("repeat ") for step in told)
    assert TELL in programs.done
    assert task.run() == ()


def test_later_resource_owes_nothing_when_an_earlier_one_failed(
    programs: Programs, tmp_path: Path
) -> None:
    task = Files(tmp_path)
    end(programs, task.run, ApplyError("no"))
    assert not task.second.exists()
    assert json.loads(Path(_debts.FILE).read_text()) == {"files": [list(READ)]}


def test_failure_says_which_command_is_still_to_be_run(programs: Programs, tmp_path: Path) -> None:
    programs.at, programs.fault = TELL, ApplyError("no")
    with pytest.raises(ApplyError, match=r"not done: run systemctl daemon-reload, run udevadm"):
        Files(tmp_path).run()


def test_nothing_is_changed_when_the_record_cannot_be_written(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").touch()
    monkeypatch.setattr(_debts, "FILE", str(tmp_path / "no folder" / "owed"))
    monkeypatch.setattr(_runner, "read_debts", dict)
    task = Files(tmp_path)
    with pytest.raises(ApplyError, match="no folder: cannot be written"):
        task.run()
    assert not task.first.exists()
    assert programs.done == []


@pytest.mark.parametrize("text", ["", "[]", '{"files": 1}', "{"])
def test_record_that_is_no_record_is_named(programs: Programs, tmp_path: Path, text: str) -> None:
    Path(_debts.FILE).write_text(text)
    with pytest.raises(HostError, match="owed: does not have what linuxnet"):
        Files(tmp_path).run()
    assert programs.done == []


def test_no_record_is_left_when_all_was_done(programs: Programs, tmp_path: Path) -> None:
    Files(tmp_path).run()
    assert programs.done == [READ, READ, TELL]
    assert not Path(_debts.FILE).exists()


def test_only_a_resources_own_commands_are_run_when_others_are_owed(
    programs: Programs, tmp_path: Path
) -> None:
    (tmp_path / "others").mkdir()
    end(programs, Files(tmp_path / "others").run, Killed())
    written = OwnedFiles({str(tmp_path / "a"): "x"})
    assert _runner.run([written], check=False).operations == (f"create {tmp_path / 'a'}",)
    assert programs.done == []
    assert Files(tmp_path / "others").run()[0] == f"repeat {' '.join(READ)}"


def test_undone_change_owes_nothing(programs: Programs, tmp_path: Path) -> None:
    class Undoing(OwnedFiles):
        def undo(self, before: object) -> bool:  # noqa: ARG002
            return True

    end(
        programs,
        lambda: _runner.run([Undoing({str(tmp_path / "a"): "x"}, after=[READ])], check=False),
        ApplyError("no"),
    )
    assert not Path(_debts.FILE).exists()


STEP = Operation("/a", None, "x")
DEVICE = Operation(netdev_path("red"), None, "x")
GONE = Operation(netdev_path("red"), "x", None)


@pytest.mark.parametrize(
    ("operations", "debt", "owed"),
    [
        ([], [], []),
        ([STEP], [], [RELOAD]),
        ([GONE], [], [RELOAD]),
        ([STEP, DEVICE], [], [RESTART]),
        ([], [RELOAD], [RELOAD]),
        ([STEP], [RESTART], [RESTART]),
        ([DEVICE], [RELOAD], [RESTART]),
    ],
)
def test_networkd_starts_anew_for_a_device_and_reloads_for_all_else(
    operations: list[Any], debt: list[Any], owed: list[Any]
) -> None:
    assert NetworkdFiles(dict).owed(operations, debt) == owed


def test_service_is_started_anew_only_where_it_has_something_to_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batches = BatchFiles(dict)
    service = RestoreService(batches)
    assert service.owed([], [READ_UNITS, start_anew(UNIT)]) == [READ_UNITS]
    monkeypatch.setattr(_restore, "read_files", lambda _patterns: {"a": "line"})
    batches.read()
    assert service.owed([], [start_anew(UNIT)]) == [READ_UNITS, start_anew(UNIT)]
    assert service.owed([], []) == []


def test_no_writer_of_files_has_commands_of_its_own_way() -> None:
    """What a resource runs in ``activate`` is not on record."""
    writers: list[type[Any]] = [OwnedFiles]
    for writer in writers:
        writers += writer.__subclasses__()
    assert NetworkdFiles in writers
    assert RestoreService in writers
    assert [one.__name__ for one in writers if one.activate is not _runner.Resource.activate] == []
