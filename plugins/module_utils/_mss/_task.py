# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of mss_clamp: a table of nftables, and the unit that loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._mss._values import (
    TABLE,
    build_table,
    parse_clamp,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._task import (
    Ruleset,
    build_ruleset_resources,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work."""
    clamp = parse_clamp(params)
    tables = (build_table(clamp),) if clamp else ()
    return build_ruleset_resources(Ruleset("mss", "MSS clamping", (f"table inet {TABLE}",), tables))
