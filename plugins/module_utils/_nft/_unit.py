# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files that bring tables of ours back: at boot, after a flush, with a late device (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    render_device_chains,
    render_removal,
    render_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import Table

FOLDER = "/etc/linuxnet-mpls"
SYSTEMD = "/etc/systemd/system"
UDEV = "/etc/udev/rules.d"

# Debian's nftables.service flushes what all others loaded when it starts, stops and reloads. Both
# come before the network does. A chain of a device is loaded where its device is; all is one
# transaction.
UNIT_CONTENT = """\
[Unit]
Description={about} of linuxnet.mpls
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target
After=nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart={load}
ExecReload={load}
{stop}"""
LOAD = (
    "/bin/sh -ec '{{ cat {rules}; while read -r device words; do"
    ' [ ! -e "/sys/class/net/$$device" ] || echo "$$words";'
    " done <{devices}; }} | /usr/sbin/nft -f -'"
)
# PartOf tells of a stop and of a restart, but not of a start, which flushes as well.
AFTER_START = "[Service]\nExecStartPost=-/usr/bin/systemctl --no-block restart {unit}\n"
STOP = "ExecStop=-/usr/sbin/nft delete {key}\n"
# The kernel drops the chain of a device with the device, and none can be loaded before it is there.
UDEV_RULE = (
    'ACTION=="add|move", SUBSYSTEM=="net", KERNEL=="{device}",'
    ' RUN+="/usr/bin/systemctl --no-block try-reload-or-restart {unit}"\n'
)


def unit_of(name: str) -> str:
    """Name the unit of a ruleset."""
    return f"linuxnet-mpls-{name}.service"


def plan_files(
    name: str, about: str, keys: Sequence[str], tables: Iterable[Table]
) -> dict[str, str | None]:
    """Say which files are wanted, None for those to be removed."""
    unit, rules, devices = unit_of(name), f"{FOLDER}/{name}.nft", f"{FOLDER}/{name}.devices"
    unit_file = f"{SYSTEMD}/{unit}"
    wants_file = f"{SYSTEMD}/sysinit.target.d/90-linuxnet-mpls-{name}.conf"
    start_file = f"{SYSTEMD}/nftables.service.d/90-linuxnet-mpls-{name}.conf"
    udev_file = f"{UDEV}/90-linuxnet-mpls-{name}.rules"
    wanted = {table.key: table for table in tables}
    if not wanted:
        return dict.fromkeys((rules, devices, unit_file, wants_file, start_file, udev_file))
    late = sorted(device for table in wanted.values() for device in table.devices)
    udev = "".join(UDEV_RULE.format(device=device, unit=unit) for device in late)
    return {
        rules: "".join(
            render_table(wanted[key]) if key in wanted else render_removal(key) for key in keys
        ),
        devices: "".join(map(render_device_chains, wanted.values())),
        unit_file: UNIT_CONTENT.format(
            about=about,
            load=LOAD.format(rules=rules, devices=devices),
            stop="".join(STOP.format(key=key) for key in keys),
        ),
        wants_file: f"[Unit]\nWants={unit}\n",
        start_file: AFTER_START.format(unit=unit),
        udev_file: udev or None,
    }
