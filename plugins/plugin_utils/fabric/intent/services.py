# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""VPNs and their services: their keys, parsers and values."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import RESERVED_TABLES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.names import VPN_NAME
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.numbers import (
    parse_route_id,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.sites import Site
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    one_of,
    parse_items,
    parse_list,
    parse_number,
    parse_switch,
)

VPN_PREFIX = "mpls_vpn_"
ANY_TO_ANY, HUB_AND_SPOKE = "any-to-any", "hub-and-spoke"
#: The value of rd for one of its own on each PE.
PER_PE = "per-pe"


def parse_vpn_id(value: object) -> int:
    """Accept a VPN's number, which is a kernel routing table as well."""
    expected = "a number from 1 to 4294967295 that is not 253, 254 or 255 (the kernel's own tables)"
    number = parse_number(value, 1, 4294967295, expected)
    if number in RESERVED_TABLES:
        raise ValueError(expected)
    return number


def parse_rd(value: object) -> str:
    """Accept a route distinguisher, or the word for one on each PE."""
    if value == PER_PE:
        return PER_PE
    try:
        return parse_route_id(value)
    except ValueError as error:
        raise ValueError(f"{error}, or {PER_PE}") from error


def parse_targets(value: object) -> tuple[str, ...]:
    """Accept a route target, or a list of them."""
    if not isinstance(value, list):
        return (parse_route_id(value),)
    expected = "route targets that differ, such as [65000:100, 65000:200]"
    if not value:
        raise ValueError(expected)
    return parse_items(value, parse_route_id, expected)


def parse_vpn_name(value: object) -> str:
    """Accept the name of another VPN."""
    if not isinstance(value, str) or not VPN_NAME.fullmatch(value):
        raise ValueError("the name of a VPN without mpls_vpn_, such as shared")
    return value


def parse_vpn_names(value: object) -> tuple[str, ...]:
    """Accept a list of names of other VPNs."""
    expected = "a list of names of VPNs that differ, without mpls_vpn_, such as [shared]"
    return parse_items(value, parse_vpn_name, expected)


VPN: Keys = {
    "id": Key(
        parse_vpn_id,
        required=True,
        about="The table of the VRF on every PE, and the number of the VPN's RD and RT.",
    ),
    "service": Key(
        one_of(ANY_TO_ANY, HUB_AND_SPOKE),
        default=ANY_TO_ANY,
        about="Who reaches whom: each site each other one, or spokes the hub's router alone.",
    ),
    "rd": Key(
        parse_rd,
        about="The route distinguisher, `<asn>:<id>` if nothing is said, or `per-pe` for"
        " `<loopback>:<id>`, so that reflectors keep every way to a site with several PEs; none"
        " with static labels.",
    ),
    "rt": Key(
        parse_targets,
        default=(),
        about="Route targets, in and out, `<asn>:<id>` if nothing is said; none with static labels."
        " In hub-and-spoke there are two: what the hub exports, and what spokes export.",
    ),
    "import_rt": Key(
        parse_targets, default=(), about="Route targets of what is taken, instead of `rt`."
    ),
    "export_rt": Key(
        parse_targets, default=(), about="Route targets of what is advertised, instead of `rt`."
    ),
    "common": Key(
        parse_switch,
        default=False,
        about="Other VPNs may reach this one and it them, and never each other: those that have it"
        " in `uses` or as their `internet`.",
    ),
    "uses": Key(
        parse_vpn_names, default=(), about="Common VPNs that this one reaches, and that reach it."
    ),
    "internet": Key(
        parse_vpn_name,
        about="The common VPN that has the Internet gateway as its hub: its default route comes"
        " from there.",
    ),
    "sites": Key(
        parse_list,
        default=[],
        about="The customer's ports, in any number at any PE.",
    ),
}


@dataclass(frozen=True)
class Vpn:
    """A customer's VPN as the intent has it; what it does not say of RD and RTs is planned."""

    path: str
    name: str
    table: int
    service: str
    rd: str | None
    rt: tuple[str, ...]
    import_rt: tuple[str, ...]
    export_rt: tuple[str, ...]
    common: bool
    uses: tuple[str, ...]
    internet: str | None
    sites: tuple[Site, ...]

    @property
    def has_ipv6(self) -> bool:
        """Whether a site of the customer has IPv6."""
        return any(site.address6 for site in self.sites)

    @property
    def has_hub(self) -> bool:
        """Whether its sites meet at a hub only."""
        return self.service == HUB_AND_SPOKE

    @property
    def used(self) -> tuple[str, ...]:
        """Name the common VPNs that it reaches."""
        return self.uses + ((self.internet,) if self.internet else ())
