# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How many neighbours a customer's port may have (pure).

Linux has one table of neighbours for IPv4 and one for IPv6, for all VRFs together; when one is
full, no other neighbour is found, at core links neither (net/core/neighbour.c, neigh_alloc). An
entry is made by a packet to a host that is not known yet (ip_finish_output2, which comes after the
hook postrouting, also for what came with a label), and by a packet that tells of its sender
(arp_process, ndisc_recv_ns, ndisc_recv_rs). Each port has sets of its own for these, of a size, and
what has no room there is dropped before the kernel makes an entry.

A host that was heard is not asked for again, so that a scan of a subnet costs hosts in use nothing
(RFC 6583, section 7). An element outlives the kernel's entry: one that is not confirmed is stale
after 45 s at most, then unused for 60 s, and the next collection comes within 23 s; one that nobody
answers fails after 3 s (Documentation/networking/ip-sysctl.rst, with the kernel's defaults).
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import Chain, Hook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import (
        PortNeighbours,
    )

#: Seconds that a host counts after it was heard, and one that was not after it was sent to, last.
HEARD, ASKED = 180, 60
#: The kernel's NF_IP_PRI_RAW, and what comes after the labels.
PRIORITY_RAW, PRIORITY_SECOND = -300, -490
DROP = 'counter name "neighbours" drop'
COUNTER = ("counter neighbours", " ")
ASKS = "nd-router-solicit, nd-neighbor-solicit"
#: Who has no address yet (RFC 5227, section 2.1.1).
NOBODY = "0.0.0.0"  # noqa: S104
#: The target of an advertisement, 8 octets into ICMPv6 (RFC 4861, section 4.4). nft 1.0.6 has no
#: name for it, and 1.1.3 takes it for no address: it has sets of its own.
TARGET = "@th,64,128"


def arp_chains(ports: Iterable[PortNeighbours]) -> Iterator[Chain]:
    """Hold who speaks ARP at a port to its limit, where the port takes the frame in.

    A reply counts as well, as it keeps an entry alive. Who has no address yet makes none.
    """
    for port in ports:
        name, known = f"arp-{port.interface}", [port.narrow] if port.narrow else port.routers4
        rules = (
            f"arp saddr ip {{ {', '.join((NOBODY, *known))} }} return",
            f"update @{name} {{ arp saddr ip }} return",
            f"meta protocol arp {DROP}",
        )
        yield Chain(name, rules, Hook("ingress", PRIORITY_SECOND, port.interface))


def arp_sets(ports: Iterable[PortNeighbours]) -> Iterator[tuple[str, str]]:
    """Give the sets and the counter of these chains."""
    yield COUNTER
    for port in ports:
        yield _set(f"arp-{port.interface}", "type ipv4_addr", port.others, HEARD)


def heard_rules(ports: Sequence[PortNeighbours]) -> Iterator[str]:
    """Note who is heard at a port: by neighbour discovery, and over IPv4 by any packet.

    A hop limit below 255 is one that the kernel takes no neighbour from.
    """
    jumps = _verdicts(ports, "heard6")
    yield f"ip6 hoplimit 255 icmpv6 type {{ {ASKS}, nd-neighbor-advert }} iifname vmap {jumps}"
    for port in ports:
        if port.wide:
            name = port.interface
            yield f'iifname "{name}" ip saddr {port.wide} update @heard4-{name} {{ ip saddr }}'


def neighbour_chains(ports: Sequence[PortNeighbours]) -> Iterator[Chain]:
    """Drop what would make an entry beyond a port's limit; groups are no hosts."""
    wide = [port for port in ports if port.wide]
    rules = [f"meta nfproto ipv6 oifname vmap {_verdicts(ports, 'to6')}"]
    if wide:
        rules.append(f"meta nfproto ipv4 oifname vmap {_verdicts(wide, 'to4')}")
    yield Chain("postrouting", tuple(rules), Hook("postrouting", PRIORITY_RAW))
    for port in ports:
        yield Chain(f"heard6-{port.interface}", tuple(_heard_rules(port)))
        yield Chain(
            f"to6-{port.interface}",
            ("ip6 daddr ff00::/8 return", *_asked_rules(port, "6", "rt ip6", port.routers6)),
        )
    for port in wide:
        yield Chain(f"to4-{port.interface}", tuple(_asked_rules(port, "4", "rt ip", port.routers4)))


def neighbour_sets(ports: Iterable[PortNeighbours]) -> Iterator[tuple[str, str]]:
    """Give the sets and the counter of these chains."""
    yield COUNTER
    for port in ports:
        families = [("6", "ipv6_addr", port.ipv6)]
        if port.wide:
            families.append(("4", "ipv4_addr", port.ipv4))
        for family, kind, limit in families:
            yield _set(f"heard{family}-{port.interface}", f"type {kind}", limit, HEARD)
            yield _set(f"asked{family}-{port.interface}", f"type {kind}", limit, ASKED)
        yield _set(f"told6-{port.interface}", f"typeof {TARGET}", port.ipv6, HEARD)


def _heard_rules(port: PortNeighbours) -> Iterator[str]:
    """Take who asks by its address, and who answers by its address and by what it says it has.

    An answer keeps the entry of its target alive, whoever sends it (ndisc_recv_na).
    """
    heard = f"update @heard6-{port.interface}"
    unnamed = ", ".join(("::", *port.routers6))
    yield f"icmpv6 type {{ {ASKS} }} ip6 saddr {{ {unnamed} }} return"
    yield f"icmpv6 type {{ {ASKS} }} {heard} {{ ip6 saddr }} return"
    if port.routers6:
        targets = ", ".join(f"{int(ipaddress.ip_address(one)):#x}" for one in port.routers6)
        yield f"icmpv6 type nd-neighbor-advert {TARGET} {{ {targets} }} return"
    yield f"icmpv6 type nd-neighbor-advert {heard} {{ ip6 saddr }}"
    yield f"icmpv6 type nd-neighbor-advert update @told6-{port.interface} {{ {TARGET} }} return"
    yield DROP


def _asked_rules(
    port: PortNeighbours, family: str, route: str, routers: Iterable[str]
) -> Iterator[str]:
    """Hold next hops to the limit, not destinations: what is behind a router is no neighbour.

    Each packet renews its element, as it does the kernel's entry.
    """
    known = ", ".join(routers)
    if known:
        yield f"{route} nexthop {{ {known} }} return"
    heard, asked = (f"@{kind}{family}-{port.interface}" for kind in ("heard", "asked"))
    yield f"{route} nexthop {heard} update {heard} {{ {route} nexthop }} return"
    yield f"update {asked} {{ {route} nexthop }} return"
    yield DROP


def _verdicts(ports: Iterable[PortNeighbours], chain: str) -> str:
    jumps = (f'"{port.interface}" : jump {chain}-{port.interface}' for port in ports)
    return "{ " + ", ".join(jumps) + " }"


def _set(name: str, kind: str, size: int, seconds: int) -> tuple[str, str]:
    return (
        f"set {name}",
        f" {kind}; size {size}; flags dynamic,timeout; timeout {seconds}s; ",
    )
