# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a router shows, as the checks look at it."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    Hop,
    LabelRoute,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    Route as ShownRoute,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ce import ospf_states
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._checks import Route
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._read import (
    _bfd_states,
    _isis_states,
    _route,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ways import (
    expected_ways,
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
    shown = shown_ways({}, {"100": [shown_route("192.168.2.0/24", "unicast", 186, hop)]})
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


OBSERVED = {
    "host": (("10.0.0.2/32", "unicast", 188), Route("10.0.0.2", "other", 20, 2)),
    "IPv6 host": (("fd00::2/128", "unicast", 188), Route("fd00::2", "other", 20, 2)),
    "subnet": (("10.9.0.0/24", "unicast", 2), Route("10.9.0.0/24", "kernel", 20, 2)),
    "end": (("::/0", "unreachable", 4), Route("::/0", "unreachable", 20, 0)),
    "blackhole": (("10.9.0.0/24", "blackhole", 196), Route("10.9.0.0/24", "dropped", 20, 0)),
}


@pytest.mark.parametrize(("shown", "seen"), OBSERVED.values(), ids=OBSERVED)
def test_route_is_read_as_the_checks_look_at_it(shown: tuple[str, str, int], seen: Route) -> None:
    hops: list[Hop] = [{"interface": "eth1", "via": "", "labels": [17, 80], "dead": False}]
    one = shown_route(*shown, *(hops if seen.labels else ()))
    assert _route({**one, "metric": 20}) == seen


def shown_route(prefix: str, kind: str, protocol: int, *hops: Hop) -> ShownRoute:
    return {"prefix": prefix, "kind": kind, "protocol": protocol, "metric": 0, "hops": [*hops]}


@pytest.mark.parametrize("peers", [PEERS, PEERS[::-1]], ids=["down last", "down first"])
def test_session_of_bfd_that_is_down_counts_when_a_link_has_two(peers: list[Any]) -> None:
    assert _bfd_states(peers) == {"eth1": "down", "eth2": "up"}


def test_no_session_of_bfd_is_there_when_bfdd_does_not_answer() -> None:
    assert _bfd_states([]) == {}
