# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The core: the keys that the whole network has, with their parsers and values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    parse_link_pool,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.numbers import (
    parse_asn,
    parse_bfd_interval,
    parse_bgp_holdtime,
    parse_ospf_area,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.secrets import (
    parse_secrets,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.labels import LABEL_TABLE
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    one_of,
    parse_list,
    parse_mapping,
    parse_number,
    parse_switch,
)

#: The value of mpls_label_distribution for a core without FRRouting.
STATIC = "static"
#: Its value for segment routing: the IGP tells of labels itself.
SEGMENTS = "sr"
#: The value of mpls_ldp_allocate for labels of all that the core has.
ALL_ROUTES = "all"


def parse_isis_area(value: object) -> str:
    """Accept an IS-IS area: one octet, then up to six pairs of them (ISO 10589 section 7.1)."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{2}(\.[0-9a-f]{4}){0,6}", value):
        raise ValueError('an IS-IS area in quotes, such as "49.0001"')
    return value


def parse_isis_level(value: object) -> int:
    """Accept the level that all routers have."""
    return parse_number(value, 1, 2, "1 or 2: all routers have the same level")


def parse_ldp_holdtime(value: object) -> int:
    """Accept the time after which a silent LDP neighbour is gone (FRR: 15 seconds at least)."""
    return parse_number(value, 15, 65535, "a time from 15 to 65535 seconds")


def parse_label_block(value: object) -> tuple[int, int]:
    """Accept a block of labels; those below 16 have meanings of their own (RFC 3032)."""
    expected = "the first and the last label of a block from 16 to 1048575, such as 16000-23999"
    match = re.fullmatch(r"(\d{2,7})-(\d{2,7})", str(value))
    if not match:
        raise ValueError(expected)
    first = parse_number(match[1], 16, 1048575, expected)
    return first, parse_number(match[2], first, 1048575, expected)


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


TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
#: Minutes after midnight.
TimeOfDay = int


def parse_upgrades_from(value: object) -> TimeOfDay:
    """Accept a time of day."""
    found = TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("a time of day from 00:00 to 23:59 in quotes, such as '02:00'")
    return int(found[1]) * 60 + int(found[2])


FABRIC: Keys = {
    "mpls_asn": Key(
        parse_asn,
        required=True,
        about="The provider's autonomous system number; none with static labels.",
    ),
    "mpls_igp": Key(
        one_of("ospf", "isis"),
        default="ospf",
        about="The IGP of the core; none with static labels.",
    ),
    "mpls_igp_beside": Key(
        one_of("ospf", "isis"),
        about="A second IGP on the same links, whose routes are not used, to go from one to the"
        " other.",
    ),
    "mpls_ospf_area": Key(
        parse_ospf_area,
        default=0,
        about="The area of all links that say no other.",
    ),
    "mpls_isis_area": Key(
        parse_isis_area,
        default="49.0001",
        about="The area of all routers; the NET is made of it and of the loopback.",
    ),
    "mpls_isis_level": Key(
        parse_isis_level,
        default=2,
        about="The level of all routers; metrics are wide.",
    ),
    "mpls_bfd": Key(
        parse_switch,
        default=True,
        about="Whether links have BFD with the neighbour; one that is silent for three times"
        " `mpls_bfd_interval` is gone.",
    ),
    "mpls_bfd_interval": Key(
        parse_bfd_interval,
        default=50,
        about="Milliseconds between two packets of BFD, where a link says no other.",
    ),
    "mpls_bgp_holdtime": Key(
        parse_bgp_holdtime,
        default=60,
        about="After so many seconds a silent peer's session ends and its routes go.",
    ),
    "mpls_ldp_sync": Key(
        parse_switch,
        default=False,
        about="Whether a link whose LDP session is down has the highest cost.",
    ),
    "mpls_secrets": Key(
        parse_secrets,
        default={},
        is_secret=True,
        about="Passwords and keys by name: `igp`, `ldp` and `bgp` for the whole core, others for"
        " the links that name them.",
    ),
    "mpls_ldp_allocate": Key(
        one_of("host-routes", ALL_ROUTES),
        default="host-routes",
        about="Which routes get labels: those of hosts, or of the core all, with its links.",
    ),
    "mpls_ldp_explicit_null": Key(
        parse_switch,
        default=False,
        about="Whether the last router gets label 0, and not a packet without a label.",
    ),
    "mpls_ldp_gtsm": Key(
        parse_switch,
        about="Whether packets of LDP that have crossed another router are refused; if nothing is"
        " said, they are without `mpls_ldp_sync`.",
    ),
    "mpls_ldp_holdtime": Key(
        parse_ldp_holdtime,
        default=45,
        about="After so many seconds a silent LDP neighbour's session ends.",
    ),
    "mpls_label_distribution": Key(
        one_of("ldp", SEGMENTS, STATIC),
        default="ldp",
        about="How routers learn labels: by LDP, by the IGP (segment routing), or computed here,"
        " without FRRouting.",
    ),
    "mpls_sr_global_block": Key(
        parse_label_block,
        default=(16_000, 23_999),
        about="The labels of the routers with segment routing, the same on all.",
    ),
    "mpls_sr_local_block": Key(
        parse_label_block,
        default=(15_000, 15_999),
        about="The labels of adjacencies with segment routing.",
    ),
    "mpls_sr_ti_lfa": Key(
        one_of("link", "node"),
        about="Around what FRRouting computes repair paths (TI-LFA), which Linux does not get.",
    ),
    "mpls_platform_labels": Key(
        parse_platform_labels,
        default=100_000,
        about="The size of the kernel's label table; with static labels at least 265536, which is"
        " the default there.",
    ),
    "mpls_mss_clamp": Key(
        parse_switch,
        default=False,
        about="Whether TCP of customers is held down, so that links may be smaller than customers"
        " need.",
    ),
    "mpls_edge_protection": Key(
        parse_mapping,
        default={},
        about="Edge protection: what customers cannot do to the core and to each other. All of it"
        " is on, and `false` switches a part off.",
    ),
    "mpls_upgrades_from": Key(
        parse_upgrades_from,
        about="When the day's unattended upgrades begin, such as `'02:00'`: each router has its own"
        " time from then on, and reflectors are an hour apart. Debian's own time if nothing is"
        " said.",
    ),
    "mpls_routers": Key(
        parse_mapping,
        required=True,
        about="Each router by its inventory name.",
    ),
    "mpls_links": Key(
        parse_list,
        default=[],
        about="Each link of the core, once for both ends.",
    ),
    "mpls_link_pool": Key(
        parse_link_pool,
        about="Links without a subnet have a /31 of it, which their ends' names lead to.",
    ),
}


@dataclass(frozen=True)
class Igp:
    """How the routers learn of each other; ``area`` is that of IS-IS, links have OSPF's.

    The routes of the first protocol are used; a second one runs beside it.
    """

    protocols: tuple[str, ...]
    area: str
    level: int
    ldp_sync: bool


@dataclass(frozen=True)
class Ldp:
    """How LDP runs on all routers; the hold time is in seconds."""

    allocate: str
    explicit_null: bool
    gtsm: bool
    holdtime: int


@dataclass(frozen=True)
class Segments:
    """How segment routing runs on all routers; a block is its first and its last label."""

    global_block: tuple[int, int]
    local_block: tuple[int, int]
    ti_lfa: str | None
