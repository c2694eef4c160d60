# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What is wrong, once for each cause, with the customers whose packets it hurts (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    Check,
    Finding,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break

#: What shows more of a check, by how its name begins. The first one that fits is taken.
COMMANDS = {
    "ospf neighbour": "vtysh -c 'show ip ospf neighbor'",
    "ospf adjacency": "vtysh -c 'show ip ospf neighbor'",
    "ospf limit": "nft list ruleset",
    "isis": "vtysh -c 'show isis neighbor detail'",
    "bfd": "vtysh -c 'show bfd peers'",
    "ldp": "vtysh -c 'show mpls ldp neighbor'",
    "bgp vpnv4": "vtysh -c 'show bgp ipv4 vpn summary'",
    "bgp vpnv6": "vtysh -c 'show bgp ipv6 vpn summary'",
    "frr": "vtysh -c 'show running-config'",
    "loopback": "ip route show",
    "label input": "sysctl net.mpls.conf",
    "route": "ip -family mpls route show",
    "main table": "ip route show",
    "edge protection": "nft list ruleset",
    "parents": "ip -details address show",
    "repair": "journalctl -b -u linuxnet-mpls-repair",
}


class Findings:
    """Those that were found, by router and thing; what comes first of a thing is its cause."""

    def __init__(self) -> None:
        """Nothing was found yet."""
        self._found: dict[tuple[str, str], Finding] = {}

    def add(self, found: Break, customers: Iterable[str] = ()) -> None:
        """Add one, or customers to one that is known; what nobody knows is no finding."""
        if not found.known:
            return
        known = self._found.setdefault(
            (found.router, found.check),
            {
                "router": found.router,
                "check": found.check,
                "cause": str(found),
                "command": found.command,
                "customers": [],
            },
        )
        known["customers"] = sorted({*known["customers"], *customers})

    def add_check(self, check: Check, customers_of: Mapping[tuple[str, str], str]) -> None:
        """Add what a router says of itself; the name of a VRF leads to its customer."""
        router, name = check["router"], check["name"]
        words = name.split()
        vrf = words[1] if words[0] == "vrf" and len(words) > 1 else ""
        customers = filter(None, [customers_of.get((router, vrf))])
        self.add(Break(router, name, check["reason"], name_command(name)), customers)

    def list_all(self) -> list[Finding]:
        """List them in the order of their causes, of these what hurts the most customers first."""
        return sorted(self._found.values(), key=lambda one: -len(one["customers"]))


def name_command(check: str) -> str:
    """Name a command that shows what a check is of."""
    words = check.split()
    if words[0] == "vrf" and len(words) > 1:
        if "ce" in words:
            return f"vtysh -c 'show bgp vrf {words[1]} summary'"
        return f"ip route show vrf {words[1]}"
    return next((command for begin, command in COMMANDS.items() if check.startswith(begin)), "")
