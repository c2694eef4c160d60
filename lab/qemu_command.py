# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The command line of a guest's QEMU. Pure: it only puts words together.

A clone is a saved machine that goes on, so whatever the guest can see of the machine (processor,
memory, devices and their order) is the same for every node of a release: only MAC addresses,
the other ends of the netdevs, the disk's file and the kernel command line differ.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from lab.topology import LINK_PORTS, Node, Topology

GUEST_ADDRESS = "10.0.2.15"
FIRST_LINK_PORT = 20001


@dataclass(frozen=True)
class Accelerator:
    """How instructions run: `kvm`, where a guest was seen to boot under it, or `tcg`."""

    name: str

    @property
    def arguments(self) -> tuple[str, ...]:
        """The words that choose it, with a processor that suits it."""
        if self.name == "kvm":
            return ("-accel", "kvm", "-cpu", "host")
        # Without AVX and 5-level paging the emulated processor is some 10 % quicker.
        return ("-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max,-avx,-avx2,la57=off")


@dataclass(frozen=True)
class Nic:
    """A link port: its MAC address and, when it is wired, both ends as HOST:PORT."""

    mac: str
    local: str | None = None
    remote: str | None = None


@dataclass(frozen=True)
class Machine:
    """All that differs between two guests of one release."""

    name: str
    memory: int
    accelerator: Accelerator
    kernel: Path
    initrd: Path
    disk: Path
    ssh_port: int
    nics: tuple[Nic, ...]
    state: Path | None = None


def machine_id(name: str) -> str:
    """A stable machine id for a node: 32 hexadecimal digits."""
    return hashlib.md5(f"linuxnet-lab {name}".encode(), usedforsecurity=False).hexdigest()


def mac_address(index: int, port: int) -> str:
    """A locally administered address that tells node and port apart at a glance."""
    return f"52:54:4c:{index >> 8:02x}:{index & 255:02x}:{port:02x}"


def link_address(lab: str) -> str:
    """A loopback address of a lab's own, so that the links of several labs never meet.

    Links are UDP over it. Unix sockets would do too, but for one thing: a port that is down lets
    its socket fill up, and the sender's QEMU then tries again for ever on a whole processor,
    where UDP drops the frame as a cable would.
    """
    first, second, third = hashlib.sha256(lab.encode()).digest()[:3]
    return f"127.{64 + first % 64}.{second}.{1 + third % 254}"


def node_nics(topology: Topology, node: Node, address: str) -> tuple[Nic, ...]:
    """The link ports of a node; one that nothing is wired to is there all the same."""
    wired: dict[str, tuple[str, str]] = {}
    for number, link in enumerate(topology.links):
        first = f"{address}:{FIRST_LINK_PORT + 2 * number}"
        second = f"{address}:{FIRST_LINK_PORT + 2 * number + 1}"
        if link.a.node == node.name:
            wired[link.a.interface] = (first, second)
        if link.b.node == node.name:
            wired[link.b.interface] = (second, first)
    return tuple(
        Nic(mac_address(node.index, port), *wired.get(f"eth{port}", (None, None)))
        for port in range(1, LINK_PORTS + 1)
    )


def bare_nics() -> tuple[Nic, ...]:
    """The golden machine's link ports: as many as a node's, none wired."""
    return tuple(Nic(mac_address(0xFFFF, port)) for port in range(1, LINK_PORTS + 1))


def qemu_arguments(machine: Machine) -> list[str]:
    """The words after the program's name.

    Monitor and console are named relative to the process's folder, for the path of a unix socket
    is limited to 107 characters.
    """
    arguments = ["-name", f"lab-{machine.name}", "-machine", "pc", *machine.accelerator.arguments]
    arguments += ["-smp", "1", "-m", str(machine.memory), "-nodefaults", "-display", "none"]
    arguments += ["-no-user-config", "-rtc", "base=utc"]
    arguments += ["-kernel", str(machine.kernel), "-initrd", str(machine.initrd)]
    arguments += ["-append", _kernel_command_line(machine)]
    arguments += ["-drive", f"file={_comma(machine.disk)},if=none,id=disk,format=qcow2"]
    arguments += ["-device", "virtio-blk-pci,drive=disk"]
    arguments += _management(machine.ssh_port)
    for port, nic in enumerate(machine.nics, start=1):
        arguments += ["-netdev", _netdev(port, nic)]
        arguments += ["-device", f"virtio-net-pci,netdev=link{port},mac={nic.mac},romfile="]
    arguments += ["-device", "virtio-rng-pci", "-device", "vmgenid,guid=auto"]
    serial = "socket,id=serial,path=console.sock,server=on,wait=off"
    arguments += ["-chardev", f"{serial},logfile=console.log,logappend=on"]
    arguments += ["-serial", "chardev:serial"]
    arguments += ["-qmp", "unix:qmp.sock,server=on,wait=off"]
    if machine.state is not None:
        arguments += ["-incoming", f"exec:exec cat {_quoted(machine.state)}"]
    return arguments


def _kernel_command_line(machine: Machine) -> str:
    return (
        "root=/dev/vda rw console=ttyS0 quiet net.ifnames=0 mitigations=off "
        f"systemd.machine_id={machine_id(machine.name)} systemd.hostname={machine.name}"
    )


def _management(port: int) -> list[str]:
    """restrict=on keeps the guest off every real network; the forward still works."""
    forward = f"hostfwd=tcp:127.0.0.1:{port}-{GUEST_ADDRESS}:22"
    return [
        "-netdev",
        f"user,id=management,restrict=on,{forward}",
        "-device",
        f"virtio-net-pci,netdev=management,mac={mac_address(0xFFFF, 0)},romfile=",
    ]


def _netdev(port: int, nic: Nic) -> str:
    if nic.local is None or nic.remote is None:
        return f"hubport,id=link{port},hubid={port}"
    local_host, local_port = nic.local.split(":")
    remote_host, remote_port = nic.remote.split(":")
    return (
        f"dgram,id=link{port},"
        f"local.type=inet,local.host={local_host},local.port={local_port},"
        f"remote.type=inet,remote.host={remote_host},remote.port={remote_port}"
    )


def _comma(path: Path) -> str:
    """QEMU's option lists double a comma that is part of a value."""
    return str(path).replace(",", ",,")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"
