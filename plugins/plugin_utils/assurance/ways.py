# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which way a packet takes: values that a walk gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

#: Where a way ends: at a port that the packet leaves by, at an own address of a router, or, on its
#: way through the core, where all labels that it was followed with are gone.
PORT, LOCAL, TRANSIT = "port", "local", "transit"
#: Octets of a label (RFC 3032 section 2.1).
LABEL = 4
#: The MTU of what leaves no router, in octets.
UNLIMITED = 1 << 20


@dataclass(frozen=True)
class Step:
    """What one router does with a packet: by which entry, with which labels then, and where to.

    ``mtu`` is that of the interface in octets.
    """

    router: str
    entry: str
    labels: tuple[int, ...]
    interface: str
    via: str
    mtu: int = UNLIMITED

    @property
    def room(self) -> int:
        """Give the octets of the largest packet of a customer that passes here."""
        return self.mtu - LABEL * len(self.labels)

    def __str__(self) -> str:
        """Write it as an operator would."""
        via = f" via {self.via}" if self.via else ""
        stack = f", labels {'/'.join(map(str, self.labels))}" if self.labels else ""
        return f"{self.router}: {self.entry} to {self.interface}{via}{stack}"


@dataclass(frozen=True)
class Break:
    """Where packets die, and why: ``check`` names the thing, ``reason`` what is and should be.

    ``command`` shows it on the router. What only a router that gave no answer could tell is not
    ``known``.
    """

    router: str
    check: str
    reason: str
    command: str
    known: bool = True

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.router}: {self.check}: {self.reason}"


@dataclass(frozen=True)
class Way:
    """One of the ways of a packet, up to an interface of a router where it ends.

    With a ``fault`` it dies there.
    """

    steps: tuple[Step, ...]
    kind: str
    router: str
    interface: str
    vrf: str = ""
    fault: Break | None = None

    def after(self, steps: tuple[Step, ...]) -> Way:
        """Put steps before the way."""
        return replace(self, steps=(*steps, *self.steps)) if steps else self

    def above(self, labels: tuple[int, ...]) -> Way:
        """Put labels below those of all steps."""
        if not labels:
            return self
        steps = tuple(replace(step, labels=(*step.labels, *labels)) for step in self.steps)
        return replace(self, steps=steps)

    @cached_property
    def room(self) -> int:
        """Give the octets of the largest packet of a customer that passes."""
        return min((step.room for step in self.steps), default=UNLIMITED)


def keep_different(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Keep one of those that end alike: each link may double their number."""
    found: dict[tuple[object, ...], Way] = {}
    for way in ways:
        found.setdefault((way.kind, way.router, way.interface, way.vrf, way.fault, way.room), way)
    return tuple(found.values())


#: Entries of kernels that are not as FRRouting has them, by router and entry.
Differences = Mapping[tuple[str, str], Break]


def find_difference(way: Way, differences: Differences) -> Break | None:
    """Give the first entry on a way that is not as FRRouting has it."""
    found = (differences.get((step.router, step.entry)) for step in way.steps)
    return next((one for one in found if one is not None), None)
