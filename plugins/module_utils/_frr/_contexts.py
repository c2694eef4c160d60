# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which lines of FRR open a context, how it is left and how it goes away (data, no logic)."""

from __future__ import annotations

import re
from dataclasses import dataclass

TOP = "top"

# How a context goes away: by `no <opener>`, or only by taking its lines away one by one.
BY_NO = "no"
BY_LINES = "lines"


@dataclass(frozen=True)
class Context:
    """One kind of context: ``opener`` (whole line) inside ``within`` begins ``kind``."""

    within: str
    opener: re.Pattern[str]
    kind: str
    leave: str = "exit"
    removal: str = BY_NO
    # An empty block says nothing: FRR shows it or not as it likes, so it is never compared.
    empty_is_nothing: bool = False
    # A definition that others refer to: removed after what refers to it was changed.
    late: bool = False
    # What others need to be there when they are configured, wherever the text has it.
    first: bool = False


def _context(within: str, opener: str, kind: str, **more: object) -> Context:
    return Context(within, re.compile(opener), kind, **more)  # type: ignore[arg-type]


_NO_BLOCK = {"removal": BY_LINES, "empty_is_nothing": True}

CONTEXTS: tuple[Context, ...] = (
    # 10.3 refuses `no interface X` while the port exists; 8.4.4 shows an empty block.
    _context(TOP, r"interface \S+( vrf \S+)?", "interface", **_NO_BLOCK),
    _context("interface", r"link-params", "link-params", leave="exit-link-params"),
    # A VRF's block stands there as long as the device does (10.3 shows it empty, 8.4.4 does not).
    _context(TOP, r"vrf \S+", "vrf", leave="exit-vrf", **_NO_BLOCK),
    _context("vrf", r"rpki", "rpki"),
    _context(TOP, r"router bgp( .+)?", "bgp"),
    # bgpd has no `no address-family`: the block goes with its last line.
    _context(
        "bgp",
        r"address-family (ipv4|ipv6|l2vpn)( \S+)?",
        "bgp-af",
        leave="exit-address-family",
        **_NO_BLOCK,
    ),
    _context("bgp-af", r"vni \d+", "bgp-vni", leave="exit-vni"),
    _context("bgp", r"segment-routing srv6", "bgp-srv6"),
    _context(TOP, r"router ospf( \d+)?( vrf \S+)?", "ospf"),
    _context(TOP, r"router ospf6( vrf \S+)?", "ospf6"),
    # 8.4.4 refuses a metric above 63 on an interface as long as the instance is not there.
    _context(TOP, r"router isis \S+( vrf \S+)?", "isis", first=True),
    _context("isis", r"flex-algo \d+", "isis-flex-algo"),
    _context("isis", r"segment-routing srv6", "isis-srv6"),
    _context("isis-srv6", r"node-msd", "isis-srv6-msd"),
    _context(TOP, r"router openfabric \S+( vrf \S+)?", "openfabric"),
    _context(TOP, r"router rip( vrf \S+)?", "rip"),
    _context(TOP, r"router ripng( vrf \S+)?", "ripng"),
    _context(TOP, r"router eigrp \d+( vrf \S+)?", "eigrp"),
    _context(TOP, r"router babel", "babel"),
    _context(TOP, r"router pim6?( vrf \S+)?", "pim"),
    _context(TOP, r"mpls ldp", "ldp"),
    _context("ldp", r"address-family ipv[46]", "ldp-af", leave="exit-address-family"),
    _context("ldp-af", r"interface \S+", "ldp-interface"),
    _context(TOP, r"l2vpn \S+ type vpls", "l2vpn"),
    _context("l2vpn", r"member pseudowire \S+", "l2vpn-pseudowire"),
    _context(TOP, r"pseudowire \S+", "pseudowire"),
    _context(TOP, r"route-map \S+ (permit|deny) \d+", "route-map", late=True),
    _context(TOP, r"key chain \S+", "key-chain", late=True),
    _context("key-chain", r"key \d+", "key"),
    # 8.4.4 shows an empty `bfd` block for ever once there was a profile.
    _context(TOP, r"bfd", "bfd", **_NO_BLOCK),
    _context("bfd", r"profile \S+", "bfd-profile"),
    _context("bfd", r"peer .+", "bfd-peer"),
    _context(TOP, r"segment-routing", "sr", **_NO_BLOCK),
    _context("sr", r"traffic-eng", "sr-te", **_NO_BLOCK),
    _context("sr-te", r"segment-list \S+", "sr-list"),
    _context("sr-te", r"policy color \d+ endpoint \S+", "sr-policy"),
    _context("sr-policy", r"candidate-path .+ dynamic", "sr-dynamic"),
    _context("sr-te", r"pcep", "pcep", **_NO_BLOCK),
    _context("pcep", r"(pce|pce-config) \S+", "pcep-peer"),
    _context("pcep", r"pcc", "pcep-client"),
    _context("sr", r"srv6", "srv6", **_NO_BLOCK),
    _context("srv6", r"encapsulation", "srv6-encapsulation", **_NO_BLOCK),
    _context("srv6", r"locators", "srv6-locators", **_NO_BLOCK),
    _context("srv6-locators", r"locator \S+", "srv6-locator"),
    _context("srv6", r"static-sids", "srv6-sids", **_NO_BLOCK),
    _context(TOP, r"nexthop-group \S+", "nexthop-group", late=True),
    _context(TOP, r"pbr-map \S+ seq \d+", "pbr-map", late=True),
    _context(TOP, r"rpki", "rpki"),
    # vtysh keeps it to itself: no running configuration shows it.
    _context(TOP, r"line vty", "line", **_NO_BLOCK),
)

# Words that leave one context, besides each one's own.
LEAVE = frozenset({"exit", "quit"})
LEAVE_ALL = "end"


def find_context(within: str, line: str) -> Context | None:
    """Find what a line opens inside a kind of context, or None for an ordinary line."""
    openers = _OPENERS.get(within)
    match = openers.fullmatch(line) if openers else None
    return CONTEXTS[int(str(match.lastgroup)[1:])] if match else None


def _join_openers(within: str) -> re.Pattern[str]:
    """Look for all openers of a kind at once; the group that matched has the context's number."""
    return re.compile(
        "|".join(
            f"(?P<c{at}>{context.opener.pattern})"
            for at, context in enumerate(CONTEXTS)
            if context.within == within
        )
    )


_OPENERS = {within: _join_openers(within) for within in {one.within for one in CONTEXTS}}
