# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files of the README in an empty folder are a network, and its commands run as they stand."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

from support import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(?:\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"# (\S+\.yml)\n")


def test_network_of_the_readme_is_right(tmp_path: Path) -> None:
    blocks = BLOCK.findall(README)
    files = {match[1]: block for block in blocks if (match := NAME.match(block))}
    assert len(files) == 3
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    lines = [line for block in blocks for line in block.splitlines()]
    (command,) = (line for line in lines if line.endswith("linuxnet.mpls.validate"))
    done = subprocess.run(
        shlex.split(command),
        cwd=tmp_path,
        env={**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "4 routers, 3 links, 1 VPN with 2 sites: no mistakes; 4 files changed" in done.stdout
    assert "WARNING" not in done.stdout + done.stderr
    assert sorted(path.name for path in (tmp_path / "rendered").glob("*.conf")) == [
        "p1.frr.conf",
        "pe1.frr.conf",
        "pe2.frr.conf",
        "rr1.frr.conf",
    ]
