# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router that is right is left alone, also after a reboot: `--check --diff` finds nothing."""

from __future__ import annotations

from lab_network import ROOT, read_recap, run_site


def test_check_mode_finds_nothing_to_change() -> None:
    late = ROOT / "molecule" / "default" / "vars" / "late_interface.yml"
    done = run_site(f"--extra-vars=@{late}", "--check", "--diff")
    nothing = {"changed": 0, "unreachable": 0, "failed": 0}
    assert read_recap(done.stdout) == dict.fromkeys(("pe1", "p1", "pe2", "rr1"), nothing), (
        done.stdout
    )
    assert done.returncode == 0
