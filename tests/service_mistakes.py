# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Mistakes in what the intent says of services, and the words that people get for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Variables = dict[str, Any]
Change = Callable[[Variables, dict[str, list[str]]], None]
#: A default route by way of the hub's router.
DEFAULT = {"protocol": "static", "address": "192.168.30.2", "routes": ["0.0.0.0/0"]}
HUB = {
    "pe": "pe1",
    "interface": "eth4",
    "address": "192.168.30.1/30",
    "role": "hub",
    "ce": DEFAULT,
}
BACK = {"pe": "pe1", "interface": "eth5", "address": "192.168.30.5/30", "role": "hub-return"}
SPOKE = {"pe": "pe2", "interface": "eth4", "address": "192.168.31.1/24"}
SPOKE2 = {"pe": "pe2", "interface": "eth5", "address": "192.168.32.1/24"}


def hub_and_spoke(*sites: dict[str, Any], **said: Any) -> Variables:
    sites = sites or (HUB, BACK, SPOKE)
    return {"id": 300, "service": "hub-and-spoke", "sites": list(sites), **said}


def customer(number: int, **said: Any) -> Variables:
    """Give a VPN with one site, in a subnet that comes of its number."""
    site = {"pe": "pe2", "interface": f"eth{number}", "address": f"192.168.{number}.1/24"}
    return {"id": number, "sites": [site], **said}


def speaker(number: int, **said: Any) -> Variables:
    """Give the same with a router that speaks OSPF."""
    vpn = customer(number, **said)
    return {**vpn, "sites": [{**site, "ce": {"protocol": "ospf"}} for site in vpn["sites"]]}


def with_vpns(**vpns: Variables) -> Change:
    def change(variables: Variables, _groups: dict[str, list[str]]) -> None:
        variables.update({f"mpls_vpn_{name}": vpn for name, vpn in vpns.items()})

    return change


SERVICE_MISTAKES: dict[str, tuple[Change, str]] = {
    "service that there is not": (
        with_vpns(x=customer(50, service="full-mesh")),
        "mpls_vpn_x.service: 'full-mesh': expected one of any-to-any, hub-and-spoke",
    ),
    "route distinguisher as a word": (
        with_vpns(x=customer(50, rd="auto")),
        "mpls_vpn_x.rd: 'auto': expected two numbers as <asn>:<number>, such as 65000:100, or"
        " per-pe",
    ),
    "route target without quotes": (
        with_vpns(x=customer(50, rt=3900001)),
        "mpls_vpn_x.rt: 3900001: expected two numbers as <asn>:<number>, such as 65000:100, in"
        " quotes where YAML takes it for one number (65000:1)",
    ),
    "route target twice": (
        with_vpns(x=customer(50, import_rt=["65000:1", "65000:1"])),
        "mpls_vpn_x.import_rt: ['65000:1', '65000:1']: expected route targets that differ",
    ),
    "names of used VPNs as a word": (
        with_vpns(x=customer(50, uses="shared")),
        "mpls_vpn_x.uses: 'shared': expected a list of names of VPNs that differ",
    ),
    "used VPN twice": (
        with_vpns(x=customer(50, uses=["shared", "shared"])),
        "mpls_vpn_x.uses: ['shared', 'shared']: expected a list of names of VPNs that differ",
    ),
    "name of a used VPN that is none": (
        with_vpns(x=customer(50, internet="0.0.0.0/0")),
        "mpls_vpn_x.internet: '0.0.0.0/0': expected the name of a VPN without mpls_vpn_",
    ),
    "number of a spoke too high": (
        with_vpns(x=hub_and_spoke(HUB, BACK, {**SPOKE, "spoke": 1000})),
        "mpls_vpn_x.sites[2].spoke: 1000: expected a number from 1 to 999",
    ),
    "id too high for hub-and-spoke": (
        with_vpns(x=hub_and_spoke(id=2_000_001)),
        "mpls_vpn_x.id: 2000001: expected at most 2000000, as the tables of its spokes come of it",
    ),
    "id too high for an rd on each PE": (
        with_vpns(x=customer(50, id=65536, rd="per-pe")),
        "mpls_vpn_x.id: 65536: expected at most 65535, as rd is per-pe; or another rd",
    ),
    "id too high beside an AS number of four octets": (
        lambda variables, groups: (
            variables.update(mpls_asn=4200000000),
            with_vpns(x=customer(50, id=65536))(variables, groups),
        ),
        "mpls_vpn_x.id: 65536: expected an <asn>:<number> that fits six octets",
    ),
    "id that is the table of another VPN's spoke": (
        with_vpns(
            x=hub_and_spoke(HUB, BACK, {**SPOKE, "spoke": 7}), y=customer(50, id=2_000_300_007)
        ),
        "mpls_vpn_y.id: 2000300007: expected a number that x-7 of mpls_vpn_x does not have",
    ),
    "route distinguisher of another VPN": (
        with_vpns(x=customer(50, rd="65000:51"), y=customer(51)),
        "mpls_vpn_y.id: 65000:51: expected an RD that mpls_vpn_x does not have",
    ),
    "route distinguisher of another VPN's hub": (
        with_vpns(x=hub_and_spoke(), y=customer(51, rd="65000:300")),
        "mpls_vpn_y.rd: 65000:300: expected an RD that mpls_vpn_x does not have",
    ),
    "name too long for hub-and-spoke": (
        with_vpns(twelve_signs=hub_and_spoke()),
        "mpls_vpn_twelve_signs: twelve_signs: expected a name of at most 11 characters",
    ),
    "interface with the name of a further VRF": (
        with_vpns(x=hub_and_spoke(HUB, BACK, {**SPOKE, "interface": "x-hub"})),
        "mpls_vpn_x: x: expected a name of at most 11 characters after mpls_vpn_ that no interface",
    ),
    "role without a hub": (
        with_vpns(x={"id": 300, "sites": [HUB]}),
        "mpls_vpn_x.sites[0].role: hub: expected none, as the service of mpls_vpn_x is any-to-any",
    ),
    "number of a spoke without a hub": (
        with_vpns(x={"id": 300, "sites": [{**SPOKE, "spoke": 1}]}),
        "mpls_vpn_x.sites[0].spoke: 1: expected none, as the service of mpls_vpn_x is any-to-any",
    ),
    "number of a spoke at a hub": (
        with_vpns(x=hub_and_spoke({**HUB, "spoke": 1}, BACK)),
        "mpls_vpn_x.sites[0].spoke: 1: expected none, as the site's role is hub",
    ),
    "spokes without a hub": (
        with_vpns(x=hub_and_spoke(SPOKE)),
        "mpls_vpn_x.sites: is not complete: expected a port with role: hub, which leads to the",
    ),
    "hub without a way back": (
        with_vpns(x=hub_and_spoke(HUB, SPOKE)),
        "mpls_vpn_x.sites: is not complete: expected a port with role: hub-return, which takes",
    ),
    "two spokes with one number": (
        with_vpns(
            x=hub_and_spoke(HUB, BACK, {**SPOKE, "interface": "eth60"}, {**SPOKE2, "spoke": 692})
        ),
        "mpls_vpn_x.sites[3].spoke: 692: expected a number of its own, as mpls_vpn_x.sites[2] has"
        " it by plan, or the same on both, if they are one site",
    ),
    "spokes with one number at two PEs and an rd on each": (
        with_vpns(
            x=hub_and_spoke(
                HUB, BACK, {**SPOKE, "spoke": 7}, {**SPOKE2, "pe": "pe1", "spoke": 7}, rd="per-pe"
            )
        ),
        "mpls_vpn_x.sites[3].spoke: 7: expected a number that mpls_vpn_x.sites[2] does not have,"
        " as rd is per-pe",
    ),
    "list of imports in hub-and-spoke": (
        with_vpns(x=hub_and_spoke(import_rt="65000:100")),
        "mpls_vpn_x.import_rt: 65000:100: expected none, as with hub-and-spoke rt has what",
    ),
    "one route target in hub-and-spoke": (
        with_vpns(x=hub_and_spoke(rt="65000:100")),
        "mpls_vpn_x.rt: 65000:100: expected two with hub-and-spoke: what the hub exports, and",
    ),
    "used VPN that is not there": (
        with_vpns(x=customer(50, uses=["shared"])),
        "mpls_vpn_x.uses[0]: shared: expected another VPN that has common: true (none yet)",
    ),
    "used VPN without common services": (
        with_vpns(x=customer(50, uses=["y"]), y=customer(51), z=customer(52, common=True)),
        "mpls_vpn_x.uses[0]: y: expected another VPN that has common: true (z)",
    ),
    "VPN that uses itself": (
        with_vpns(x=customer(50, uses=["x"], common=True)),
        "mpls_vpn_x.uses[0]: x: expected another VPN that has common: true (x)",
    ),
    "hub-and-spoke that uses common services": (
        with_vpns(x=hub_and_spoke(uses=["y"]), y=customer(51, common=True)),
        "mpls_vpn_x.uses[0]: y: expected none, as spokes reach their hub alone: a VPN with"
        " any-to-any can use it, with a port of the hub's router",
    ),
    "internet without a hub": (
        with_vpns(x=customer(50, internet="y"), y=customer(51, common=True)),
        "mpls_vpn_x.internet: y: expected a VPN with service: hub-and-spoke, or its users meet at",
    ),
    "internet without a default route": (
        with_vpns(
            x=customer(50, internet="y"),
            y=hub_and_spoke({**HUB, "ce": None}, BACK, common=True),
        ),
        "mpls_vpn_x.internet: y: expected a VPN whose hub has a default route",
    ),
    "internet as a service as well": (
        with_vpns(
            x=customer(50, internet="y", uses=["y"]), y=hub_and_spoke(HUB, BACK, common=True)
        ),
        "mpls_vpn_x.uses: y: expected a VPN that is not its internet, which it reaches anyway",
    ),
    "users with the same addresses": (
        with_vpns(
            x=customer(50, uses=["shared"]),
            y=customer(51, uses=["shared"], sites=[{**SPOKE, "address": "192.168.50.9/28"}]),
            shared=customer(52, common=True),
        ),
        "mpls_vpn_y.sites[0].address: 192.168.50.0/28: expected a prefix that does not overlap"
        " mpls_vpn_x.sites[0].address (192.168.50.0/24), as both meet at mpls_vpn_shared",
    ),
    "common services behind a default route": (
        with_vpns(
            x=customer(50, uses=["shared"]),
            shared={"id": 52, "common": True, "sites": [{**HUB, "role": None}]},
        ),
        "mpls_vpn_x.sites[0].address: 192.168.50.0/24: expected a prefix that does not overlap"
        " mpls_vpn_shared.sites[0].ce.routes[0] (0.0.0.0/0), as both meet at mpls_vpn_shared",
    ),
    "user who may announce anything": (
        with_vpns(x=speaker(50, uses=["y"]), y=customer(51, common=True)),
        "mpls_vpn_x.sites[0].prefixes: is not set: expected the prefixes that the site may",
    ),
}
#: The same where mpls_label_distribution is static.
STATIC_MISTAKES: dict[str, tuple[Change, str]] = {
    "hub-and-spoke with static labels": (
        with_vpns(x=hub_and_spoke()),
        "mpls_vpn_x.service: 'hub-and-spoke': expected any-to-any, as with static labels no BGP",
    ),
    "common services with static labels": (
        with_vpns(x=customer(50, common=True)),
        "mpls_vpn_x.common: True: expected no such option, as with static labels no VPN reaches",
    ),
    "list of imports with static labels": (
        with_vpns(x=customer(50, import_rt="65000:1")),
        "mpls_vpn_x.import_rt: '65000:1': expected no route target, as with static labels no BGP",
    ),
    "customer's routes with static labels": (
        with_vpns(x={"id": 300, "sites": [{**HUB, "role": None}]}),
        "mpls_vpn_x.sites[0].ce: static: expected none, as with static labels no FRRouting runs",
    ),
}
