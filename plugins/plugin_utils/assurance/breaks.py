# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Why a packet dies at a router, in one sentence with what is there and what should be (pure)."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.module_utils._state import _iproute as iproute
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    LOCAL,
    UNICAST,
    Hop,
    Link,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.tables import (
    Address,
    Forwarding,
    Lookup,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.ways import Break

DEFAULTS = frozenset(iproute.DEFAULTS.values())


def break_unanswered(router: str) -> Break:
    """Nobody knows what a router does that gave no answer."""
    return Break(router, "answers", "gave no answer: expected its tables", "", known=False)


def break_loop(router: str, label: int | None = None) -> Break:
    """A packet comes to the same place again."""
    what = "packets" if label is None else f"packets with label {label}"
    reason = f"{what} go round in the core: expected them to arrive"
    return Break(router, "loop", reason, "ip -family mpls route show")


def break_label(router: str, label: int, reason: str) -> Break:
    """Something is wrong with an entry of the label table."""
    return Break(router, f"label {label}", reason, f"ip -family mpls route show {label}")


def break_missing_label(here: Forwarding, label: int) -> Break:
    """Packets come with a label that the table has not; FRRouting may have it."""
    frr = here.state["frr"]
    known = frr["labels"].get(str(label)) if frr else None
    if known:
        owner = f"FRRouting has it, of {known['protocol']}, and the kernel lost it"
        return break_label(here.name, label, f"is not in the label table: {owner}")
    reason = "is not in the label table, and packets come with it: expected an entry"
    return break_label(here.name, label, reason)


def break_stray_labels(router: str, interface: str, labels: list[int]) -> Break:
    """Labelled packets leave the core."""
    stack = "/".join(map(str, labels))
    reason = f"gets packets with labels {stack}, and is at no link of the core: expected none"
    return Break(router, f"interface {interface}", reason, f"ip route show dev {interface}")


def find_link_break(router: str, interface: str, link: Link | None) -> Break | None:
    """An interface lets nothing through."""
    check, show = f"interface {interface}", f"ip link show dev {interface}"
    if link is None:
        return Break(router, check, "is not there: expected it", "ip link show")
    if not link["up"]:
        return Break(router, check, "is down: expected it to be up", show)
    if not link["carrier"]:
        reason = "has no carrier: expected the other end of the link to be up"
        return Break(router, check, reason, show)
    return None


def find_vrf_break(here: Forwarding, vrf: str, family: int) -> Break | None:
    """Packets of a VRF do not get to its table."""
    if not vrf:
        return None
    link = here.state["links"].get(vrf)
    if link is None or not link["table"]:
        return Break(here.name, f"VRF {vrf}", "is not there: expected it", "ip vrf show")
    if not link["up"]:
        return find_link_break(here.name, vrf, link)
    if not here.has_vrf_rule(family):
        return Break(
            here.name,
            f"rule for VRFs, IPv{family}",
            "is missing, so that packets of all VRFs go by table main: expected"
            " '1000: from all lookup [l3mdev-table]'",
            f"ip -{family} rule show",
        )
    return None


def find_route_break(here: Forwarding, vrf: str, address: Address, found: Lookup) -> Break | None:
    """A packet to an address goes nowhere."""
    route = found.route
    of_vrf = f"vrf {vrf} " if vrf else ""
    check = name_route(f"to {address}", vrf)
    show = f"ip -{address.version} route show {of_vrf}match {address}"
    if vrf and not found.by_vrf:
        elsewhere = ", so that packets go by table main" if route else ""
        return Break(
            here.name, check, f"is not there{elsewhere}: {_say_frr(here, vrf, address)}", show
        )
    if route is None or (route["kind"] not in (UNICAST, LOCAL) and route["prefix"] in DEFAULTS):
        return Break(here.name, check, f"is not there: {_say_frr(here, vrf, address)}", show)
    if route["kind"] not in (UNICAST, LOCAL):
        reason = f"is {route['kind']} {route['prefix']}, where packets end: expected a next hop"
        return Break(here.name, check, reason, show)
    if route["kind"] == UNICAST and all(hop["dead"] for hop in route["hops"]):
        return Break(here.name, check, "has no next hop that is up: expected one", show)
    return None


def name_route(prefix: str, vrf: str) -> str:
    """Name a route of a VRF, or with '' of the main table."""
    return f"route {prefix} in VRF {vrf}" if vrf else f"route {prefix} in table main"


def _say_frr(here: Forwarding, vrf: str, address: Address) -> str:
    """Say whether FRRouting has a route that the kernel has not."""
    known = here.find_frr(vrf, address)
    if known:
        return f"FRRouting has {known['prefix']}, of {known['protocol']}, and the kernel lost it"
    return "expected one" if here.state["frr"] is None else "expected one, and FRRouting has none"


def find_input_break(here: Forwarding, interface: str, label: int) -> Break | None:
    """A labelled packet is dropped where it comes in."""
    link = here.state["links"].get(interface)
    if link is None or not link["takes_labels"]:
        return Break(
            here.name,
            f"label input {interface}",
            "input is 0, so that labelled packets are dropped: expected 1",
            f"sysctl net.mpls.conf.{interface.replace('.', '/')}.input",
        )
    size = here.state["platform_labels"]
    if label >= size:
        reason = f"is not below {size}, the size of the label table: expected a larger table"
        return Break(here.name, f"label {label}", reason, "sysctl net.mpls.platform_labels")
    return None


def find_next_hop_break(here: Forwarding, hop: Hop, there: Forwarding) -> Break | None:
    """A next hop is no address of the router at the other end of the link."""
    via = hop["via"]
    if not via or via in there.addresses:
        return None
    reason = f"is no address of {there.name}, at the other end of {hop['interface']}: expected one"
    return Break(here.name, f"next hop {via}", reason, f"ip route show dev {hop['interface']}")
