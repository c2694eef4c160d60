# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Two releases of iproute2 print the same route in two forms."""

from __future__ import annotations

import json

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._read import (
    _join_encap,
    _labels,
)

FLAT = '{"dst": "192.168.2.0/24", "encap": "mpls", "dst": "18/81", "gateway": "10.1.0.1"}'
NESTED = '{"dst": "192.168.2.0/24", "encap": {"encap_type": "mpls", "dst": "18/81"}}'


@pytest.mark.parametrize("printed", [FLAT, NESTED], ids=["iproute2 6.1", "iproute2 6.15"])
def test_prefix_and_labels_are_told_apart(printed: str) -> None:
    route = json.loads(printed, object_pairs_hook=_join_encap)
    assert route["dst"] == "192.168.2.0/24"
    assert _labels(route) == ["18", "81"]


def test_route_has_no_labels_when_nothing_encapsulates() -> None:
    assert _labels({"dst": "10.0.0.2"}) == []
