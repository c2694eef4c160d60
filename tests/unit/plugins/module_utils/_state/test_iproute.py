# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Two releases of iproute2 print the same thing in two forms; both become one state."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Hop, Route
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._iproute import (
    parse_label_routes,
    parse_links,
    parse_routes,
    parse_rows,
    parse_rules,
)

TO = '"gateway": "10.1.0.1", "dev": "eth1", "table": "100", "protocol": "186", "metric": 20'
FLAT = f'{{"dst": "192.168.2.0/24", "encap": "mpls", "dst": "18/81", {TO}}}'
NESTED = '{"dst": "192.168.2.0/24", "encap": {"encap_type": "mpls", "dst": "18/81"}, ' + TO + "}"
WAY: Hop = {"interface": "eth1", "via": "10.1.0.1", "labels": [18, 81], "dead": False}


def route(prefix: str, kind: str = "unicast", protocol: int = 0, *hops: Hop) -> Route:
    return {"prefix": prefix, "kind": kind, "protocol": protocol, "metric": 0, "hops": [*hops]}


@pytest.mark.parametrize("printed", [FLAT, NESTED], ids=["iproute2 6.1", "iproute2 6.15"])
def test_prefix_and_labels_are_told_apart(printed: str) -> None:
    found = parse_routes(parse_rows(f"[{printed}]"), 4)
    assert found == {
        "100": [{**route("192.168.2.0/24", "unicast", 186, WAY), "metric": 20}],
    }


def test_kinds_and_tables_of_routes_are_read() -> None:
    """As ``ip -Numeric`` shows all tables."""
    rows: list[dict[str, Any]] = [
        {"dst": "default", "gateway": "10.0.2.2", "dev": "eth0", "flags": []},
        {"type": "7", "dst": "default", "table": "100", "protocol": "4", "metric": 4278198272},
        {"type": "6", "dst": "10.9.0.0/24", "table": "100"},
        {"type": "2", "dst": "10.0.0.1", "dev": "lo", "table": "255", "protocol": "2"},
        {"type": "3", "dst": "10.0.2.255", "dev": "eth0", "table": "255", "protocol": "2"},
    ]
    out: Hop = {"interface": "eth0", "via": "10.0.2.2", "labels": [], "dead": False}
    own: Hop = {"interface": "lo", "via": "", "labels": [], "dead": False}
    assert parse_routes(rows, 4) == {
        "254": [route("0.0.0.0/0", "unicast", 0, out)],
        "100": [
            {**route("0.0.0.0/0", "unreachable", 4), "metric": 4278198272},
            route("10.9.0.0/24", "blackhole"),
        ],
        "255": [route("10.0.0.1/32", "local", 2, own)],
    }


def test_link_local_routes_are_left_out() -> None:
    rows: list[dict[str, Any]] = [
        {"type": "2", "dst": "fe80::1", "dev": "eth2", "table": "100"},
        {"dst": "fe80::/64", "dev": "eth2", "table": "100"},
        {"type": "5", "dst": "ff00::/8", "dev": "eth2", "table": "100"},
        {"dst": "fd00::2", "via": {"family": "inet6", "host": "fe80::9"}, "dev": "eth1"},
    ]
    hop: Hop = {"interface": "eth1", "via": "fe80::9", "labels": [], "dead": False}
    assert parse_routes(rows, 6) == {"254": [route("fd00::2/128", "unicast", 0, hop)]}


def test_each_next_hop_is_read() -> None:
    rows = [
        {
            "dst": "10.0.0.2",
            "nexthops": [
                {"gateway": "10.1.0.1", "dev": "eth1", "flags": []},
                {"gateway": "10.1.0.5", "dev": "eth2", "flags": ["dead", "linkdown"]},
            ],
        }
    ]
    (found,) = parse_routes(rows, 4)["254"]
    assert [(hop["interface"], hop["dead"]) for hop in found["hops"]] == [
        ("eth1", False),
        ("eth2", True),
    ]


VIA = {"via": {"family": "inet", "host": "10.1.0.1"}, "dev": "eth1", "flags": []}
LABELS = {
    "pop to a neighbour": (VIA, "eth1", "10.1.0.1", []),
    "pop to a VRF": ({"dev": "customer1", "flags": []}, "customer1", "", []),
    "swap": ({"to": 100003, **VIA}, "eth1", "10.1.0.1", [100003]),
    "swap and push": ({"to": "16/17", **VIA}, "eth1", "10.1.0.1", [16, 17]),
}


@pytest.mark.parametrize(("row", "interface", "via", "labels"), LABELS.values(), ids=LABELS)
def test_label_routes_are_read(
    row: dict[str, Any], interface: str, via: str, labels: list[int]
) -> None:
    assert parse_label_routes([{"dst": 100003, "protocol": "193", **row}]) == {
        "100003": {
            "protocol": 193,
            "hops": [{"interface": interface, "via": via, "labels": labels, "dead": False}],
        }
    }


def test_rules_are_read() -> None:
    rows = [
        {"priority": 1000, "src": "all", "l3mdev": None},
        {"priority": 2000, "src": "10.0.0.0", "srclen": 8, "table": "100"},
        {"priority": 32766, "src": "all", "table": "254"},
    ]
    assert [
        (one["priority"], one["table"], one["has_selector"]) for one in parse_rules(rows, 4)
    ] == [
        (1000, 0, False),
        (2000, 100, True),
        (32766, 254, False),
    ]


def test_links_are_read_with_their_counters() -> None:
    """As ``ip -details address`` and ``ip stats`` show them."""
    rows = [
        {
            "ifindex": 3,
            "ifname": "eth2",
            "flags": ["BROADCAST", "UP", "LOWER_UP"],
            "mtu": 1500,
            "master": "blue",
            "linkinfo": {"info_slave_kind": "vrf"},
            "addr_info": [{"local": "192.168.1.1", "prefixlen": 24}, {}],
        },
        {
            "ifindex": 8,
            "ifname": "blue",
            "flags": ["NOARP", "MASTER"],
            "mtu": 65575,
            "linkinfo": {"info_kind": "vrf", "info_data": {"table": 100}},
        },
    ]
    stats = {
        "rx": {"packets": 7, "errors": 1, "dropped": 2, "noroute": 3},
        "tx": {"packets": 9, "errors": 4, "dropped": 5},
    }
    found = parse_links(rows, [{"ifname": "eth2", "mpls_stats": stats}])
    port, vrf = found["eth2"], found["blue"]
    assert (port["up"], port["carrier"], port["master"]) == (True, True, "blue")
    assert port["addresses"] == ["192.168.1.1/24"]
    assert port["mpls"] == {"received": 7, "sent": 9, "dropped": 12, "no_route": 3}
    assert (vrf["kind"], vrf["table"], vrf["up"]) == ("vrf", 100, False)
