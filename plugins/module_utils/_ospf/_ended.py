# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which ports' OSPF was ended, as nft shows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._program import NFT
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._values import TABLE, set_name

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILIES = {4: "ipv4", 6: "ipv6"}


def read_ended() -> dict[tuple[str, str], int]:
    """Give the seconds until each may come again, by family and port.

    Without the table there is none; that it is missing is for others to say.
    """
    ended: dict[tuple[str, str], int] = {}
    for version, family in FAMILIES.items():
        try:
            shown = run_command([NFT, "--json", "list", "set", "inet", TABLE, set_name(version)])
        except ApplyError:
            continue
        ended.update({(family, port): left for port, left in parse_ended(shown)})
    return ended


def parse_ended(shown: str) -> Iterator[tuple[str, int]]:
    """Read port and seconds left of each element of a set (pure)."""
    for one in json.loads(shown)["nftables"]:
        for member in one.get("set", {}).get("elem", ()):
            yield member["elem"]["val"], member["elem"]["expires"]
