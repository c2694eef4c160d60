# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A label route leads where it is expected, or it is said where it leads."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Hop, LabelRoute
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._static_routes import (
    expected_ways,
    shown_ways,
)

WAY = {"via": "10.1.0.1", "interface": "eth1"}
LABEL_ROUTES: dict[str, tuple[dict[str, Any], Hop]] = {
    "pop to a neighbour": (
        {"label": 100003, **WAY},
        {"interface": "eth1", "via": "10.1.0.1", "labels": [], "dead": False},
    ),
    "pop to a VRF": (
        {"label": 100003, "interface": "customer1"},
        {"interface": "customer1", "via": "", "labels": [], "dead": False},
    ),
    "swap and push": (
        {"label": 100003, **WAY, "out_labels": [16, 17]},
        {"interface": "eth1", "via": "10.1.0.1", "labels": [16, 17], "dead": False},
    ),
}


@pytest.mark.parametrize(("route", "hop"), LABEL_ROUTES.values(), ids=LABEL_ROUTES)
def test_label_route_leads_where_it_is_expected_when_the_kernel_has_it(
    route: dict[str, Any], hop: Hop
) -> None:
    shown = shown_ways({"100003": {"protocol": 4, "hops": [hop]}}, {})
    assert shown == expected_ways([route])


def test_prefix_route_leads_where_it_is_expected_when_the_kernel_has_it() -> None:
    wanted = {"prefix": "192.168.2.0/24", "table": 100, **WAY, "out_labels": [18, 81]}
    hop: Hop = {"interface": "eth1", "via": "10.1.0.1", "labels": [18, 81], "dead": False}
    shown = shown_ways(
        {},
        {
            "100": [
                {
                    "prefix": "192.168.2.0/24",
                    "kind": "unicast",
                    "protocol": 186,
                    "metric": 0,
                    "hops": [hop],
                }
            ]
        },
    )
    assert shown == expected_ways([wanted])


def test_label_route_leads_elsewhere_when_its_link_is_down_or_it_has_no_way() -> None:
    hop: Hop = {"interface": "eth1", "via": "10.1.0.1", "labels": [16], "dead": True}
    routes: dict[str, LabelRoute] = {
        "16": {"protocol": 4, "hops": [hop]},
        "17": {"protocol": 4, "hops": [hop, hop]},
        "18": {"protocol": 4, "hops": []},
    }
    assert shown_ways(routes, {}) == {
        "label 16": "via 10.1.0.1 dev eth1 push 16 (dead)",
        "label 17": "by several paths",
        "label 18": "nowhere",
    }
