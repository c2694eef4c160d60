# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a file needs to be there after a power cut is done, and in the order that it needs."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _saved
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _atomic, _service
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._atomic import (
    remove_durably,
    rename_durably,
    write_all_atomically,
    write_atomically,
)


class Recorder:
    """Notes what is asked of the system, and does it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.opened: list[tuple[int, int]] = []
        real = {name: getattr(os, name) for name in ("open", "fsync", "sync", "rename", "fchmod")}

        def record(name: str) -> Any:
            def call(*args: Any, **more: Any) -> Any:
                self.calls.append(f"{name} {self._what(name, *args)}".strip())
                return real[name](*args, **more)

            return call

        def open_(path: Any, flags: int, mode: int = 0o777) -> int:
            if flags & os.O_CREAT:
                self.opened.append((flags, mode))
                self.calls.append("create")
            return int(real["open"](path, flags, mode))

        for name in ("fsync", "sync", "rename", "fchmod"):
            monkeypatch.setattr(os, name, record(name))
        monkeypatch.setattr(os, "open", open_)

    @staticmethod
    def _what(name: str, *args: Any) -> str:
        if name == "fsync":
            return "folder" if stat.S_ISDIR(os.fstat(args[0]).st_mode) else "file"
        return f"{args[1]:o}" if name == "fchmod" else ""


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(monkeypatch)


def test_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, recorder: Recorder) -> None:
    write_atomically(str(tmp_path / "a"), "one\n", mode=0o640)
    assert recorder.calls == ["create", "fchmod 640", "fsync file", "rename", "fsync folder"]


def test_files_are_on_the_disk_together_before_any_has_its_name(
    tmp_path: Path, recorder: Recorder
) -> None:
    list(write_all_atomically({str(tmp_path / name): "one\n" for name in "ab"}))
    made = ["create", "fchmod 644"]
    assert recorder.calls == [*made, *made, "sync", "rename", "rename", "fsync folder"]


def test_nobody_else_can_have_made_or_read_what_is_written(
    tmp_path: Path, recorder: Recorder
) -> None:
    """A link in its place is not followed, and until it has its mode it is the owner's alone."""
    write_atomically(str(tmp_path / "a"), "one\n")
    ((flags, mode),) = recorder.opened
    assert flags & os.O_EXCL
    assert flags & os.O_NOFOLLOW
    assert mode == 0o600


def test_removal_and_new_name_are_on_the_disk(tmp_path: Path, recorder: Recorder) -> None:
    (tmp_path / "a").write_text("one")
    rename_durably(str(tmp_path / "a"), str(tmp_path / "b"))
    assert recorder.calls == ["rename", "fsync folder"]
    remove_durably(str(tmp_path / "b"))
    assert recorder.calls == ["rename", "fsync folder", "fsync folder"]
    assert not (tmp_path / "b").exists()


def test_enablement_is_on_the_disk(monkeypatch: pytest.MonkeyPatch, recorder: Recorder) -> None:
    monkeypatch.setattr(_service, "run_command", lambda words: recorder.calls.append(words[0]))
    _service.run_enablement(["enable", "frr.service"])
    assert recorder.calls == ["systemctl", "sync"]


def test_files_with_secrets_have_the_mode_that_they_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_saved, "MEMORY", str(tmp_path / "frr.json"))
    monkeypatch.setattr(_saved, "FRR_CONF", str(tmp_path / "frr.conf"))
    monkeypatch.setattr(_saved, "_owner", lambda: (os.getuid(), os.getgid()))
    _saved.write_memory(_saved.Memory("a", "b", "c", "d"))
    _saved.write_saved("one\n")
    _saved.write_saved("two\n")
    modes = {
        path.name.partition(".2")[0]: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()
    }
    assert modes == {"frr.json": 0o600, "frr.conf": 0o640}
    assert len(list(tmp_path.glob("frr.conf.2*"))) == 1


def test_digest_cannot_be_made_without_its_key() -> None:
    assert _saved.digest("a", "text") != _saved.digest("b", "text")
    assert _saved.digest("a", "x", "y") != _saved.digest("a", "xy")
    assert _atomic.OWN_FOLDER in _saved.MEMORY
