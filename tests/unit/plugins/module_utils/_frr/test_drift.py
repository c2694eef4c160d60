# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What differs from a proven configuration, in words."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._drift import find_differences
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Config, parse_config
from support.memory.frr import NEW, OLD

PROVEN = """\
hostname pe1
interface eth1
 ip ospf area 0
exit
router bgp 65000
 bgp router-id 10.0.0.1
 neighbor 10.0.0.4 remote-as 65000
 address-family ipv4 vpn
  neighbor 10.0.0.4 activate
  neighbor 10.0.0.4 route-map out4 out
 exit-address-family
exit
router ospf
 ospf router-id 10.0.0.1
exit
"""
#: What is put in place of what, and each line that differs with the reason.
CHANGES = {
    "value": (
        ("bgp router-id 10.0.0.1", "bgp router-id 10.9.9.9"),
        ["router bgp 65000: bgp router-id is 10.9.9.9: expected 10.0.0.1"],
    ),
    "value before a word": (
        ("route-map out4 out", "route-map any out"),
        [
            "router bgp 65000: address-family ipv4 vpn: neighbor 10.0.0.4 route-map out"
            " is any: expected out4"
        ],
    ),
    "line gone": (
        (" ip ospf area 0\n", ""),
        ["interface eth1 is not there with a line in it: expected it"],
    ),
    "line foreign": (
        ("remote-as 65000\n", "remote-as 65000\n neighbor 10.0.0.9 remote-as 65009\n"),
        ["router bgp 65000: neighbor 10.0.0.9 remote-as 65009 is there: expected no such line"],
    ),
    "opposite": (
        (" ospf router-id 10.0.0.1\n", " no capability opaque\n"),
        [
            "router ospf: ospf router-id 10.0.0.1 is not there: expected it",
            "router ospf: no capability opaque is there: expected no such line",
        ],
    ),
    "context gone": (
        ("router ospf\n ospf router-id 10.0.0.1\nexit\n", ""),
        ["router ospf is not there with a line in it: expected it"],
    ),
    "context foreign": (
        ("router ospf\n", "router isis core\n net 49.0001\n is-type level-2\nexit\nrouter ospf\n"),
        ["router isis core is there with 2 lines in it: expected no such line"],
    ),
    "nothing": (("hostname pe1", "hostname pe2\nno ip forwarding"), []),
}


def read(text: str) -> Config:
    return normalise_config(parse_config(text), NEW)


@pytest.mark.parametrize("change", CHANGES)
def test_line_is_named_when_it_differs(change: str) -> None:
    (old, new), words = CHANGES[change]
    assert old in PROVEN
    found = find_differences(read(PROVEN), read(PROVEN.replace(old, new)), NEW)
    assert [f"{one.line} {one.reason}" for one in found] == words


def test_line_is_not_missed_when_frr_does_not_show_it() -> None:
    """max-metric, as 8.4.4 has it without an area."""
    text = "router ospf\n max-metric router-lsa administrative\n ospf router-id 10.0.0.1\nexit\n"
    shown = read(text.replace(" max-metric router-lsa administrative\n", ""))
    assert find_differences(read(text), shown, OLD) == []
    assert find_differences(read(text), shown, NEW) != []
