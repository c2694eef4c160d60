# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Rules of the routing policy: those that only name a table, as small values."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._session import (
    explained,
    open_session,
)

FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}
FR_ACT_TO_TBL = 1
RT_TABLE_LOCAL = 255
RTPROT_KERNEL = 2
NO_SUPPRESSOR = 4294967295
# What a rule may have and still be for every packet; anything else selects some.
COMMON = frozenset(
    {"FRA_TABLE", "FRA_SUPPRESS_PREFIXLEN", "FRA_PROTOCOL", "FRA_PRIORITY", "FRA_L3MDEV"}
)


@dataclass(frozen=True)
class Rule:
    """A rule for every packet: table None stands for that of the packet's VRF."""

    version: int
    priority: int
    table: int | None

    def __lt__(self, other: Rule) -> bool:
        """Order by family, then as the kernel goes through them."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, int, int]:
        return self.version, self.priority, self.table or 0

    def __str__(self) -> str:
        """Name the rule nearly as 'ip rule' does."""
        table = {None: "l3mdev", RT_TABLE_LOCAL: "local"}.get(self.table, str(self.table))
        return f"rule IPv{self.version} {self.priority} {table}"


class Rules:
    """Reads and changes rules; one socket for the life of a task."""

    def __init__(self) -> None:
        """Open the socket, or raise HostError where pyroute2 is missing."""
        self._session = open_session()

    def read(self) -> set[Rule]:
        """Give the rules that hold for every packet, of both families."""
        found: set[Rule] = set()
        for version, family in FAMILY.items():
            with explained(f"IPv{version} rules"):
                messages = tuple(self._session.get_rules(family=family))
            found.update(_rule(version, message) for message in messages if _is_plain(message))
        return found

    def add(self, rule: Rule) -> None:
        """Add a rule as the kernel's own: systemd-networkd deletes those of others by default."""
        with explained(f"add {rule}"):
            self._session.rule("add", protocol=RTPROT_KERNEL, **_request(rule))

    def delete(self, rule: Rule) -> None:
        """Delete a rule, whoever added it."""
        with explained(f"delete {rule}"):
            self._session.rule("delete", **_request(rule))


def _request(rule: Rule) -> dict[str, Any]:
    request: dict[str, Any] = {
        "family": FAMILY[rule.version],
        "priority": rule.priority,
        "action": "to_tbl",
        "table": rule.table or 0,
    }
    if rule.table is None:
        request["FRA_L3MDEV"] = 1
    return request


def _rule(
    version: int,
    message: Any,  # noqa: ANN401 (pyroute2 has no types)
) -> Rule:
    table = None if message.get_attr("FRA_L3MDEV") else message.get_attr("FRA_TABLE")
    return Rule(version, message.get_attr("FRA_PRIORITY") or 0, table)


def _is_plain(
    message: Any,  # noqa: ANN401
) -> bool:
    suppressor = message.get_attr("FRA_SUPPRESS_PREFIXLEN")
    return (
        message["action"] == FR_ACT_TO_TBL
        and not (message["flags"] or message["src_len"] or message["dst_len"] or message["tos"])
        and suppressor in (None, NO_SUPPRESSOR)
        and all(name in COMMON for name, _value in message["attrs"])
    )
