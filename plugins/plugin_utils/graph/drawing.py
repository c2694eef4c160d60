# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A dot file as values: its graph, nodes and edges with their attributes, in the file's order.

The defaults of ``node [...]`` and ``edge [...]`` count from where they stand on, as in Graphviz.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.numbering import (
    LINE,
    number_statements,
)

try:
    import pydot
except ImportError:  # Said in words by read_drawing.
    pydot = None  # type: ignore[assignment]

#: A graph that is put after the text: pydot says nothing of what it stopped before.
END = "end_of_the_file"
#: Where a line meets a node's shape: a drawing's matter, no port's name.
COMPASS = frozenset({"n", "ne", "e", "se", "s", "sw", "w", "nw", "c", "_"})
#: pydot keeps these statements as nodes of these names.
DEFAULTS = ("node", "edge", "graph")
_ID = re.compile(r'"(?:[^"\\]|\\.)*"|[^:"]+')


class DrawingError(ValueError):
    """The text is no graph that can be read; the message says why."""


@dataclass
class Item:
    """Attributes, and which of them come of defaults and not of the thing's own words.

    ``line`` is that of the first statement about it, and ``lines`` has those of its own attributes.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)
    line: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    def inherit(self, defaults: Mapping[str, str]) -> None:
        """Take the defaults for what is not said."""
        new = {name: value for name, value in defaults.items() if name not in self.attributes}
        self.attributes.update(new)
        self.inherited.update(new)

    def say(self, own: Mapping[str, str], line: int) -> None:
        """Take the thing's own words, which win."""
        self.attributes.update(own)
        self.inherited.difference_update(own)
        self.lines.update(dict.fromkeys(own, line))


@dataclass
class Edge(Item):
    """A line between two nodes; a port is the part after the colon, as in ``pe1:eth1``.

    ``number`` tells several lines between the same two nodes apart, from 1 on.
    """

    nodes: tuple[str, str] = ("", "")
    ports: tuple[str | None, str | None] = (None, None)
    number: int = 1

    @property
    def path(self) -> str:
        """As it is written in the file."""
        path = " -- ".join(self.nodes)
        return path if self.number == 1 else f"{path} ({self.number})"


@dataclass
class Drawing:
    """All that a dot file says."""

    attributes: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Item] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, *paths: str) -> int:
        """Give the line of ``graph.mpls_asn``, ``pe1.loopback``, ``pe1 -- p1.cost``, or 0.

        Of several places of a value it is the first one that says it.
        """
        places = [self._find(path) for path in paths]
        said = (item.lines[name] for item, name in places if name in item.lines)
        return next(said, places[0][0].line)

    def _find(self, path: str) -> tuple[Item, str]:
        """Take a path apart; names of nodes may have dots."""
        name, attribute = path, ""
        while name not in self._items and "." in name:
            name, _dot, last = name.rpartition(".")
            attribute = f"{last}.{attribute}" if attribute else last
        return self._items.get(name, Item()), attribute

    @cached_property
    def _items(self) -> dict[str, Item]:
        edges = {edge.path: edge for edge in self.edges}
        return {"graph": Item(lines=self.lines), **self.nodes, **edges}


@dataclass(frozen=True)
class _Scope:
    """The defaults at a place of the file; a subgraph begins with those around it."""

    node: dict[str, str]
    edge: dict[str, str]

    def inner(self) -> _Scope:
        return _Scope(dict(self.node), dict(self.edge))


def read_drawing(text: str) -> Drawing:
    """Read a dot file's text; DrawingError where it is none."""
    graph, lines = _parse(text)
    drawing = Drawing(lines=lines)
    _walk(graph, _Scope({}, {}), drawing)
    pairs: Counter[frozenset[str]] = Counter()
    for edge in drawing.edges:
        pairs[frozenset(edge.nodes)] += 1
        edge.number = pairs[frozenset(edge.nodes)]
        if graph["strict"] and edge.number > 1:
            raise DrawingError(f"{edge.path}: a strict graph has one line between two nodes")
    return drawing


def _parse(text: str) -> tuple[Mapping[str, Any], dict[str, int]]:
    """Read the text with its lines, or as it is: what pydot says of it is said of the user's."""
    numbered, lines = number_statements(text)
    try:
        return _parse_text(numbered), lines
    except DrawingError:
        return _parse_text(text), {}


def _parse_text(text: str) -> Mapping[str, Any]:
    if pydot is None:
        raise DrawingError(
            "dot files are read with pydot, which is missing here;"
            " install with: pip install pydot, or apt-get install python3-pydot"
        )
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        graphs = pydot.graph_from_dot_data(f"{text}\ngraph {END} {{}}")
    if not graphs:
        line = said.getvalue().strip().splitlines()[-1]
        raise DrawingError(f"not a graph in the language of Graphviz: {line}")
    *own, end = graphs
    if end.get_name() != END:
        raise DrawingError("there is something after the graph that is no graph")
    if len(own) != 1:
        raise DrawingError(f"{len(own)} graphs, where one is expected")
    content: Mapping[str, Any] = own[0].obj_dict
    return content


def _walk(graph: Mapping[str, Any], scope: _Scope, drawing: Drawing) -> list[str]:
    """Take in a graph's statements in their order; name the nodes that they are about."""
    if graph["type"] != "subgraph":
        drawing.attributes.update(_unquote_all(graph["attributes"])[0])
    named: dict[str, None] = {}
    for kind, statement in _statements(graph):
        if kind == "subgraphs":
            named.update(dict.fromkeys(_walk(statement, scope.inner(), drawing)))
        elif kind == "edges":
            named.update(dict.fromkeys(_add_edges(statement, scope, drawing)))
        elif statement["name"] in DEFAULTS:
            _take_defaults(statement, graph, scope, drawing)
        else:
            name, _port = _split(statement["name"])
            said, line = _unquote_all(statement["attributes"])
            _add_node(name, scope, drawing, line).say(said, line)
            named[name] = None
    return list(named)


def _statements(graph: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    found = [
        (kind, statement)
        for kind in ("nodes", "edges", "subgraphs")
        for statements in graph[kind].values()
        for statement in statements
    ]
    return sorted(found, key=lambda pair: int(pair[1]["sequence"]))


def _take_defaults(
    statement: Mapping[str, Any], graph: Mapping[str, Any], scope: _Scope, drawing: Drawing
) -> None:
    said, line = _unquote_all(statement["attributes"])
    if statement["name"] == "node":
        scope.node.update(said)
    elif statement["name"] == "edge":
        scope.edge.update(said)
    elif graph["type"] != "subgraph":
        drawing.attributes.update(said)
        drawing.lines.update(dict.fromkeys(said, line))


def _add_node(name: str, scope: _Scope, drawing: Drawing, line: int) -> Item:
    if name not in drawing.nodes:
        drawing.nodes[name] = Item(line=line)
        drawing.nodes[name].inherit(scope.node)
    return drawing.nodes[name]


def _add_edges(statement: Mapping[str, Any], scope: _Scope, drawing: Drawing) -> Iterator[str]:
    """Connect each node of one side with each of the other: a side may be a subgraph."""
    said, line = _unquote_all(statement["attributes"])
    sides = [_side(point, scope, drawing, line) for point in statement["points"]]
    for first, first_port in sides[0]:
        for second, second_port in sides[1]:
            edge = Edge(nodes=(first, second), ports=(first_port, second_port), line=line)
            edge.inherit(scope.edge)
            edge.say(said, line)
            drawing.edges.append(edge)
    yield from (name for side in sides for name, _port in side)


def _side(
    point: Any,  # noqa: ANN401 (pydot's: a text or a subgraph)
    scope: _Scope,
    drawing: Drawing,
    line: int,
) -> Sequence[tuple[str, str | None]]:
    if not isinstance(point, str):
        return [(name, None) for name in _walk(point, scope.inner(), drawing)]
    name, port = _split(point)
    _add_node(name, scope, drawing, line)
    return [(name, port)]


def _split(point: str) -> tuple[str, str | None]:
    """Take ``node:port`` apart; either may be quoted, and a point of the compass may follow."""
    name, *ports = [_unquote(part) for part in _ID.findall(point)]
    named = [port for port in ports if port not in COMPASS]
    return name, named[0] if named else None


def _unquote_all(attributes: Mapping[str, Any]) -> tuple[dict[str, str], int]:
    """Give a statement's attributes, and its line."""
    said = {_unquote(name): _unquote(str(value)) for name, value in attributes.items()}
    return said, int(said.pop(LINE, 0))


def _unquote(text: str) -> str:
    """Take the quotes off, and the backslash from a quote; Graphviz keeps every other backslash."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"').replace("\\\n", "")
    return text
