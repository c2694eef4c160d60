# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Two releases of iproute2 print the same route in two forms."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify import _read
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ce import ospf_states
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._checks import Route
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._read import (
    _bfd_states,
    _isis_states,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ways import (
    expected_ways,
    parse_rows,
    pushed_labels,
    shown_ways,
)

#: As FRR 8.4.4 and 10.3 print it: with OSPFv3 beside OSPF a link has two sessions, and one with a
#: router that is further away has no interface.
PEERS = [
    {"peer": "10.1.0.1", "interface": "eth1", "vrf": "default", "status": "up"},
    {"peer": "fe80::1", "interface": "eth1", "vrf": "default", "status": "down"},
    {"peer": "10.1.0.3", "interface": "eth2", "vrf": "default", "status": "up"},
    {"multihop": True, "peer": "192.0.2.1", "vrf": "customer1", "status": "init"},
]
FLAT = '{"dst": "192.168.2.0/24", "encap": "mpls", "dst": "18/81"}'
NESTED = '{"dst": "192.168.2.0/24", "encap": {"encap_type": "mpls", "dst": "18/81"}}'


@pytest.mark.parametrize("printed", [FLAT, NESTED], ids=["iproute2 6.1", "iproute2 6.15"])
def test_prefix_and_labels_are_told_apart(printed: str) -> None:
    (route,) = parse_rows(f"[{printed}]")
    assert route["dst"] == "192.168.2.0/24"
    assert pushed_labels(route) == ["18", "81"]


def test_route_has_no_labels_when_nothing_encapsulates() -> None:
    assert pushed_labels({"dst": "10.0.0.2"}) == []


WAY = {"via": "10.1.0.1", "interface": "eth1"}
SWAP = '{"dst": 100003, "to": 100003, "via": {"family": "inet", "host": "10.1.0.1"}, "dev": "eth1"'
LABEL_ROUTES = {
    "pop to a neighbour": (
        {"label": 100003, **WAY},
        '{"dst": 100003, "via": {"family": "inet", "host": "10.1.0.1"}, "dev": "eth1"}',
    ),
    "pop to a VRF": (
        {"label": 200100, "interface": "customer1"},
        '{"dst": 200100, "dev": "customer1", "flags": []}',
    ),
    "swap": ({"label": 100003, **WAY, "out_labels": [100003]}, SWAP + "}"),
    "swap and push": (
        {"label": 100003, **WAY, "out_labels": [16, 17]},
        SWAP.replace('"to": 100003', '"to": "16/17"') + "}",
    ),
}


@pytest.mark.parametrize(("route", "printed"), LABEL_ROUTES.values(), ids=LABEL_ROUTES)
def test_label_route_leads_where_it_is_expected_when_the_kernel_has_it(
    route: dict[str, Any], printed: str
) -> None:
    assert shown_ways(parse_rows(f"[{printed}]")) == expected_ways([route])


def test_prefix_route_leads_where_it_is_expected_when_the_kernel_has_it() -> None:
    wanted = {"prefix": "192.168.2.0/24", "table": 100, **WAY, "out_labels": [18, 81]}
    for printed in (FLAT, NESTED):
        rows = parse_rows(f'[{printed[:-1]}, "gateway": "10.1.0.1", "dev": "eth1"}}]')
        assert shown_ways(rows, 100) == expected_ways([wanted])


def test_label_route_leads_elsewhere_when_its_link_is_down() -> None:
    shown = shown_ways(parse_rows(f'[{SWAP}, "flags": ["dead", "linkdown"]}}]'))
    assert shown == {"label 100003": "via 10.1.0.1 dev eth1 push 100003 (dead)"}


@pytest.mark.parametrize("key", ["state", "nbrState"], ids=["FRR 8", "FRR 10"])
def test_each_adjacency_is_read_when_a_neighbour_has_several(key: str) -> None:
    """Parallel links, the second one unnumbered."""
    first = {key: "Full/-", "ifaceName": "eth1:10.1.0.0"}
    second = {key: "Init/-", "ifaceName": "bond0.100:10.0.0.1"}
    assert list(ospf_states({"neighbors": {"10.0.0.2": [first, second]}})) == [
        ("10.0.0.2", "eth1", "Full/-"),
        ("10.0.0.2", "bond0.100", "Init/-"),
    ]


def test_adjacency_is_read_when_another_circuit_has_none() -> None:
    """As FRR 8.4.4 and 10.3 show a loopback and a core link."""
    adjacency = {"circuit": 0, "adj": "p1", "interface": "eth1", "level": 2, "state": "Up"}
    shown = {"areas": [{"area": "core", "circuits": [{"circuit": 0}, adjacency]}]}
    assert dict(_isis_states(shown)) == {"eth1": "Up"}


def test_routes_of_both_families_are_read_by_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """As ``ip`` 6.1 and 6.15 show all tables, numeric."""
    printed = """[
      {"dst": "10.0.0.2", "gateway": "10.1.0.1", "dev": "eth1", "metric": 20, "flags": []},
      {"dst": "fd00::2", "dev": "eth1", "metric": 20, "flags": [], "pref": "medium"},
      {"type": "7", "dst": "default", "table": "100", "metric": 4278198272, "flags": []},
      {"type": "7", "dst": "default", "dev": "lo", "table": "100", "metric": 1, "pref": "medium"},
      {"dst": "10.9.0.0/24", "dev": "eth2", "table": "100", "protocol": "2", "flags": []},
      {"dst": "10.8.0.0/24", "dev": "eth2", "table": "100", "protocol": "186", "flags": []},
      {"type": "2", "dst": "127.0.0.1", "dev": "lo", "table": "255", "flags": []}
    ]"""
    monkeypatch.setattr(_read, "run_command", lambda _argv: printed)
    tables = {
        table: tuple(_read._parse_routes(rows))
        for table, rows in _read._read_tables([254, 100, 200]).items()
    }
    assert tables == {
        254: (Route("10.0.0.2", "other", 20, 0), Route("fd00::2", "other", 20, 0)),
        100: (
            Route("0.0.0.0/0", "unreachable", 4278198272, 0),
            Route("::/0", "unreachable", 1, 0),
            Route("10.9.0.0/24", "kernel", 0, 0),
            Route("10.8.0.0/24", "other", 0, 0),
        ),
        200: (),
    }


@pytest.mark.parametrize("peers", [PEERS, PEERS[::-1]], ids=["down last", "down first"])
def test_session_of_bfd_that_is_down_counts_when_a_link_has_two(peers: list[Any]) -> None:
    assert _bfd_states(peers) == {"eth1": "down", "eth2": "up"}


def test_no_session_of_bfd_is_there_when_bfdd_does_not_answer() -> None:
    assert _bfd_states([]) == {}
