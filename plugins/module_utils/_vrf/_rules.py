# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The rule by which VRFs work, and the place of the rule for the router's own addresses.

The kernel looks up its own addresses first (priority 0), and in the tables of VRFs after that
(priority 1000). A packet that comes out of a VRF's label is therefore delivered to an address of
the main table, and a customer reaches what the router does for its operator. Behind the rule of
VRFs, the rule for own addresses is asked only for packets that are in no VRF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._rules import (
    FAMILY,
    RT_TABLE_LOCAL,
    Rule,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import StepwiseResource

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FIRST, VRF_RULE, BEHIND = 0, 1000, 32765
BEHIND_VRFS = "behind_vrfs"


class RuleClient(Protocol):
    """What this package needs of netlink for rules."""

    def read(self) -> set[Rule]:
        """Give the rules for every packet."""

    def add(self, rule: Rule) -> None:
        """Add a rule."""

    def delete(self, rule: Rule) -> None:
        """Delete a rule."""


class RoutingRules(StepwiseResource[Rule, bool]):
    """The rules for VRFs and for own addresses, of both families; others stay as they are."""

    name = "routing rules"

    def __init__(self, client: RuleClient, *, vrfs: bool, local: str | None) -> None:
        """``vrfs`` says whether there will be one, ``local`` where own addresses are looked up."""
        self._client = client
        self._vrfs = vrfs
        self._local = local

    def read(self) -> dict[Rule, bool]:
        """Read the two kinds of rules."""
        return {rule: True for rule in self._client.read() if rule.table in (None, RT_TABLE_LOCAL)}

    def plan(self, current: Mapping[Rule, bool]) -> Plan[Rule, bool]:
        """Compare by rule."""
        return plan_rules(current, vrfs=self._vrfs, local=self._local)

    def apply(self, operation: Operation[Rule, bool]) -> None:
        """Add or delete one rule."""
        if operation.after:
            self._client.add(operation.key)
        else:
            self._client.delete(operation.key)

    def describe(self, state: Mapping[Rule, bool]) -> dict[str, str]:
        """Show the rules in their order."""
        return {"routing rules": "".join(f"{rule}\n" for rule in sorted(state))}


def plan_rules(current: Collection[Rule], *, vrfs: bool, local: str | None) -> Plan[Rule, bool]:
    """Order additions before deletions: without a rule for own addresses a router hears nothing."""
    added: list[Rule] = []
    deleted: list[Rule] = []
    for version in FAMILY:
        found = [rule for rule in current if rule.version == version]
        lost = not any(rule.table is None and rule.priority < BEHIND for rule in found)
        if vrfs and lost:
            added.append(Rule(version, VRF_RULE, None))
        own = sorted(rule for rule in found if rule.table == RT_TABLE_LOCAL)
        if local is None:
            continue
        place = BEHIND if local == BEHIND_VRFS else FIRST
        if not any(rule.priority == place for rule in own):
            added.append(Rule(version, place, RT_TABLE_LOCAL))
        deleted += [rule for rule in own if _is_in_the_way(rule, local)]
    return Plan(
        operations=(
            *(Operation(rule, None, True) for rule in added),
            *(Operation(rule, True, None) for rule in deleted),
        ),
        projected=dict.fromkeys({*current, *added} - {*deleted}, True),
    )


def _is_in_the_way(rule: Rule, local: str) -> bool:
    if local == BEHIND_VRFS:
        return rule.priority <= VRF_RULE
    return rule.priority == BEHIND
