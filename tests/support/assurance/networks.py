# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Examples with the states that their routers have when all is well, to break things in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    Hop,
    Link,
    Route,
    State,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    Check,
    Verdict,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.verdict import judge
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from support.assurance.ideal import build_states
from support.intent.cases import read_example

NOW = 1_000_000.0


def change(part: Mapping[str, Any], **values: Any) -> Mapping[str, Any]:
    """Give a part of a state other values."""
    cast("dict[str, Any]", part).update(values)
    return part


@dataclass
class Network:
    """An intent, and what each router has; tests change it."""

    intent: Intent
    states: dict[str, State]
    checks: list[Check] = field(default_factory=list)

    def judge(self, before: Verdict | None = None, now: float = NOW) -> Verdict:
        """Say what is proved of it."""
        return judge(self.intent, self.states, self.checks, before, now)

    def link(self, router: str, name: str) -> Link:
        """Give an interface."""
        return self.states[router]["links"][name]

    def route(self, router: str, table: int, prefix: str) -> Route:
        """Give a route of the kernel."""
        routes = self.states[router]["routes"][str(table)]
        return next(one for one in routes if one["prefix"] == prefix)

    def label(self, loopback_of: str) -> str:
        """Give the label that leads to a router's loopback."""
        return str(16 + list(self.intent.routers).index(loopback_of))

    def label_hop(self, router: str, loopback_of: str) -> Hop:
        """Give where that label leads."""
        return self.states[router]["labels"][self.label(loopback_of)]["hops"][0]


def make_network(example: str = "l3vpn") -> Network:
    """Make one in which all is well."""
    problems = Problems()
    intent = parse_intent(*read_example(example), problems)
    assert not problems.found
    return Network(intent, build_states(intent))
