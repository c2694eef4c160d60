# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Compares what our files want with what the router has (pure).

Part of the program of linuxnet-mpls-repair.service: the standard library only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import Fault
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._wanted import (
    FRR_UNIT,
    RULES_UNIT,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import (
        Command,
        DesiredLink,
        Link,
        Seen,
        Wanted,
    )

NETWORKD = "systemd-networkd.service"
RESTART_NETWORKD = ("systemctl", "--no-block", "restart", NETWORKD)
RESET_FRR = ("systemctl", "reset-failed", FRR_UNIT)
RESTART_FRR = ("systemctl", "--no-block", "restart", FRR_UNIT)
#: What FRR missed when it started is not asked for again.
AGAIN_FRR = ("systemctl", "--no-block", "try-restart", FRR_UNIT)
#: frr.conf is read once more by daemons that run: what watchfrr does after it started one again.
LOAD_FRR = ("vtysh", "-b")
SYSCTL = "/usr/lib/systemd/systemd-sysctl"
LABELS = "net/mpls/platform_labels"
#: The ruleset that keeps customers out; see mpls_filter.
FILTER = "linuxnet-mpls-filter.service"
#: Priorities of rules, as in vrf_device: own addresses first, VRFs, own addresses behind them.
FIRST, VRF_RULE, BEHIND = 0, 1000, 32765
LOCAL, L3MDEV = 255, 0
FAMILIES = (4, 6)


def find_faults(wanted: Wanted, seen: Seen, kept: Collection[str] = ()) -> list[Fault]:
    """Say what differs, in the order of repair: a later thing may need an earlier one.

    ``kept`` are ports that the program itself has set down; any other port that is configured and
    down was set down by an operator, and nothing about it is a fault.
    """
    customers = frozenset(name for name, want in wanted.links.items() if want.vrf)
    return [
        *_find_services(wanted, seen),
        *_find_modules(wanted, seen),
        *_find_keys(wanted, seen),
        *_find_rules(wanted, seen, customers),
        *_find_rulesets(wanted, seen, customers),
        *_find_devices(wanted, seen),
        *(
            fault
            for name, want in wanted.links.items()
            if name in seen.links and (name in kept or not is_held(seen.links[name]))
            for fault in _find_in_link(name, want, seen.links[name])
        ),
        *_find_defaults(wanted, seen),
        *_find_routing(wanted, seen),
        *_find_route_maps(wanted, seen),
    ]


def is_held(link: Link) -> bool:
    """Tell whether somebody set a port down after systemd-networkd had set it up."""
    return not link.up and link.setup == "configured"


def _find_services(wanted: Wanted, seen: Seen) -> Iterator[Fault]:
    """A service that was stopped stays so: that was somebody's will."""
    for unit in wanted.services:
        state = seen.services.get(unit, "")
        if state in ("failed", "never started"):
            restart = ("systemctl", "--no-block", "restart", unit)
            yield Fault(f"{unit}: {state}", (restart,))


def _find_modules(wanted: Wanted, seen: Seen) -> Iterator[Fault]:
    """Give those that are missing; the label table comes with its module, and FRR needs both."""
    for name in wanted.modules:
        if name not in seen.modules:
            words = f"kernel module {name} is not loaded"
            follow_ups = _size_labels(wanted) if name == "mpls_router" else ()
            yield Fault(words, (("modprobe", name),), follow_ups=follow_ups)


def _size_labels(wanted: Wanted) -> tuple[Command, ...]:
    _value, path = wanted.keys.get(LABELS, ("", ""))
    return (_set_key(LABELS, path), AGAIN_FRR) if path else (AGAIN_FRR,)


def _set_key(key: str, path: str) -> Command:
    return (SYSCTL, "--prefix=/" + "/".join(key.split("/")[:4]), path)


def _find_keys(wanted: Wanted, seen: Seen) -> Iterator[Fault]:
    """Give the keys with another value; a label table that has a size keeps it (see router.md)."""
    for key, (value, path) in wanted.keys.items():
        found = seen.keys.get(key)
        if found in (None, value) or (key == LABELS and found != "0"):
            continue
        yield Fault(
            f"{key} is {found}, not {value}",
            (_set_key(key, path),),
            follow_ups=(AGAIN_FRR,) if key == LABELS else (),
        )


def _find_rules(wanted: Wanted, seen: Seen, customers: frozenset[str]) -> Iterator[Fault]:
    """Without the rule of VRFs none works; with own addresses first, customers reach them."""
    for version in FAMILIES:
        found = {(priority, table) for family, priority, table in seen.rules if family == version}
        if not found:
            continue
        family = f"IPv{version}"
        if wanted.tables and not any(table == L3MDEV for _priority, table in found):
            add = ("ip", f"-{version}", "rule", "add", "pref", str(VRF_RULE), "l3mdev")
            words = f"{family}: the rule for the tables of VRFs is missing"
            yield Fault(words, ((*add, "protocol", "kernel"),), customers, useless=True)
        if wanted.rules and ((BEHIND, LOCAL) not in found or (FIRST, LOCAL) in found):
            words = f"{family}: own addresses are not looked up behind the tables of VRFs"
            yield Fault(words, (("systemctl", "restart", RULES_UNIT),), customers)


def _find_rulesets(wanted: Wanted, seen: Seen, customers: frozenset[str]) -> Iterator[Fault]:
    """Give the rulesets that miss a chain; that of a device can be there only if the device is."""
    for unit, chains in wanted.rulesets.items():
        missing = sorted(
            (family, table, chain)
            for family, table, chain, device in chains
            if (family, table, chain) not in seen.chains and (not device or device in seen.links)
        )
        if missing:
            family, table, chain = missing[0]
            yield Fault(
                f"nftables: chain {family} {table} {chain} is not loaded",
                (("systemctl", "reload-or-restart", unit), ("systemctl", "restart", unit)),
                customers if unit == FILTER else frozenset(),
            )


def _find_devices(wanted: Wanted, seen: Seen) -> Iterator[Fault]:
    """A device that systemd-networkd could not make is made at its next start alone."""
    for name in sorted(wanted.devices):
        if name not in seen.links:
            yield Fault(f"device {name} is missing", (RESTART_NETWORKD,))


def _find_in_link(name: str, want: DesiredLink, link: Link) -> Iterator[Fault]:
    reconfigure = ("networkctl", "reconfigure", name)
    remedies = (reconfigure, RESTART_NETWORKD)
    if link.setup == "pending":
        add = ("udevadm", "trigger", "--action=add", f"/sys/class/net/{name}")
        yield Fault(f"{name}: systemd-networkd waits for udev", (add, RESTART_NETWORKD))
    if link.setup == "failed":
        yield Fault(f"{name}: systemd-networkd could not configure it", remedies)
    if want.vrf and link.master != want.vrf:
        words = f"{name} is not in VRF {want.vrf}"
        yield Fault(words, remedies, frozenset({name}), useless=True)
    if want.mtu not in (None, link.mtu):
        yield Fault(f"{name} has MTU {link.mtu}, not {want.mtu}", remedies)
    # The kernel takes IPv6 addresses away from a port that is down.
    missing = sorted(want.addresses - link.addresses)
    if missing and (link.up or link.setup != "configured"):
        yield Fault(f"{name} has no address {missing[0]}", remedies)


def _find_defaults(wanted: Wanted, seen: Seen) -> Iterator[Fault]:
    """Without its unreachable defaults, a VRF leads into the main table."""
    if seen.defaults is None:
        return
    for name, table in wanted.tables.items():
        missing = [version for version in FAMILIES if (version, table) not in seen.defaults]
        if missing and name in seen.links:
            ports = frozenset(port for port, want in wanted.links.items() if want.vrf == name)
            yield Fault(
                f"VRF {name} has no unreachable default of IPv{missing[0]}",
                (("networkctl", "reconfigure", name), RESTART_NETWORKD),
                ports,
            )


def _find_routing(wanted: Wanted, seen: Seen) -> Iterator[Fault]:
    """Restart FRR once: a line that it does not show in these words would ask for it for ever."""
    if wanted.routing is None or seen.routing is None:
        return
    missing = sorted(wanted.routing - seen.routing)
    if missing:
        words = f"FRR runs without '{missing[0]}'"
        first = (LOAD_FRR,) if seen.routing else ()
        yield Fault(words, (*first, RESTART_FRR, LOAD_FRR))


def _find_route_maps(wanted: Wanted, seen: Seen) -> Iterator[Fault]:
    """What mgmtd has lost of the configuration, zebra does not have (see _frr/_mgmtd)."""
    missing = [] if seen.route_maps is None else sorted(wanted.route_maps - seen.route_maps)
    if missing:
        yield Fault(f"zebra runs without '{missing[0]}'", (LOAD_FRR,))
