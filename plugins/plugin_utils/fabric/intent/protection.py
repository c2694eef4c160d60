# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Edge protection: which parts of it the network, and one port, may switch off."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key, Keys
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import parse_switch

PROTECTION: Keys = {
    "labels": Key(
        parse_switch,
        default=True,
        about="Labelled frames from customers are dropped and counted where a port takes them in."
        " `false` leaves them to the kernel, which takes none where label input is closed.",
    ),
    "urpf": Key(
        parse_switch,
        default=True,
        about="A packet from a customer is dropped and counted when its VRF does not lead to its"
        " source by the port that it came in by. `false` lets any source in.",
    ),
    "control_plane": Key(
        parse_switch,
        default=True,
        about="Customers reach the router itself for the sessions of the intent, for neighbour"
        " discovery and for ICMP up to a limit, and who is no peer reaches neither BGP nor LDP"
        " from the core. `false` lets in what any program on the router listens for.",
    ),
    "parents": Key(
        parse_switch,
        default=True,
        about="An interface that shares the wire of a customer's port, and that the intent does not"
        " name, takes no packets for itself: the parent of a VLAN, the members of a bond. `false`"
        " leaves it as it is, and customers reach the router by frames without their port's tag.",
    ),
    "tunnels": Key(
        parse_switch,
        default=True,
        about="What carries tunnels of core links is taken from their other ends alone: GRE at the"
        " addresses that tunnels start from, and the UDP ports 4754 and 6635. `false` leaves it to"
        " the kernel, which answers others.",
    ),
    "neighbours": Key(
        parse_switch,
        default=True,
        about="A port of a customer has no more neighbours at once than `neighbours` of its site"
        " says; what would make more is dropped and counted. `false` lets one port fill the"
        " kernel's table of all.",
    ),
}
SITE_PROTECTION: Keys = {
    "urpf": Key(
        parse_switch,
        default=True,
        about="`false` lets any source in by this port: for a site whose packets come in by"
        " another port than the one that its VRF leads to.",
    ),
}


@dataclass(frozen=True)
class Protection:
    """Which parts of edge protection are on."""

    labels: bool
    urpf: bool
    control_plane: bool
    parents: bool
    tunnels: bool
    neighbours: bool


@dataclass(frozen=True)
class SiteProtection:
    """Which parts are on at one port, where they are on in the network."""

    urpf: bool
