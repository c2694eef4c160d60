# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The rules of edge protection (pure).

What interfaces have that no option names is never matched: such packets jump nowhere.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._neighbours import (
    arp_chains,
    arp_sets,
    heard_rules,
    neighbour_chains,
    neighbour_sets,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    Chain,
    Hook,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._parents import Parent
    from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import (
        ControlPlane,
        Protection,
        Session,
        Tunnel,
    )

NAME = "linuxnet_mpls_filter"
KEYS = (f"table inet {NAME}", f"table netdev {NAME}")
#: The kernel's NF_IP_PRI_RAW, and just before its NF_IP_PRI_FILTER.
PRIORITY_RAW, PRIORITY_BEFORE_FILTER, PRIORITY_FIRST = -300, -10, -500
#: MPLS unicast and multicast (RFC 5332).
LABELLED = "0x8847, 0x8848"
#: A neighbour asks and answers, and a host asks for a router (RFC 4861).
NEIGHBOURS = "nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert"
#: What a router tells hosts: no host, and no router of a customer, tells it to ours.
HINTS4 = "redirect, router-advertisement, router-solicitation"
HINTS6 = "nd-router-advert, nd-redirect"
BFD_PORTS = "3784, 3785, 4784"
LINK_LOCAL = "fe80::/10"
DROP = 'counter name "control_plane" drop'
#: GRE (RFC 2784) to an address that a tunnel starts from, as a router may have others of its own;
#: GRE in UDP (RFC 8086) and MPLS in UDP (RFC 7510), whose sockets are open at every address.
TUNNEL_INPUT = {
    "gre": "meta l4proto 47 {match} daddr {{ {locals} }}",
    "gre_udp": "udp dport 4754",
    "udp": "udp dport 6635",
}
DROP_PARENTS = 'counter name "parents" drop'
#: VLAN tags (IEEE 802.1Q and 802.1ad), and all that a device by itself takes in for the kernel's
#: IP and MPLS: LACP, LLDP and the like are not among them.
TAGS = "0x8100, 0x88a8"
TAKEN = f"ip, ip6, arp, {LABELLED}, {TAGS}"
#: The first tag's protocol, and its number: the kernel has taken it out of the frame, and nft puts
#: it back for these (net/netfilter/nft_payload.c, nft_payload_copy_vlan).
TAG_PROTOCOL, TAG_NUMBER = "@ll,96,16", "@ll,112,16 & 0x0fff"
#: What a bridge or a bond hands on to its member as well (IEEE 802.1D, table 7-10).
LINK_GROUP = "ether daddr & ff:ff:ff:ff:ff:f0 == 01:80:c2:00:00:00"


def build_tables(protection: Protection, parents: Collection[Parent] = ()) -> tuple[Table, ...]:
    """Build the tables of what is protected; ``parents`` take nothing in for themselves."""
    control = protection.control_plane
    jumps: list[str] = []
    objects: list[tuple[str, str]] = []
    chains: list[Chain] = []
    shared = sorted(parent.name for parent in parents if not parent.is_asked)
    if shared:
        jumps.append(f"iifname {_strings(shared)} {DROP_PARENTS}")
        objects.append(("counter parents", " "))
    if protection.source_ports:
        jumps.append(f"iifname {_strings(protection.source_ports)} jump sources")
        objects.append(("counter urpf", " "))
        chains.append(_source_chain())
    if control.ports:
        jumps.append(f"iifname {_strings(control.ports)} jump hellos")
        chains.append(Chain("hellos", tuple(_hello_rules(control.sessions))))
    if control.ports or control.vrfs or control.core:
        objects.append(("counter control_plane", " "))
        objects.append(("set pings", " type iface_index; size 65535; flags dynamic; "))
    if protection.tunnels:
        objects.append(("counter tunnels", " "))
    chains += _input_chains(control, tuple(_tunnel_rules(protection.tunnels)))
    if protection.neighbours:
        jumps += heard_rules(protection.neighbours)
        objects += neighbour_sets(protection.neighbours)
        chains += neighbour_chains(protection.neighbours)
    if jumps:
        chains.append(Chain("prerouting", tuple(jumps), Hook("prerouting", PRIORITY_RAW)))
    tables = [Table("inet", NAME, tuple(chains), tuple(objects))] if chains else []
    return (*tables, *_device_table(protection, parents))


def _device_table(protection: Protection, parents: Collection[Parent]) -> Iterator[Table]:
    """Drop frames where a device takes them in, before any other part of the kernel."""
    ports = protection.label_ports
    chains = [_device_chain("port", port, _label_rules()) for port in ports]
    chains += [_device_chain("parent", one.name, _parent_rules(one)) for one in parents]
    counters = [*(("labels", "tags") if ports else ()), *(("parents",) if parents else ())]
    objects = [(f"counter {name}", " ") for name in counters]
    if protection.neighbours:
        chains += arp_chains(protection.neighbours)
        objects += arp_sets(protection.neighbours)
    if chains:
        yield Table("netdev", NAME, tuple(chains), tuple(objects))


def _device_chain(kind: str, device: str, rules: tuple[str, ...]) -> Chain:
    return Chain(f"{kind}-{device}", rules, Hook("ingress", PRIORITY_FIRST, device))


def _label_rules() -> tuple[str, ...]:
    """Drop labelled frames, and those in which the kernel would look behind a second tag.

    The first tag is metadata here, and the protocol is what is behind it. Behind one with the
    number 0 the kernel takes off a second one when these rules are done (net/core/dev.c,
    __netif_receive_skb_core, check_vlan_id). Another number has a device, whose own rules see the
    frame, or nobody takes the frame.
    """
    return (
        f'meta protocol {{ {TAGS} }} {TAG_NUMBER} == 0 counter name "tags" drop',
        f'meta protocol {{ {LABELLED} }} counter name "labels" drop',
    )


def _parent_rules(parent: Parent) -> tuple[str, ...]:
    """Leave what has a tag to the VLANs, what a bond or a bridge takes to it, and drop the rest."""
    drop = f"meta protocol {{ {TAKEN} }} {DROP_PARENTS}"
    if not parent.is_asked:
        return (f"{LINK_GROUP} {drop}",)
    return f"{TAG_PROTOCOL} {{ {TAGS} }} {TAG_NUMBER} != 0 accept", drop


def _source_chain() -> Chain:
    """Drop what comes in by a port that the way back to its source does not lead to.

    The look-up is made in the table of the port's VRF (net/ipv4/netfilter/nft_fib_ipv4.c). A host
    that has no address yet has a source that no route leads to, and link-local ones end here.
    """
    return Chain(
        "sources",
        (
            "ip saddr 0.0.0.0 return",
            f"ip6 saddr {{ ::, {LINK_LOCAL} }} return",
            'fib saddr . iif oif missing counter name "urpf" drop',
        ),
    )


def _hello_rules(sessions: Iterable[Session]) -> Iterator[str]:
    """Drop hellos where they come in: who joined no group at a port counts none of its packets."""
    ports = _ospf_ports(sessions)
    others = f" iifname != {_strings(ports)}" if ports else ""
    for group in ("ip daddr 224.0.0.0/24", "ip6 daddr ff02::/16"):
        yield f"{group} meta l4proto 89{others} {DROP}"
        yield f"{group} udp dport 646 {DROP}"


def _tunnel_rules(tunnels: Iterable[Tunnel]) -> Iterator[str]:
    """Drop what is none of a tunnel's other end, before a socket or a tunnel answers it."""
    known = list(tunnels)
    for kind, words in TUNNEL_INPUT.items():
        for match, version in (("ip", 4), ("ip6", 6)):
            pairs = sorted(
                (one.local, one.remote)
                for one in known
                if one.kind == kind and ipaddress.ip_address(one.local).version == version
            )
            if pairs:
                to_us = words.format(
                    match=match, locals=", ".join(sorted({one for one, _other in pairs}))
                )
                ends = ", ".join(f"{remote} . {local}" for local, remote in pairs)
                others = f"{match} saddr . {match} daddr != {{ {ends} }}"
                yield f'{to_us} {others} counter name "tunnels" drop'


def _input_chains(control: ControlPlane, tunnels: tuple[str, ...]) -> list[Chain]:
    """Sort what is meant for the router: customers' first, as they are no end of a tunnel."""
    customers = sorted([*control.ports, *control.vrfs])
    jumps = [
        f"iifname {_strings(names)} jump {chain}"
        for names, chain in ((customers, "customers"), (control.core, "core"))
        if names
    ]
    if not (jumps or tunnels):
        return []
    chains = [Chain("input", (*jumps, *tunnels), Hook("input", PRIORITY_BEFORE_FILTER))]
    if jumps:
        chains.append(Chain("customers", tuple(_customer_rules(control.sessions))))
        chains.append(Chain("core", tuple(_core_rules(control))))
    return chains


def _customer_rules(sessions: Iterable[Session]) -> Iterator[str]:
    """Take what the sessions need, neighbour discovery, and as much ICMP as a router may answer.

    In a VRF the interface is its device, and the port is what nft calls ``sdif``; neighbour
    discovery keeps the port (drivers/net/vrf.c, vrf_ip6_rcv).
    """
    known = list(sessions)
    yield f"icmp type {{ {HINTS4} }} {DROP}"
    yield f"icmpv6 type {{ {HINTS6} }} {DROP}"
    yield f"icmpv6 type {{ {NEIGHBOURS} }} accept"
    yield (
        "meta l4proto { 1, 58 } add @pings { iif limit rate 100/second burst 200 packets } accept"
    )
    for peers in _peers(one for one in known if one.protocol == "bgp"):
        yield f"{peers} tcp dport 179 accept"
        # The answers where the router itself opened the connection.
        yield f"{peers} tcp sport 179 tcp flags & (syn | ack) != syn accept"
    for peers in _peers(one for one in known if one.bfd and one.address):
        yield f"{peers} udp dport {{ {BFD_PORTS} }} accept"
    # OSPF finds the other side itself, and its BFD with it.
    found = sorted({one.interface for one in known if one.bfd and not one.address})
    if found:
        yield f"meta sdifname {_strings(found)} udp dport {{ {BFD_PORTS} }} accept"
    ports = _ospf_ports(known)
    if ports:
        yield f"meta sdifname {_strings(ports)} meta l4proto 89 accept"
    yield DROP


def _core_rules(control: ControlPlane) -> Iterator[str]:
    """Keep those who are no peers away from BGP and LDP; all else of the core is trusted."""
    for protocol, peers, links in (
        ("tcp dport 179", control.bgp_peers, ()),
        ("meta l4proto { 6, 17 } th dport 646", control.ldp_peers, (LINK_LOCAL,)),
    ):
        ipv4, ipv6 = _by_family(peers)
        for match, addresses in (("ip", ipv4), ("ip6", [*ipv6, *links])):
            family = "ipv4" if match == "ip" else "ipv6"
            others = (
                f"{match} saddr != {{ {', '.join(addresses)} }}"
                if addresses
                else f"meta nfproto {family}"
            )
            yield f"{others} {protocol} {DROP}"


def _peers(sessions: Iterable[Session]) -> Iterator[str]:
    """Match port and source of sessions, one match for each family."""
    pairs = {(one.address, one.interface) for one in sessions}
    for match, addresses in zip(("ip", "ip6"), _by_family(address for address, _name in pairs)):
        members = sorted(f'"{name}" . {address}' for address, name in pairs if address in addresses)
        if members:
            yield f"meta sdifname . {match} saddr {{ {', '.join(members)} }}"


def _ospf_ports(sessions: Iterable[Session]) -> list[str]:
    return sorted({one.interface for one in sessions if one.protocol == "ospf"})


def _by_family(addresses: Iterable[str]) -> tuple[list[str], list[str]]:
    known = sorted(set(addresses))
    ipv4 = [one for one in known if ipaddress.ip_address(one).version == 4]  # noqa: PLR2004
    return ipv4, [one for one in known if one not in ipv4]


def _strings(names: Iterable[str]) -> str:
    return "{ " + ", ".join(f'"{name}"' for name in names) + " }"
