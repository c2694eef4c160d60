# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The core of the ring: every neighbour is there, labels are on the wire, nothing is left to do."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.customers import SITE2, SITE2_IPV6
from support.lab.network import Site, assert_nothing_to_change, run_playbook
from support.lab.wire import captured


def test_every_router_does_what_the_intent_says() -> None:
    done = run_playbook("verify")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("address", [SITE2, SITE2_IPV6])
def test_transport_label_is_gone_after_the_penultimate_hop_in_both_families(
    routers: dict[str, Any], sites: dict[str, Site], address: str
) -> None:
    """Both PEs have p2 as their neighbour, so there is no shorter way."""
    with captured(routers["p2"], "eth1", "in") as entering:  # noqa: SIM117 (one after the other)
        with captured(routers["p2"], "eth4", "out") as leaving:
            assert sites["customer1-site1"].reaches(address)
    for packets, bottoms in ((entering, [False, True]), (leaving, [True])):
        echoes = [packet for packet in packets if packet.destination == address]
        assert echoes
        assert [[label.bottom for label in packet.labels] for packet in echoes] == [bottoms] * len(
            echoes
        )


def test_check_mode_finds_nothing_to_change() -> None:
    assert_nothing_to_change()
