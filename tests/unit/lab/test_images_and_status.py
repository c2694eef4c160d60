# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cache keys, saved labs' fences, and the table."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from lab.disk_image import disk_key, guest_archive
from lab.errors import LabError
from lab.golden import golden_key
from lab.image_key import digest, tree_parts
from lab.paths import lab_paths
from lab.qemu_command import Accelerator
from lab.qemu_program import Qemu
from lab.saved_lab import META_FILE, links_digest, read_saved, saved_folder
from lab.status import NodeStatus, status_json, status_table
from lab.topology import parse_topology

TOPOLOGY = parse_topology({"nodes": {"pe1": None, "p1": None}, "links": [["pe1:eth1", "p1:eth1"]]})
QEMU = Qemu(("qemu",), "10.0")


def write_saved(root: Path, golden: Path, **changes: str) -> None:
    folder = root / "saved" / "base"
    folder.mkdir(parents=True)
    meta = {"links": links_digest(TOPOLOGY), "qemu": "10.0", "nodes": {"pe1": [str(golden), "tcg"]}}
    (folder / META_FILE).write_text(json.dumps({**meta, **changes}), encoding="utf-8")


def test_digest_differs_when_only_the_borders_do() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest(["a"]) == digest([b"a"])


def test_tree_is_another_when_content_name_or_mode_changes(tmp_path: Path) -> None:
    seen = set()
    path = tmp_path / "a"
    path.write_text("1", encoding="ascii")
    seen.add(digest(tree_parts(tmp_path)))
    path.chmod(0o755)
    seen.add(digest(tree_parts(tmp_path)))
    path.write_text("2", encoding="ascii")
    seen.add(digest(tree_parts(tmp_path)))
    path.rename(tmp_path / "b")
    seen.add(digest(tree_parts(tmp_path)))
    assert len(seen) == 4


def test_disk_is_another_when_release_or_key_changes() -> None:
    keys = {disk_key("trixie", b"a"), disk_key("bookworm", b"a"), disk_key("trixie", b"b")}
    assert len(keys) == 3


def test_golden_is_another_when_qemu_machine_or_processor_changes() -> None:
    keys = {
        golden_key("d", QEMU, ["-m", "384"], ""),
        golden_key("d", Qemu(("qemu",), "10.1"), ["-m", "384"], ""),
        golden_key("d", QEMU, ["-m", "512"], ""),
        golden_key("d", QEMU, ["-m", "384"], "Other CPU"),
        golden_key("e", QEMU, ["-m", "384"], ""),
    }
    assert len(keys) == 5


def test_guest_files_are_roots_and_key_is_private_when_packed() -> None:
    with tarfile.open(fileobj=io.BytesIO(guest_archive(b"ssh-ed25519 x\n"))) as archive:
        members = {member.name: member for member in archive}
    assert {member.uid for member in members.values()} == {0}
    assert members["root/.ssh/authorized_keys"].mode == 0o600
    assert members["etc/initramfs-tools/hooks/lab"].mode == 0o755
    assert not any("mpls" in name for name in members)


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden"])
def test_name_is_refused_when_it_is_no_plain_word(tmp_path: Path, name: str) -> None:
    with pytest.raises(LabError, match="is no name for a saved lab"):
        saved_folder(lab_paths(tmp_path), name)


def test_saved_lab_is_read_when_it_fits(tmp_path: Path) -> None:
    golden = tmp_path / "golden"
    golden.mkdir()
    (golden / "disk.qcow2").touch()
    write_saved(tmp_path, golden)
    saved = read_saved(lab_paths(tmp_path), TOPOLOGY, QEMU, "base")
    assert saved["pe1"].accelerator == Accelerator("tcg")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"links": "x"}, "another topology"),
        ({"qemu": "7.2"}, "another QEMU"),
        ({}, "images that are gone"),
    ],
)
def test_saved_lab_is_refused_when_it_does_not_fit(
    tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    write_saved(tmp_path, tmp_path / "golden", **changes)
    with pytest.raises(LabError, match=f'the lab saved as "base" stands on {reason}'):
        read_saved(lab_paths(tmp_path), TOPOLOGY, QEMU, "base")


def test_saved_labs_are_listed_when_the_name_is_unknown(tmp_path: Path) -> None:
    write_saved(tmp_path, tmp_path)
    with pytest.raises(LabError, match='no lab is saved as "x"; saved are: base'):
        read_saved(lab_paths(tmp_path), TOPOLOGY, QEMU, "x")


def test_columns_are_aligned_when_a_node_is_off() -> None:
    rows = [
        NodeStatus("pe1", "bookworm", "running", 2201, 4711, 310, "tcg"),
        NodeStatus("p1", "trixie", "absent", 2202, None, None, None),
    ]
    assert status_table(rows).splitlines() == [
        "NODE  RELEASE   STATE    SSH PORT  PID   MEMORY  ACCELERATOR",
        "pe1   bookworm  running  2201      4711  310 MB  tcg",
        "p1    trixie    absent   2202      -     -       -",
    ]
    assert json.loads(status_json(rows))[1]["state"] == "absent"
