# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A VLAN's dot is a part of its name, in every place that the name goes through."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import parse_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    dropin_path,
    names_with,
    render_base,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import (
    Host,
    Interface,
    Wanted,
    find_faults,
)

VLAN = "bond0.100"


def test_files_of_networkd_are_found_again_by_the_name() -> None:
    path = dropin_path(VLAN, "address")
    assert path == "/etc/systemd/network/10-mpls-bond0.100.network.d/address.conf"
    assert names_with("address", {path: MARK}) == {VLAN: MARK}
    assert "Name=bond0.100\n" in render_base(VLAN)


def test_context_of_frr_has_the_whole_name() -> None:
    config = parse_config("interface bond0.100\n mpls enable\nexit\n")
    assert ("interface bond0.100", "mpls enable") in config.lines


def test_preflight_names_the_vlan_when_only_its_parent_is_there() -> None:
    found = dict.fromkeys(("bond0", "lo"), Interface(1500))
    host = Host("pe1", "6.1.0", frozenset(), found, {}, None)
    assert find_faults(host, Wanted([], [VLAN], {}, "8.4")) == [
        "interface bond0.100 does not exist: expected one of bond0, lo"
    ]
