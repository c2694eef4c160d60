# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router that is right is left alone, also after a reboot: `--check --diff` finds nothing."""

from __future__ import annotations

import re
import subprocess

from lab_network import INVENTORY, ROOT

RECAP = re.compile(
    r"^(\w+)\s+: ok=\d+\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)", re.MULTILINE
)


def test_check_mode_finds_nothing_to_change() -> None:
    run = subprocess.run(
        [
            "ansible-playbook",
            f"--inventory={ROOT}/examples/l3vpn/inventory.yml",
            f"--inventory={INVENTORY}",
            f"--extra-vars=@{ROOT}/molecule/default/vars/late_interface.yml",
            "--check",
            "--diff",
            "linuxnet.mpls.site",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    recap = {row[0]: row[1:] for row in RECAP.findall(run.stdout)}
    assert recap == dict.fromkeys(("pe1", "p1", "pe2", "rr1"), ("0", "0", "0")), run.stdout
    assert run.returncode == 0
