# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Labels on the wire, and the ports that take them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from support.lab.customers import capture_labels, interfaces_with_label_input
from support.lab.network import Site

LABEL_PORTS = {
    "pe1": {"eth1", "late0"},
    "p1": {"eth1", "eth2", "eth3", "late0.7"},
    "pe2": {"eth1"},
    "rr1": {"eth1"},
}


def test_two_labels_between_pe_and_p_when_the_inner_one_is_the_bottom(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    labels = capture_labels(routers["p1"], "eth1", "in", sites)
    assert ["[S]" in label for label in labels] == [False, True]


def test_one_label_after_the_penultimate_hop(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    labels = capture_labels(routers["p1"], "eth2", "out", sites)
    assert ["[S]" in label for label in labels] == [True]


@pytest.mark.parametrize("name", LABEL_PORTS)
def test_labels_are_taken_on_core_ports_and_late_ones_and_nowhere_else(
    routers: dict[str, Any], name: str
) -> None:
    assert interfaces_with_label_input(routers[name]) == LABEL_PORTS[name]


@pytest.mark.parametrize(("pe", "remote"), [("pe1", "192.168.2.0/24"), ("pe2", "192.168.1.0/24")])
def test_vpn_route_pushes_labels_in_every_vrf(
    routers: dict[str, Any], pe: str, remote: str
) -> None:
    for table in (100, 200):
        shown = routers[pe].check_output(f"ip route show {remote} table {table}")
        assert re.search(r"encap mpls +\d+/\d+ via", shown)
