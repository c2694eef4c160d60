# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What makes a guest itself: shell scripts for it, put together here. Pure."""

from __future__ import annotations

import ipaddress
import shlex

from lab.qemu_command import Nic, machine_id
from lab.topology import Namespace, Node

NAMESPACE_SCRIPT = "/usr/local/sbin/lab-namespaces"
NAMESPACE_UNIT = "lab-namespaces.service"
_UNIT = f"""\
[Unit]
Description=Customer routers of the lab, one network namespace each
After=systemd-networkd.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart={NAMESPACE_SCRIPT}

[Install]
WantedBy=multi-user.target
"""

BIRD_FOLDER = "/etc/bird"
BIRD_UNIT = "lab-bird@.service"
_BIRD = f"""\
[Unit]
Description=BIRD of the customer router %i
Requires={NAMESPACE_UNIT}
After={NAMESPACE_UNIT}

[Service]
ExecStart=/sbin/ip netns exec %i /usr/sbin/bird -f -c {BIRD_FOLDER}/%i.conf -s /run/bird-%i.ctl
Restart=on-failure

[Install]
WantedBy=multi-user.target
"""


def clock_script(epoch: float) -> str:
    """A saved guest wakes up in its own past."""
    return f"date -u -s @{epoch:.2f} >/dev/null\n"


def identity_script(node: Node, nics: tuple[Nic, ...], epoch: float) -> str:
    """Turns a fresh clone into its node: clock, names, MAC addresses, before any link comes up.

    A cold boot gets the same names from the kernel's command line and the
    same MAC addresses from QEMU.
    """
    name = node.name
    hosts = f"127.0.0.1 localhost\\n127.0.1.1 {name}\\n::1 localhost ip6-localhost\\n"
    lines = [
        f"hostname {name}",
        f"echo {name} > /etc/hostname",
        f"printf '{hosts}' > /etc/hosts",
        "umount /etc/machine-id 2>/dev/null || :",
        f"echo {machine_id(name)} > /etc/machine-id",
    ]
    for port, nic in enumerate(nics, start=1):
        lines.append(f"ip link set eth{port} address {nic.mac}")
    last = "systemctl start frr.service serial-getty@ttyS0.service\nsync\n"
    return clock_script(epoch) + "\n".join(lines) + "\n" + namespace_setup(node) + last


def namespace_setup(node: Node) -> str:
    """Writes the unit that makes the namespaces now and at every boot; nothing without any."""
    if not node.namespaces:
        return ""
    return (
        _write_file(NAMESPACE_SCRIPT, namespace_script(node.namespaces))
        + f"chmod 755 {NAMESPACE_SCRIPT}\n"
        + _write_file(f"/etc/systemd/system/{NAMESPACE_UNIT}", _UNIT)
        + "systemctl daemon-reload\n"
        + f"systemctl -q enable --now {NAMESPACE_UNIT}\n"
        + bird_setup(node)
    )


def bird_setup(node: Node) -> str:
    """Writes and starts one BIRD for each namespace that has a configuration for it."""
    speakers = [space for space in node.namespaces if space.bird]
    if not speakers:
        return ""
    configurations = "".join(
        _write_file(f"{BIRD_FOLDER}/{space.name}.conf", space.bird) for space in speakers
    )
    units = " ".join(BIRD_UNIT.replace("@", f"@{space.name}") for space in speakers)
    return (
        f"mkdir -p {BIRD_FOLDER}\n"
        + configurations
        + _write_file(f"/etc/systemd/system/{BIRD_UNIT}", _BIRD)
        + f"systemctl daemon-reload\nsystemctl -q enable --now {units}\n"
    )


def namespace_script(namespaces: tuple[Namespace, ...]) -> str:
    """What the unit runs: safe to run again."""
    lines = ["#!/bin/sh", "# Written by the lab from the topology file.", "set -eu"]
    for space in namespaces:
        name = space.name
        lines.append(f"[ -e /run/netns/{name} ] || ip netns add {name}")
        for port, addresses in space.interfaces.items():
            lines += [
                f"ip -n {name} link show {port} >/dev/null 2>&1 || ip link set {port} netns {name}",
                *(
                    f"ip -n {name} address replace {address} dev {port}{_at_once(address)}"
                    for address in addresses
                ),
                f"ip -n {name} link set {port} up",
            ]
        lines.append(f"ip -n {name} link set lo up")
        if space.bird:
            lines.append(f"ip netns exec {name} sysctl -qw net.ipv4.ip_forward=1")
        lines += [
            f"ip -{ipaddress.ip_address(gateway).version} -n {name}"
            f" route replace default via {gateway}"
            for gateway in space.gateways
        ]
    return "\n".join(lines) + "\n"


def _at_once(address: str) -> str:
    """IPv6 else has nobody answer until it has asked whether the address is somebody's already."""
    return " nodad" if ":" in address else ""


def _write_file(path: str, text: str) -> str:
    return f"printf %s {shlex.quote(text)} > {path}\n"
