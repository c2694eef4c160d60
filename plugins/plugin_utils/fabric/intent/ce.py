# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Customers' routers: what ``ce`` of a site may say, its parsers and values."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Union

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    Prefix,
    parse_prefixes,
    read_address,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.numbers import (
    parse_asn,
    parse_bgp_holdtime,
    parse_ospf_area,
    parse_ospf_cost,
    parse_route_id,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.secrets import (
    parse_secret_name,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, read_keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    one_of,
    parse_number,
    parse_switch,
)


def parse_ce_address(value: object) -> ipaddress.IPv4Address:
    """Accept the IPv4 address of a customer's router."""
    expected = "the CE's IPv4 address, such as 192.168.1.2"
    return read_address(ipaddress.IPv4Address, value, expected, with_length=False)


def parse_ce_address6(value: object) -> ipaddress.IPv6Address:
    """Accept the IPv6 address of a customer's router."""
    expected = "the CE's IPv6 address in the site's subnet, such as 2001:db8:1::2"
    address = read_address(ipaddress.IPv6Address, value, expected, with_length=False)
    if address.is_link_local:
        raise ValueError(expected)
    return address


def parse_allowas_in(value: object) -> int:
    """Accept how often the CE's routes may have the provider's AS number in their path."""
    return parse_number(value, 1, 10, "a number of times from 1 to 10")


def parse_max_prefixes(value: object) -> int:
    """Accept how many prefixes a CE may announce."""
    return parse_number(value, 1, 4294967295, "a number of prefixes from 1 to 4294967295")


def parse_restart(value: object) -> int:
    """Accept the minutes after which a session that advertised too much may come again."""
    return parse_number(value, 1, 65535, "a time from 1 to 65535 minutes")


def parse_preference(value: object) -> int:
    """Accept a local preference (RFC 4271 section 5.1.5)."""
    return parse_number(value, 0, 4294967295, "a local preference from 0 to 4294967295")


STATIC_CE, BGP_CE, OSPF_CE = PROTOCOLS = ("static", "bgp", "ospf")


@dataclass(frozen=True)
class StaticCe:
    """A CE that advertises nothing: the PE has routes to it."""

    protocol: str
    address: ipaddress.IPv4Address | None
    address6: ipaddress.IPv6Address | None
    routes: tuple[Prefix, ...]


@dataclass(frozen=True)
class BgpCe:
    """A CE that speaks BGP, one session for each family that it has an address of.

    ``as_override``, ``soo`` and ``holdtime`` are None where they are for us to choose.
    """

    protocol: str
    asn: int
    address: ipaddress.IPv4Address | None
    address6: ipaddress.IPv6Address | None
    as_override: bool | None
    allowas_in: int | None
    max_prefixes: int
    max_prefixes_restart: int
    announce: tuple[Prefix, ...]
    accept_default: bool
    originate_default: bool
    preference: int | None
    soo: str | None
    holdtime: int | None
    gtsm: bool
    bfd: bool
    secret: str | None


@dataclass(frozen=True)
class OspfCe:
    """A CE that speaks OSPF, and OSPFv3 where the site has IPv6."""

    protocol: str
    area: int
    network: str
    cost: int | None
    max_prefixes: int
    max_prefixes_restart: int
    accept_default: bool
    originate_default: bool
    bfd: bool
    secret: str | None


Ce = Union[StaticCe, BgpCe, OspfCe]
_PROTOCOL = Key(
    one_of(*PROTOCOLS),
    required=True,
    about="How the PE and the CE exchange routes; without ce the site is its subnet.",
)
_ADDRESS = Key(parse_ce_address, about="The CE's IPv4 address, in the site's subnet.")
_ADDRESS6 = Key(parse_ce_address6, about="The CE's IPv6 address, likewise.")
_ACCEPT_DEFAULT = Key(
    parse_switch,
    default=False,
    about="Whether a default route of the CE is taken, which leads the whole VPN there.",
)
_ORIGINATE_DEFAULT = Key(
    parse_switch,
    default=False,
    about="Whether the PE advertises a default route to the CE, whether or not the VPN has one.",
)
_MAX_PREFIXES = Key(
    parse_max_prefixes,
    default=1000,
    about="A CE that advertises more prefixes of a family loses its session, and no other does.",
)
_RESTART = Key(
    parse_restart,
    default=15,
    about="Minutes until such a session may come again.",
)
_BFD = Key(
    parse_switch,
    default=False,
    about="Whether BFD watches the CE, which finds a silent one within a second.",
)
_SECRET = Key(
    parse_secret_name,
    about="The name of the session's password, or of OSPF's key, in `mpls_secrets`.",
)
CE: Mapping[str, Mapping[str, Key]] = {
    STATIC_CE: {
        "protocol": _PROTOCOL,
        "address": _ADDRESS,
        "address6": _ADDRESS6,
        "routes": Key(
            parse_prefixes,
            required=True,
            about="Prefixes that are behind the CE, a default route among them or not.",
        ),
    },
    BGP_CE: {
        "protocol": _PROTOCOL,
        "asn": Key(parse_asn, required=True, about="The CE's AS number, another than `mpls_asn`."),
        "address": _ADDRESS,
        "address6": _ADDRESS6,
        "as_override": Key(
            parse_switch,
            about="Whether the CE sees the provider's AS number in place of its own, which it would"
            " take for a loop; true where another site that it hears of has the same number.",
        ),
        "allowas_in": Key(
            parse_allowas_in,
            about="How often the provider's AS number may be in what the CE advertises.",
        ),
        "max_prefixes": _MAX_PREFIXES,
        "max_prefixes_restart": _RESTART,
        "announce": Key(
            parse_prefixes,
            default=(),
            about="All that the CE receives, exactly; without it all but the subnet of its port.",
        ),
        "accept_default": _ACCEPT_DEFAULT,
        "originate_default": _ORIGINATE_DEFAULT,
        "preference": Key(
            parse_preference,
            about="Local preference of what the CE advertises: the PE with the highest is used.",
        ),
        "soo": Key(
            parse_route_id,
            about="Site of origin, as `<asn>:<number>`; planned for entries with the same site.",
        ),
        "holdtime": Key(
            parse_bgp_holdtime,
            about="Seconds until a silent CE is gone; `mpls_bgp_holdtime` if nothing is said.",
        ),
        "gtsm": Key(
            parse_switch,
            default=False,
            about="Whether packets must have crossed no router (RFC 5082); the CE needs it too.",
        ),
        "bfd": _BFD,
        "secret": _SECRET,
    },
    OSPF_CE: {
        "protocol": _PROTOCOL,
        "area": Key(parse_ospf_area, default=0, about="The area of the site's port."),
        "network": Key(
            one_of("broadcast", "point-to-point"),
            default="broadcast",
            about="OSPF's kind of network, the same at the CE.",
        ),
        "cost": Key(parse_ospf_cost, about="OSPF's cost of the port."),
        "max_prefixes": _MAX_PREFIXES,
        "max_prefixes_restart": _RESTART,
        "accept_default": _ACCEPT_DEFAULT,
        "originate_default": _ORIGINATE_DEFAULT,
        "bfd": _BFD,
        "secret": _SECRET,
    },
}
_VALUES = {STATIC_CE: StaticCe, BGP_CE: BgpCe, OSPF_CE: OspfCe}


def parse_ce(path: str, raw: Mapping[str, Any] | None, problems: Problems) -> Ce | None:
    """Read ``ce`` of a site by the keys of its protocol; None when it is wrong or not there."""
    if raw is None:
        return None
    keys = CE.get(str(raw.get("protocol")))
    if keys is None:
        # What the other keys may be depends on it.
        keys, raw = {"protocol": _PROTOCOL}, {"protocol": raw.get("protocol")}
    read = read_keys(path, raw, keys, problems)
    return None if read is None else _VALUES[read["protocol"]](**read)
