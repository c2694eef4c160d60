# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of mpls_filter: tables of nftables, the unit that loads them, and parents' IP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._closing import (
    build_closing_resources,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import (
    KEYS,
    build_tables,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import (
    list_ports,
    parse_names,
    parse_protection,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._wire import (
    read_parents,
    read_uses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._task import (
    Ruleset,
    build_ruleset_resources,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._parents import Parent
    from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import Protection
    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work; HostError where a parent is in use for else."""
    protection = parse_protection(params)
    parents = _read_parents(protection)
    for words in read_uses(parents):
        raise HostError(words)
    return _build_resources(protection, parents)


def find_differences(params: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what a run of the module would change; nothing is changed."""
    protection = parse_protection(params)
    return run(_build_resources(protection, _read_parents(protection)), check=True).operations


def find_uses(params: Mapping[str, Any]) -> tuple[str, ...]:
    """Say which parents are in use for something else, so that a run would be refused."""
    return tuple(read_uses(_read_parents(parse_protection(params))))


def _read_parents(protection: Protection | None) -> tuple[Parent, ...]:
    if protection is None:
        return ()
    parents = read_parents(protection.parent_ports, protection.other_interfaces)
    parse_names("interfaces on the wire of parent_ports", [parent.name for parent in parents])
    return parents


def _build_resources(
    protection: Protection | None, parents: Sequence[Parent]
) -> list[Resource[Any, Any]]:
    tables = build_tables(protection, parents) if protection else ()
    ports = list_ports(protection) if protection else ()
    closing = build_closing_resources([parent.name for parent in parents])
    return [
        *build_ruleset_resources(Ruleset("filter", "Edge protection", KEYS, tables, ports)),
        *closing,
    ]
