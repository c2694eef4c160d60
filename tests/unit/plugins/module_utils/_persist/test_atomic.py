# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A file's folder goes with it only when the folder was there for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._atomic import (
    remove_durably,
    write_atomically,
)


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


def test_folder_stays_when_another_file_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "frr.service.d"
    for name in ("ours.conf", "theirs.conf"):
        write_atomically(str(folder / name), "one\n")
    remove_durably(str(folder / "ours.conf"))
    assert [path.name for path in folder.iterdir()] == ["theirs.conf"]
