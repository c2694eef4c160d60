# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRRouting gets on a router: the part of its model that the template prints (pure)."""

from __future__ import annotations

from typing import Any

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import (
    Intent,
    Link,
    Router,
    Vpn,
)

#: The end of a link that is a router's: the link, and which of its ends.
End = tuple[Link, int]
IGP_DAEMONS = {"ospf": "ospfd", "isis": "isisd"}


def build_frr(intent: Intent, router: Router, core: list[End], vpns: list[Vpn]) -> dict[str, Any]:
    """Build all that the configuration of one router says."""
    bgp = _bgp(intent, router, vpns)
    ports = _ports(router, core)
    return {
        "daemons": sorted(
            [
                IGP_DAEMONS[str(intent.igp.protocol)],
                "ldpd",
                *(["bgpd"] if bgp else []),
                *(["bfdd"] if any(link.bfd for link, _index in core) else []),
            ]
        ),
        "hostname": router.name,
        "router_id": str(router.loopback),
        "secrets": _secrets(intent, core, has_bgp=bgp is not None),
        "ports": ports,
        "igp": _igp(intent, router),
        "ldp": {"interfaces": sorted(link.ends[index].interface for link, index in core)},
        "bgp": bgp,
    }


def bgp_peers(intent: Intent, router: Router) -> list[Router]:
    """Choose iBGP peers: reflectors with all PEs and each other; without any, a mesh of PEs."""
    reflectors = [peer for peer in intent.routers.values() if peer.role == "rr"]
    edges = [peer for peer in intent.routers.values() if peer.role == "pe"]
    if router.role == "rr":
        peers = edges + reflectors
    elif router.role == "pe":
        peers = reflectors or edges
    else:
        peers = []
    return sorted((peer for peer in peers if peer != router), key=lambda peer: peer.loopback)


def _secrets(intent: Intent, core: list[End], has_bgp: bool) -> list[str]:
    """Name the secrets that the configuration has placeholders for."""
    names = {link.igp_secret for link, _index in core if link.igp_secret}
    used = {"bgp"} if has_bgp else set()
    if intent.igp.protocol == "isis":
        used.add("igp")
    return sorted(names | (intent.secrets.keys() & used))


def _ports(router: Router, core: list[End]) -> list[dict[str, Any]]:
    """List the interfaces: the loopback, then the core's, then those without neighbours."""
    area = _loopback_area(core)
    return [
        _port("lo", igp={"area": area, "passive": True}),
        *sorted((_core_port(link, index) for link, index in core), key=lambda port: port["name"]),
        *(
            _port(name, igp={"area": area, "passive": True})
            for name in sorted(router.passive_interfaces)
        ),
        *(_port(name, labels=True) for name in sorted(router.label_interfaces)),
    ]


def _core_port(link: Link, index: int) -> dict[str, Any]:
    igp = {
        "area": link.area,
        "passive": False,
        "cost": link.cost,
        "bfd": link.bfd,
        "secret": link.igp_secret,
    }
    return _port(link.ends[index].interface, igp=igp, labels=True)


def _port(name: str, igp: dict[str, Any] | None = None, labels: bool = False) -> dict[str, Any]:
    return {"name": name, "igp": igp, "labels": labels}


def _loopback_area(core: list[End]) -> int:
    """Put a router's loopback into the backbone where it has a part in that."""
    return min((link.area for link, _index in core), default=0)


def _igp(intent: Intent, router: Router) -> dict[str, Any]:
    igp = intent.igp
    return {
        "protocol": igp.protocol,
        "net": _net(igp.area, router) if igp.protocol == "isis" else None,
        "level": igp.level,
        "ldp_sync": igp.ldp_sync,
        "secret": "igp" if "igp" in intent.secrets else None,
        "drained": router.drained,
    }


def _net(area: str, router: Router) -> str:
    """Derive the NET: the loopback's twelve digits are the system id."""
    digits = "".join(f"{octet:03}" for octet in router.loopback.packed)
    return f"{area}.{digits[:4]}.{digits[4:8]}.{digits[8:]}.00"


def _bgp(intent: Intent, router: Router, vpns: list[Vpn]) -> dict[str, Any] | None:
    peers = bgp_peers(intent, router)
    if not peers:
        return None
    return {
        "asn": intent.asn,
        "cluster_id": str(router.loopback) if router.role == "rr" else None,
        "drained": router.drained,
        "secret": "bgp" if "bgp" in intent.secrets else None,
        "peers": [
            {
                "name": peer.name,
                "address": str(peer.loopback),
                "client": router.role == "rr" and peer.role == "pe",
            }
            for peer in peers
        ],
        "vrfs": [{"name": vpn.name, "rd": vpn.rd, "rt": vpn.rt} for vpn in vpns],
    }
