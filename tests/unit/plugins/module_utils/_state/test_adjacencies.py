# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Adjacencies, as FRR 8.4.4 and 10.3 print them."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._adjacencies import (
    Adjacency,
    parse_isis,
    parse_ospf,
)


@pytest.mark.parametrize("key", ["state", "nbrState"], ids=["FRR 8", "FRR 10"])
def test_each_adjacency_is_read_when_a_neighbour_has_several(key: str) -> None:
    """Parallel links, the second one unnumbered."""
    first = {key: "Full/-", "ifaceName": "eth1:10.1.0.0"}
    second = {key: "Init/-", "ifaceName": "bond0.100:10.0.0.1"}
    assert list(parse_ospf({"neighbors": {"10.0.0.2": [first, second]}})) == [
        Adjacency("10.0.0.2", "eth1", "Full/-"),
        Adjacency("10.0.0.2", "bond0.100", "Init/-"),
    ]


def test_adjacency_is_read_when_another_circuit_has_none() -> None:
    """As FRR 8.4.4 and 10.3 show a loopback and a core link."""
    adjacency = {"circuit": 0, "adj": "p1", "interface": "eth1", "level": 2, "state": "Up"}
    shown = {"areas": [{"area": "core", "circuits": [{"circuit": 0}, adjacency]}]}
    assert list(parse_isis(shown)) == [Adjacency("p1", "eth1", "Up")]
