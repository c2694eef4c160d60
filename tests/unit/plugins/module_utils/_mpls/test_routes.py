# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes: values, plan and messages."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError, InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._files import (
    LABEL_FILE,
    PREFIX_FILE,
    plan_route_files,
    render_route_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._parse import (
    parse_block,
    parse_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._plan import (
    Surroundings,
    plan_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._render import (
    read_batch,
    render_batch,
    render_line,
    render_option,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    PROTOCOL,
    LabelBlock,
    NextHop,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._wire_routes import (
    pack_shown,
    pushes_labels,
    route_key,
    route_message,
    route_state,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link

PLAIN_KEYS = (
    *("label", "prefix", "table", "interface", "via", "out_labels", "ttl"),
    *("nexthops", "ttl_propagate", "source"),
)
FEW = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
LINKS = {
    "eth1": Link("eth1", "", up=True, mtu=1500, index=7),
    "eth2": Link("eth2", "", up=False, mtu=1500, index=8),
    "red": Link("red", "vrf", up=True, mtu=65575, table=100, index=9, neighbours=False),
}
SOURCES = {"10.0.0.0/8": "10.1.0.9", "2001:db8::/32": "fd00::9"}
AROUND = Surroundings(100000, LINKS, addresses=SOURCES.values())
INDEXES = {link.index: name for name, link in LINKS.items()}

HOP = {"interface": "eth1", "out_labels": [16]}
PREFIX = {"prefix": "10.0.0.0/8", **HOP}

labels = st.integers(16, 99999)
stacks = st.lists(st.integers(0, 1048575).filter(lambda one: one != 3), max_size=3).map(tuple)
vias = st.sampled_from(["10.1.0.1", "10.1.0.2", "fd00::1", "fe80::1"])
hops = st.tuples(st.just("eth1"), vias, stacks).map(lambda one: NextHop(*one))
states = st.one_of(
    st.tuples(
        st.lists(hops, min_size=1, max_size=3, unique=True).map(sorted).map(tuple),
        st.sampled_from([None, True, False]),
    ).map(lambda one: RouteState(*one)),
    st.just(RouteState((NextHop("red"),))),
)
wanted = st.dictionaries(labels.map(RouteKey), st.one_of(st.none(), states), max_size=4)
owned = st.dictionaries(labels.map(RouteKey), states, max_size=4)


@st.composite
def prefix_routes(draw: st.DrawFn) -> tuple[RouteKey, RouteState]:
    prefix, source = draw(st.sampled_from(list(SOURCES.items())))
    key = RouteKey(prefix=prefix, table=draw(st.sampled_from([100, 254, 100000])))
    path = st.builds(NextHop, st.just("eth1"), vias, stacks.filter(len), st.integers(0, 255))
    paths = draw(st.lists(path, min_size=1, max_size=3, unique=True))
    return key, RouteState(tuple(sorted(paths)), source=draw(st.sampled_from(["", source])))


routes = st.one_of(st.tuples(labels.map(RouteKey), states), prefix_routes())
removals = st.tuples(labels.map(RouteKey), st.none())


def one(*hop: Any) -> RouteState:
    return RouteState((NextHop(*hop),))


@FEW
@given(
    st.lists(st.one_of(routes, removals), max_size=4).map(dict),
    st.lists(routes, max_size=4).map(dict),
    st.booleans(),
)
def test_plan_is_empty_when_the_projected_state_is_planned_again(
    want: dict[RouteKey, RouteState | None], current: dict[RouteKey, RouteState], purge: bool
) -> None:
    first = plan_routes(want, current, AROUND, purge=purge)
    assert plan_routes(want, first.projected, AROUND, purge=purge).operations == ()


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (RouteKey(16), one("eth1", "10.1.0.1", (17, 18))),
        (RouteKey(17), one("eth1", "10.1.0.1", (0,))),
        (RouteKey(1048575), one("eth1", "2001:db8::1")),
        (RouteKey(50100), RouteState((NextHop("red"),), ttl_propagate=False)),
        (
            RouteKey(50101),
            RouteState(
                (NextHop("eth1", "10.1.0.1", (17,)), NextHop("eth2", "fd00::1")),
                ttl_propagate=True,
            ),
        ),
        (RouteKey(prefix="0.0.0.0/0", table=100), one("eth1", "10.1.0.1", (16,), 9)),
        (RouteKey(prefix="10.0.0.0/8", table=100000), one("eth1", "fd00::1", (16,))),
        (RouteKey(prefix="2001:db8::/32"), one("eth1", "fd00::1", (0, 16))),
        (
            RouteKey(prefix="2001:db8::/32"),
            RouteState((NextHop("eth1", "10.1.0.1", (16,)), NextHop("eth2", "fd00::1", (17,), 9))),
        ),
        (
            RouteKey(prefix="10.0.0.0/8"),
            RouteState((NextHop("eth1", "10.1.0.1", (16,)),), source="10.1.0.9"),
        ),
        (
            RouteKey(prefix="2001:db8::/32", table=100),
            RouteState(
                (NextHop("eth1", "10.1.0.1", (16,)), NextHop("eth2", "fd00::1", (17,))),
                source="fd00::9",
            ),
        ),
    ],
)
def test_route_is_read_as_it_was_written_when_packed(key: RouteKey, state: RouteState) -> None:
    indexes = {name: index for index, name in INDEXES.items()}
    message = wire.unpack_route(wire.pack_route(route_message(key, state, indexes)))
    assert message.protocol == PROTOCOL
    assert route_key(message) == key
    assert route_state(message, INDEXES) == state
    assert pushes_labels(message) == bool(key.prefix)


@pytest.mark.parametrize(
    ("prefix", "source", "packed"),
    [
        ("10.0.0.0/8", "10.1.0.9", "0800 0700 0a010009"),
        ("2001:db8::/32", "fd00::9", "1400 0700 fd000000000000000000000000000009"),
    ],
)
def test_source_is_one_attribute_of_the_route_when_there_are_several_next_hops(
    prefix: str, source: str, packed: str
) -> None:
    """RTA_PREFSRC of the route; in a next hop the kernel would not look for it."""
    hops = (NextHop("eth1", "fd00::1", (16,)), NextHop("eth1", "fd00::2", (16,)))
    state = RouteState(hops, source=source)
    message = route_message(RouteKey(prefix=prefix), state, {"eth1": 7})
    assert wire.pack_route(message).count(bytes.fromhex(packed)) == 1
    assert wire.RTA_PREFSRC not in route_message(RouteKey(prefix=prefix)).attributes


def test_table_is_not_sent_when_the_family_is_mpls() -> None:
    packed = wire.pack_route(route_message(RouteKey(16)))
    kinds = [kind for kind, _value in wire.unpack_attributes(packed, wire.ROUTE.size)]
    assert kinds == [wire.RTA_DST]


@pytest.mark.parametrize(
    ("key", "via", "scope", "scope_to_delete"),
    [
        (RouteKey(prefix="10.0.0.0/8"), "", wire.RT_SCOPE_LINK, wire.RT_SCOPE_NOWHERE),
        (RouteKey(prefix="10.0.0.0/8"), "10.1.0.2", wire.RT_SCOPE_UNIVERSE, wire.RT_SCOPE_NOWHERE),
        (RouteKey(prefix="fd00::/8"), "", wire.RT_SCOPE_UNIVERSE, wire.RT_SCOPE_UNIVERSE),
        (RouteKey(16), "", wire.RT_SCOPE_UNIVERSE, wire.RT_SCOPE_UNIVERSE),
    ],
)
def test_scope_is_that_of_the_ip_tool_when_a_route_is_packed(
    key: RouteKey, via: str, scope: int, scope_to_delete: int
) -> None:
    """The kernel deletes an IPv4 route by its scope too, and 'ip' restored it at boot."""
    state = RouteState((NextHop("eth1", via, (16,)),), None)
    assert route_message(key, state, {"eth1": 7}).scope == scope
    assert route_message(key).scope == scope_to_delete


def test_foreign_route_is_refused_when_it_is_named_for_change_or_removal() -> None:
    around = Surroundings(100000, LINKS, {RouteKey(16): 193})
    for want in (None, one("red")):
        with pytest.raises(HostError, match="protocol 193"):
            plan_routes({RouteKey(16): want}, {}, around)


@pytest.mark.parametrize(
    ("key", "state", "words"),
    [
        (RouteKey(100000), one("red"), "platform_labels"),
        (RouteKey(16), one("eth9", "10.0.0.1"), "eth9 does not exist"),
        (RouteKey(16), one("eth1"), "via must name the next hop"),
        (RouteKey(prefix="10.0.0.0/8"), one("eth2", "10.0.0.1", (16,)), "eth2 is down"),
        (
            RouteKey(prefix="10.0.0.0/8"),
            RouteState((NextHop("eth1", "10.0.0.1", (16,)),), source="10.1.0.8"),
            "10.0.0.0/8: source 10.1.0.8 is the address of no interface",
        ),
        (
            RouteKey(16),
            RouteState(tuple(NextHop("eth1", f"10.0.{at}.1", (16,) * 30) for at in range(29))),
            "do not fit in the 4096 bytes",
        ),
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
        ({"label": 16, "interface": "eth1", "via": "next"}, "routes[0].via"),
        ({"label": 16, "interface": "eth1", "out_labels": [3, 16]}, "routes[0].out_labels[0]"),
        ({"label": 16, "interface": "eth1", "out_labels": [16] * 31}, "routes[0].out_labels"),
        ({"label": 16, "interface": "eth1", "out_labels": [16, 3]}, "routes[0].out_labels[1]"),
        ({"label": 16, "interface": "eth1", "ttl": 9}, "routes[0].ttl"),
        ({"label": 16, "nexthops": []}, "routes[0].nexthops"),
        ({"label": 16, "nexthops": [{"interface": None}]}, "routes[0].nexthops[0].interface"),
        ({"label": 16, "nexthops": [{"interface": "red"}] * 2}, "routes[0].nexthops[1]"),
        (
            {"prefix": "10.0.0.0/8", "interface": "gre1", "out_labels": [16], "ttl": 256},
            "routes[0].ttl",
        ),
        (
            {"prefix": "10.0.0.0/8", "interface": "gre1", "ttl_propagate": True},
            "routes[0].ttl_propagate",
        ),
        ({"label": 16, "interface": "red", "source": "10.0.0.1"}, "routes[0].source"),
        ({**PREFIX, "source": "10.0.0.1/32"}, "routes[0].source"),
        ({**PREFIX, "source": "lo"}, "routes[0].source"),
        ({**PREFIX, "source": "fd00::9"}, "routes[0].source"),
        ({**PREFIX, "prefix": "fd77::/64", "source": "10.0.0.1"}, "routes[0].source"),
        ({**PREFIX, "prefix": "fd77::/64", "source": "::ffff:1.2.3.4.5"}, "routes[0].source"),
        ({"prefix": "10.0.0.1/8", "interface": "eth1"}, "routes[0].prefix"),
        ({"prefix": "10.0.0.0/8", "interface": "eth1", "via": "10.1.1.1"}, "routes[0].out_labels"),
    ],
)
def test_option_is_named_when_its_value_is_wrong(entry: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_routes([entry])
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("prefix", "given", "source"),
    [
        ("10.0.0.0/8", "10.1.0.9", "10.1.0.9"),
        ("fd77::/64", "FD00:0::9", "fd00::9"),
        ("fd77::/64", "", ""),
    ],
)
def test_source_is_in_its_shortest_form_when_parsed(prefix: str, given: str, source: str) -> None:
    several = {"prefix": prefix, "nexthops": [{**HOP, "via": "10.0.0.1"}, HOP], "source": given}
    hops = (NextHop("eth1", "", (16,)), NextHop("eth1", "10.0.0.1", (16,)))
    assert list(parse_routes([several]).values()) == [RouteState(hops, None, source)]


def test_label_is_refused_when_it_is_outside_the_block() -> None:
    block = parse_block({"first": 100, "last": 199})
    parse_routes([{"label": 199, "interface": "red"}], block=block)
    with pytest.raises(InputError, match="100 to 199"):
        parse_routes([{"label": 200, "interface": "red"}], block=block)


@pytest.mark.parametrize(("first", "last"), [(15, 20), (30, 20), (16, 1048576)])
def test_block_is_refused_when_it_holds_no_labels(first: int, last: int) -> None:
    with pytest.raises(InputError, match="label_block"):
        parse_block({"first": first, "last": last})


def test_label_is_taken_off_when_the_out_label_is_implicit_null() -> None:
    entry = {"label": 16, "interface": "eth1", "via": "10.0.0.1", "out_labels": [3]}
    assert parse_routes([entry]) == {RouteKey(16): one("eth1", "10.0.0.1")}


@FEW
@given(routes)
def test_route_is_the_same_when_its_option_is_parsed_again(
    route: tuple[RouteKey, RouteState],
) -> None:
    key, state = route
    assert parse_routes([render_option(key, state)]) == {key: state}


@FEW
@given(routes)
def test_route_is_the_same_when_its_message_is_read_again(
    route: tuple[RouteKey, RouteState],
) -> None:
    key, state = route
    indexes = {name: index for index, name in INDEXES.items()}
    message = wire.unpack_route(wire.pack_route(route_message(key, state, indexes)))
    assert (route_key(message), route_state(message, INDEXES)) == route


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"label": 15},
        {"label": 1048576},
        {"label": 300},
        {"label": None},
        {"interface": ""},
        {"interface": None},
        {"interface": "a/b"},
        {"via": "::ffff:10.0.0.1"},
        {"via": "next"},
        {"via": ""},
        {"out_labels": None},
        {"out_labels": []},
        {"out_labels": [3]},
        {"out_labels": [17, 3]},
        {"out_labels": [-1]},
        {"out_labels": [0, 1048575]},
        {"out_labels": [1048576]},
        {"out_labels": [16] * 30},
        {"out_labels": [16] * 31},
        {"ttl": 9},
        {"table": 254},
        {"table": 100},
        {"ttl_propagate": False},
        {"source": "10.0.0.1"},
        {"source": ""},
        {"label": None, "prefix": "10.0.0.0/8", "source": "10.0.0.1"},
        {"prefix": "10.0.0.0/8"},
        {"label": None, "prefix": "10.0.0.0/8"},
        {"label": 17},
        {"nexthops": [{"interface": "eth1"}]},
        {"nexthops": []},
    ],
)
@pytest.mark.parametrize("removing", [False, True])
def test_entry_means_the_same_when_it_has_all_keys_and_when_it_has_some(
    values: dict[str, Any], removing: bool
) -> None:
    """Entries with all keys, as a module has them, are looked at in a shorter way first."""
    some = {"label": 16, "interface": "eth1", "via": "10.0.0.1", "out_labels": [17], **values}
    outcomes: list[Any] = []
    for one in (some, {**dict.fromkeys(PLAIN_KEYS), **some}):
        entries = [{**one, "label": 17}, one] if "nexthops" not in values else [one]
        try:
            outcomes.append(parse_routes(entries, removing=removing, block=LabelBlock(16, 299)))
        except InputError as error:
            outcomes.append((error.path, str(error).partition(":")[0]))
    assert outcomes[0] == outcomes[1]


@FEW
@given(labels.map(RouteKey), states)
def test_bytes_are_foretold_only_when_a_dump_of_them_is_that_route(
    key: RouteKey, state: RouteState
) -> None:
    indexes = {name: index for index, name in INDEXES.items()}
    packed = pack_shown(key.label, state, indexes)
    assert bool(packed) == (len(state.hops) == 1 and state.ttl_propagate is None)
    if packed:
        route = wire.unpack_route(packed)
        assert (route_key(route), route_state(route, INDEXES)) == (key, state)
        assert route.protocol == PROTOCOL


def test_bytes_are_those_of_the_kernel_when_a_swap_is_foretold() -> None:
    shown = bytes.fromhex(
        "1c140000fe820001"  # AF_MPLS, /20, table main, protocol 130, unicast
        "00000000"
        "08000100 186a0100"  # RTA_DST 100000, bottom of stack
        "08001300 493e0100"  # RTA_NEWDST 300000
        "0a001200 0200 0a090902 0000"  # RTA_VIA inet 10.9.9.2, padded
        "08000400 07000000"  # RTA_OIF 7
    )
    assert pack_shown(100000, one("eth1", "10.9.9.2", (300000,)), {"eth1": 7}) == shown


def test_nothing_is_foretold_when_the_interface_is_missing() -> None:
    assert pack_shown(16, one("eth9", "10.0.0.1", (17,)), {}) == b""


@FEW
@given(wanted, owned)
def test_lines_are_kept_when_a_task_does_not_name_them(
    want: dict[RouteKey, RouteState | None], before: dict[RouteKey, RouteState]
) -> None:
    lines = {key: render_line(key, state) for key, state in before.items()}
    present = {LABEL_FILE: render_batch(lines.items())}
    lines_of = render_route_files(want)
    files = plan_route_files(lines_of, want, present, purge=False, block=LabelBlock())
    goal = {**lines, **{key: render_line(key, one) for key, one in want.items() if one}}
    expected = {key: line for key, line in goal.items() if want.get(key, line) is not None}
    assert read_batch(files[LABEL_FILE] or "") == expected
    assert (files[LABEL_FILE] is None) == (not expected)
    assert files[PREFIX_FILE] is None


def test_line_is_what_ip_takes_when_a_route_is_rendered() -> None:
    hops = (NextHop("eth1", "10.1.0.1", (16,), 9), NextHop("eth2", "fd00::1", (17,)))
    assert render_line(RouteKey(prefix="2001:db8::/32"), RouteState(hops)) == (
        "route add 2001:db8::/32 table 254 proto 130"
        " nexthop encap mpls 16 ttl 9 via ::ffff:10.1.0.1 dev eth1 onlink"
        " nexthop encap mpls 17 via inet6 fd00::1 dev eth2"
    )
    state = RouteState((NextHop("eth1", "10.1.0.1", (17, 0)),), ttl_propagate=False)
    assert render_line(RouteKey(16), state) == (
        "route add 16 proto 130 ttl-propagate disabled as 17/0 via inet 10.1.0.1 dev eth1"
    )


def test_source_comes_before_the_next_hops_when_a_line_is_rendered() -> None:
    """Behind 'nexthop', 'ip' ends at 'src' and runs none of the lines that follow."""
    key = RouteKey(prefix="10.0.0.0/8", table=100)
    hops = (NextHop("eth1", "10.1.0.1", (16,)), NextHop("eth2", "10.1.0.2", (17,)))
    start = "route add 10.0.0.0/8 table 100 proto 130 src 10.1.0.9"
    ways = [
        f"encap mpls {hop.out_labels[0]} via inet {hop.via} dev {hop.interface}" for hop in hops
    ]
    line = render_line(key, RouteState(hops[:1], source="10.1.0.9"))
    assert line == f"{start} {ways[0]}"
    assert read_batch(line) == {key: line}
    line = render_line(key, RouteState(hops, source="10.1.0.9"))
    assert line == f"{start} nexthop {ways[0]} nexthop {ways[1]}"


def test_source_is_shown_when_a_route_is_described() -> None:
    hop = NextHop("eth1", "10.1.0.1", (16,))
    assert str(RouteState((hop, hop), source="10.1.0.9")) == f"src 10.1.0.9 {hop}, {hop}"


def test_family_is_that_of_the_prefix_when_packed() -> None:
    assert route_message(RouteKey(prefix="2001:db8::/32")).family == socket.AF_INET6
