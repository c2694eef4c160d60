# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of names of interfaces and routers, and what VPNs may be called."""

from __future__ import annotations

import re

from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._parse import KERNEL_NAMES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import parse_items

#: Linux: IFNAMSIZ leaves 15 characters (include/uapi/linux/if.h).
LONGEST_NAME = 15
INTERFACE_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{LONGEST_NAME - 1}}}")
#: What systemd takes for no interface (src/basic/socket-util.c, ifname_valid_full); the loopback.
RESERVED_INTERFACE_NAMES = frozenset({"all", "default", "lo"})
#: The name of a VPN, which is that of a VRF device too: a hyphen is for what the collection puts
#: behind it, and systemd takes digits alone for the number of an interface.
VPN_NAME = re.compile(r"(?![0-9]+\Z)[A-Za-z0-9][A-Za-z0-9_]*")
VPN_NAME_WORDS = "letters, digits and '_', not digits alone"
ROUTER_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?")
#: Names that Linux or FRR give a meaning of their own.
RESERVED_VRF_NAMES = frozenset({"all", "default", "global", "lo", "main", "mgmt", "vrf"})


def parse_interface(value: object) -> str:
    """Accept a Linux interface name."""
    expected = "the name of a Linux interface of at most 15 characters, such as eth1"
    if not isinstance(value, str) or not INTERFACE_NAME.fullmatch(value) or value == "lo":
        raise ValueError(expected)
    if value in RESERVED_INTERFACE_NAMES or value.isdecimal():
        raise ValueError(f"{expected}; systemd takes neither all, default nor digits alone for one")
    if value in KERNEL_NAMES:
        raise ValueError("another interface, as Linux makes this one itself, for no port")
    return value


def parse_interfaces(value: object) -> tuple[str, ...]:
    """Accept a list of Linux interface names."""
    expected = "a list of names of Linux interfaces, such as [gre1]"
    # Whose an interface is twice is for a rule to say.
    return parse_items(value, parse_interface, expected, once=False)


def parse_router_name(value: object) -> str:
    """Accept an inventory host name."""
    if not isinstance(value, str) or not ROUTER_NAME.fullmatch(value):
        raise ValueError("the inventory name of a router, such as pe1")
    return value
