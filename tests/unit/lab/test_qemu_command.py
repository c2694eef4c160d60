# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""QEMU's command line: what may differ between clones, and what must not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lab.qemu_command import (
    Accelerator,
    Machine,
    bare_nics,
    link_address,
    mac_address,
    machine_id,
    node_nics,
    qemu_arguments,
)
from lab.topology import LINK_PORTS, parse_topology

TOPOLOGY = parse_topology(
    {
        "nodes": {"pe1": None, "p1": None},
        "links": [["pe1:eth1", "p1:eth2"], ["p1:eth1", "pe1:eth3"]],
    }
)
MACHINE = Machine(
    name="pe1",
    memory=384,
    accelerator=Accelerator("tcg"),
    kernel=Path("/i/kernel"),
    initrd=Path("/i/initrd"),
    disk=Path("/n/disk.qcow2"),
    ssh_port=2201,
    nics=node_nics(TOPOLOGY, TOPOLOGY.node("pe1"), "127.64.0.1"),
)


def value_after(arguments: list[str], option: str) -> str:
    return arguments[arguments.index(option) + 1]


def guest_view(machine: Machine) -> list[str]:
    """What saved memory depends on: the options that describe hardware, without MAC addresses."""
    arguments = qemu_arguments(machine)
    shown = ("-machine", "-accel", "-cpu", "-smp", "-m", "-device")
    pairs = zip(arguments, arguments[1:], strict=False)
    return [
        f"{option} {','.join(word for word in value.split(',') if not word.startswith('mac='))}"
        for option, value in pairs
        if option in shown
    ]


def test_hardware_is_the_golden_machines_when_a_node_is_wired() -> None:
    golden = replace(MACHINE, name="golden", nics=bare_nics(), ssh_port=40000)
    assert guest_view(MACHINE) == guest_view(golden)


def test_all_link_ports_exist_when_few_are_wired() -> None:
    netdevs = [word for word in qemu_arguments(MACHINE) if word.split(",")[0] == "hubport"]
    assert len(MACHINE.nics) == LINK_PORTS
    assert len(netdevs) == LINK_PORTS - 2


def test_ends_are_swapped_when_seen_from_the_peer() -> None:
    peer = node_nics(TOPOLOGY, TOPOLOGY.node("p1"), "127.64.0.1")
    assert (MACHINE.nics[0].local, MACHINE.nics[0].remote) == (peer[1].remote, peer[1].local)
    assert (MACHINE.nics[2].local, MACHINE.nics[2].remote) == (peer[0].remote, peer[0].local)


def test_ends_are_all_different_when_there_are_several_links() -> None:
    nics = [nic for node in TOPOLOGY.nodes for nic in node_nics(TOPOLOGY, node, "127.64.0.1")]
    ends = [nic.local for nic in nics if nic.local]
    assert len(ends) == len(set(ends)) == 4


def test_mac_addresses_are_unique_and_local_when_nodes_are_many() -> None:
    macs = {mac_address(node, port) for node in range(300) for port in range(LINK_PORTS + 1)}
    assert len(macs) == 300 * (LINK_PORTS + 1)
    assert all(int(mac[:2], 16) & 3 == 2 for mac in macs)


def test_management_is_restricted_and_on_loopback_when_forwarded() -> None:
    management = next(word for word in qemu_arguments(MACHINE) if word.startswith("user,"))
    assert "restrict=on" in management
    assert management.endswith("hostfwd=tcp:127.0.0.1:2201-10.0.2.15:22")


def test_kernel_names_the_node_when_booted_cold() -> None:
    words = value_after(qemu_arguments(MACHINE), "-append").split()
    assert "systemd.hostname=pe1" in words
    assert f"systemd.machine_id={machine_id('pe1')}" in words
    assert len(machine_id("pe1")) == 32


def test_nothing_is_loaded_when_booted_cold() -> None:
    assert "-incoming" not in qemu_arguments(MACHINE)


def test_state_is_read_through_quotes_when_its_path_is_odd() -> None:
    machine = replace(MACHINE, state=Path("/a b/it's"))
    assert value_after(qemu_arguments(machine), "-incoming") == "exec:exec cat '/a b/it'\\''s'"


def test_comma_is_doubled_when_part_of_the_disks_path() -> None:
    machine = replace(MACHINE, disk=Path("/a,b/disk.qcow2"))
    assert value_after(qemu_arguments(machine), "-drive").startswith("file=/a,,b/disk.qcow2,")


def test_sockets_are_relative_when_the_folder_may_be_deep() -> None:
    assert value_after(qemu_arguments(MACHINE), "-qmp").startswith("unix:qmp.sock,")


def test_processor_is_the_hosts_when_kvm_is_used() -> None:
    arguments = qemu_arguments(replace(MACHINE, accelerator=Accelerator("kvm")))
    assert value_after(arguments, "-cpu") == "host"


def test_link_addresses_are_loopback_and_differ_when_labs_do() -> None:
    first, second = link_address("0 /a/.lab"), link_address("0 /b/.lab")
    assert first != second
    assert first == link_address("0 /a/.lab")
    assert all(address.startswith("127.") for address in (first, second))
