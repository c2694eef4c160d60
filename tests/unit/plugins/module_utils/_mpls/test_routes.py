# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes: values, plan and messages."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError, InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls import _wire_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._plan import (
    Surroundings,
    plan_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    PROTOCOL,
    RouteKey,
    RouteState,
    parse_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._wire_routes import (
    route_key,
    route_message,
    route_state,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link

LINKS = {
    "eth1": Link("eth1", "", up=True, mtu=1500),
    "red": Link("red", "vrf", up=True, mtu=65575, table=100),
}
AROUND = Surroundings(100000, LINKS)

labels = st.integers(16, 99999)
stacks = st.lists(st.integers(0, 1048575).filter(lambda one: one != 3), max_size=30).map(tuple)
vias = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)
states = st.one_of(st.builds(RouteState, st.just("eth1"), vias, stacks), st.just(RouteState("red")))
wanted = st.dictionaries(st.builds(RouteKey, labels), st.one_of(st.none(), states), max_size=8)
owned = st.dictionaries(st.builds(RouteKey, labels), states, max_size=8)


@pytest.fixture
def _indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_wire_routes.socket, "if_nametoindex", lambda _: 7)
    monkeypatch.setattr(_wire_routes.socket, "if_indextoname", lambda _: "eth1")


@given(wanted, owned, st.booleans())
def test_plan_is_empty_when_the_projected_state_is_planned_again(
    wish: dict[RouteKey, RouteState | None], current: dict[RouteKey, RouteState], purge: bool
) -> None:
    first = plan_routes(wish, current, AROUND, purge=purge)
    assert plan_routes(wish, first.projected, AROUND, purge=purge).operations == ()


@pytest.mark.usefixtures("_indexes")
@pytest.mark.parametrize(
    ("key", "state"),
    [
        (RouteKey(16), RouteState("eth1", "10.1.0.1", (17, 18))),
        (RouteKey(1048575), RouteState("eth1", "2001:db8::1")),
        (RouteKey(50100), RouteState("eth1")),
        (RouteKey(prefix="0.0.0.0/0", table=100), RouteState("eth1", "10.1.0.1", (16,))),
        (RouteKey(prefix="10.0.0.0/8", table=100000), RouteState("eth1", "fd00::1", (16,))),
        (RouteKey(prefix="2001:db8::/32"), RouteState("eth1", "fd00::1", (0, 16))),
    ],
)
def test_route_is_read_as_it_was_written_when_packed(key: RouteKey, state: RouteState) -> None:
    message = wire.unpack_route(wire.pack_route(route_message(key, state)))
    assert message.protocol == PROTOCOL
    assert route_key(message) == key
    assert route_state(message) == state


def test_table_is_not_sent_when_the_family_is_mpls() -> None:
    packed = wire.pack_route(route_message(RouteKey(16)))
    kinds = [kind for kind, _value in wire.unpack_attributes(packed, wire.ROUTE.size)]
    assert kinds == [wire.RTA_DST]


def test_foreign_route_is_refused_when_it_is_named_for_change_or_removal() -> None:
    around = Surroundings(100000, LINKS, {RouteKey(16): 193})
    for wish in (None, RouteState("red")):
        with pytest.raises(HostError, match="protocol 193"):
            plan_routes({RouteKey(16): wish}, {}, around)


@pytest.mark.parametrize(
    ("key", "state", "words"),
    [
        (RouteKey(100000), RouteState("red"), "platform_labels"),
        (RouteKey(16), RouteState("eth9", "10.0.0.1"), "eth9 does not exist"),
        (RouteKey(16), RouteState("eth1"), "is no VRF"),
    ],
)
def test_route_is_refused_when_the_router_cannot_have_it(
    key: RouteKey, state: RouteState, words: str
) -> None:
    with pytest.raises(HostError, match=words):
        plan_routes({key: state}, {}, AROUND)


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ({}, "routes[0]"),
        ({"label": 16, "prefix": "10.0.0.0/8"}, "routes[0]"),
        ({"label": 15, "interface": "red"}, "routes[0].label"),
        ({"label": 1048576, "interface": "red"}, "routes[0].label"),
        ({"label": 16, "table": 100, "interface": "red"}, "routes[0].table"),
        ({"label": 16}, "routes[0].interface"),
        ({"label": 16, "interface": "eth1", "out_labels": [16]}, "routes[0].via"),
        ({"label": 16, "interface": "eth1", "via": "next"}, "routes[0].via"),
        ({"label": 16, "interface": "eth1", "out_labels": [3]}, "routes[0].out_labels[0]"),
        ({"label": 16, "interface": "eth1", "out_labels": [16] * 31}, "routes[0].out_labels"),
        ({"prefix": "10.0.0.1/8", "interface": "eth1"}, "routes[0].prefix"),
        ({"prefix": "10.0.0.0/8", "interface": "eth1", "via": "10.1.1.1"}, "routes[0].out_labels"),
    ],
)
def test_option_is_named_when_its_value_is_wrong(entry: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_routes([entry])
    assert caught.value.path == path


def test_family_is_that_of_the_prefix_when_packed() -> None:
    assert route_message(RouteKey(prefix="2001:db8::/32")).family == socket.AF_INET6
