# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRRouting gets on a router: the part of its model that the template prints (pure)."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.contracts import (
    BgpVrf,
    CeVrf,
    Frr,
    FrrBgp,
    FrrIgp,
    FrrLdp,
    FrrPort,
    FrrStaticRoute,
    LabelledPrefixes,
    NumberedPrefix,
    PortIgp,
    RouteTargets,
    SegmentRouting,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.core import ALL_ROUTES
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.links import Link
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.vrfs import Vrf
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.ce import (
    allowas_in,
    build_ce_vrf,
    ce_daemons,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.bgp_mesh import bgp_peers
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.ce_sessions import (
    ce_secrets,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.mtu import lsp_mtu
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.segments import choose_sid

#: The end of a link that is a router's: the link, and which of its ends.
End = tuple[Link, int]
IGP_DAEMONS = {"ospf": "ospfd", "isis": "isisd"}
#: FRR's distances are 110 for OSPF and 115 for IS-IS, which has no command for another one.
OSPF_DISTANCE_BESIDE_ISIS = 120


def build_frr(intent: Intent, router: Router, core: list[End], vrfs: list[Vrf]) -> Frr:
    """Build all that the configuration of one router says."""
    ces = {vrf.name: build_ce_vrf(intent, router, vrf) for vrf in vrfs}
    ce_vrfs = [ce for ce in ces.values() if ce]
    bgp = _bgp(intent, router, vrfs, ces)
    igp_ends = [end for end in core if intent.has_igp(end[0])]
    has_ldp = router.has_labels and not intent.has_segments
    label_ends = [end for end in core if has_ldp and intent.has_labels(end[0])]
    protocols = intent.igp.protocols if router.has_igp else ()
    daemons = {
        **{IGP_DAEMONS[protocol]: True for protocol in protocols},
        "ospf6d": intent.has_ipv6 and "ospf" in protocols,
        "ldpd": has_ldp,
        "bgpd": bool(bgp),
        "bfdd": any(link.bfd for link, _index in igp_ends),
    }
    needed = {name for name, is_needed in daemons.items() if is_needed} | ce_daemons(ce_vrfs)
    secrets = _secrets(intent, igp_ends, label_ends, has_bgp=bgp is not None)
    sites = [site for vrf in vrfs for site in vrf.sites]
    return {
        "daemons": sorted(needed),
        "hostname": router.name,
        "router_id": str(router.loopback),
        "loopback6": str(router.loopback6) if router.loopback6 else None,
        "secrets": sorted({*secrets, *ce_secrets(sites)}),
        "bfd_intervals": sorted({link.bfd_interval for link, _index in igp_ends if link.bfd}),
        "ports": _ports(intent, router, igp_ends),
        "igps": [_igp(intent, router, protocol) for protocol in protocols],
        "ldp": _ldp(intent, label_ends) if has_ldp else None,
        "ce_vrfs": ce_vrfs,
        "bgp": bgp,
        "reflectors": _attached_reflectors(intent, router, core),
        "static_routes": _static_routes(intent, router, core),
    }


def _secrets(
    intent: Intent, igp_ends: list[End], label_ends: list[End], has_bgp: bool
) -> list[str]:
    """Name the secrets that the configuration has placeholders for."""
    names = {link.igp_secret for link, _index in igp_ends}
    names |= {link.ldp_secret for link, _index in label_ends}
    used = {"bgp"} if has_bgp else set()
    if "isis" in intent.igp.protocols and igp_ends:
        used.add("igp")
    return sorted(intent.secrets.keys() & (names | used))


def _ports(intent: Intent, router: Router, igp_ends: list[End]) -> list[FrrPort]:
    """List the interfaces: the loopback, then the core's, then those without neighbours."""
    passive: PortIgp = {"area": _loopback_area(igp_ends), "passive": True}
    core = [_core_port(intent, link, index) for link, index in igp_ends]
    quiet = ["lo", *sorted(router.passive_interfaces)] if router.has_igp else []
    return [
        *(_port(name, igp=passive) for name in quiet[:1]),
        *sorted(core, key=lambda port: port["name"]),
        *(_port(name, igp=passive) for name in quiet[1:]),
        *(_port(name, labels=True) for name in sorted(router.label_interfaces)),
    ]


def _core_port(intent: Intent, link: Link, index: int) -> FrrPort:
    igp: PortIgp = {
        "area": link.area,
        "passive": False,
        "cost": link.cost,
        "bfd": link.bfd_interval if link.bfd else None,
        "secret": link.igp_secret,
    }
    return _port(link.ends[index].interface, igp=igp, labels=intent.has_labels(link))


def _port(name: str, igp: PortIgp | None = None, labels: bool = False) -> FrrPort:
    return {"name": name, "igp": igp, "labels": labels}


def _loopback_area(core: list[End]) -> int:
    """Put a router's loopback into the backbone where it has a part in that."""
    return min((link.area for link, _index in core), default=0)


def _igp(intent: Intent, router: Router, protocol: str) -> FrrIgp:
    igp = intent.igp
    is_ospf_beside = protocol == "ospf" and igp.protocols[0] != protocol
    return {
        "protocol": protocol,
        "distance": OSPF_DISTANCE_BESIDE_ISIS if is_ospf_beside else None,
        "net": _net(igp.area, router) if protocol == "isis" else None,
        "level": igp.level,
        "lsp_mtu": lsp_mtu(intent) if protocol == "isis" else None,
        "ldp_sync": igp.ldp_sync,
        "secret": "igp" if "igp" in intent.secrets else None,
        # A reflector without labels must not be on the way of labelled packets.
        "drained": router.drained or not router.has_labels,
        "segments": _segments(intent, router) if intent.has_segments else None,
    }


def _segments(intent: Intent, router: Router) -> SegmentRouting:
    return {
        "global_block": " ".join(str(label) for label in intent.segments.global_block),
        "local_block": " ".join(str(label) for label in intent.segments.local_block),
        "index": choose_sid(intent, router),
        "ti_lfa": intent.segments.ti_lfa,
    }


def _net(area: str, router: Router) -> str:
    """Derive the NET: the loopback's twelve digits are the system id."""
    digits = "".join(f"{octet:03}" for octet in router.loopback.packed)
    return f"{area}.{digits[:4]}.{digits[4:8]}.{digits[8:]}.00"


def _ldp(intent: Intent, label_ends: list[End]) -> FrrLdp:
    ldp = intent.ldp
    ends = sorted(label_ends, key=lambda end: end[0].ends[end[1]].interface)
    neighbours = {link.ends[1 - index].router: link.ldp_secret for link, index in ends}
    return {
        "explicit_null": ldp.explicit_null,
        "gtsm": ldp.gtsm,
        "holdtime": ldp.holdtime,
        "interfaces": [link.ends[index].interface for link, index in ends],
        "labelled": _labelled(intent),
        "neighbours": sorted(
            (
                {"address": str(intent.routers[name].loopback), "secret": secret}
                for name, secret in neighbours.items()
            ),
            key=lambda neighbour: str(neighbour["address"]),
        ),
    }


def _labelled(intent: Intent) -> LabelledPrefixes | None:
    """Say which IPv4 prefixes get labels; None for host routes, which FRR chooses by itself.

    A label for a router without LDP would lead to its neighbour and no further: FRR installs none
    that has no label on the other side. And FRR's own choice of all has what is no part of the
    core, such as the subnet of management. What neighbours tell of labels is taken by the same
    list: ldpd then asks them again when the list has more, and so installs its own labels of it
    (lde_check_filter_af, ldpd/lde.c).
    """
    loopbacks = [router.loopback for router in intent.routers.values() if router.has_labels]
    has_all = len(loopbacks) == len(intent.routers)
    if has_all and intent.ldp.allocate != ALL_ROUTES:
        return None
    prefixes = [ipaddress.IPv4Network(loopback) for loopback in loopbacks]
    if not has_all:
        return {"name": "mpls-loopbacks", "rules": _number(prefixes)}
    prefixes += [link.subnet for link in intent.links if link.subnet is not None]
    return {"name": "mpls-core", "rules": _number(prefixes)}


def _number(prefixes: list[ipaddress.IPv4Network]) -> list[NumberedPrefix]:
    """Number each prefix by its address, so that none gets another number when others come."""
    return [
        {"number": int(prefix.network_address), "prefix": str(prefix)}
        for prefix in sorted(prefixes)
    ]


def _attached_reflectors(intent: Intent, router: Router, core: list[End]) -> list[str]:
    """Name the reflectors without an IGP that this router tells the others of."""
    peers = {intent.routers[link.ends[1 - index].router] for link, index in core}
    return sorted(str(peer.loopback) for peer in peers if router.has_igp and not peer.has_igp)


def _static_routes(intent: Intent, router: Router, core: list[End]) -> list[FrrStaticRoute]:
    """Lead to a reflector without an IGP over its links, and from there to all others."""
    others = [other for other in intent.routers.values() if other != router]
    routes = []
    for link, index in core:
        peer = intent.routers[link.ends[1 - index].router]
        if router.has_igp != peer.has_igp:
            targets = [peer] if router.has_igp else others
            routes += [_static_route(target, link, index) for target in targets]
    return sorted(routes, key=lambda route: (route["prefix"], route["interface"]))


def _static_route(target: Router, link: Link, index: int) -> FrrStaticRoute:
    return {
        "prefix": f"{target.loopback}/32",
        "via": str(link.address(1 - index)),
        "interface": link.ends[index].interface,
    }


def _bgp(
    intent: Intent, router: Router, vrfs: list[Vrf], ces: Mapping[str, CeVrf | None]
) -> FrrBgp | None:
    peers = bgp_peers(intent, router)
    if not peers:
        return None
    return {
        "asn": intent.asn,
        "cluster_id": str(router.cluster_id or router.loopback) if router.role == "rr" else None,
        "drained": router.drained,
        "holdtime": intent.bgp_holdtime,
        "keepalive": intent.bgp_holdtime // 3,
        "secret": "bgp" if "bgp" in intent.secrets else None,
        "allowas_in": allowas_in(intent.vpns),
        "peers": [
            {
                "name": peer.name,
                "address": str(peer.loopback),
                "address6": str(peer.loopback6) if peer.loopback6 else None,
                "client": router.role == "rr" and peer.role == "pe",
            }
            for peer in peers
        ],
        "vrfs": [_bgp_vrf(vrf, ces[vrf.name]) for vrf in vrfs],
    }


def _bgp_vrf(vrf: Vrf, ce: CeVrf | None) -> BgpVrf:
    return {
        "name": vrf.name,
        "families": ["ipv4", "ipv6"] if vrf.vpn.has_ipv6 else ["ipv4"],
        "rd": vrf.rd,
        "exports": bool(vrf.exports),
        "imports": bool(vrf.imports),
        "targets": _targets(vrf),
        "ce": ce,
    }


def _targets(vrf: Vrf) -> list[RouteTargets]:
    """Say which route targets go in which direction; FRR says it in one line where both agree."""
    ways = {"import": vrf.imports, "export": vrf.exports}
    if vrf.imports == vrf.exports:
        ways = {"both": vrf.imports}
    return [{"way": way, "numbers": " ".join(numbers)} for way, numbers in ways.items() if numbers]
