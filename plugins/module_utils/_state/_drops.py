# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What edge protection has dropped, by the names of its counters (I/O)."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import NAME

COUNTERS = ("nft", "--json", "list", "counters")


def read_drops() -> dict[str, int]:
    """Read the counters of both tables; nothing where there is no nft, or no edge protection."""
    try:
        return parse_drops(run_command(COUNTERS))
    except MplsError:
        return {}


def parse_drops(printed: str) -> dict[str, int]:
    """Add up the packets of each counter of ours (pure)."""
    try:
        rows: list[dict[str, Any]] = json.loads(printed or "{}").get("nftables", [])
    except ValueError:
        return {}
    drops: dict[str, int] = {}
    for counter in (row["counter"] for row in rows if "counter" in row):
        if counter["table"] == NAME:
            name = counter["name"].replace("_", " ")
            drops[name] = drops.get(name, 0) + int(counter["packets"])
    return drops
