# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What our files want of a router, what it has, and what differs.

Part of the program of linuxnet-mpls-repair.service: the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNIT = "linuxnet-mpls-repair.service"
#: What the service has found since the boot.
STATE = "/run/linuxnet-mpls/repair.json"
#: (family, table, chain) of nftables, and the device that it waits for, or none.
Chain = tuple[str, str, str, str]
Command = tuple[str, ...]


@dataclass(frozen=True)
class DesiredLink:
    """What files of systemd-networkd say of an interface."""

    vrf: str = ""
    addresses: frozenset[str] = frozenset()
    mtu: int | None = None


@dataclass(frozen=True)
class Wanted:
    """What our files say.

    ``rulesets`` has the chains by the name of their unit, ``keys`` the sysctl keys with the file
    that each is in, ``services`` those that are enabled, ``route_maps`` the entries of frr.conf's
    that zebra is to have, ``routing`` its lines that
    begin a protocol; None where FRR is not ours.
    """

    links: Mapping[str, DesiredLink] = field(default_factory=dict)
    devices: frozenset[str] = frozenset()
    tables: Mapping[str, int] = field(default_factory=dict)
    rulesets: Mapping[str, frozenset[Chain]] = field(default_factory=dict)
    modules: tuple[str, ...] = ()
    keys: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rules: bool = False
    services: tuple[str, ...] = ()
    routing: frozenset[str] | None = None
    route_maps: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """An interface; ``setup`` is its state in systemd-networkd, empty where that has none."""

    index: int
    master: str
    mtu: int
    up: bool
    setup: str = ""
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seen:
    """What the router has.

    ``defaults`` are (IP version, table) with an unreachable default of ours; None where nobody
    asked. ``rules`` are (IP version, priority, table), with table 0 for the rule of VRFs.
    ``services`` are the states of those that are not plainly running. ``routing`` is what FRR runs
    with, and ``route_maps`` what mgmtd of 10.3 has of them for zebra; None where that is not known
    or was proven before, or where zebra has them of itself.
    """

    links: Mapping[str, Link] = field(default_factory=dict)
    defaults: frozenset[tuple[int, int]] | None = None
    rules: frozenset[tuple[int, int, int]] = frozenset()
    chains: frozenset[tuple[str, str, str]] = frozenset()
    modules: frozenset[str] = frozenset()
    keys: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    routing: frozenset[str] | None = None
    route_maps: frozenset[str] | None = None


@dataclass(frozen=True)
class Fault:
    """Something that is not as our files say.

    ``remedies`` are tried one after the other, the last one again and again. ``open_ports`` are
    those that lead a customer where it must not come as long as the fault is there. Where
    ``useless`` is True these have no service anyway, and nothing is lost by setting them down.
    ``follow_ups`` come after each remedy, once for all faults of a look.
    """

    words: str
    remedies: tuple[Command, ...]
    open_ports: frozenset[str] = frozenset()
    useless: bool = False
    follow_ups: tuple[Command, ...] = ()
