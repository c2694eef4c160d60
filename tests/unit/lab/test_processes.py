# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Processes and tasks: ended exactly, and all together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.errors import LabError
from lab.parallel import poll, run_all, run_tool
from lab.process import PID_FILE, end_process, log_tail, read_process, start_process

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    end_process(tmp_path)


def test_process_is_found_and_ended_when_its_pid_file_is_right(folder: Path) -> None:
    process = start_process(SLEEP, folder)
    assert read_process(folder) == process
    assert end_process(folder)
    assert not process.alive
    assert not (folder / PID_FILE).exists()


def test_stranger_is_left_alone_when_it_has_an_old_number(folder: Path) -> None:
    (folder / PID_FILE).write_text(f"{os.getpid()} 1\n", encoding="ascii")
    assert read_process(folder) is None
    assert not end_process(folder)


def test_stranger_is_left_alone_when_it_works_elsewhere(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    process = start_process(SLEEP, folder)
    (other / PID_FILE).write_text(f"{process.pid} {process.started}\n", encoding="ascii")
    assert not end_process(other)
    assert process.alive


@pytest.mark.parametrize("text", ["", "x y", "12"])
def test_nothing_is_ended_when_the_pid_file_is_broken(folder: Path, text: str) -> None:
    (folder / PID_FILE).write_text(text, encoding="ascii")
    assert not end_process(folder)


def test_log_is_one_printable_line_when_it_has_escapes(tmp_path: Path) -> None:
    (tmp_path / "qemu.log").write_bytes(b"first\n\x1b[2Jsecond\r\n\n\xffthird\n")
    assert "\x1b" not in log_tail(tmp_path)
    assert log_tail(tmp_path).startswith("first | ")
    assert log_tail(tmp_path, "none") == ""


def test_results_keep_their_names_when_all_tasks_succeed() -> None:
    assert run_all({"a": lambda: 1, "b": lambda: 2}) == {"a": 1, "b": 2}
    assert run_all({}) == {}


def test_first_failure_is_raised_when_others_only_stopped_for_it() -> None:
    def fail() -> bool:
        raise LabError("the reason")

    def wait_and_complain() -> None:
        try:
            poll(lambda: False, 30)
        except LabError as error:
            raise LabError(f"a guest: {error}") from error

    began = time.monotonic()
    with pytest.raises(LabError, match="the reason"):
        run_all({"waits": wait_and_complain, "fails": fail})
    assert time.monotonic() - began < 10
    assert poll(lambda: True, 0)


def test_tools_are_ended_when_another_task_fails(tmp_path: Path) -> None:
    def fail() -> None:
        assert poll((tmp_path / "log").exists, 10)
        raise LabError("the reason")

    began = time.monotonic()
    with pytest.raises(LabError, match="the reason"):
        run_all({"tool": lambda: run_tool(SLEEP, tmp_path / "log", "sleeping"), "fails": fail})
    assert time.monotonic() - began < 20


def test_answer_is_no_when_the_time_is_up() -> None:
    assert not poll(lambda: False, 0.05, 0.01)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("E: no such package", "E: no such package"),
        ("cp: No space left on device", "the disk is full"),
        ("", "it said nothing"),
    ],
)
def test_last_words_are_shown_when_a_tool_fails(tmp_path: Path, said: str, shown: str) -> None:
    command = ["sh", "-c", 'echo "$1"; exit 3', "sh", said]
    with pytest.raises(LabError, match=f"trying failed: {shown}"):
        run_tool(command, tmp_path / "log", "trying")


def test_child_is_gone_when_a_tool_has_ended(tmp_path: Path) -> None:
    run_tool(["true"], tmp_path / "log", "trying")
    assert subprocess.run(["true"], check=False).returncode == 0
