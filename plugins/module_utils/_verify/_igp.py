# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each core link has its adjacency, with the neighbour that it leads to and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._adjacencies import (
    parse_isis,
    parse_ospf,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    Expectation,
    Options,
    addresses,
    names,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._router import Router
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._sessions import check_sessions

OSPF, ISIS = "ospf", "isis"
SHOW_OSPF, SHOW_ISIS = "show ip ospf neighbor", "show isis neighbor"


@dataclass(frozen=True)
class Adjacencies:
    """States of OSPF by neighbour and by interface, those of IS-IS by interface."""

    neighbours: Mapping[str, str]
    ospf: Mapping[str, str]
    isis: Mapping[str, str]


class Igp(Expectation[Adjacencies]):
    """The adjacencies of the core; those with CEs are none of this."""

    OPTIONS: ClassVar[Options] = {
        "igps": {
            "type": "list",
            "elements": "str",
            "choices": [OSPF, ISIS],
            "default": [OSPF],
            "description": "The IGPs of the core; others must have no neighbours.",
        },
        "adjacencies": names(
            "Interfaces of the core links, on each of which the IGP has its neighbour."
        ),
        "neighbours": addresses("Router ids of OSPF's neighbours, and of no other."),
    }

    def read(self, router: Router) -> Adjacencies:
        """Ask both, as the one that is not to run has to show nothing."""
        ospf = list(parse_ospf(router.show(f"{SHOW_OSPF} json")))
        isis = parse_isis(router.show(f"{SHOW_ISIS} json"))
        return Adjacencies(
            {one.neighbour: one.state for one in ospf},
            {one.interface: one.state for one in ospf},
            {one.interface: one.state for one in isis},
        )

    def check(self, seen: Adjacencies) -> Iterator[Check]:
        """OSPF names the neighbours by their router ids, too."""
        igps, links = self.expect["igps"], self.expect["adjacencies"]
        ospf, isis = (links if igp in igps else () for igp in (OSPF, ISIS))
        neighbours = self.expect["neighbours"] if OSPF in igps else ()
        yield from check_sessions("ospf neighbour", neighbours, seen.neighbours, "Full", SHOW_OSPF)
        yield from check_sessions("ospf adjacency on", ospf, seen.ospf, "Full", SHOW_OSPF)
        yield from check_sessions("isis adjacency on", isis, seen.isis, "Up", SHOW_ISIS)
