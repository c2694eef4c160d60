# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where two things of a plan came to the same number: both are named, and what mends it (pure)."""

from __future__ import annotations

import ipaddress

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import choose_subnet
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.network import Network
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.graph.pools import choose_site


class Owners:
    """Who has what of one kind; a second one is told with the first one's name."""

    def __init__(self, problems: Problems) -> None:
        """Begin with nothing taken."""
        self._problems = problems
        self._owners: dict[object, str] = {}

    def take(self, value: object, owner: str, path: str, mend: str) -> None:
        """Note an owner of a value, of which what is shown is the last part."""
        first = self._owners.setdefault(value, owner)
        if first != owner:
            shown = value[-1] if isinstance(value, tuple) else value
            self._problems.add(path, str(shown), f"one that {first} does not have: {mend}")


def report_overlaps(
    network: Network,
    link_pool: ipaddress.IPv4Network,
    site_pool: ipaddress.IPv4Network,
    problems: Problems,
) -> None:
    """Note everything that two have and only one may have."""
    _tell_of_routers(network, Owners(problems))
    _tell_of_ports(network, Owners(problems))
    _tell_of_links(network, link_pool, Owners(problems))
    _tell_of_vpns(network, Owners(problems))
    _tell_of_sites(network, site_pool, Owners(problems))


def _tell_of_routers(network: Network, owners: Owners) -> None:
    for name, router in network.routers.items():
        loopback = str(router.words["loopback"])
        owners.take(loopback, name, f"{name}.loopback", "give one of them a loopback")


def _tell_of_ports(network: Network, owners: Owners) -> None:
    ports = [(line.path, end) for line in network.links for end in line.ends]
    ports += [(line.path, line.pe) for line in network.sites]
    for path, end in ports:
        mend = f"name the port of one of them, as in {end.router}:eth9"
        owners.take(f"{end.router}:{end.interface}", path, path, mend)


def _tell_of_links(network: Network, pool: ipaddress.IPv4Network, owners: Owners) -> None:
    for link in network.links:
        if "subnet" not in link.words and not link.words.get("unnumbered"):
            subnet = choose_subnet(pool, link.ends)
            owners.take(subnet, link.path, link.path, "give one of them a subnet")


def _tell_of_vpns(network: Network, owners: Owners) -> None:
    for name, words in network.vpns.items():
        mend = f'give one of them an id, as in mpls_vpn_{name}="{{id: 100}}"'
        owners.take(str(words["id"]), f"mpls_vpn_{name}", f"graph.mpls_vpn_{name}", mend)


def _tell_of_sites(network: Network, pool: ipaddress.IPv4Network, owners: Owners) -> None:
    """Sites may share an address on purpose, but not by the plan."""
    for site in network.sites:
        planned = str(choose_site(pool, site.key))
        if site.words["address"] == planned:
            mend = "give one of them an address"
            owners.take((site.vpn, planned), site.key, f"{site.path}.address", mend)
