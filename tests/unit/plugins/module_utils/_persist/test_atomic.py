# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A file's folder goes with it only when the folder was there for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._atomic import (
    remove_all_durably,
    remove_durably,
    write_all_atomically,
    write_atomically,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles


@pytest.mark.parametrize(
    ("folder", "stays"),
    [("rules.d", True), ("frr.service.d", False), ("linuxnet-mpls", False)],
)
def test_empty_folder_stays_when_it_is_everybodys(
    tmp_path: Path, folder: str, *, stays: bool
) -> None:
    path = tmp_path / folder / "90-linuxnet-mpls.conf"
    write_atomically(str(path), "one\n")
    remove_durably(str(path))
    assert (tmp_path / folder).exists() is stays


def test_empty_folder_goes_with_the_file_whose_drop_ins_it_had(tmp_path: Path) -> None:
    path = tmp_path / "eth1.network"
    write_atomically(str(path), "one\n")
    (tmp_path / "eth1.network.d").mkdir()
    remove_durably(str(path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("names", [[], [".a.conf.linuxnet-mpls"]])
def test_next_removal_clears_up_when_a_run_was_killed(tmp_path: Path, names: list[str]) -> None:
    folder = tmp_path / "eth1.network.d"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("half")
    files = OwnedFiles({str(folder / "a.conf"): None, str(folder / "b.conf"): None})
    assert list(files.apply_all(files.plan(files.read()).operations))
    assert list(tmp_path.iterdir()) == []
    assert files.read() == {}


def test_folder_stays_when_another_file_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "frr.service.d"
    for name in ("ours.conf", "theirs.conf"):
        write_atomically(str(folder / name), "one\n")
    remove_durably(str(folder / "ours.conf"))
    assert [path.name for path in folder.iterdir()] == ["theirs.conf"]
    assert OwnedFiles({str(folder / "ours.conf"): None}).read() == {}


def test_all_files_are_whole_and_nothing_is_left_aside_when_they_are_written(
    tmp_path: Path,
) -> None:
    contents = {str(tmp_path / f"one{at}.d" / "a.conf"): f"{at}\n" for at in range(3)}
    assert list(write_all_atomically(contents)) == list(contents)
    assert {str(path): path.read_text() for path in tmp_path.rglob("*.conf")} == contents
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.conf"] * 3
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.conf")} == {0o644}


def test_no_file_is_replaced_when_one_of_them_cannot_be_written(tmp_path: Path) -> None:
    first = tmp_path / "first.conf"
    first.write_text("old\n")
    blocked = tmp_path / "file" / "second.conf"
    (tmp_path / "file").write_text("no folder\n")
    with pytest.raises(ApplyError, match="/file: cannot be written: "):
        list(write_all_atomically({str(first): "new\n", str(blocked): "new\n"}))
    assert first.read_text() == "old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "first.conf"]


def test_those_removed_are_given_when_a_later_one_cannot_be(tmp_path: Path) -> None:
    first, folder = tmp_path / "first.conf", tmp_path / "second.conf"
    first.write_text("old\n")
    folder.mkdir()
    removing = remove_all_durably([str(first), str(folder)])
    assert next(removing) == str(first)
    with pytest.raises(ApplyError, match=r"second\.conf: cannot be removed: "):
        next(removing)
    assert not first.exists()
