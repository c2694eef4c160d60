# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of single values: checked value out, or ValueError saying what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._parse import KERNEL_NAMES
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import RESERVED_TABLES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.labels import LABEL_TABLE

T = TypeVar("T")
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
#: AS_TRANS (RFC 6793) and the last one of two octets (RFC 7300).
RESERVED_ASNS = frozenset({23456, 65535})
#: Names that Linux or FRR give a meaning of their own.
RESERVED_VRF_NAMES = frozenset({"all", "default", "global", "lo", "main", "mgmt", "vrf"})


@dataclass(frozen=True)
class LinkEnd:
    """A router's end of a link, written ``router:interface``."""

    router: str
    interface: str


def parse_number(value: object, low: int, high: int, expected: str) -> int:
    """Accept a number within bounds."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError(expected)
    try:
        number = int(value)
    except ValueError as error:
        raise ValueError(expected) from error
    if not low <= number <= high:
        raise ValueError(expected)
    return number


def parse_mapping(value: object) -> Mapping[str, Any]:
    """Accept a dictionary."""
    if not isinstance(value, Mapping):
        raise ValueError("a dictionary")
    return value


def parse_list(value: object) -> list[Any]:
    """Accept a list."""
    if not isinstance(value, list):
        raise ValueError("a list")
    return value


class ItemsError(ValueError):
    """Items are wrong; ``wrong`` has what would be right by index, or by key of a dictionary."""

    def __init__(self, wrong: Mapping[Any, str]) -> None:
        """Take all that is wrong."""
        super().__init__("; ".join(f"{at}: {words}" for at, words in wrong.items()))
        self.wrong = wrong


def parse_items(
    value: object, parse: Callable[[object], T], expected: str, *, once: bool = True
) -> tuple[T, ...]:
    """Accept a list whose items all pass, each ``once``; ItemsError names all that do not."""
    if not isinstance(value, list):
        raise ValueError(expected)
    places: dict[T, int] = {}
    wrong: dict[int, str] = {}
    items = []
    for at, item in enumerate(value):
        try:
            items.append(parse(item))
        except ValueError as error:
            wrong[at] = str(error)
            continue
        first = places.setdefault(items[-1], at)
        if once and first != at:
            wrong[at] = f"each once; [{first}] is the same"
    if wrong:
        raise ItemsError(wrong)
    return tuple(items)


def parse_switch(value: object) -> bool:
    """Accept true or false, also as the text that a command line and an INI file have."""
    words = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in words:
        raise ValueError("true or false")
    return words[value.lower()]


def parse_asn(value: object) -> int:
    """Accept an autonomous system number (RFC 6793: four octets; 0 and the last are reserved)."""
    expected = "an autonomous system number from 1 to 4294967294"
    number = parse_number(value, 1, 4294967294, expected)
    if number in RESERVED_ASNS:
        raise ValueError(expected + ", but not 23456 or 65535, which are reserved")
    return number


def parse_mtu(value: object) -> int:
    """Accept an interface MTU in octets; 1280 is what IPv6 needs (RFC 8200 section 5)."""
    return parse_number(value, 1280, 65535, "an MTU from 1280 to 65535 octets")


def parse_neighbours(value: object) -> int:
    """Accept how many neighbours a port may have."""
    return parse_number(value, 1, 65536, "a number of neighbours from 1 to 65536")


def parse_platform_labels(value: object) -> int:
    """Accept the size of the kernel's label table (labels have 20 bits, RFC 3032 section 2.1).

    FRRouting's daemons take labels from 16 on in chunks, one for each prefix and VRF.
    """
    return parse_number(value, 1000, 1048575, "a label table size from 1000 to 1048575")


def parse_static_platform_labels(value: object) -> int:
    """Accept the size of a label table that holds all static labels, now and later."""
    highest = LABEL_TABLE - 1
    expected = f"a label table size from {LABEL_TABLE} to 1048575, as static labels reach {highest}"
    return parse_number(value, LABEL_TABLE, 1048575, expected)


def parse_vpn_id(value: object) -> int:
    """Accept a VPN's number, which is a kernel routing table as well."""
    expected = "a number from 1 to 4294967295 that is not 253, 254 or 255 (the kernel's own tables)"
    number = parse_number(value, 1, 4294967295, expected)
    if number in RESERVED_TABLES:
        raise ValueError(expected)
    return number


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


def parse_link_ends(value: object) -> tuple[LinkEnd, LinkEnd]:
    """Accept the two ends of a link."""
    expected = 'two ends as "router:interface", such as ["pe1:eth1", "p1:eth1"]'
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004
        raise ValueError(expected)
    ends = []
    for end in value:
        router, separator, interface = end.partition(":") if isinstance(end, str) else ("", "", "")
        if not separator:
            raise ValueError(expected)
        ends.append(LinkEnd(parse_router_name(router), parse_interface(interface)))
    return ends[0], ends[1]


def parse_route_id(value: object) -> str:
    """Accept a route distinguisher or route target as ``number:number`` (RFC 4364 section 4.2)."""
    expected = "two numbers as <asn>:<number>, such as 65000:100"
    if isinstance(value, int):
        raise ValueError(f"{expected}, in quotes where YAML takes it for one number (65000:1)")
    match = re.fullmatch(r"(\d{1,10}):(\d{1,10})", str(value))
    if not match:
        raise ValueError(expected)
    return check_route_id(int(match[1]), int(match[2]))


def check_route_id(asn: int, number: int) -> str:
    """Write ``asn:number`` if it fits six octets: 2+4 (type 0) or 4+2 (type 2)."""
    two_octets, four_octets = 65535, 4294967295
    if asn in (0, four_octets):
        raise ValueError("an <asn>:<number> whose AS number is none of 0 and 4294967295 (RFC 7607)")
    if asn > four_octets or number > (four_octets if asn <= two_octets else two_octets):
        raise ValueError(
            "an <asn>:<number> that fits six octets"
            f" (at most {two_octets}:{four_octets} or {four_octets}:{two_octets})"
        )
    return f"{asn}:{number}"


def refused(reason: str) -> Refused:
    """Accept nothing: what the key says has no meaning here."""
    return Refused(reason)


@dataclass(frozen=True)
class Refused:
    """A parser of a key that must not be there."""

    reason: str

    def __call__(self, _value: object) -> NoReturn:
        """Refuse any value."""
        raise ValueError(self.reason)


def one_of(*words: str) -> OneOf:
    """Accept one of some words."""
    return OneOf(words)


@dataclass(frozen=True)
class OneOf:
    """A parser of a choice."""

    words: tuple[str, ...]

    def __call__(self, value: object) -> str:
        """Accept one of the words."""
        if value not in self.words:
            raise ValueError("one of " + ", ".join(self.words))
        return str(value)


def only(word: str, expected: str) -> Only:
    """Accept one word, and say of others why not."""
    return Only(word, expected)


@dataclass(frozen=True)
class Only:
    """A parser of a choice that is none here."""

    word: str
    expected: str

    def __call__(self, value: object) -> str:
        """Accept the word."""
        if value != self.word:
            raise ValueError(self.expected)
        return self.word
