# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The daemons file, watchfrr's arguments and what vtysh prints."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import (
    enable_daemons,
    parse_enabled,
    parse_supervised,
    plan_missing,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._vtysh import find_complaints

FILE = '# comment\nbgpd=no\nospfd=yes\nldpd="no"\nvtysh_enable=yes\nbgpd_options="-A ::1"\n'


def test_one_line_changes_when_one_daemon_is_enabled() -> None:
    text = enable_daemons(FILE, ["bgpd"])
    assert text == FILE.replace("bgpd=no\n", "bgpd=yes\n")


def test_line_is_added_when_the_file_does_not_name_the_daemon() -> None:
    assert enable_daemons(FILE, ["bfdd"]) == FILE + "bfdd=yes\n"


def test_enabled_daemons_are_found_when_values_are_quoted() -> None:
    assert parse_enabled(FILE) == {"ospfd"}


def test_watched_daemons_are_found_when_arguments_have_options() -> None:
    cmdline = "/usr/lib/frr/watchfrr\0-d\0-F\0traditional\0zebra\0mgmtd\0ospfd\0staticd\0"
    assert parse_supervised(cmdline) == {"zebra", "mgmtd", "ospfd", "staticd"}


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("MGMTD: No changes found to be committed!\n", 0),
        (
            "Static Route to 10.0.0.0/8 not installed currently "
            "because dependent config not fully available",
            0,
        ),
        ("This command is deprecated, because it is not VRF-aware.\n", 0),
        ("", 0),
    ],
)
def test_no_complaint_is_found_when_the_words_are_harmless(shown: str, code: int) -> None:
    assert find_complaints(shown, code) == []


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("line 2: % Unknown command[43]:  foo bar\n", 2),
        ("% Can not configure the local system as neighbor\n", 0),
        ("BGP is already running; AS is 65009\n", 13),
        ("", 1),
    ],
)
def test_complaint_is_found_when_a_command_was_refused(shown: str, code: int) -> None:
    assert find_complaints(shown, code)


def test_daemon_is_missing_when_the_text_has_its_context() -> None:
    kinds = {"bgp": "router bgp 1", "interface": "interface lo", "ldp": "mpls ldp"}
    assert plan_missing(kinds, ["bgpd"]) == {"ldpd": "mpls ldp"}
