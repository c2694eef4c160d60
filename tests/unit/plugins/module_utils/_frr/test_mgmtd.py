# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Lines that mgmtd of 10.3 has lost count as missing, though other daemons show them."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _vtysh as vtysh
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._mgmtd import keep_taken
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import parse_config

LISTS = """\
ip prefix-list ce-in seq 10 deny 172.16.1.0/30 le 32
ipv6 prefix-list ce-in seq 10 permit any
"""
MAP = """\
route-map ce-in deny 5
 match tag 3489725928
exit
route-map ce-in permit 10
 match ip address prefix-list ce-in
 set extcommunity none
exit
"""
REST = """\
router bgp 65000
 neighbor 10.0.0.9 remote-as 65000
exit
"""
#: As mgmtd shows its part: it knows no lines of BGP's.
OF_MGMTD = LISTS + MAP.replace(" set extcommunity none\n", "")


def shown(version: str = "10.3") -> str:
    return f"\nfrr version {version}\n{LISTS}{MAP}{REST}end\n"


def test_nothing_is_left_out_when_mgmtd_has_its_lines() -> None:
    assert keep_taken(shown(), OF_MGMTD) == shown()


def test_nothing_is_left_out_when_zebra_has_them_of_itself() -> None:
    assert keep_taken(shown("10.2.1"), "") == shown("10.2.1")
    assert keep_taken(shown("8.4.4"), "") == shown("8.4.4")


@pytest.mark.parametrize(
    ("lost", "left_out"),
    [
        (LISTS + MAP, LISTS + MAP),
        (LISTS, LISTS),
        (" match tag 3489725928\n", " match tag 3489725928\n"),
        (MAP[: MAP.index("route-map ce-in permit")],) * 2,
    ],
    ids=["all", "prefix lists", "a line of a route map", "an entry of a route map"],
)
def test_lines_are_left_out_when_mgmtd_has_lost_them(lost: str, left_out: str) -> None:
    of_mgmtd = OF_MGMTD
    for line in lost.splitlines(keepends=True):
        if line != "exit\n" or lost.startswith("route-map"):
            of_mgmtd = of_mgmtd.replace(line, "", 1)
    expected = parse_config(shown()).lines.keys() - parse_config(left_out).lines.keys()
    if left_out.startswith(" "):
        expected -= {("route-map ce-in deny 5", left_out.strip())}
    assert parse_config(keep_taken(shown(), of_mgmtd)).lines.keys() == expected


def test_running_configuration_is_without_what_mgmtd_has_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(argv: list[str], *_all: object, **_more: object) -> tuple[int, str]:
        assert argv[-1] == "show running-config mgmtd"
        begin = "Building configuration...\n"
        return 0, f"MPLS On\n{begin}{shown()}{begin}{OF_MGMTD.replace(LISTS, '')}"

    monkeypatch.setattr(vtysh, "_MGMTD", "/")
    monkeypatch.setattr(vtysh, "run_program", run)
    assert "prefix-list ce-in seq" not in vtysh.read_running().text
