# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The core forwards by computed labels alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from support.lab.customers import (
    assert_vrfs_end_in_an_unreachable_default,
    capture_labels,
    interfaces_with_label_input,
)
from support.lab.network import Site

LABEL_PORTS = {"pe1": {"eth1"}, "p1": {"eth1", "eth2"}, "pe2": {"eth1"}}
FRR = ("watchfrr", "zebra", "staticd", "ospfd", "isisd", "ldpd", "bgpd", "vtysh")


def numbers(labels: list[str]) -> list[tuple[int, bool]]:
    """Read label and bottom of stack of each entry."""
    return [(int(re.findall(r"\d+", label)[0]), "[S]" in label) for label in labels]


@pytest.mark.parametrize(("customer", "inner"), [("customer1", 200100), ("customer2", 200200)])
def test_two_labels_between_pe_and_p_when_the_inner_one_is_the_bottom(
    routers: dict[str, Any], sites: dict[str, Site], customer: str, inner: int
) -> None:
    labels = capture_labels(routers["p1"], "eth1", "in", sites, customer)
    assert numbers(labels) == [(100003, False), (inner, True)]


def test_one_label_after_the_penultimate_hop(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    labels = capture_labels(routers["p1"], "eth2", "out", sites)
    assert numbers(labels) == [(200100, True)]


@pytest.mark.parametrize("name", LABEL_PORTS)
def test_no_part_of_frr_runs_or_is_installed(routers: dict[str, Any], name: str) -> None:
    assert routers[name].run(f"pidof {' '.join(FRR)}").rc == 1
    assert routers[name].run("test -e /usr/lib/frr/zebra").rc == 1


@pytest.mark.parametrize("name", LABEL_PORTS)
def test_labels_are_taken_on_core_ports_and_nowhere_else(
    routers: dict[str, Any], name: str
) -> None:
    assert interfaces_with_label_input(routers[name]) == LABEL_PORTS[name]


@pytest.mark.parametrize("name", LABEL_PORTS)
def test_main_table_has_no_route_of_a_customer(routers: dict[str, Any], name: str) -> None:
    assert "192.168." not in routers[name].check_output("ip route show table main")


@pytest.mark.parametrize("name", ["pe1", "pe2"])
def test_every_vrf_ends_in_an_unreachable_default(routers: dict[str, Any], name: str) -> None:
    assert_vrfs_end_in_an_unreachable_default(routers[name])
