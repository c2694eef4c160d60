# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Routers: their keys, with the parsers and the value."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    parse_loopback,
    parse_loopback6,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.names import (
    parse_interfaces,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    one_of,
    parse_number,
    parse_switch,
)

FRR_RELEASE = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}")


def parse_frr_release(value: object) -> str:
    """Accept a release of FRRouting; as a number 10.10 would be 10.1."""
    if not isinstance(value, str) or not FRR_RELEASE.fullmatch(value):
        raise ValueError('a release of FRRouting in quotes, such as "10.3"')
    return value


def parse_sid(value: object) -> int:
    """Accept a router's number in the global block."""
    return parse_number(value, 0, 65535, "a number from 0 to 65535")


ROUTER: Keys = {
    "loopback": Key(
        parse_loopback,
        required=True,
        about="Its loopback: router id, LDP's transport address and BGP's source.",
    ),
    "loopback6": Key(
        parse_loopback6,
        about="Its IPv6 loopback; all routers have one, or none has.",
    ),
    "label_interfaces": Key(
        parse_interfaces,
        default=(),
        about="Interfaces that you make yourself, such as tunnels, and that are to accept labels,"
        " whenever they appear.",
    ),
    "passive_interfaces": Key(
        parse_interfaces,
        default=(),
        about="Interfaces whose subnets the IGP advertises; they take neither neighbours nor"
        " labels, and their addresses are yours.",
    ),
    "drained": Key(
        parse_switch,
        default=False,
        about="Whether the router is out of the way for maintenance: no transit packet crosses it"
        " any more.",
    ),
    "sid": Key(
        parse_sid,
        about="Its number in the global block of segment routing; the last two octets of the"
        " loopback if nothing is said.",
    ),
    "attach": Key(
        one_of("ldp", "filter", "static"),
        about="How the core reaches a reflector: with the IGP and LDP, with the IGP alone"
        " (`filter`), or by static routes; `ldp` if nothing is said.",
    ),
    "cluster_id": Key(
        parse_loopback,
        about="The same address at reflectors that are one cluster; a reflector's loopback if"
        " nothing is said.",
    ),
    "frr": Key(
        parse_frr_release,
        about="The release of FRRouting that is installed there, where you want it looked at before"
        " the router is.",
    ),
}


@dataclass(frozen=True)
class Router:
    """A router of the core; ``role`` is the one of the groups p, pe, rr that it is in."""

    name: str
    role: str
    loopback: ipaddress.IPv4Address
    loopback6: ipaddress.IPv6Address | None
    label_interfaces: tuple[str, ...]
    passive_interfaces: tuple[str, ...]
    drained: bool
    sid: int | None
    attach: str | None
    cluster_id: ipaddress.IPv4Address | None
    frr: str | None

    @property
    def has_labels(self) -> bool:
        """Whether the router takes part in LDP; a reflector may do without."""
        return self.attach in (None, "ldp")

    @property
    def has_igp(self) -> bool:
        """Whether the router takes part in the IGP; a reflector may do without."""
        return self.attach != "static"
