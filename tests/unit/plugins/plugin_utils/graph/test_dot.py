# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a dot file says, what is planned of it, and that the plan stays when the file grows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph import drawing as drawing_module
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.drawing import (
    Drawing,
    DrawingError,
    read_drawing,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.lab import build_lab
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import Network
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.plan import plan_network
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.variables import (
    build_groups,
    build_variables,
)
from lab.topology import LINK_PORTS
from support import ROOT
from support.intent.cases import Case, build_case

EXAMPLE = ROOT / "examples" / "dot" / "net.dot"


def plan(text: str) -> Network:
    problems = Problems()
    network = plan_network(read_drawing(text), problems)
    assert [str(problem) for problem in problems.found] == []
    return network


def complaints(text: str, ports: int | None = None) -> list[str]:
    problems = Problems()
    network = plan_network(read_drawing(text), problems)
    if ports is not None:
        build_lab(network, ports, problems)
    return [str(problem) for problem in problems.found]


def variables_of(body: str) -> dict[str, Any]:
    return build_variables(plan(f"graph {{ {body} }}"))


def test_example_is_an_intent_without_mistakes() -> None:
    network = plan(EXAMPLE.read_text("utf-8"))
    groups = {**build_groups(network), "all": list(network.routers)}
    models = build_case(Case("dot", build_variables(network), groups, expected={}))
    assert [vrf["name"] for vrf in models["pe1"]["vrfs"]] == ["acme", "globex"]


def test_plan_is_this_whatever_the_release() -> None:
    """Another way to choose would renumber every network that is drawn."""
    variables = build_variables(plan(EXAMPLE.read_text("utf-8")))
    assert variables["mpls_routers"]["pe1"] == {"loopback": "10.12.237.183"}
    assert variables["mpls_link_pool"] == "10.16.0.0/12"
    assert variables["mpls_links"][1] == {"ends": ["p1:eth2", "pe2:eth1"]}
    assert variables["mpls_vpn_acme"] == {
        "id": 974872,
        "sites": [
            {"pe": "pe1", "interface": "eth2", "address": "172.16.161.17/28"},
            {"pe": "pe2", "interface": "eth2", "address": "172.25.196.97/28"},
        ],
    }


@pytest.mark.parametrize(
    ("name", "role"),
    [("p1", "p"), ("pe-berlin", "pe"), ("rr_1", "rr"), ("pe", "pe"), ("P2", None), ("peer1", None)],
)
def test_role_is_read_off_the_name_when_it_is_whole(name: str, role: str | None) -> None:
    body = f'graph {{ "{name}" }}'
    if role is None:
        assert complaints(body)[0].startswith(f"{name}.role: is not set: expected one of p, pe,")
    else:
        assert plan(body).routers[name].role == role


def test_said_role_wins_when_the_name_has_another() -> None:
    assert plan("graph { pe1 [role=p]; node [role=rr] pe2 }").routers["pe1"].role == "p"
    assert plan("graph { pe1 [role=p]; node [role=rr] pe2 }").routers["pe2"].role == "rr"


def test_defaults_count_from_where_they_stand_on() -> None:
    body = "pe1 -- p1  node [drained=true]  edge [mtu=9000]  p2 -- p1  { edge [mtu=1600] p3 -- p1 }"
    variables = variables_of(f"{body}  p4 -- p1")
    assert variables["mpls_routers"]["p1"].keys() == {"loopback"}
    assert variables["mpls_routers"]["p2"]["drained"] is True
    assert [link.get("mtu") for link in variables["mpls_links"]] == [None, 9000, 1600, 9000]


def test_words_of_defaults_are_for_those_that_have_them() -> None:
    body = "node [vpn=acme, release=bookworm]  pe3 -- p1  acme1 -- pe3"
    network = plan(f"graph {{ {body} }}")
    assert network.routers["pe3"].lab == {"release": "bookworm"}
    assert build_variables(network)["mpls_vpn_acme"]["sites"][0]["pe"] == "pe3"


@pytest.mark.parametrize(
    "body",
    [
        'pe1:ens3 -- p1:"bond0.100"',
        '"pe1":"ens3" -- "p1":"bond0.100":n',
        'pe1 -- p1 [taillabel=ens3, headlabel="bond0.100"]',
    ],
)
def test_port_is_taken_when_it_is_named(body: str) -> None:
    assert variables_of(body)["mpls_links"] == [{"ends": ["pe1:ens3", "p1:bond0.100"]}]


def test_ports_of_the_compass_are_none_of_a_router() -> None:
    assert variables_of("pe1:n -- p1:sw")["mpls_links"] == [{"ends": ["pe1:eth1", "p1:eth1"]}]


def test_lines_count_in_their_order_when_a_subgraph_is_an_end() -> None:
    ends = [link["ends"] for link in variables_of("p1 -- {pe1 pe2} -- p2")["mpls_links"]]
    assert ends == [
        ["p1:eth1", "pe1:eth1"],
        ["p1:eth2", "pe2:eth1"],
        ["pe1:eth2", "p2:eth1"],
        ["pe2:eth2", "p2:eth2"],
    ]


def test_words_of_the_intent_go_on_as_they_are() -> None:
    variables = variables_of(
        "graph [mpls_asn=65001, mpls_igp=isis, mpls_vpn_acme=\"{id: 7, rd: '65001:10'}\"]"
        ' pe1 [loopback="192.0.2.1", ansible_host="198.51.100.1", color=red]'
        ' pe1 -- p1 [subnet="192.0.2.8/30", cost=20, style=dashed]'
        ' acme1 [vpn=acme, mtu=1400]  acme1 -- pe1 [address="10.0.0.1/24", mtu=1300]'
    )
    assert (variables["mpls_asn"], variables["mpls_igp"]) == (65001, "isis")
    assert variables["mpls_routers"]["pe1"] == {"loopback": "192.0.2.1"}
    assert variables["mpls_links"] == [
        {"ends": ["pe1:eth1", "p1:eth1"], "subnet": "192.0.2.8/30", "cost": 20}
    ]
    site = {"pe": "pe1", "interface": "eth2", "address": "10.0.0.1/24", "mtu": 1300}
    assert variables["mpls_vpn_acme"] == {"id": 7, "rd": "65001:10", "sites": [site]}


def test_number_of_a_vpn_fits_beside_an_as_number_of_four_octets() -> None:
    variables = variables_of("mpls_asn=4200000000 node [vpn=acme] acme1 -- pe1")
    assert 1000 <= variables["mpls_vpn_acme"]["id"] <= 65535


NAMES = st.integers(1, 30)
LINES = st.lists(st.tuples(st.sampled_from(["p", "pe", "rr"]), NAMES, NAMES), max_size=12)
SITES = st.lists(st.tuples(st.sampled_from(["acme", "globex"]), NAMES, NAMES), max_size=8)


Lines = list[tuple[str, int, int]]


def write(lines: Lines, sites: Lines) -> list[str]:
    core = [f"{role}{first} -- p{second + 30}" for role, first, second in lines]
    edge = [f"{vpn}{site} [vpn={vpn}] {vpn}{site} -- pe{pe}" for vpn, site, pe in sites]
    return core + edge


def read(statements: list[str]) -> Network:
    """Plan a graph, whether or not two numbers meet."""
    return plan_network(read_drawing("\n".join(["graph {", *statements, "}"])), Problems())


def numbers_of(statements: list[str]) -> dict[str, Any]:
    network = read(statements)
    return {
        **{f"router {name}": router for name, router in network.routers.items()},
        **{f"link {link.path}": link for link in network.links},
        **{f"site {site.path}": site for site in network.sites},
        **{f"vpn {name}": words for name, words in network.vpns.items()},
    }


@settings(deadline=None, max_examples=60)
@given(LINES, SITES, LINES, SITES)
def test_nothing_is_renumbered_when_lines_and_nodes_come_last(
    lines: Lines, sites: Lines, more_lines: Lines, more_sites: Lines
) -> None:
    statements = write(lines, sites)
    before = numbers_of(statements)
    after = numbers_of(statements + write(more_lines, more_sites))
    assert {name: after[name] for name in before} == before


@settings(deadline=None, max_examples=60)
@given(LINES, SITES, NAMES, st.integers(0, 20))
def test_nothing_is_renumbered_when_nodes_come_anywhere(
    lines: Lines, sites: Lines, name: int, place: int
) -> None:
    statements = write(lines, sites)
    before = numbers_of(statements)
    after = numbers_of([*statements[:place], f"p{name} rr99", *statements[place:]])
    assert {name: after[name] for name in before} == before


@settings(deadline=None, max_examples=40)
@given(LINES, SITES, st.randoms())
def test_order_of_the_file_says_ports_alone(lines: Lines, sites: Lines, random: Any) -> None:
    statements = write(lines, sites)
    before = read(statements)
    random.shuffle(statements)
    after = read(statements)
    assert dict(before.routers) == dict(after.routers)
    assert dict(before.vpns) == dict(after.vpns)
    addresses = [sorted((s.key, s.words["address"]) for s in n.sites) for n in (before, after)]
    assert addresses[0] == addresses[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "0 graphs, where one is expected"),
        ("graph {} graph {}", "2 graphs, where one is expected"),
        ("graph { pe1 -- p1 } oops", "there is something after the graph that is no graph"),
        ("graph { pe1 -- ", "not a graph in the language of Graphviz: Expected "),
        ("nodes: {}", "not a graph in the language of Graphviz: Expected "),
        (
            "strict graph { pe1 -- p1  p1 -- pe1 }",
            "p1 -- pe1 (2): a strict graph has one line between two nodes",
        ),
    ],
)
def test_text_is_refused_when_it_is_no_graph(text: str, message: str) -> None:
    with pytest.raises(DrawingError) as raised:
        read_drawing(text)
    assert str(raised.value).startswith(message)


TRICKY = """\
# 1 { [
strict graph "a [b" { // pe9 -- pe8
  edge [color=red, cost=5]; mpls_asn = 65001
  pe1 [label=<<b>x -- [y]</b>>, loopback="10.0.0.1"]
  "pe2"
    [ ] /* p9
  [ */ pe1:eth1:n -- "p1":"eth 1" -- pe2
  subgraph cluster_x { label=x; node [release=trixie] pe3 pe4; }
  {pe3 pe4} -- p1 [cost=7]
  p1 -- {rr1; rr2} -- pe5
  subgraph { pe6 } -- p1
  width=-.5
}
"""


def test_lines_are_known_when_statements_are_written_in_any_way() -> None:
    drawing = read_drawing(TRICKY)
    assert {name: item.line for name, item in drawing.nodes.items()} == {
        "pe1": 4,
        "pe2": 5,
        "p1": 7,
        "pe3": 8,
        "pe4": 8,
        "rr1": 10,
        "rr2": 10,
        "pe5": 10,
        "pe6": 11,
    }
    assert drawing.line_of("graph.mpls_asn") == 3
    assert [edge.line for edge in drawing.edges if "pe3" in edge.nodes] == [9]


@pytest.mark.parametrize("text", [TRICKY, EXAMPLE.read_text("utf-8")], ids=["tricky", "example"])
def test_drawing_is_the_same_when_no_line_is_known(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_lines = _without_lines(read_drawing(text))
    monkeypatch.setattr(drawing_module, "number_statements", lambda text: (text, {}))
    assert with_lines == _without_lines(read_drawing(text))


def _without_lines(drawing: Drawing) -> Drawing:
    nodes = {name: replace(node, line=0, lines={}) for name, node in drawing.nodes.items()}
    edges = [replace(edge, line=0, lines={}) for edge in drawing.edges]
    return replace(drawing, nodes=nodes, edges=edges, lines={})


def test_library_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_module, "pydot", None)
    with pytest.raises(DrawingError, match="read with pydot, which is missing here; install with"):
        read_drawing("graph {}")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("p1 [role=x]", "p1.role: 'x': expected one of p, pe, rr, ce"),
        (
            "p1 [loopbak=x]",
            "p1.loopbak: 'x': expected no such attribute (did you mean loopback?)",
        ),
        ("ce1 -- pe1", "ce1.vpn: is not set: expected the name of the customer's VPN"),
        (
            "ce1 [vpn=a]  ce1 -- p1",
            "ce1 -- p1: 'ce -- p': expected a line between a customer's router and a pe, or inside"
            " of the core",
        ),
        (
            "mpls_igpp=isis",
            "graph.mpls_igpp: 'isis': expected no such attribute (did you mean mpls_igp?)",
        ),
        (
            "loopback_pool=x",
            "graph.loopback_pool: 'x': expected an IPv4 subnet of /24 or shorter with host bits"
            " zero, such as 10.1.0.0/16",
        ),
        (
            "mpls_vpn_a=7",
            "graph.mpls_vpn_a: 7: expected a dictionary such as {id: 100}",
        ),
        (
            'mpls_secrets="{igp: [hush"',
            "graph.mpls_secrets: (not shown): expected a value in YAML's flow style",
        ),
        (
            'pe1:"a b" -- p1',
            "pe1 -- p1.taillabel: 'a b': expected the name of a Linux interface of at most 15"
            " characters, such as eth1",
        ),
        (
            "pe1:eth2 -- p1  pe1 -- p2",
            "pe1 -- p2: 'pe1:eth2': expected one that pe1 -- p1 does not have: name the port of"
            " one of them, as in pe1:eth9",
        ),
        (
            'p1 [loopback="10.0.0.1"]  p2 [loopback="10.0.0.1"]',
            "p2.loopback: '10.0.0.1': expected one that p1 does not have: give one of them a"
            " loopback",
        ),
        (
            'mpls_vpn_a="{id: 7}" mpls_vpn_b="{id: 7}"',
            "graph.mpls_vpn_b: '7': expected one that mpls_vpn_a does not have: give one of them an"
            ' id, as in mpls_vpn_b="{id: 100}"',
        ),
    ],
)
def test_mistake_is_named_when_the_drawing_has_one(body: str, message: str) -> None:
    assert message in complaints(f"graph {{ {body} }}")


def test_both_are_named_when_planned_numbers_meet() -> None:
    """In a /24 two of some routers, lines and sites meet: each pair is told, and no more."""
    lines = " ".join(f"p{n} -- p0" for n in range(1, 40))
    sites = " ".join(f"c{n} [vpn=a] c{n} -- pe{n}" for n in range(20))
    pools = 'loopback_pool="10.0.0.0/24" mpls_link_pool="10.1.0.0/24" site_pool="10.2.0.0/24"'
    told = complaints(f"graph {{ {pools} {lines} {sites} }}")
    assert any(".loopback: " in line and "give one of them a loopback" in line for line in told)
    assert any("give one of them a subnet" in line for line in told)
    assert any(".address: " in line and "give one of them an address" in line for line in told)


def test_lab_has_customers_with_gateways_when_it_is_planned() -> None:
    problems = Problems()
    content = build_lab(plan(EXAMPLE.read_text("utf-8")), LINK_PORTS, problems)
    assert problems.found == []
    assert content["nodes"]["ce"]["namespaces"]["acme1"] == {
        "interface": "eth1",
        "addresses": ["172.16.161.18/28"],
        "gateways": ["172.16.161.17"],
    }
    assert content["links"][:4] == [
        ["pe1:eth1", "p1:eth1"],
        ["p1:eth2", "pe2:eth1"],
        ["p1:eth3", "rr1:eth1"],
        ["pe1:eth2", "ce:eth1"],
    ]


def test_guests_are_added_when_customers_need_more_ports() -> None:
    sites = " ".join(f"c{n} [vpn=a] c{n} -- pe{n}" for n in range(LINK_PORTS + 1))
    network = plan(f"graph {{ ce [role=p] {sites} c0 -- pe1 }}")
    content = build_lab(network, LINK_PORTS, Problems())
    guests = {name for name, said in content["nodes"].items() if "namespaces" in said}
    assert guests == {"ce2", "ce3"}
    assert set(content["nodes"]["ce3"]["namespaces"]) == {"c5", "c0-pe1"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("c1 -- pe1:eth6", "c1 -- pe1: 'pe1:eth6': expected a port from eth1 to eth5, which is"),
        (
            'c1 -- pe1 [address="10.0.0.1/32"]',
            "c1 -- pe1.address: '10.0.0.1/32': expected an IPv4 ",
        ),
        ('c1 -- pe1 [address="10.0.0.1"]', "c1 -- pe1.address: '10.0.0.1': expected an IPv4 "),
    ],
)
def test_mistake_is_named_when_the_lab_cannot_have_it(line: str, message: str) -> None:
    told = complaints(f"graph {{ node [vpn=a] {line} }}", LINK_PORTS)
    assert [one[: len(message)] for one in told] == [message]


def test_customer_has_both_families_when_its_line_says_both() -> None:
    words = 'address="192.0.2.1/31", address6="2001:db8::1/64", ce_address6="2001:db8::10/64"'
    network = plan(f"graph {{ c1 [vpn=a] c1 -- pe1 [{words}] }}")
    space = build_lab(network, LINK_PORTS, Problems())["nodes"]["ce"]["namespaces"]["c1"]
    assert space["addresses"] == ["192.0.2.0/31", "2001:db8::10/64"]
    assert space["gateways"] == ["192.0.2.1", "2001:db8::1"]


def test_example_is_short() -> None:
    lines = [line for line in Path(EXAMPLE).read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) < 12
