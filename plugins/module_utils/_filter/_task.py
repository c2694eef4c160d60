# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The subjects of mpls_filter: tables of nftables, and the unit that loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import (
    KEYS,
    build_tables,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import (
    list_ports,
    parse_walls,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._task import (
    Ruleset,
    build_ruleset_subjects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Subject


def build_subjects(params: Mapping[str, Any]) -> list[Subject[Any, Any]]:
    """Check the options and order the work."""
    walls = parse_walls(params)
    tables = build_tables(walls) if walls else ()
    ports = list_ports(walls) if walls else ()
    return build_ruleset_subjects(Ruleset("filter", "Walls", KEYS, tables, ports))


def find_differences(params: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what a run of the module would change; nothing is changed."""
    return run(build_subjects(params), check=True).operations
