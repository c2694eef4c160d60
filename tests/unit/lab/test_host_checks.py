# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is refused before anything starts."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from lab import host
from lab.cli import main
from lab.errors import LabError
from lab.qemu_program import major_version

TOPOLOGY = Path(__file__).parents[3] / "examples" / "l3vpn" / "lab.yml"


class Usage(NamedTuple):
    """What shutil.disk_usage returns."""

    total: int
    used: int
    free: int


def test_every_package_has_a_check_when_listed() -> None:
    special = {"debian-archive-keyring", "python3-yaml"}
    assert set(host.host_packages()) == set(host.PROGRAMS) | special


def test_install_command_is_said_when_a_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "is_installed", lambda package: package != "qemu-system-x86")
    with pytest.raises(LabError) as raised:
        host.check_host()
    assert str(raised.value) == (
        "missing package qemu-system-x86, install with: apt-get install qemu-system-x86"
    )


def test_node_is_named_when_its_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LabError, match=f"pe1: port {port} on 127.0.0.1 is taken"):
            host.check_port_free(port, "pe1")
    host.check_port_free(port, "pe1")


def test_need_is_said_when_the_disk_is_too_small(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 5 << 20))
    wanted = f"starting needs 10 MB in {tmp_path / 'new'}, only 5 MB are free"
    with pytest.raises(LabError, match=wanted):
        host.check_free_space(tmp_path / "new", 10, "starting")
    host.check_free_space(tmp_path, 5, "starting")


def test_second_command_is_refused_when_one_is_at_work(tmp_path: Path) -> None:
    take = partial(host.locked, tmp_path / "lock", "busy")
    with take(), pytest.raises(LabError, match="busy"), take():
        pass
    with take():
        pass


@pytest.mark.parametrize(
    ("line", "major"),
    [
        ("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg)", 7),
        ("QEMU emulator version 10.0.13", 10),
        ("nothing", 0),
    ],
)
def test_major_version_is_read_when_qemu_tells_it(line: str, major: int) -> None:
    assert major_version(line) == major


def test_status_is_two_and_no_traceback_when_the_topology_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lab", "--topology", str(tmp_path / "x.yml"), "status"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"lab: topology file {tmp_path}/x.yml: No such file or directory\n"


@pytest.mark.parametrize("linked", [False, True])
def test_images_stay_when_they_are_outside_of_the_lab_that_is_cleaned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, linked: bool
) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    (own / "images").mkdir(parents=True)
    shared.mkdir()
    options = ["--topology", str(TOPOLOGY), "--dir", str(own)]
    if linked:
        (own / "images").rmdir()
        (own / "images").symlink_to(shared)
    else:
        options += ["--images", str(shared)]
    assert main([*options, "clean", "--all"]) == 0
    assert "stay: they are outside of this lab's folder" in capsys.readouterr().err
    assert shared.is_dir()


def test_images_are_removed_when_the_lab_that_is_cleaned_has_them_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAB_IMAGES", raising=False)
    (tmp_path / "own" / "images").mkdir(parents=True)
    assert (
        main(["--topology", str(TOPOLOGY), "--dir", str(tmp_path / "own"), "clean", "--all"]) == 0
    )
    assert not (tmp_path / "own").exists()
