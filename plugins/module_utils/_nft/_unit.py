# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files that bring tables of ours back: at boot, after a flush, with a late device (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._program import render_program
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import (
    render_device_chains,
    render_removal,
    render_table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import Table

FOLDER = "/etc/linuxnet-mpls"
SYSTEMD = "/etc/systemd/system"
UDEV = "/etc/udev/rules.d"
LIBRARY = "/usr/local/lib/linuxnet-mpls"
NETWORKD = "/run/systemd/network"

# Debian's nftables.service flushes what all others loaded when it starts, stops and reloads. Both
# come before the network does.
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
TimeoutStartSec=3min
ExecStart=/bin/sh {program} guard
ExecReload=/bin/sh {program} guard
{stop}"""
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


def unit_file_of(name: str) -> str:
    """Give the path of the unit's file."""
    return f"{SYSTEMD}/{unit_of(name)}"


def program_of(name: str) -> str:
    """Give the path of the program that loads a ruleset."""
    return f"{LIBRARY}/load-{name}.sh"


def hold_of(name: str) -> str:
    """Give the path of the file, until the next boot, by which ports without rules stay down.

    It comes before all other files of networkd that have such a port.
    """
    return f"{NETWORKD}/05-linuxnet-mpls-{name}.network"


def find_held(hold: str) -> list[str]:
    """Name the ports in such a file."""
    rows = (line.partition("=") for line in hold.splitlines())
    return [port for key, _equals, value in rows if key == "Name" for port in value.split()]


def plan_files(
    name: str,
    about: str,
    keys: Sequence[str],
    tables: Iterable[Table],
    ports: Sequence[str] = (),
) -> dict[str, str | None]:
    """Say which files are wanted, None for those to be removed; ``ports`` as in render_program."""
    unit, rules, devices = unit_of(name), f"{FOLDER}/{name}.nft", f"{FOLDER}/{name}.devices"
    program, unit_file = program_of(name), unit_file_of(name)
    wants_file = f"{SYSTEMD}/sysinit.target.d/90-linuxnet-mpls-{name}.conf"
    start_file = f"{SYSTEMD}/nftables.service.d/90-linuxnet-mpls-{name}.conf"
    udev_file = f"{UDEV}/90-linuxnet-mpls-{name}.rules"
    wanted = {table.key: table for table in tables}
    if not wanted:
        return dict.fromkeys(
            (rules, devices, program, unit_file, wants_file, start_file, udev_file)
        )
    late = sorted({device for table in wanted.values() for device in table.devices})
    udev = "".join(UDEV_RULE.format(device=device, unit=unit) for device in late)
    return {
        rules: render_rules(keys, wanted),
        devices: "".join(map(render_device_chains, wanted.values())),
        program: render_program(rules, devices, hold_of(name), wanted, ports),
        unit_file: UNIT_CONTENT.format(
            about=about,
            program=program,
            stop="".join(STOP.format(key=key) for key in keys),
        ),
        wants_file: f"[Unit]\nWants={unit}\n",
        start_file: AFTER_START.format(unit=unit),
        udev_file: udev or None,
    }


def render_rules(keys: Iterable[str], wanted: Mapping[str, Table]) -> str:
    """Write all tables, less the chains of devices, and the removal of those not wanted."""
    return "".join(
        render_table(wanted[key]) if key in wanted else render_removal(key) for key in keys
    )
