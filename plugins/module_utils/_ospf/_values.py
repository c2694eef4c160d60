# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The limits of OSPF, from options to checked values, and what they are made of (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interface_name,
    refuse_twice,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    Chain,
    Hook,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "linuxnet_mpls_ospf"
#: Names stand between blanks and in the elements of sets.
NAME = re.compile(r"[A-Za-z0-9._-]+")
PREFIXES_MAX, MINUTES_MAX = 4294967295, 65535
#: The kernel's NF_IP_PRI_RAW: before any rule that accepts.
PRIORITY_RAW = -300
OSPF = 89


@dataclass(frozen=True, order=True)
class Limit:
    """How many prefixes of each family a port may bring, and minutes until it may try again."""

    interface: str
    vrf: str
    max_prefixes: int
    restart: int


def parse_limits(params: Mapping[str, Any]) -> tuple[Limit, ...]:
    """Check the options of ospf_limit; none where there is nothing to limit."""
    if params.get("state") == "absent":
        return ()
    ports = params.get("ports") or []
    refuse_twice("ports", [port["interface"] for port in ports])
    return tuple(sorted(_parse_port(f"ports[{at}]", port) for at, port in enumerate(ports)))


def render_limits(limits: tuple[Limit, ...]) -> str:
    """Write the limits as the program reads them, a port a line."""
    return "".join(
        f"{one.interface} {one.vrf} {one.max_prefixes} {one.restart}\n" for one in limits
    )


def build_table() -> Table:
    """Drop OSPF of both directions at ports that are in a set, and have that time out.

    In a VRF a packet comes in by its port before the VRF takes it (net/ipv4/ip_input.c).
    """
    return Table(
        "inet",
        TABLE,
        tuple(
            Chain(
                hook,
                tuple(
                    f"meta nfproto ipv{family} meta l4proto {OSPF} {name} @{set_name(family)}"
                    ' counter name "ended" drop'
                    for family in (4, 6)
                ),
                Hook(hook, PRIORITY_RAW),
            )
            for hook, name in (("prerouting", "iifname"), ("postrouting", "oifname"))
        ),
        (
            ("counter ended", " "),
            *(
                (f"set {set_name(family)}", " type ifname; size 65535; flags timeout; ")
                for family in (4, 6)
            ),
        ),
    )


def set_name(family: int) -> str:
    """Name the set of the ports whose session has ended, for a version of IP."""
    return f"ended{family}"


def _parse_port(path: str, port: Mapping[str, Any]) -> Limit:
    return Limit(
        interface=_parse_name(f"{path}.interface", port["interface"]),
        vrf=_parse_name(f"{path}.vrf", port["vrf"]),
        max_prefixes=_in_range(
            f"{path}.max_prefixes", port["max_prefixes"], PREFIXES_MAX, "prefixes"
        ),
        restart=_in_range(f"{path}.restart", port["restart"], MINUTES_MAX, "minutes"),
    )


def _parse_name(path: str, value: str) -> str:
    name = parse_interface_name(path, value)
    if not NAME.fullmatch(name):
        raise InputError(path, name, "letters, digits, '_', '.' and '-' alone")
    return name


def _in_range(path: str, value: int, most: int, what: str) -> int:
    if not 1 <= value <= most:
        raise InputError(path, value, f"a number of {what} from 1 to {most}")
    return value
