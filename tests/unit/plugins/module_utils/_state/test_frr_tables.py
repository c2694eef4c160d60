# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What zebra of 8.4.4 and of 10.3 prints of labels and routes."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._frr_tables import parse_tables

LABELS = {
    "17": {
        "inLabel": 17,
        "installed": True,
        "nexthops": [{"type": "LDP", "outLabel": 18, "outLabelStack": [18], "nexthop": "10.1.0.1"}],
    },
    "80": {
        "inLabel": 80,
        "nexthops": [{"type": "BGP", "outLabel": 3, "outLabelStack": [3], "interface": "blue"}],
    },
}


def entry(prefix: str, table: int, protocol: str, *hops: dict[str, Any]) -> dict[str, Any]:
    return {
        "prefix": prefix,
        "table": table,
        "protocol": protocol,
        "selected": True,
        "nexthops": [*hops],
    }


RECURSIVE = {"ip": "10.0.0.2", "recursive": True, "labels": [80]}
RESOLVED = {"ip": "10.1.0.1", "interfaceName": "eth1", "fib": True, "labels": [17, 80]}
REMOTE = entry("192.168.2.0/24", 100, "bgp", RECURSIVE, RESOLVED)
DEFAULT = entry("0.0.0.0/0", 100, "kernel", {"fib": True, "unreachable": True})
NOT_CHOSEN = {**entry("192.168.2.0/24", 100, "ospf", RESOLVED), "selected": False}
OF_VRF = {"192.168.2.0/24": [NOT_CHOSEN, REMOTE], "0.0.0.0/0": [DEFAULT]}
OF_MAIN = {"10.0.0.2/32": [entry("10.0.0.2/32", 254, "ospf", {**RESOLVED, "labels": [3]})]}
PRINTED = {
    "FRR 8.4": [LABELS, OF_VRF, OF_MAIN],
    "FRR 10.3": [LABELS, {"blue": OF_VRF, "default": OF_MAIN}],
}


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_labels_and_chosen_routes_are_read(printed: list[dict[str, Any]]) -> None:
    labels, routes = parse_tables(printed)
    hop = {"interface": "eth1", "via": "10.1.0.1", "labels": [17, 80], "dead": False}
    assert routes == {
        "100": [{"prefix": "192.168.2.0/24", "protocol": "bgp", "hops": [hop]}],
        "254": [{"prefix": "10.0.0.2/32", "protocol": "ospf", "hops": [{**hop, "labels": []}]}],
    }
    assert labels == {
        "17": {
            "protocol": "LDP",
            "hops": [{"interface": "", "via": "10.1.0.1", "labels": [18], "dead": False}],
        },
        "80": {
            "protocol": "BGP",
            "hops": [{"interface": "blue", "via": "", "labels": [], "dead": False}],
        },
    }


def test_nothing_is_read_where_zebra_has_nothing() -> None:
    assert parse_tables([{}, {"default": {}}]) == ({}, {})
