# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions of BFD, as FRR 8.4.4 and 10.3 print them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._bfd import _bfd_states

#: As FRR 8.4.4 and 10.3 print it: with OSPFv3 beside OSPF a link has two sessions, and one with a
#: router that is further away has no interface.
PEERS = [
    {"peer": "10.1.0.1", "interface": "eth1", "vrf": "default", "status": "up"},
    {"peer": "fe80::1", "interface": "eth1", "vrf": "default", "status": "down"},
    {"peer": "10.1.0.3", "interface": "eth2", "vrf": "default", "status": "up"},
    {"multihop": True, "peer": "192.0.2.1", "vrf": "customer1", "status": "init"},
]


@pytest.mark.parametrize("peers", [PEERS, PEERS[::-1]], ids=["down last", "down first"])
def test_session_of_bfd_that_is_down_counts_when_a_link_has_two(peers: list[Any]) -> None:
    assert _bfd_states(peers) == {"eth1": "down", "eth2": "up"}


def test_no_session_of_bfd_is_there_when_bfdd_does_not_answer() -> None:
    assert _bfd_states([]) == {}
