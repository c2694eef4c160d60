# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What somebody else has put into tables and on ports that are the collection's alone (pure).

A router may have interfaces, VRFs and routes of its operator's beside; these are nobody's business.
"""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    UNREACHABLE,
    Hop,
    State,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._fib import OF_FRR
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.breaks import name_route
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.frr import say_hops
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf

#: RTPROT_KERNEL of include/uapi/linux/rtnetlink.h, and the number of mpls_route's own routes.
OF_KERNEL, OF_MPLS_ROUTE = 2, 130
#: Names of other owners (RTPROT_*), as iproute2 has them.
OWNERS = {0: "nobody known", 3: "boot or ip", 4: "static", 9: "a router advertisement", 16: "DHCP"}
#: The priority of the rule that leads packets of VRFs to their tables.
VRF_RULE = 1000
LOCAL_TABLE = 255


def find_foreign(intent: Intent, router: str, state: State) -> Iterator[tuple[Break, list[str]]]:
    """Name all of it with its owner, where the kernel tells, and the customer that it is in."""
    for found in (*_find_labels(router, state), *_find_core_addresses(intent, router, state)):
        yield found, []
    vrfs = intent.vrfs_by_router.get(router, [])
    if vrfs:
        customers = sorted({vrf.vpn.name for vrf in vrfs})
        yield from ((found, customers) for found in _find_rules(router, state))
    for vrf in vrfs:
        for found in (
            *_find_routes(vrf, state),
            *_find_members(vrf, state),
            *_find_addresses(vrf, state),
        ):
            yield found, [vrf.vpn.name]


def _find_routes(vrf: Vrf, state: State) -> Iterator[Break]:
    for route in state["routes"].get(str(vrf.table), ()):
        ours = {OF_KERNEL, OF_MPLS_ROUTE, *OF_FRR}
        if route["protocol"] not in ours and route["kind"] != UNREACHABLE:
            family = 6 if ":" in route["prefix"] else 4
            show = f"ip -{family} route show vrf {vrf.name} {route['prefix']}"
            reason = _say_owner(route["protocol"], route["hops"], route["kind"])
            yield Break(vrf.pe, name_route(route["prefix"], vrf.name), reason, show)


def _find_labels(router: str, state: State) -> Iterator[Break]:
    for label, route in state["labels"].items():
        if route["protocol"] not in {OF_MPLS_ROUTE, *OF_FRR}:
            reason = _say_owner(route["protocol"], route["hops"], "")
            yield Break(router, f"label {label}", reason, f"ip -family mpls route show {label}")


def _say_owner(protocol: int, hops: list[Hop], kind: str) -> str:
    owner = OWNERS.get(protocol, f"protocol {protocol}")
    way = f"leads {say_hops(hops)}" if hops else f"is {kind}"
    return f"{way}, made by {owner}: expected none but those of FRRouting and of linuxnet.mpls"


def _find_rules(router: str, state: State) -> Iterator[Break]:
    """A rule before that of VRFs can lead customers' packets elsewhere, or to own addresses."""
    for rule in state["rules"]:
        if rule["priority"] < VRF_RULE:
            check = f"rule {rule['priority']}, IPv{rule['family']}"
            what = (
                "looks up own addresses before" if rule["table"] == LOCAL_TABLE else "stands before"
            )
            reason = f"{what} the tables of VRFs, rule {VRF_RULE}: expected none there"
            yield Break(router, check, reason, f"ip -{rule['family']} rule show")


def _find_members(vrf: Vrf, state: State) -> Iterator[Break]:
    """A port in a customer's VRF that is no site's lets somebody in."""
    sites = {site.interface for site in vrf.sites}
    for name, link in state["links"].items():
        if link["master"] == vrf.name and name not in sites:
            reason = f"is in VRF {vrf.name}, and at no site of it: expected none"
            yield Break(vrf.pe, f"interface {name}", reason, f"ip link show master {vrf.name}")


def _find_addresses(vrf: Vrf, state: State) -> Iterator[Break]:
    for site in vrf.sites:
        wanted = {str(one) for one in (site.address, site.address6) if one}
        yield from _compare_addresses(vrf.pe, site.interface, wanted, state)


def _find_core_addresses(intent: Intent, router: str, state: State) -> Iterator[Break]:
    """Look at links of the core; those of tunnels have addresses of their own kind."""
    for link, index in intent.ends_by_router.get(router, []):
        if link.subnet is not None and link.tunnel is None:
            wanted = {f"{link.address(index)}/{link.subnet.prefixlen}"}
            yield from _compare_addresses(router, link.ends[index].interface, wanted, state)


def _compare_addresses(router: str, name: str, wanted: set[str], state: State) -> Iterator[Break]:
    link = state["links"].get(name)
    for address in link["addresses"] if link else ():
        if address not in wanted and not address.startswith("fe80:"):
            reason = f"has address {address}: expected {', '.join(sorted(wanted))} alone"
            yield Break(router, f"address of {name}", reason, f"ip address show dev {name}")
