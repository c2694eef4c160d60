# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What makes a network wrong, found in the variables as they are written.

This is no part of the collection, and knows nothing of its rules: it looks at the text of the
intent alone, so that a rule that is wrong and its test are not wrong together.
"""

from __future__ import annotations

import ipaddress
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Variables = Mapping[str, Any]
Groups = Mapping[str, list[str]]


def find_wrongness(variables: Variables, groups: Groups) -> list[str]:
    """Name what is wrong, as far as this looks."""
    found = []
    if _repeated(_loopbacks(variables)):
        found.append("two routers have one loopback")
    if _repeated(_uses(variables)):
        found.append("a port has two uses")
    if _repeated(_ids(variables)):
        found.append("two VPNs have one table")
    if any(_has_common_address(*pair) for pair in itertools.combinations(_subnets(variables), 2)):
        found.append("two links have an address in common")
    if _has_islands(variables):
        found.append("a router has no way to the others")
    if any(site.get("pe") not in groups.get("pe", []) for _vpn, site in _sites(variables)):
        found.append("a site is at no PE")
    if _has_port_clash(variables):
        found.append("two ports of one VRF are in one subnet")
    return found


def _repeated(items: Iterator[Any]) -> bool:
    return any(count > 1 for count in Counter(items).values())


def _routers(variables: Variables) -> dict[str, Any]:
    said = variables.get("mpls_routers")
    return {
        name: router
        for name, router in (said.items() if isinstance(said, dict) else ())
        if isinstance(router, dict)
    }


def _loopbacks(variables: Variables) -> Iterator[str]:
    for router in _routers(variables).values():
        if isinstance(router.get("loopback"), str):
            yield router["loopback"]


def _links(variables: Variables) -> list[dict[str, Any]]:
    said = variables.get("mpls_links")
    return [link for link in said if isinstance(link, dict)] if isinstance(said, list) else []


def _ends(link: Mapping[str, Any]) -> list[str]:
    said = link.get("ends")
    return [end for end in said if isinstance(end, str)] if isinstance(said, list) else []


def _sites(variables: Variables) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, vpn in variables.items():
        sites = vpn.get("sites") if name.startswith("mpls_vpn_") and isinstance(vpn, dict) else None
        for site in sites if isinstance(sites, list) else ():
            if isinstance(site, dict):
                yield name, site


def _uses(variables: Variables) -> Iterator[str]:
    for link in _links(variables):
        yield from _ends(link)
    for _vpn, site in _sites(variables):
        yield f"{site.get('pe')}:{site.get('interface')}"


def _ids(variables: Variables) -> Iterator[str]:
    for name, vpn in variables.items():
        if name.startswith("mpls_vpn_") and isinstance(vpn, dict) and vpn.get("id") is not None:
            yield str(vpn["id"])


def _subnets(variables: Variables) -> Iterator[str]:
    for link in _links(variables):
        if isinstance(link.get("subnet"), str):
            yield link["subnet"]


def _has_common_address(first: str, second: str) -> bool:
    try:
        ranges = [ipaddress.ip_network(text, strict=False) for text in (first, second)]
    except ValueError:
        return False
    (low, high), (other_low, other_high) = ((int(net[0]), int(net[-1])) for net in ranges)
    return ranges[0].version == ranges[1].version and low <= other_high and other_low <= high


def _has_islands(variables: Variables) -> bool:
    """Merge the groups of routers link by link, until one is left or more."""
    islands = [{name} for name in _routers(variables)]
    for link in _links(variables):
        touched = {end.partition(":")[0] for end in _ends(link)}
        joined = [island for island in islands if island & touched]
        islands = [island for island in islands if not island & touched]
        islands += [set().union(*joined)] if joined else []
    return len(islands) > 1


def _has_port_clash(variables: Variables) -> bool:
    ports: dict[Any, list[str]] = {}
    for vpn, site in _sites(variables):
        if isinstance(site.get("address"), str):
            ports.setdefault((vpn, str(site.get("pe"))), []).append(site["address"])
    return any(
        _has_common_address(*pair)
        for addresses in ports.values()
        for pair in itertools.combinations(addresses, 2)
    )
