# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What edge protection has dropped, by the names of its counters (I/O)."""

from __future__ import annotations

import json
import shutil
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import NAME

COUNTERS = ("nft", "--json", "list", "counters")


def read_drops() -> dict[str, int]:
    """Read the counters of both tables; nothing where nft is not installed."""
    return parse_drops(run_command(COUNTERS)) if shutil.which(COUNTERS[0]) else {}


def parse_drops(printed: str) -> dict[str, int]:
    """Add up the packets of each counter of ours; ApplyError where it is no JSON (pure)."""
    try:
        rows: list[dict[str, Any]] = json.loads(printed or "{}").get("nftables", [])
    except ValueError as error:
        raise ApplyError(f"{' '.join(COUNTERS)}: gives no JSON: {error}") from error
    drops: dict[str, int] = {}
    for counter in (row["counter"] for row in rows if "counter" in row):
        if counter["table"] == NAME:
            name = counter["name"].replace("_", " ")
            drops[name] = drops.get(name, 0) + int(counter["packets"])
    return drops
