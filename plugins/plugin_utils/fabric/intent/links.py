# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Links of the core and the tunnels that they go by: their keys, parsers and values."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.addresses import (
    is_routed,
    parse_link_subnet,
    read_address,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.names import (
    parse_interface,
    parse_router_name,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.numbers import (
    parse_bfd_interval,
    parse_mtu,
    parse_ospf_area,
    parse_ospf_cost,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.secrets import (
    parse_secret_name,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import (
    one_of,
    parse_mapping,
    parse_number,
    parse_switch,
)


@dataclass(frozen=True)
class LinkEnd:
    """A router's end of a link, written ``router:interface``."""

    router: str
    interface: str


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


def parse_cost_in_both(value: object) -> int:
    """Accept the cost that a link has in two IGPs at once, in the range of OSPF."""
    expected = "a cost from 1 to 65535, as both IGPs are to have the same shortest paths"
    return parse_number(value, 1, 65535, expected)


def parse_isis_metric(value: object) -> int:
    """Accept a wide metric (RFC 5305 section 3: with the highest one a link carries nothing)."""
    return parse_number(value, 1, 16777214, "a cost from 1 to 16777214")


def parse_underlay(
    value: object,
) -> tuple[
    ipaddress.IPv4Address | ipaddress.IPv6Address, ipaddress.IPv4Address | ipaddress.IPv6Address
]:
    """Accept the addresses at the two ends of a tunnel, outside of the core."""
    expected = "two addresses of one family without prefix lengths, as [192.0.2.1, 198.51.100.1]"
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004
        raise ValueError(expected)
    first, second = (
        read_address(ipaddress.ip_address, end, expected, with_length=False) for end in value
    )
    if first.version != second.version or first == second:
        raise ValueError(expected + " that differ")
    for end in (first, second):
        if not is_routed(ipaddress.ip_network(end)):
            raise ValueError(expected + " that are routed between the two ends")
    return first, second


def parse_gre_key(value: object) -> int:
    """Accept a GRE key (RFC 2890); 0 is none."""
    return parse_number(value, 1, 4294967295, "a GRE key from 1 to 4294967295")


LINK: Keys = {
    "subnet": Key(
        parse_link_subnet,
        about="The first end has the first host address, the second end the next; of"
        " `mpls_link_pool` if nothing is said.",
    ),
    "unnumbered": Key(
        parse_switch,
        default=False,
        about="Whether the link has no subnet, and the loopbacks of its routers at its ends.",
    ),
    "ends": Key(
        parse_link_ends,
        required=True,
        about="The two routers and their interfaces.",
    ),
    "mtu": Key(
        parse_mtu,
        about="The MTU of both ends, labels included; what customers need if nothing is said.",
    ),
    "tunnel": Key(
        parse_mapping,
        about="What the link goes through where there is no MPLS; its ends then are the names of"
        " the tunnel's devices.",
    ),
    "cost": Key(
        parse_ospf_cost,
        about="The cost of both ends, with IS-IS alone to 16777214; FRRouting's own if nothing is"
        " said, required with two IGPs.",
    ),
    "area": Key(
        parse_ospf_area,
        about="The OSPF area of the link, where it is not `mpls_ospf_area`.",
    ),
    "bfd": Key(
        parse_switch,
        about="Whether this link has BFD, where it is not as `mpls_bfd` says.",
    ),
    "bfd_interval": Key(
        parse_bfd_interval,
        about="Milliseconds between two packets of BFD on this link, where it is not"
        " `mpls_bfd_interval`.",
    ),
    "igp_secret": Key(
        parse_secret_name,
        about="The secret of the IGP on this link, where it is not `igp`.",
    ),
    "ldp_secret": Key(
        parse_secret_name,
        about="The secret of LDP between its two routers, where it is not `ldp`.",
    ),
}
TUNNEL: Keys = {
    "type": Key(
        one_of("gre", "gre_udp", "udp"),
        required=True,
        about="GRE, GRE in UDP, or with static labels MPLS in UDP.",
    ),
    "underlay": Key(
        parse_underlay,
        required=True,
        about="The addresses of the first and the second end outside of the core.",
    ),
    "key": Key(
        parse_gre_key,
        about="Parallel GRE tunnels between the same addresses have one each.",
    ),
}


@dataclass(frozen=True)
class Tunnel:
    """What a link goes through; ``underlay`` are the addresses of its two ends in that network."""

    type: str
    underlay: tuple[
        ipaddress.IPv4Address | ipaddress.IPv6Address, ipaddress.IPv4Address | ipaddress.IPv6Address
    ]
    key: int | None


@dataclass(frozen=True)
class Link:
    """A point-to-point link of the core; ``path`` is where the intent has it.

    What the intent does not say for the link itself is what it says for the core. An unnumbered
    link, and no other one, has no subnet: at both ends it has the address of the loopback.
    ``bfd_interval`` is in milliseconds.
    """

    path: str
    subnet: ipaddress.IPv4Network | None
    unnumbered: bool
    ends: tuple[LinkEnd, LinkEnd]
    mtu: int | None
    tunnel: Tunnel | None
    cost: int | None
    area: int
    bfd: bool
    bfd_interval: int
    igp_secret: str | None
    ldp_secret: str | None

    @property
    def routers(self) -> tuple[str, str]:
        """The names of the routers at its ends."""
        return self.ends[0].router, self.ends[1].router

    def address(self, index: int) -> ipaddress.IPv4Address:
        """Give an end's address: the subnet's first host address for the first, then the next."""
        if self.subnet is None:
            raise ValueError(f"{self.path} is unnumbered")
        hosts = self.subnet.hosts()
        return [next(hosts), next(hosts)][index]


def choose_subnet(pool: ipaddress.IPv4Network, ends: Iterable[LinkEnd]) -> ipaddress.IPv4Network:
    """Take the /31 that the names of a link's ends lead to, in whichever order they stand.

    It depends on nothing else: no other link that is added, moved or removed changes an address.
    So two links can meet; then the overlap is told, and one of them is to get a subnet.
    """
    names = " ".join(sorted(f"{end.router}:{end.interface}" for end in ends))
    digest = hashlib.sha256(names.encode()).digest()
    place = int.from_bytes(digest[:8], "big") % (pool.num_addresses // 2)
    return ipaddress.IPv4Network((int(pool.network_address) + 2 * place, 31))
