# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The topology file: what is read, and what each mistake is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from lab.commands import read_topology
from lab.errors import LabError
from lab.topology import Link, Namespace, Port, parse_topology

DRAWN = Path(__file__).parents[3] / "examples" / "dot" / "net.dot"
EXAMPLE = Path(__file__).parents[3] / "examples" / "l3vpn" / "lab.yml"


def document(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "nodes": {"pe1": {"release": "bookworm"}, "p1": None},
        "links": [["pe1:eth1", "p1:eth2"]],
    }
    return {**base, **changes}


def namespace(**changes: Any) -> dict[str, Any]:
    space = {"interface": "eth1", "addresses": ["192.0.2.10/24"], "gateways": ["192.0.2.1"]}
    return document(nodes={"ce": {"namespaces": {"site1": {**space, **changes}}}}, links=[])


def complaint(wanted: object) -> str:
    with pytest.raises(LabError) as raised:
        parse_topology(wanted)
    return str(raised.value)


def test_example_is_accepted_when_shipped() -> None:
    topology = parse_topology(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    assert topology.names == ("pe1", "p1", "pe2", "rr1", "ce")
    assert topology.node("pe1").release == "bookworm"
    assert [space.name for space in topology.node("ce").namespaces] == [
        "customer1-site1",
        "customer2-site1",
        "customer1-site2",
        "customer2-site2",
    ]
    assert len(topology.links) == 7


def test_defaults_are_used_when_a_node_says_nothing() -> None:
    node = parse_topology(document(defaults={"release": "bookworm", "memory": 512})).node("p1")
    assert (node.release, node.memory) == ("bookworm", 512)


def test_node_wins_when_default_says_otherwise() -> None:
    wanted = document(defaults={"release": "trixie"})
    assert parse_topology(wanted).node("pe1").release == "bookworm"


def test_ssh_ports_count_up_when_first_is_given() -> None:
    topology = parse_topology(document(ssh_port=4000))
    assert [node.ssh_port for node in topology.nodes] == [4000, 4001]


def test_caller_wins_when_file_has_a_port_too() -> None:
    assert parse_topology(document(ssh_port=4000), 5000).node("pe1").ssh_port == 5000


def test_links_keep_both_ends_when_parsed() -> None:
    assert parse_topology(document()).links == (Link(Port("pe1", "eth1"), Port("p1", "eth2")),)


def test_namespace_is_read_when_complete() -> None:
    assert parse_topology(namespace()).node("ce").namespaces == (
        Namespace("site1", "eth1", ("192.0.2.10/24",), ("192.0.2.1",)),
    )


def test_namespace_has_more_when_more_is_said() -> None:
    more = {"eth2": ["198.51.100.2/30"], "lo": ["10.1.0.1/16"]}
    wanted = namespace(more_interfaces=more, bird="router id 10.1.0.1;", gateways=["198.51.100.1"])
    (space,) = parse_topology(wanted).node("ce").namespaces
    assert space.interfaces == {
        "eth1": ("192.0.2.10/24",),
        "eth2": ("198.51.100.2/30",),
        "lo": ("10.1.0.1/16",),
    }
    assert (space.bird, space.gateways) == ("router id 10.1.0.1;", ("198.51.100.1",))


def test_namespaces_have_a_loopback_each_when_all_name_it() -> None:
    spaces = {
        name: {
            "interface": f"eth{place}",
            "addresses": ["192.0.2.1/24"],
            "more_interfaces": {"lo": ["10.1.0.1/16"]},
        }
        for place, name in enumerate(("a", "b"), start=1)
    }
    parsed = parse_topology(document(nodes={"ce": {"namespaces": spaces}}, links=[]))
    assert len(parsed.node("ce").namespaces) == 2


def test_selection_is_everything_when_no_node_is_named() -> None:
    topology = parse_topology(document())
    assert topology.select([]) == topology.nodes
    assert [node.name for node in topology.select(["p1", "p1"])] == ["p1"]


def test_unknown_node_is_named_when_selected() -> None:
    with pytest.raises(LabError, match='unknown node "x"; the topology has pe1, p1'):
        parse_topology(document()).select(["x"])


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (None, "topology: is missing"),
        ([], "topology: is not a mapping of names to values"),
        ({}, "nodes: is missing"),
        ({"nodes": {}}, "nodes: is empty, a lab needs at least one node"),
        (
            document(nod={}),
            "nod: is not known here; known are defaults, intent, links, nodes, ssh_port",
        ),
        (
            document(nodes={"pe1": {"release": "sid"}}),
            'nodes.pe1.release: "sid" is not one of bookworm, trixie',
        ),
        (
            document(nodes={"pe1": {"memory": 64}}),
            'nodes.pe1.memory: "64" is not a whole number within 256..16384',
        ),
        (
            document(nodes={"pe1": {"memory": True}}),
            'nodes.pe1.memory: "True" is not a whole number within 256..16384',
        ),
        (
            document(nodes={"PE1": {}}),
            "nodes.PE1: a node's name has up to 31 of a-z, 0-9 and -, and starts with a letter",
        ),
        (document(nodes={1: {}}), 'nodes: the name "1" is not a text'),
        (document(ssh_port=22), 'ssh_port: "22" is not a whole number within 1024..65000'),
        (document(links=[["pe1:eth1"]]), "links[0]: has 1 ends, a link has two"),
        (document(links=["pe1"]), "links[0]: is not a list"),
        (
            document(links=[["pe1", "p1:eth1"]]),
            'links[0][0]: "pe1" is not NODE:INTERFACE, as in "pe1:eth1"',
        ),
        (
            document(intent={"ansible_user": "root"}),
            "intent.ansible_user: a variable of the intent starts with mpls_",
        ),
        (
            document(links=[["pe1:eth1", "x:eth1"]]),
            'links[0][1]: "x" is not a node of this topology',
        ),
        (
            document(links=[["pe1:eth0", "p1:eth1"]]),
            'links[0][0]: "eth0" is not one of eth1..eth5 (eth0 is management)',
        ),
        (
            document(links=[["pe1:eth6", "p1:eth1"]]),
            'links[0][0]: "eth6" is not one of eth1..eth5 (eth0 is management)',
        ),
        (
            document(links=[["pe1:eth1", "p1:eth1"], ["p1:eth2", "pe1:eth1"]]),
            "links[1][1]: pe1:eth1 is already an end of links[0]",
        ),
        (
            namespace(addresses=["192.0.2.10"]),
            'nodes.ce.namespaces.site1.addresses[0]: "192.0.2.10" is not an address with its '
            "length, as in 192.168.1.10/24",
        ),
        (
            namespace(addresses=[]),
            "nodes.ce.namespaces.site1.addresses: is empty, give at least one address",
        ),
        (
            namespace(more_interfaces={"eth9": ["192.0.2.1/24"]}),
            'nodes.ce.namespaces.site1.more_interfaces: "eth9" is not one of eth1..eth5 '
            "(eth0 is management)",
        ),
        (
            namespace(more_interfaces={"eth2": []}),
            "nodes.ce.namespaces.site1.more_interfaces.eth2: is empty, give at least one address",
        ),
        (
            namespace(bird={"file": "ce.conf"}),
            "nodes.ce.namespaces.site1.bird: is not a text, BIRD's whole configuration",
        ),
        (
            namespace(gateways=["x"]),
            'nodes.ce.namespaces.site1.gateways[0]: "x" is not an IP address',
        ),
        (
            namespace(gateways=["198.51.100.1"]),
            "nodes.ce.namespaces.site1.gateways[0]: 198.51.100.1 is in no network of 192.0.2.10/24",
        ),
        (
            namespace(interface="lo"),
            'nodes.ce.namespaces.site1.interface: "lo" is not one of eth1..eth5 '
            "(eth0 is management)",
        ),
    ],
)
def test_mistake_is_named_by_its_path_when_refused(wanted: object, message: str) -> None:
    assert complaint(wanted) == message


def test_interface_is_refused_when_two_namespaces_want_it() -> None:
    spaces = {
        "a": {"interface": "eth1", "addresses": ["192.0.2.1/24"]},
        "b": {"interface": "eth1", "addresses": ["192.0.2.2/24"]},
    }
    wanted = document(nodes={"ce": {"namespaces": spaces}}, links=[])
    assert complaint(wanted) == "nodes.ce.namespaces.b.interface: eth1 is already in namespace a"


def test_topology_is_planned_when_it_is_drawn() -> None:
    topology = read_topology(DRAWN, ssh_port=4000)
    assert topology.names == ("pe1", "p1", "pe2", "rr1", "ce")
    assert topology.links[:2] == (
        Link(Port("pe1", "eth1"), Port("p1", "eth1")),
        Link(Port("p1", "eth2"), Port("pe2", "eth1")),
    )
    (first, *_others) = topology.node("ce").namespaces
    assert first == Namespace("acme1", "eth1", ("172.16.161.18/28",), ("172.16.161.17",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("graph {", "net.dot: not a graph in the language of Graphviz: "),
        ("graph { p1 [rool=p] x }", "net.dot: x.role: is not set: expected one of p, pe, rr, ce, "),
        ("graph { P1 [role=p] }", "net.dot: nodes.P1: a node's name has up to 31 of a-z"),
    ],
)
def test_drawing_is_refused_when_it_is_no_lab(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "net.dot").write_text(text)
    with pytest.raises(LabError) as raised:
        read_topology(tmp_path / "net.dot", None)
    assert message in str(raised.value)
