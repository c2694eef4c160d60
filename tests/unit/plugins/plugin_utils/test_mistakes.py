# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each mistake that people make in an intent, and the words that they get for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.checks import (
    RULES,
    check_intent,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent_parser import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from service_mistakes import SERVICE_MISTAKES, STATIC_MISTAKES

Variables = dict[str, Any]
Groups = dict[str, list[str]]


def problems_of(variables: Variables, groups: Groups) -> list[str]:
    problems = Problems()
    intent = parse_intent(variables, groups, problems)
    if intent is not None:
        check_intent(intent, problems)
    return [str(problem) for problem in problems.found]


def put(*path: Any, value: Any) -> Callable[[Variables, Groups], None]:
    def change(variables: Variables, _groups: Groups) -> None:
        place: Any = variables
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def drop(*path: Any) -> Callable[[Variables, Groups], None]:
    def change(variables: Variables, _groups: Groups) -> None:
        place: Any = variables
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


def regroup(old: str, new: str) -> Callable[[Variables, Groups], None]:
    def change(_variables: Variables, groups: Groups) -> None:
        groups.setdefault(new, []).extend(groups.pop(old))

    return change


def together(
    *changes: Callable[[Variables, Groups], None],
) -> Callable[[Variables, Groups], None]:
    def change(variables: Variables, groups: Groups) -> None:
        for one in changes:
            one(variables, groups)

    return change


def with_static_labels(
    *changes: Callable[[Variables, Groups], None],
) -> Callable[[Variables, Groups], None]:
    def change(variables: Variables, groups: Groups) -> None:
        variables["mpls_label_distribution"] = "static"
        del variables["mpls_asn"]
        groups["p"] += groups.pop("rr")
        together(*changes)(variables, groups)

    return change


def with_segments(
    *changes: Callable[[Variables, Groups], None],
) -> Callable[[Variables, Groups], None]:
    return together(put("mpls_label_distribution", value="sr"), *changes)


def with_two_igps(
    *changes: Callable[[Variables, Groups], None],
) -> Callable[[Variables, Groups], None]:
    def change(variables: Variables, groups: Groups) -> None:
        variables.update(mpls_igp="isis", mpls_igp_beside="ospf")
        for link in variables["mpls_links"]:
            link["cost"] = 10
        together(*changes)(variables, groups)

    return change


TUNNEL = {"type": "gre", "underlay": ["192.0.2.1", "192.0.2.2"]}
SITE = ("mpls_vpn_customer1", "sites", 0)
MISTAKES = {
    "unknown group": (
        regroup("rr", "rrs"),
        "mpls_routers.rr1: 'groups: rrs': expected a host of exactly one group: p, pe or rr",
    ),
    "router in two groups": (
        lambda _variables, groups: groups["rr"].append("p1"),
        "mpls_routers.p1: 'groups: p, rr': expected a host of exactly one group: p, pe or rr",
    ),
    "router without a loopback": (
        drop("mpls_routers", "pe1", "loopback"),
        "mpls_routers.pe1.loopback: is not set: expected an IPv4 address without a prefix length",
    ),
    "router of the inventory without an entry": (
        lambda _variables, groups: groups["pe"].append("pe9"),
        "mpls_routers.pe9: is not set: expected an entry with a loopback",
    ),
    "loopback with a prefix length": (
        put("mpls_routers", "pe1", "loopback", value="10.0.0.1/32"),
        "mpls_routers.pe1.loopback: '10.0.0.1/32': expected an IPv4 address without",
    ),
    "loopback twice": (
        put("mpls_routers", "pe2", "loopback", value="10.0.0.1"),
        "mpls_routers.pe2.loopback: 10.0.0.1: expected an address that pe1 does not have",
    ),
    "loopback inside a link": (
        put("mpls_routers", "pe2", "loopback", value="10.1.0.0"),
        "mpls_routers.pe2.loopback: 10.1.0.0: expected an address outside of mpls_links[0].subnet",
    ),
    "misspelt key": (
        put("mpls_routers", "pe1", "loopbak", value="10.0.0.1"),
        "mpls_routers.pe1.loopbak: '10.0.0.1': expected no such key (did you mean loopback?)",
    ),
    "misspelt variable": (
        put("mpls_link", value=[]),
        "mpls_link: []: expected no such variable (did you mean mpls_links?)",
    ),
    "link end at an unknown router": (
        put("mpls_links", 0, "ends", value=["pe7:eth1", "p1:eth1"]),
        "mpls_links[0].ends[0]: pe7:eth1: expected a router of mpls_routers (p1, pe1, pe2, rr1)",
    ),
    "interface in two links": (
        put("mpls_links", 1, "ends", value=["p1:eth1", "pe2:eth1"]),
        "mpls_links[1].ends[0]: p1:eth1: expected an interface that mpls_links[0].ends[1] does not",
    ),
    "interface in a link and a site": (
        put(*SITE, "interface", value="eth1"),
        "mpls_vpn_customer1.sites[0].interface: pe1:eth1: expected an interface that"
        " mpls_links[0].ends[0] does not use",
    ),
    "link with one end": (
        put("mpls_links", 0, "ends", value=["pe1:eth1"]),
        "mpls_links[0].ends: ['pe1:eth1']: expected two ends",
    ),
    "link from a router to itself": (
        put("mpls_links", 0, "ends", value=["pe1:eth1", "pe1:eth4"]),
        "mpls_links[0].ends: pe1: expected two different routers",
    ),
    "link subnet with host bits": (
        put("mpls_links", 0, "subnet", value="10.1.0.1/31"),
        "mpls_links[0].subnet: '10.1.0.1/31': expected an IPv4 subnet of /31 or shorter",
    ),
    "overlapping link subnets": (
        put("mpls_links", 1, "subnet", value="10.1.0.0/30"),
        "mpls_links[0].subnet: 10.1.0.0/31: expected a subnet that does not overlap"
        " mpls_links[1].subnet (10.1.0.0/30)",
    ),
    "VPN id out of range": (
        put("mpls_vpn_customer1", "id", value=0),
        "mpls_vpn_customer1.id: 0: expected a number from 1 to 4294967295",
    ),
    "VPN id of the main table": (
        put("mpls_vpn_customer1", "id", value=254),
        "mpls_vpn_customer1.id: 254: expected a number from 1 to 4294967295 that is not 253",
    ),
    "VPN id twice": (
        put("mpls_vpn_customer2", "id", value=100),
        "mpls_vpn_customer2.id: 100: expected a number that mpls_vpn_customer1 does not have",
    ),
    "VPN id too large for a four-octet AS": (
        lambda variables, _groups: (
            variables.update(mpls_asn=4200000000),
            variables["mpls_vpn_customer1"].update(id=70000),
        ),
        "mpls_vpn_customer1.id: 70000: expected an <asn>:<number> that fits six octets",
    ),
    "VPN with a name that no device can have": (
        lambda variables, _groups: variables.update(
            mpls_vpn_a_very_long_customer=variables.pop("mpls_vpn_customer1")
        ),
        "mpls_vpn_a_very_long_customer: a_very_long_customer: expected a name of at most 15",
    ),
    "site at a P router": (
        put(*SITE, "pe", value="p1"),
        "mpls_vpn_customer1.sites[0].pe: p1: expected a router of the group pe (pe1, pe2)",
    ),
    "site address without a length": (
        put(*SITE, "address", value="192.168.1.1"),
        "mpls_vpn_customer1.sites[0].address: '192.168.1.1': expected an IPv4 address with",
    ),
    "site address of the subnet itself": (
        put(*SITE, "address", value="192.168.1.0/24"),
        "mpls_vpn_customer1.sites[0].address: '192.168.1.0/24': expected an IPv4 address with",
    ),
    "two ports of a VPN in one subnet": (
        lambda variables, _groups: variables["mpls_vpn_customer1"]["sites"].append(
            {"pe": "pe1", "interface": "eth4", "address": "192.168.1.2/24"}
        ),
        "mpls_vpn_customer1.sites[2].address: 192.168.1.2/24: expected a subnet that does not",
    ),
    "router that no link reaches": (
        drop("mpls_links", 2),
        "mpls_routers.rr1: no path: expected links that connect it with pe1",
    ),
    "AS number out of range": (
        put("mpls_asn", value="65000x"),
        "mpls_asn: '65000x': expected an autonomous system number from 1 to 4294967294",
    ),
    "IGP that is not there": (
        put("mpls_igp", value="rip"),
        "mpls_igp: 'rip': expected one of ospf, isis",
    ),
    "label distribution that is not there": (
        put("mpls_label_distribution", value="rsvp"),
        "mpls_label_distribution: 'rsvp': expected one of ldp, sr, static",
    ),
    "IGP with static labels": (
        with_static_labels(put("mpls_igp", value="ospf")),
        "mpls_igp: 'ospf': expected no IGP, as static labels follow computed paths",
    ),
    "AS number with static labels": (
        with_static_labels(put("mpls_asn", value=65000)),
        "mpls_asn: 65000: expected no AS number, as with static labels no BGP runs",
    ),
    "RD with static labels": (
        with_static_labels(put("mpls_vpn_customer1", "rd", value="65000:1")),
        "mpls_vpn_customer1.rd: '65000:1': expected no route distinguisher, as with static labels",
    ),
    "RT with static labels": (
        with_static_labels(put("mpls_vpn_customer1", "rt", value="65000:1")),
        "mpls_vpn_customer1.rt: '65000:1': expected no route target, as with static labels",
    ),
    "reflector with static labels": (
        with_static_labels(
            lambda _variables, groups: (groups["p"].remove("rr1"), groups.update(rr=["rr1"]))
        ),
        "mpls_routers.rr1: group rr: expected a host of the group p or pe, as with static labels",
    ),
    "label table too small for static labels": (
        with_static_labels(put("mpls_platform_labels", value=100000)),
        "mpls_platform_labels: 100000: expected a label table size from 265536 to 1048575, as"
        " static labels reach 265535",
    ),
    "area of OSPF with IS-IS": (
        together(put("mpls_igp", value="isis"), put("mpls_links", 0, "area", value=1)),
        "mpls_links[0].area: 1: expected no area of OSPF, as mpls_igp is isis",
    ),
    "area of IS-IS with OSPF": (
        put("mpls_isis_area", value="49.0001"),
        "mpls_isis_area: '49.0001': expected no option of IS-IS, as mpls_igp is ospf",
    ),
    "area of IS-IS as a number": (
        together(put("mpls_igp", value="isis"), put("mpls_isis_area", value=49.0001)),
        'mpls_isis_area: 49.0001: expected an IS-IS area in quotes, such as "49.0001"',
    ),
    "level of IS-IS that is not there": (
        together(put("mpls_igp", value="isis"), put("mpls_isis_level", value=3)),
        "mpls_isis_level: 3: expected 1 or 2",
    ),
    "cost that OSPF does not have": (
        put("mpls_links", 0, "cost", value=65536),
        "mpls_links[0].cost: 65536: expected a cost from 1 to 65535",
    ),
    "cost that IS-IS does not have": (
        together(put("mpls_igp", value="isis"), put("mpls_links", 0, "cost", value=16777215)),
        "mpls_links[0].cost: 16777215: expected a cost from 1 to 16777214",
    ),
    "second IGP that is the first": (
        put("mpls_igp_beside", value="ospf"),
        "mpls_igp_beside: ospf: expected another IGP than mpls_igp, or none",
    ),
    "second IGP without costs": (
        with_two_igps(drop("mpls_links", 0, "cost")),
        "mpls_links[0].cost: is not set: expected a cost from 1 to 65535, as both IGPs are to",
    ),
    "cost that one of two IGPs does not have": (
        with_two_igps(put("mpls_links", 0, "cost", value=65536)),
        "mpls_links[0].cost: 65536: expected a cost from 1 to 65535, as both IGPs are to have",
    ),
    "second IGP and several areas": (
        with_two_igps(put("mpls_links", 1, "area", value=1)),
        "mpls_links[1].area: 1: expected 0, as OSPF has the same shortest paths as IS-IS in one",
    ),
    "secret too long for the second IGP": (
        with_two_igps(put("mpls_secrets", value={"igp": "x" * 17})),
        "mpls_secrets.igp: 17 characters: expected at most 16, which is what OSPF takes",
    ),
    "second IGP with segment routing": (
        with_segments(put("mpls_igp_beside", value="isis")),
        "mpls_igp_beside: 'isis': expected none, as with segment routing both IGPs would claim",
    ),
    "second IGP with static labels": (
        with_static_labels(put("mpls_igp_beside", value="isis")),
        "mpls_igp_beside: 'isis': expected no such option, as with static labels no FRRouting",
    ),
    "hold time of BGP that its keepalives cannot hold": (
        put("mpls_bgp_holdtime", value=2),
        "mpls_bgp_holdtime: 2: expected a time from 9 to 65535 seconds",
    ),
    "hold time of BGP that never ends": (
        put("mpls_bgp_holdtime", value=0),
        "mpls_bgp_holdtime: 0: expected a time from 9 to 65535 seconds",
    ),
    "areas without a backbone": (
        together(put("mpls_links", 0, "area", value=1), put("mpls_ospf_area", value=2)),
        "mpls_links[2].area: 2: expected area 0, or the one of the other links of p1",
    ),
    "drained as a word": (
        put("mpls_routers", "p1", "drained", value="yes please"),
        "mpls_routers.p1.drained: 'yes please': expected true or false",
    ),
    "drained with static labels": (
        with_static_labels(put("mpls_routers", "p1", "drained", value=True)),
        "mpls_routers.p1.drained: True: expected no such option, as with static labels",
    ),
    "BFD with static labels": (
        with_static_labels(put("mpls_bfd", value=True)),
        "mpls_bfd: True: expected no such option, as with static labels no FRRouting runs",
    ),
    "passive interface of a link": (
        put("mpls_routers", "p1", "passive_interfaces", value=["eth1"]),
        "mpls_routers.p1.passive_interfaces[0]: p1:eth1: expected an interface that mpls_links[0]",
    ),
    "secret that is not there": (
        put("mpls_links", 0, "igp_secret", value="ring"),
        "mpls_links[0].igp_secret: ring: expected a name in mpls_secrets (none yet)",
    ),
    "secret that nothing uses": (
        put("mpls_secrets", value={"isis": "abc"}),
        "mpls_secrets.isis: unused: expected bgp, igp, ldp, or a name that a link has",
    ),
    "secret too long for OSPF": (
        put("mpls_secrets", value={"igp": "x" * 17}),
        "mpls_secrets.igp: 17 characters: expected at most 16, which is what OSPF takes",
    ),
    "secret of two words": (
        put("mpls_secrets", value={"igp": "two words"}),
        "mpls_secrets: (not shown): expected one word of at most 80 printable characters as igp",
    ),
    "misspelt secrets": (
        put("mpls_secret", value={"igp": "abc"}),
        "mpls_secret: (not shown): expected no such variable (did you mean mpls_secrets?)",
    ),
    "LDP secret that is not there": (
        put("mpls_links", 0, "ldp_secret", value="ring"),
        "mpls_links[0].ldp_secret: ring: expected a name in mpls_secrets (none yet)",
    ),
    "two LDP secrets for one session": (
        lambda variables, _groups: (
            variables.update(mpls_secrets={"ldp": "abc", "ring": "abc"}),
            variables["mpls_links"].append(
                {"subnet": "10.2.0.0/31", "ends": ["p1:eth9", "pe1:eth9"], "ldp_secret": "ring"}
            ),
        ),
        "mpls_links[3].ldp_secret: ring: expected the secret of mpls_links[0] (ldp), as both have",
    ),
    "LDP hold time that FRR does not take": (
        put("mpls_ldp_holdtime", value=5),
        "mpls_ldp_holdtime: 5: expected a time from 15 to 65535 seconds",
    ),
    "cluster of a router that reflects nothing": (
        put("mpls_routers", "pe1", "cluster_id", value="10.0.0.99"),
        "mpls_routers.pe1.cluster_id: 10.0.0.99: expected no such key, as pe1 is not in the group",
    ),
    "reflector that is attached in no known way": (
        put("mpls_routers", "rr1", "attach", value="igp"),
        "mpls_routers.rr1.attach: 'igp': expected one of ldp, filter, static",
    ),
    "labels across a reflector without any": (
        together(
            put("mpls_routers", "rr1", "attach", value="filter"),
            put("mpls_links", 1, "ends", value=["rr1:eth2", "pe2:eth1"]),
        ),
        "mpls_routers.pe2: no path for labels: expected links that connect it with pe1 and cross",
    ),
    "reflector behind a reflector": (
        lambda variables, groups: (
            groups["rr"].append("rr2"),
            variables["mpls_routers"]["rr1"].update(attach="static"),
            variables["mpls_routers"].update(rr2={"loopback": "10.0.0.5", "attach": "static"}),
            variables["mpls_links"].append(
                {"subnet": "10.2.0.0/31", "ends": ["rr1:eth9", "rr2:eth9"]}
            ),
        ),
        "mpls_routers.rr2.attach: static: expected a link of it to a router that takes part in LDP",
    ),
    "number of a router with LDP": (
        put("mpls_routers", "pe1", "sid", value=7),
        "mpls_routers.pe1.sid: 7: expected no option of segment routing, as",
    ),
    "option of LDP with segment routing": (
        with_segments(put("mpls_ldp_holdtime", value=30)),
        "mpls_ldp_holdtime: 30: expected no option of LDP, as mpls_label_distribution is sr",
    ),
    "secret of LDP with segment routing": (
        with_segments(put("mpls_secrets", value={"ldp": "abc"})),
        "mpls_secrets.ldp: unused: expected bgp, igp",
    ),
    "reflector without labels with segment routing": (
        with_segments(put("mpls_routers", "rr1", "attach", value="static")),
        "mpls_routers.rr1.attach: 'static': expected no option of LDP, as",
    ),
    "number of another router": (
        with_segments(put("mpls_routers", "pe2", "sid", value=1)),
        "mpls_routers.pe2.sid: 1: expected a number that pe1 does not have",
    ),
    "loopbacks that give the same number": (
        with_segments(put("mpls_routers", "pe2", "loopback", value="10.9.0.1")),
        "mpls_routers.pe2.sid: 1: expected a number that pe1 does not have",
    ),
    "number outside of the block": (
        with_segments(put("mpls_routers", "pe2", "sid", value=8000)),
        "mpls_routers.pe2.sid: 8000: expected a number from 0 to 7999, which mpls_sr_global_block",
    ),
    "block that is none": (
        with_segments(put("mpls_sr_global_block", value="23999-16000")),
        "mpls_sr_global_block: '23999-16000': expected the first and the last label of a block",
    ),
    "blocks that meet": (
        with_segments(put("mpls_sr_local_block", value="23999-24100")),
        "mpls_sr_local_block: 23999-24100: expected labels outside of mpls_sr_global_block (16000-",
    ),
    "block outside of the label table": (
        with_segments(put("mpls_platform_labels", value=23999)),
        "mpls_sr_global_block: 16000-23999: expected labels below mpls_platform_labels (23999)",
    ),
    "segment routing in two areas": (
        with_segments(put("mpls_links", 1, "area", value=1)),
        "mpls_links[1].area: 1: expected 0, as segment routing takes one area",
    ),
    "link without a subnet or a pool": (
        drop("mpls_links", 0, "subnet"),
        "mpls_links[0].subnet: is not set: expected an IPv4 subnet such as 10.1.0.0/31, or mpls_l",
    ),
    "unnumbered link with a subnet": (
        put("mpls_links", 0, "unnumbered", value=True),
        "mpls_links[0].subnet: '10.1.0.0/31': expected none, as the link is unnumbered",
    ),
    "unnumbered link to a reflector behind static routes": (
        together(
            put("mpls_routers", "rr1", "attach", value="static"),
            drop("mpls_links", 2, "subnet"),
            put("mpls_links", 2, "unnumbered", value=True),
        ),
        "mpls_links[2].unnumbered: true: expected a subnet, as rr1 is reached by static routes",
    ),
    "unnumbered link with static labels": (
        with_static_labels(
            drop("mpls_links", 0, "subnet"), put("mpls_links", 0, "unnumbered", value=True)
        ),
        "mpls_links[0].unnumbered: True: expected a subnet, as static labels go to addresses of",
    ),
    "gtsm where ldp waits for the igp": (
        together(put("mpls_ldp_gtsm", value=True), put("mpls_ldp_sync", value=True)),
        "mpls_ldp_gtsm: true: expected false with mpls_ldp_sync",
    ),
    "link that is no shorter than the way around it": (
        lambda variables, _groups: variables["mpls_links"].append(
            {"subnet": "10.2.0.0/31", "ends": ["pe1:eth9", "pe2:eth9"], "cost": 20}
        ),
        "mpls_links[3].cost: 20: expected less than 20, which another way between pe1 and pe2",
    ),
    "tunnel of an unknown type": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "type": "vxlan"}),
        "mpls_links[0].tunnel.type: 'vxlan': expected one of gre, gre_udp, udp",
    ),
    "tunnel too small for customers": (
        put("mpls_links", 0, "tunnel", value=TUNNEL),
        "mpls_links[0].mtu: 1476: expected at least 1508, as mpls_vpn_customer1.sites[0] sends",
    ),
    "tunnel without ends": (
        put("mpls_links", 0, "tunnel", value={"type": "gre"}),
        "mpls_links[0].tunnel.underlay: is not set: expected two addresses of one family",
    ),
    "tunnel with ends of two families": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "underlay": ["192.0.2.1", "2001:db8::2"]}),
        "mpls_links[0].tunnel.underlay: ['192.0.2.1', '2001:db8::2']: expected two addresses of",
    ),
    "tunnel to itself": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "underlay": ["192.0.2.1", "192.0.2.1"]}),
        "mpls_links[0].tunnel.underlay: ['192.0.2.1', '192.0.2.1']: expected two addresses of one",
    ),
    "tunnel to every neighbour": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "underlay": ["fe80::1", "fe80::2"]}),
        "mpls_links[0].tunnel.underlay: ['fe80::1', 'fe80::2']: expected two addresses of one",
    ),
    "tunnel with a key that is none": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "key": 0}),
        "mpls_links[0].tunnel.key: 0: expected a GRE key from 1 to 4294967295",
    ),
    "tunnel to a loopback of the core": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "underlay": ["192.0.2.1", "10.0.0.2"]}),
        "mpls_links[0].tunnel.underlay[1]: 10.0.0.2: expected an address outside of the core"
        " (loopback of p1), which the tunnel carries",
    ),
    "tunnel to a link of the core": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "underlay": ["10.1.0.2", "192.0.2.2"]}),
        "mpls_links[0].tunnel.underlay[0]: 10.1.0.2: expected an address outside of the core"
        " (mpls_links[1].subnet), which",
    ),
    "tunnels with the same ends": (
        lambda variables, _groups: (
            put("mpls_links", 0, "tunnel", value=TUNNEL)(variables, _groups),
            variables["mpls_links"].append(
                {
                    "subnet": "10.2.0.0/31",
                    "ends": ["p1:gre2", "pe1:gre2"],
                    "tunnel": {**TUNNEL, "underlay": TUNNEL["underlay"][::-1]},
                }
            ),
        ),
        "mpls_links[3].tunnel.underlay: 192.0.2.2 192.0.2.1: expected other ends than mpls_links",
    ),
    "underlay address of two routers": (
        together(
            put("mpls_links", 0, "tunnel", value=TUNNEL),
            put(
                "mpls_links", 1, "tunnel", value={**TUNNEL, "underlay": ["192.0.2.1", "192.0.2.3"]}
            ),
        ),
        "mpls_links[1].tunnel.underlay[0]: 192.0.2.1: expected an address that pe1 does not have",
    ),
    "tunnel that has the name of a device of the kernel": (
        together(
            put("mpls_links", 0, "tunnel", value=TUNNEL),
            put("mpls_links", 0, "ends", value=["pe1:gre0", "p1:gre1"]),
        ),
        "mpls_links[0].ends[0]: pe1:gre0: expected another name, as Linux makes this device itself",
    ),
    "tunnel without room for labels": (
        together(
            put("mpls_links", 0, "tunnel", value=TUNNEL), put("mpls_links", 0, "mtu", value=1284)
        ),
        "mpls_links[0].mtu: 1284: expected an MTU from 1288 to 65487 octets, as the link goes by",
    ),
    "tunnel of labels alone for FRR": (
        put("mpls_links", 0, "tunnel", value={**TUNNEL, "type": "udp"}),
        "mpls_links[0].tunnel.type: udp: expected gre_udp: MPLS in UDP has no place for packets",
    ),
    "tunnel for IS-IS": (
        together(put("mpls_igp", value="isis"), put("mpls_links", 0, "tunnel", value=TUNNEL)),
        "mpls_links[0].tunnel: gre: expected none with isis: FRR 8.4 takes no IS-IS from a tunnel",
    ),
    "MPLS in UDP over IPv6": (
        with_static_labels(
            put(
                "mpls_links",
                0,
                "tunnel",
                value={"type": "udp", "underlay": ["2001:db8::1", "2001:db8::2"]},
            )
        ),
        "mpls_links[0].tunnel.underlay: 2001:db8::1: expected IPv4 addresses: Linux has no device",
    ),
    "GRE in UDP over IPv6": (
        put(
            "mpls_links",
            0,
            "tunnel",
            value={"type": "gre_udp", "underlay": ["2001:db8::1", "2001:db8::2"]},
        ),
        "mpls_links[0].tunnel.underlay: 2001:db8::1: expected IPv4 addresses: Linux has no device",
    ),
    "MPLS in UDP with a key": (
        with_static_labels(
            put("mpls_links", 0, "tunnel", value={**TUNNEL, "type": "udp", "key": 7})
        ),
        "mpls_links[0].tunnel.key: 7: expected none, as only GRE has keys",
    ),
    "pool that is too small": (
        put("mpls_link_pool", value="10.2.0.0/25"),
        "mpls_link_pool: '10.2.0.0/25': expected an IPv4 subnet of /24 or shorter with host bits",
    ),
    "link that meets another one in the pool": (
        lambda variables, _groups: (
            drop("mpls_links", 0, "subnet")(variables, _groups),
            drop("mpls_links", 1, "subnet")(variables, _groups),
            variables.update(mpls_link_pool="10.1.0.0/24"),
            variables["mpls_links"][1].update(ends=["p1:eth242", "pe2:eth1"]),
        ),
        "mpls_links[1].subnet: 10.1.0.82/31: expected a subnet that does not overlap",
    ),
    "IPv6 on one router only": (
        put("mpls_routers", "pe1", "loopback6", value="fd00::1"),
        "mpls_routers.p1.loopback6: is not set: expected one, as other routers have IPv6",
    ),
    "IPv6 loopback twice": (
        together(
            put("mpls_routers", "pe1", "loopback6", value="fd00::1"),
            put("mpls_routers", "p1", "loopback6", value="fd00::1"),
        ),
        "mpls_routers.p1.loopback6: fd00::1: expected an address that pe1 does not have",
    ),
    "IPv6 and a reflector without LDP": (
        together(
            put("mpls_routers", "rr1", "loopback6", value="fd00::1"),
            put("mpls_routers", "rr1", "attach", value="static"),
        ),
        "mpls_routers.rr1.attach: static: expected ldp, as the core has IPv6",
    ),
    "IPv6 loopback of one link": (
        put("mpls_routers", "pe1", "loopback6", value="fe80::1"),
        "mpls_routers.pe1.loopback6: 'fe80::1': expected an IPv6 address without a prefix length",
    ),
    "IPv6 with segment routing": (
        with_segments(put("mpls_routers", "pe1", "loopback6", value="fd00::1")),
        "mpls_routers.pe1.loopback6: 'fd00::1': expected none, as labels for IPv6 are distributed",
    ),
    "IPv6 of a customer over a core without": (
        put(*SITE, "address6", value="2001:db8:1::1/64"),
        "mpls_vpn_customer1.sites[0].address6: 2001:db8:1::1/64: expected none, or a loopback6 of"
        " every router: VPNv6 over an IPv4 core works in no release of FRR",
    ),
    "IPv6 of a customer without a length": (
        put(*SITE, "address6", value="2001:db8:1::1"),
        "mpls_vpn_customer1.sites[0].address6: '2001:db8:1::1': expected an IPv6 address with",
    ),
    "link too small for customers with labels": (
        put("mpls_links", 0, "mtu", value=1507),
        "mpls_links[0].mtu: 1507: expected at least 1508, as mpls_vpn_customer1.sites[0] sends 1500"
        " octets and labels add 8, or mpls_mss_clamp: true",
    ),
    "link too small for one customer's port": (
        together(
            put("mpls_vpn_customer2", "sites", 1, "mtu", value=9000),
            put("mpls_links", 2, "mtu", value=9000),
        ),
        "mpls_links[2].mtu: 9000: expected at least 9008, as mpls_vpn_customer2.sites[1] sends 9000"
        " octets and labels add 8, or mpls_mss_clamp: true",
    ),
    "link too small for IPv6 of customers whose segments are clamped": (
        lambda variables, _groups: (
            variables.update(mpls_mss_clamp=True),
            variables["mpls_vpn_customer1"]["sites"][0].update(address6="2001:db8:1::1/64"),
            variables["mpls_links"][0].update(mtu=1287),
        ),
        "mpls_links[0].mtu: 1287: expected at least 1288, as IPv6 needs 1280 octets everywhere and"
        " labels add 8",
    ),
    "clamping as a word": (
        put("mpls_mss_clamp", value="yes please"),
        "mpls_mss_clamp: 'yes please': expected true or false",
    ),
    "wall as a word": (
        put("mpls_walls", value={"labels": "open"}),
        "mpls_walls.labels: 'open': expected true or false",
    ),
    "walls as one switch": (
        put("mpls_walls", value=False),
        "mpls_walls: False: expected a dictionary",
    ),
    "misspelt wall": (
        put("mpls_walls", value={"spoofed": False}),
        "mpls_walls.spoofed: False: expected no such key (did you mean spoofing?)",
    ),
    "wall of a site that is none of its own": (
        put(*SITE, "walls", value={"labels": False}),
        "mpls_vpn_customer1.sites[0].walls.labels: False: expected no such key",
    ),
    "core link as a VLAN on a customer's port": (
        put("mpls_links", 0, "ends", value=["pe1:eth2.7", "p1:eth1"]),
        "mpls_vpn_customer1.sites[0].interface: pe1:eth2: expected a port that is not below the"
        " VLAN of mpls_links[0], or mpls_walls.labels: false",
    ),
    "routers as a list": (
        put("mpls_routers", value=["pe1"]),
        "mpls_routers: ['pe1']: expected a dictionary",
    ),
    **SERVICE_MISTAKES,
    **{
        name: (with_static_labels(change), words)
        for name, (change, words) in STATIC_MISTAKES.items()
    },
}


BGP = {"protocol": "bgp", "asn": 65101, "address": "192.168.1.2"}
OSPF = {"protocol": "ospf"}
KEYED = {"secret": "acme"}
PLACE = "mpls_vpn_customer1.sites[0]"


def with_ce(**said: Any) -> Callable[[Variables, Groups], None]:
    return put(*SITE, "ce", value=said)


def with_two_ces(
    first: dict[str, Any], second: dict[str, Any]
) -> Callable[[Variables, Groups], None]:
    """Give customer1 two ports at PE1 that have more than a port needs."""
    ports = [
        {"pe": "pe1", "interface": "eth4", "address": "192.168.1.1/24", **first},
        {"pe": "pe1", "interface": "eth5", "address": "192.168.3.1/24", **second},
    ]
    return put("mpls_vpn_customer1", "sites", value=ports)


CE_MISTAKES = {
    "ce that is no dictionary": (
        put(*SITE, "ce", value="bgp"),
        f"{PLACE}.ce: 'bgp': expected a dictionary",
    ),
    "ce without a protocol": (
        with_ce(asn=65101),
        f"{PLACE}.ce.protocol: is not set: expected one of static, bgp, ospf",
    ),
    "ce with a protocol that there is not": (
        with_ce(protocol="rip"),
        f"{PLACE}.ce.protocol: 'rip': expected one of static, bgp, ospf",
    ),
    "ce with a protocol that is a list": (
        with_ce(protocol=["bgp"]),
        f"{PLACE}.ce.protocol: ['bgp']: expected one of static, bgp, ospf",
    ),
    "ce with a key of another protocol": (
        with_ce(**OSPF, asn=65101),
        f"{PLACE}.ce.asn: 65101: expected no such key (known: accept_default, area",
    ),
    "ce without an as number": (
        with_ce(protocol="bgp", address="192.168.1.2"),
        f"{PLACE}.ce.asn: is not set: expected an autonomous system number",
    ),
    "ce with the provider's as number": (
        with_ce(**{**BGP, "asn": 65000}),
        f"{PLACE}.ce.asn: 65000: expected the customer's AS number, another than mpls_asn",
    ),
    "ce without an address": (
        with_ce(protocol="bgp", asn=65101),
        f"{PLACE}.ce.address: is not set: expected the CE's address in the site's subnet",
    ),
    "ce with a prefix length": (
        with_ce(**{**BGP, "address": "192.168.1.2/24"}),
        f"{PLACE}.ce.address: '192.168.1.2/24': expected the CE's IPv4 address, such as",
    ),
    "ce outside of its port's subnet": (
        with_ce(**{**BGP, "address": "192.168.2.2"}),
        f"{PLACE}.ce.address: 192.168.2.2: expected another host of the site's subnet, 192.168.1.0",
    ),
    "ce with the pe's address": (
        with_ce(**{**BGP, "address": "192.168.1.1"}),
        f"{PLACE}.ce.address: 192.168.1.1: expected another host of the site's subnet",
    ),
    "ce with the broadcast address": (
        with_ce(**{**BGP, "address": "192.168.1.255"}),
        f"{PLACE}.ce.address: 192.168.1.255: expected another host of the site's subnet",
    ),
    "ce with ipv6 at a port without": (
        with_ce(**BGP, address6="2001:db8:1::2"),
        f"{PLACE}.ce.address6: 2001:db8:1::2: expected none, or address6 of the site",
    ),
    "ce with a link-local address": (
        with_ce(**BGP, address6="fe80::2"),
        f"{PLACE}.ce.address6: 'fe80::2': expected the CE's IPv6 address in the site's subnet",
    ),
    "ce with static routes and none": (
        with_ce(protocol="static", address="192.168.1.2"),
        f"{PLACE}.ce.routes: is not set: expected a list of prefixes with host bits zero",
    ),
    "ce with routes with host bits": (
        with_ce(protocol="static", address="192.168.1.2", routes=["10.1.0.1/16"]),
        f"{PLACE}.ce.routes: ['10.1.0.1/16']: expected a list of prefixes with host bits zero",
    ),
    "ce with a route twice": (
        with_ce(protocol="static", address="192.168.1.2", routes=["10.1.0.0/16"] * 2),
        f"{PLACE}.ce.routes: ['10.1.0.0/16', '10.1.0.0/16']: expected a list of prefixes with host"
        " bits zero, such as [10.1.0.0/16], each once",
    ),
    "ce with an ipv6 route by ipv4": (
        with_ce(protocol="static", address="192.168.1.2", routes=["2001:db8:100::/48"]),
        f"{PLACE}.ce.routes[0]: 2001:db8:100::/48: expected a prefix of IPv4, as the CE has no",
    ),
    "site with prefixes that nobody tells of": (
        put(*SITE, "prefixes", value=["10.1.0.0/16"]),
        f"{PLACE}.prefixes: 10.1.0.0/16: expected none without ce of bgp or ospf",
    ),
    "site with prefixes of the other family": (
        together(with_ce(**OSPF), put(*SITE, "prefixes", value=["2001:db8:100::/48"])),
        f"{PLACE}.prefixes[0]: 2001:db8:100::/48: expected a prefix of IPv4",
    ),
    "site without a name": (
        put(*SITE, "site", value="head office"),
        f"{PLACE}.site: 'head office': expected a name of at most 63 letters, digits",
    ),
    "ce with a secret that there is not": (
        with_ce(**BGP, **KEYED),
        f"{PLACE}.ce.secret: acme: expected a name in mpls_secrets (none yet)",
    ),
    "ce with too long a key of ospf": (
        together(with_ce(**OSPF, **KEYED), put("mpls_secrets", value={"acme": "x" * 17})),
        "mpls_secrets.acme: 17 characters: expected at most 16, which is what OSPF takes",
    ),
    "ce with no prefixes at all": (
        with_ce(**BGP, max_prefixes=0),
        f"{PLACE}.ce.max_prefixes: 0: expected a number of prefixes from 1 to",
    ),
    "ce with a restart at once": (
        with_ce(**BGP, max_prefixes_restart=0),
        f"{PLACE}.ce.max_prefixes_restart: 0: expected a time from 1 to 65535 minutes",
    ),
    "ce that may loop for ever": (
        with_ce(**BGP, allowas_in=11),
        f"{PLACE}.ce.allowas_in: 11: expected a number of times from 1 to 10",
    ),
    "ce with a negative preference": (
        with_ce(**BGP, preference=-1),
        f"{PLACE}.ce.preference: -1: expected a local preference from 0 to 4294967295",
    ),
    "ces of one ospf with two policies": (
        with_two_ces({"ce": OSPF}, {"ce": {**OSPF, "originate_default": True}}),
        "mpls_vpn_customer1.sites[1].ce.originate_default: true: expected false as"
        " mpls_vpn_customer1.sites[0] has, whose OSPF is the same one",
    ),
    "ces of one ospf of which one is filtered": (
        with_two_ces({"ce": OSPF, "prefixes": ["10.1.0.0/16"]}, {"ce": OSPF}),
        "mpls_vpn_customer1.sites[1].prefixes: not set: expected set as mpls_vpn_customer1",
    ),
    "ce that both gives and takes the default route": (
        with_ce(**OSPF, originate_default=True, accept_default=True),
        f"{PLACE}.ce.accept_default: true: expected false with originate_default",
    ),
    "place with two origins": (
        with_two_ces(
            {"site": "hq", "ce": {**BGP, "soo": "65000:1"}},
            {"site": "hq", "ce": {**BGP, "address": "192.168.3.2", "soo": "65000:2"}},
        ),
        "mpls_vpn_customer1.sites[1].ce.soo: 65000:2: expected 65000:1 as"
        " mpls_vpn_customer1.sites[0] has, which is the same place",
    ),
    "origin of two places": (
        with_two_ces(
            {"site": "hq", "ce": {**BGP, "soo": "65000:1"}},
            {"site": "dc", "ce": {**BGP, "address": "192.168.3.2", "soo": "65000:1"}},
        ),
        "mpls_vpn_customer1.sites[1].ce.soo: 65000:1: expected a number of its own",
    ),
    "ce without anybody to tell of it": (
        lambda variables, groups: (
            with_ce(**BGP)(variables, groups),
            groups.update(pe=["pe1"], p=["p1", "pe2", "rr1"], rr=[]),
        )[0],
        f"{PLACE}.ce: bgp: expected none, or a second router of pe or rr",
    ),
    "ce in a core with static labels": (
        with_static_labels(with_ce(**BGP)),
        f"{PLACE}.ce: bgp: expected none, as with static labels no FRRouting runs",
    ),
}
MISTAKES.update(CE_MISTAKES)


@pytest.mark.parametrize(("change", "words"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_named_with_its_value_and_what_is_right(
    variables: Variables,
    groups: Groups,
    change: Callable[[Variables, Groups], None],
    words: str,
) -> None:
    change(variables, groups)
    assert any(problem.startswith(words) for problem in problems_of(variables, groups)), (
        problems_of(variables, groups)
    )


def test_nothing_is_said_when_the_intent_is_right(variables: Variables, groups: Groups) -> None:
    assert problems_of(variables, groups) == []


def test_nothing_is_said_when_an_intent_with_static_labels_is_right(
    variables: Variables, groups: Groups
) -> None:
    with_static_labels()(variables, groups)
    assert problems_of(variables, groups) == []


def test_all_mistakes_are_told_at_once(variables: Variables, groups: Groups) -> None:
    drop("mpls_routers", "pe1", "loopback")(variables, groups)
    put("mpls_vpn_customer1", "id", value=0)(variables, groups)
    put("mpls_links", 1, "subnet", value="here")(variables, groups)
    paths = {problem.partition(":")[0] for problem in problems_of(variables, groups)}
    assert {
        "mpls_routers.pe1.loopback",
        "mpls_vpn_customer1.id",
        "mpls_links[1].subnet",
    } <= paths


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_needed_by_some_mistake(
    variables: Variables, groups: Groups, rule: Callable[[Any], Any]
) -> None:
    """A rule that no mistake of the corpus trips would be a rule that nobody tests."""
    for change, _words in MISTAKES.values():
        changed, regrouped = _copy(variables), _copy(groups)
        change(changed, regrouped)
        intent = parse_intent(changed, regrouped, Problems())
        if intent is not None and any(True for _problem in rule(intent)):
            return
    pytest.fail(f"no mistake trips {rule.__name__}")


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
