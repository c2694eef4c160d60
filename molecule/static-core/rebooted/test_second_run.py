# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""After a reboot a router that is right is left alone: `--check --diff` finds nothing."""

from __future__ import annotations

from support.lab.network import assert_nothing_to_change


def test_check_mode_finds_nothing_to_change() -> None:
    assert_nothing_to_change()
