# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who reaches whom: what was found of each pair of sites, and of each site (pure)."""

from __future__ import annotations

from collections import defaultdict

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    LEAKS,
    LOST,
    NOT_KNOWN,
    OK,
    REACHES,
    UNKNOWN,
    Cell,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.isolation import Leak
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.pairs import Reached
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site

#: Customers with more sites than these have the cells that are not right alone.
MOST_SITES = 40
FAMILIES = {4: "ipv4", 6: "ipv6"}


class Matrix:
    """The cells of all customers."""

    def __init__(self) -> None:
        """Nothing was found yet."""
        self.pairs = 0
        self.lost = 0
        self.unknown = 0
        self._cells: dict[str, list[Cell]] = defaultdict(list)
        self._sites: dict[str, str] = {}

    def add(self, reached: Reached, source: Site, found: Break | None) -> None:
        """Note what a site has to another one."""
        self.pairs += 1
        if found is not None:
            self.lost += found.known
            self.unknown += not found.known
            for site in (source, reached.site):
                known = self._sites.get(site.path)
                self._sites[site.path] = FAILED if found.known else known or UNKNOWN
        if found is not None or len(reached.vrf.vpn.sites) <= MOST_SITES:
            self._cells[reached.vrf.vpn.name].append(
                {
                    "source": name_site(source),
                    "destination": name_site(reached.site),
                    "family": FAMILIES[reached.family],
                    "state": _state_of(found),
                    "reason": str(found) if found else "",
                }
            )

    def add_leak(self, leak: Leak) -> None:
        """Note where a site's VRF leads and must not."""
        self._cells[leak.vrf.vpn.name].append(
            {
                "source": name_site(leak.vrf.sites[0]),
                "destination": leak.where,
                "family": FAMILIES[leak.family],
                "state": LEAKS,
                "reason": str(leak.found),
            }
        )

    def list_cells(self, customer: str) -> list[Cell]:
        """List those of a customer's sites."""
        return self._cells[customer]

    def state_of(self, site: Site) -> str:
        """Say how a site is."""
        return self._sites.get(site.path, OK)


def name_site(site: Site) -> str:
    """Name a site by its port, and by the word of the intent where it has one."""
    port = f"{site.pe}:{site.interface}"
    return f"{site.site} ({port})" if site.site else port


def _state_of(found: Break | None) -> str:
    if found is None:
        return REACHES
    return LOST if found.known else NOT_KNOWN
