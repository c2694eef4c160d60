# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Packets find their way by the computed routes alone, in any connected core."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._parse import parse_routes
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.labels import (
    BLOCK,
    LABEL_TABLE,
    allot_labels,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import check_intent

Network = tuple[dict[str, Any], dict[str, list[str]]]
Models = dict[str, Any]

some = settings(deadline=None, max_examples=40)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw a connected core: a tree and more links, also parallel ones; PEs may be in transit."""
    count = draw(st.integers(2, 8))
    names = [f"r{number}" for number in range(count)]
    numbers = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count, unique=True))
    pairs = [(at, draw(st.integers(0, at - 1))) for at in range(1, count)]
    pairs += draw(
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
                lambda pair: pair[0] != pair[1]
            ),
            max_size=6,
        )
    )
    subnets = draw(st.permutations(range(len(pairs))))
    pes = draw(st.lists(st.sampled_from(names), min_size=2, unique=True))
    variables: dict[str, Any] = {
        "mpls_label_distribution": "static",
        # Ten loopbacks end alike, three times over: their labels collide.
        "mpls_routers": {
            name: {"loopback": f"10.{number // 10}.0.{number % 10 + 1}"}
            for name, number in zip(names, numbers)
        },
        "mpls_links": [
            link(number, names[first], names[second])
            for number, (first, second) in zip(subnets, pairs)
        ],
    }
    for number in draw(st.lists(st.sampled_from([1, 2, 65537, 131073]), min_size=1, unique=True)):
        # A subnet may have ports at several PEs.
        places = st.tuples(st.sampled_from(pes), st.integers(0, 4))
        sites = draw(st.lists(places, min_size=1, max_size=6, unique=True))
        variables[f"mpls_vpn_v{number}"] = vpn(number, sites)
    return variables, {"p": [name for name in names if name not in pes], "pe": pes}


def link(number: int, first: str, second: str) -> dict[str, Any]:
    ends = [f"{first}:c{number}", f"{second}:c{number}"]
    return {"subnet": f"10.100.{number}.0/31", "ends": ends}


def vpn(number: int, sites: list[tuple[str, int]]) -> dict[str, Any]:
    ports = [
        {"pe": pe, "interface": f"v{number}.{at}", "address": f"192.168.{subnet}.1/24"}
        for at, (pe, subnet) in enumerate(sites)
    ]
    return {"id": number, "sites": ports}


def parsed(network: Network) -> Intent:
    problems = Problems()
    intent = parse_intent(*network, problems)
    check_intent(intent, problems)
    assert problems.found == []
    return intent


def routes_of(models: Models) -> dict[str, list[dict[str, Any]]]:
    return {name: model["static_routes"] for name, model in models.items()}


def distances_to(target: str, intent: Intent) -> dict[str, int]:
    """Count links by relaxing all of them until nothing changes."""
    far = len(intent.routers)
    found = {name: 0 if name == target else far for name in intent.routers}
    for _round in intent.routers:
        for one in intent.links:
            a, b = (end.router for end in one.ends)
            found[a], found[b] = min(found[a], found[b] + 1), min(found[b], found[a] + 1)
    return found


def deliver(intent: Intent, models: Models, pe: str, table: int, prefix: str) -> tuple[Any, ...]:
    """Follow a packet by nothing but the routes; give its PE, its VRF and its labels a link."""
    neighbours = {
        (end.router, end.interface, str(one.address(1 - index))): one.ends[1 - index].router
        for one in intent.links
        for index, end in enumerate(one.ends)
    }
    (route,) = (
        route
        for route in models[pe]["static_routes"]
        if (route.get("prefix"), route.get("table")) == (prefix, table)
    )
    at, stack, depths = pe, list(route["out_labels"]), []
    while True:
        at = neighbours[at, route["interface"], route["via"]]
        depths.append(len(stack))
        top = stack.pop(0)
        (route,) = (row for row in models[at]["static_routes"] if row.get("label") == top)
        if "via" not in route:
            assert stack == []
            return at, route["interface"], depths
        stack = [*route["out_labels"], *stack]


@given(networks())
@some
def test_packet_reaches_the_nearest_pe_and_its_vrf_when_it_follows_the_labels(
    network: Network,
) -> None:
    intent = parsed(network)
    models = build_models(intent)
    for one in intent.vpns:
        pes = {site.pe for site in one.sites}
        for ingress in pes:
            own = {site.address.network for site in one.sites if site.pe == ingress}
            for site in one.sites:
                prefix = site.address.network
                if prefix not in own:
                    egress, vrf, depths = deliver(intent, models, ingress, one.table, str(prefix))
                    assert prefix in {s.address.network for s in one.sites if s.pe == egress}
                    assert vrf == one.name
                    links = distances_to(egress, intent)[ingress]
                    assert links == min(
                        distances_to(other.pe, intent)[ingress]
                        for other in one.sites
                        if other.address.network == prefix
                    )
                    assert depths == [2] * (links - 1) + [1]


@given(networks())
@some
def test_label_has_one_meaning_at_each_router(network: Network) -> None:
    intent = parsed(network)
    for routes in routes_of(build_models(intent)).values():
        parse_routes(routes)  # refuses a label or a prefix that is there twice
        labels = {label for route in routes for label in route.get("out_labels", [])}
        labels |= {route["label"] for route in routes if "label" in route}
        assert all(label < intent.platform_labels == LABEL_TABLE for label in labels)


@given(networks(), st.randoms(use_true_random=False))
@some
def test_routes_are_the_same_when_the_intent_is_written_in_another_order(
    network: Network, chance: random.Random
) -> None:
    variables, groups = network
    names = list(variables["mpls_routers"])
    chance.shuffle(names)
    links = list(variables["mpls_links"])
    chance.shuffle(links)
    other: dict[str, Any] = {name: variables[name] for name in reversed(variables)}
    for name in [name for name in other if name.startswith("mpls_vpn_")]:
        sites = list(other[name]["sites"])
        chance.shuffle(sites)
        other[name] = {**other[name], "sites": sites}
    other["mpls_routers"] = {name: variables["mpls_routers"][name] for name in names}
    other["mpls_links"] = links
    regrouped = {name: list(reversed(hosts)) for name, hosts in groups.items()}
    assert routes_of(build_models(parsed((other, regrouped)))) == routes_of(
        build_models(parsed(network))
    )


@given(networks())
@some
def test_routes_stay_when_a_pe_and_a_vpn_are_added(network: Network) -> None:
    variables, groups = network
    before = routes_of(build_models(parsed(network)))
    first = groups["pe"][0]
    larger = {
        **variables,
        "mpls_routers": {**variables["mpls_routers"], "new": {"loopback": "10.9.0.200"}},
        "mpls_links": [*variables["mpls_links"], link(99, first, "new")],
        "mpls_vpn_v900": vpn(900, [(first, 1), ("new", 2)]),
    }
    after = routes_of(build_models(parsed((larger, {**groups, "pe": [*groups["pe"], "new"]}))))
    for name, routes in before.items():
        assert [route for route in routes if route not in after[name]] == []


@given(st.dictionaries(st.text("ab", max_size=4), st.integers(0, 4 * BLOCK), max_size=12))
def test_labels_are_distinct_and_read_off_their_number_when_no_other_has_that_place(
    numbers: dict[str, int],
) -> None:
    labels = allot_labels(1000, numbers)
    assert labels.keys() == numbers.keys()
    assert len(set(labels.values())) == len(labels)
    places = [number % BLOCK for number in numbers.values()]
    for name, number in numbers.items():
        assert 0 <= labels[name] - 1000 < BLOCK
        if places.count(number % BLOCK) == 1:
            assert labels[name] == 1000 + number % BLOCK


def test_higher_number_moves_on_when_two_fall_on_one_place() -> None:
    assert allot_labels(0, {"b": 100 + BLOCK, "c": 101, "a": 100}) == {"a": 100, "b": 102, "c": 101}


def test_lower_subnet_is_taken_when_two_paths_are_equally_short() -> None:
    square = [link(1, "a", "q"), link(2, "q", "b"), link(3, "a", "p"), link(4, "p", "b")]
    loopbacks = {name: {"loopback": f"10.0.0.{at + 1}"} for at, name in enumerate("abpq")}
    variables = {
        "mpls_label_distribution": "static",
        "mpls_routers": loopbacks,
        "mpls_links": square,
        "mpls_vpn_v1": vpn(1, [("a", 0), ("b", 1)]),
    }
    routes = routes_of(build_models(parsed((variables, {"p": ["p", "q"], "pe": ["a", "b"]}))))
    assert routes["a"] == [
        {"label": 200001, "interface": "v1"},
        {
            "prefix": "192.168.1.0/24",
            "table": 1,
            "via": "10.100.1.1",
            "interface": "c1",
            "out_labels": [100002, 200001],
        },
    ]
    assert routes["q"] == [
        {"label": 100001, "via": "10.100.1.0", "interface": "c1", "out_labels": []},
        {"label": 100002, "via": "10.100.2.1", "interface": "c2", "out_labels": []},
    ]
    assert routes["p"] == []


def test_labels_are_as_documented_when_the_example_is_built(static_example: Network) -> None:
    routes = routes_of(build_models(parsed(static_example)))
    assert routes["p1"] == [
        {"label": 100001, "via": "10.1.0.0", "interface": "eth1", "out_labels": []},
        {"label": 100003, "via": "10.1.0.3", "interface": "eth2", "out_labels": []},
    ]
    way = {"via": "10.1.0.1", "interface": "eth1"}
    assert routes["pe1"] == [
        {"label": 200100, "interface": "customer1"},
        {"label": 200200, "interface": "customer2"},
        {"prefix": "192.168.2.0/24", "table": 100, **way, "out_labels": [100003, 200100]},
        {"prefix": "192.168.12.0/24", "table": 100, **way, "out_labels": [100003, 200100]},
        {"prefix": "192.168.2.0/24", "table": 200, **way, "out_labels": [100003, 200200]},
    ]


def test_router_gets_nothing_of_frr_when_labels_are_static() -> None:
    variables = {
        "mpls_label_distribution": "static",
        "mpls_routers": {"a": {"loopback": "10.0.0.1"}},
    }
    (model,) = build_models(parsed((variables, {"pe": ["a"]}))).values()
    assert model["routing"] == model["expect"]["routing"] == "static"
    assert model["frr"] is None
    assert model["needs_packages"] == ["python3-pyroute2"]
