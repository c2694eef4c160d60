# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The topology file: parsed into values, every mistake named by its path. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from lab.errors import LabError

RELEASES = ("bookworm", "trixie")
# Every node has all of them, wired or not: a clone's machine must equal its golden's.
LINK_PORTS = 5
DEFAULT_RELEASE = "trixie"
DEFAULT_MEMORY = 384
DEFAULT_SSH_PORT = 2201
LOWEST_PORT = 1024
LOOPBACK = "lo"
INTENT_PREFIX = "mpls_"
HIGHEST_PORT = 65000

_NODE_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_NAMESPACE_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}")
_PORT_NAME = re.compile(r"eth[1-9][0-9]*")


@dataclass(frozen=True)
class Namespace:
    """A customer's router that shares a guest with others.

    `more` are further interfaces with their addresses, `bird` is BIRD's configuration there.
    """

    name: str
    interface: str
    addresses: tuple[str, ...]
    gateways: tuple[str, ...] = ()
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bird: str = ""

    @property
    def interfaces(self) -> dict[str, tuple[str, ...]]:
        """All interfaces, each with its addresses."""
        return {self.interface: self.addresses, **dict(self.more)}


@dataclass(frozen=True)
class Port:
    """One end of a link."""

    node: str
    interface: str

    def __str__(self) -> str:
        """As it is written in the file."""
        return f"{self.node}:{self.interface}"


@dataclass(frozen=True)
class Link:
    """A cable between two ports."""

    a: Port
    b: Port


@dataclass(frozen=True)
class Node:
    """One guest. `index` is its place in the file: ports and MAC addresses follow from it."""

    name: str
    index: int
    release: str
    memory: int
    ssh_port: int
    namespaces: tuple[Namespace, ...] = ()


@dataclass(frozen=True)
class Topology:
    """A checked lab file; `intent` has the variables of the intent that are the lab's own."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    intent: Mapping[str, object] = field(default_factory=dict)

    def node(self, name: str) -> Node:
        """The node of that name; the error lists the names there are."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise LabError(f'unknown node "{name}"; the topology has {_join(self.names)}')

    def select(self, names: list[str]) -> tuple[Node, ...]:
        """The named nodes, or all of them when none is named."""
        return tuple(self.node(name) for name in dict.fromkeys(names)) or self.nodes

    @property
    def names(self) -> tuple[str, ...]:
        """All nodes' names, in the order of the file."""
        return tuple(node.name for node in self.nodes)


def parse_topology(document: object, ssh_port: int | None = None) -> Topology:
    """Turns the loaded YAML into a topology; `ssh_port` wins over the file's."""
    top = _mapping(document, "topology", {"ssh_port", "defaults", "intent", "nodes", "links"})
    wanted_port = top.get("ssh_port", DEFAULT_SSH_PORT)
    first_port = _integer(wanted_port, "ssh_port", LOWEST_PORT, HIGHEST_PORT)
    defaults = _mapping(top.get("defaults") or {}, "defaults", {"release", "memory"})
    base = _parse_machine(defaults, "defaults", DEFAULT_RELEASE, DEFAULT_MEMORY)
    entries = _mapping(top.get("nodes"), "nodes", None)
    if not entries:
        _fail("nodes", "is empty, a lab needs at least one node")
    nodes = tuple(
        _parse_node(name, entry, index, base, ssh_port or first_port)
        for index, (name, entry) in enumerate(entries.items())
    )
    links = _parse_links(top.get("links") or [], {node.name for node in nodes})
    intent = _mapping(top.get("intent") or {}, "intent", None)
    for name in intent:
        if not name.startswith(INTENT_PREFIX):
            _fail(f"intent.{name}", f"a variable of the intent starts with {INTENT_PREFIX}")
    return Topology(nodes, links, intent)


def _parse_machine(
    entry: Mapping[str, object], path: str, release: str, memory: int
) -> tuple[str, int]:
    chosen = entry.get("release", release)
    if chosen not in RELEASES:
        _fail(f"{path}.release", f'"{chosen}" is not one of {_join(RELEASES)}')
    return str(chosen), _integer(entry.get("memory", memory), f"{path}.memory", 256, 16384)


def _parse_node(
    name: str, entry: object, index: int, base: tuple[str, int], first_port: int
) -> Node:
    path = f"nodes.{name}"
    if not _NODE_NAME.fullmatch(name):
        _fail(path, "a node's name has up to 31 of a-z, 0-9 and -, and starts with a letter")
    fields = _mapping(entry or {}, path, {"release", "memory", "namespaces"})
    release, memory = _parse_machine(fields, path, *base)
    spaces = _mapping(fields.get("namespaces") or {}, f"{path}.namespaces", None)
    parsed = tuple(
        _parse_namespace(space, value, f"{path}.namespaces.{space}")
        for space, value in spaces.items()
    )
    seen: dict[str, str] = {}
    for space in parsed:
        for interface in space.interfaces:
            owner = seen.setdefault(interface, space.name)
            if owner != space.name and interface != LOOPBACK:
                _fail(
                    f"{path}.namespaces.{space.name}.interface",
                    f"{interface} is already in namespace {owner}",
                )
    return Node(name, index, release, memory, first_port + index, parsed)


def _parse_namespace(name: str, entry: object, path: str) -> Namespace:
    if not _NAMESPACE_NAME.fullmatch(name):
        _fail(path, "a namespace's name has up to 63 of a-z, A-Z, 0-9, '_', '.' and '-'")
    fields = _mapping(
        entry, path, {"interface", "addresses", "gateways", "more_interfaces", "bird"}
    )
    interface = _port_name(fields.get("interface"), f"{path}.interface")
    addresses = _parse_addresses(fields.get("addresses"), f"{path}.addresses")
    others = _mapping(fields.get("more_interfaces") or {}, f"{path}.more_interfaces", None)
    more = tuple(
        (
            other if other == LOOPBACK else _port_name(other, f"{path}.more_interfaces"),
            _parse_addresses(value, f"{path}.more_interfaces.{other}"),
        )
        for other, value in others.items()
    )
    networks = (*addresses, *(address for _name, own in more for address in own))
    gateways = tuple(
        _parse_gateway(value, networks, f"{path}.gateways[{index}]")
        for index, value in enumerate(_sequence(fields.get("gateways") or [], f"{path}.gateways"))
    )
    bird = fields.get("bird", "")
    if not isinstance(bird, str):
        _fail(f"{path}.bird", "is not a text, BIRD's whole configuration")
    return Namespace(name, interface, addresses, gateways, more, bird)


def _parse_addresses(value: object, path: str) -> tuple[str, ...]:
    addresses = _sequence(value, path)
    if not addresses:
        _fail(path, "is empty, give at least one address")
    return tuple(_address(one, f"{path}[{index}]") for index, one in enumerate(addresses))


def _parse_gateway(value: object, addresses: tuple[str, ...], path: str) -> str:
    try:
        gateway = ipaddress.ip_address(str(value))
    except ValueError:
        _fail(path, f'"{value}" is not an IP address')
    if not any(gateway in ipaddress.ip_interface(address).network for address in addresses):
        _fail(path, f"{gateway} is in no network of {_join(addresses)}")
    return str(gateway)


def _parse_links(document: object, nodes: set[str]) -> tuple[Link, ...]:
    used: dict[Port, str] = {}
    links = []
    for index, entry in enumerate(_sequence(document, "links")):
        path = f"links[{index}]"
        ends = _sequence(entry, path)
        if len(ends) != len(("a", "b")):
            _fail(path, f"has {len(ends)} ends, a link has two")
        ports = []
        for place, end in enumerate(ends):
            port = _parse_port(end, f"{path}[{place}]", nodes)
            if port in used:
                _fail(f"{path}[{place}]", f"{port} is already an end of {used[port]}")
            used[port] = path
            ports.append(port)
        links.append(Link(ports[0], ports[1]))
    return tuple(links)


def _parse_port(value: object, path: str, nodes: set[str]) -> Port:
    node, separator, interface = str(value).partition(":")
    if not separator:
        _fail(path, f'"{value}" is not NODE:INTERFACE, as in "pe1:eth1"')
    if node not in nodes:
        _fail(path, f'"{node}" is not a node of this topology')
    return Port(node, _port_name(interface, path))


def _port_name(value: object, path: str) -> str:
    name = str(value)
    if not _PORT_NAME.fullmatch(name) or int(name[3:]) > LINK_PORTS:
        _fail(path, f'"{name}" is not one of eth1..eth{LINK_PORTS} (eth0 is management)')
    return name


def _address(value: object, path: str) -> str:
    text = str(value)
    try:
        parsed = str(ipaddress.ip_interface(text))
    except ValueError:
        parsed = ""
    if not parsed or "/" not in text:
        _fail(path, f'"{text}" is not an address with its length, as in 192.168.1.10/24')
    return parsed


def _integer(value: object, path: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        _fail(path, f'"{value}" is not a whole number within {low}..{high}')
    return value


def _mapping(value: object, path: str, known: set[str] | None) -> Mapping[str, object]:
    if not isinstance(value, dict):
        _fail(path, "is missing" if value is None else "is not a mapping of names to values")
    for key in value:
        if not isinstance(key, str):
            _fail(path, f'the name "{key}" is not a text')
        if known is not None and key not in known:
            _fail(
                f"{path}.{key}".removeprefix("topology."),
                f"is not known here; known are {_join(tuple(sorted(known)))}",
            )
    return value


def _sequence(value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        _fail(path, "is missing" if value is None else "is not a list")
    return value


def _join(values: tuple[str, ...]) -> str:
    return ", ".join(values)


def _fail(path: str, message: str) -> NoReturn:
    raise LabError(f"{path}: {message}")
