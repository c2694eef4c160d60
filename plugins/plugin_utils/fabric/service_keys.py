# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the intent says of a VPN's service: the keys of VPNs and sites, and their parsers."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import values
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key

ANY_TO_ANY, HUB_AND_SPOKE = "any-to-any", "hub-and-spoke"
#: A port to the hub's CE, a port from it back to the spokes, and a spoke's port.
HUB, HUB_RETURN, SPOKE = "hub", "hub-return", "spoke"
#: The value of rd for one of its own on each PE.
PER_PE = "per-pe"
#: What the number of a spoke is within.
FIRST_SPOKE, LAST_SPOKE = 1, 999


def parse_rd(value: object) -> str:
    """Accept a route distinguisher, or the word for one on each PE."""
    if value == PER_PE:
        return PER_PE
    try:
        return values.parse_route_id(value)
    except ValueError as error:
        raise ValueError(f"{error}, or {PER_PE}") from error


def parse_targets(value: object) -> tuple[str, ...]:
    """Accept a route target, or a list of them."""
    if not isinstance(value, list):
        return (values.parse_route_id(value),)
    expected = "route targets that differ, such as [65000:100, 65000:200]"
    if not value:
        raise ValueError(expected)
    return values.parse_items(value, values.parse_route_id, expected)


def parse_vpn_name(value: object) -> str:
    """Accept the name of another VPN."""
    if not isinstance(value, str) or not values.VPN_NAME.fullmatch(value):
        raise ValueError("the name of a VPN without mpls_vpn_, such as shared")
    return value


def parse_vpn_names(value: object) -> tuple[str, ...]:
    """Accept a list of names of other VPNs."""
    expected = "a list of names of VPNs that differ, without mpls_vpn_, such as [shared]"
    return values.parse_items(value, parse_vpn_name, expected)


def parse_spoke(value: object) -> int:
    """Accept the number of a spoke at its PE."""
    expected = f"a number from {FIRST_SPOKE} to {LAST_SPOKE}"
    return values.parse_number(value, FIRST_SPOKE, LAST_SPOKE, expected)


VPN: dict[str, Key] = {
    "service": Key(
        values.one_of(ANY_TO_ANY, HUB_AND_SPOKE),
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
        parse_targets, default=(), about="Route targets of what is told, instead of `rt`."
    ),
    "common": Key(
        values.parse_switch,
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
}
SITE: dict[str, Key] = {
    "role": Key(
        values.one_of(HUB, HUB_RETURN, SPOKE),
        about="In hub-and-spoke: a port to the hub's router, a port from it back to the spokes, or"
        " a spoke, which is the default.",
    ),
    "spoke": Key(
        parse_spoke,
        about="The number of a spoke at its PE, where the planned one meets another's. Ports of"
        " one PE with the same number are one site and meet in the PE.",
    ),
}
