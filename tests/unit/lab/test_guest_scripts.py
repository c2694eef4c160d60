# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The scripts that a guest is told."""

from __future__ import annotations

import subprocess
from dataclasses import replace

from lab.identity import clock_script, identity_script, namespace_script, namespace_setup
from lab.qemu_command import Nic, machine_id
from lab.topology import Namespace, Node

SPACES = (
    Namespace("c1", "eth1", ("192.0.2.10/24", "192.0.2.99/24"), ("192.0.2.1",)),
    Namespace(
        "c2",
        "eth2",
        ("192.0.2.10/24", "2001:db8::10/64"),
        ("192.0.2.1", "2001:db8::1"),
    ),
    Namespace("c3", "eth3", ("198.51.100.1/24",)),
)
PLAIN = Node("pe1", 0, "trixie", 384, 2201)
CUSTOMER = Node("ce", 1, "trixie", 384, 2202, SPACES)
NICS = (Nic("52:54:4c:00:00:01"), Nic("52:54:4c:00:00:02"))


def parses(script: str) -> bool:
    return subprocess.run(["sh", "-n"], input=script, text=True, check=False).returncode == 0


def test_scripts_are_valid_shell_when_put_together() -> None:
    assert parses(identity_script(PLAIN, NICS, 1.0))
    assert parses(identity_script(CUSTOMER, NICS, 1.0))
    assert parses(namespace_script(SPACES))


def test_clock_comes_first_when_a_clone_becomes_a_node() -> None:
    assert identity_script(PLAIN, NICS, 1700000000.0).startswith("date -u -s @1700000000.00 ")
    assert clock_script(1.234) == "date -u -s @1.23 >/dev/null\n"


def test_identity_is_the_cold_boots_when_a_clone_becomes_a_node() -> None:
    lines = identity_script(PLAIN, NICS, 1.0).splitlines()
    assert "hostname pe1" in lines
    assert f"echo {machine_id('pe1')} > /etc/machine-id" in lines
    assert "ip link set eth2 address 52:54:4c:00:00:02" in lines


def test_frr_starts_after_the_name_when_a_clone_becomes_a_node() -> None:
    lines = identity_script(PLAIN, NICS, 1.0).splitlines()
    assert lines.index("hostname pe1") < lines.index(
        "systemctl start frr.service serial-getty@ttyS0.service"
    )


def test_disk_is_written_last_when_a_clone_becomes_a_node() -> None:
    assert identity_script(CUSTOMER, NICS, 1.0).splitlines()[-1] == "sync"


def test_no_unit_is_written_when_a_node_has_no_namespaces() -> None:
    assert namespace_setup(PLAIN) == ""


def test_unit_returns_at_boot_when_a_node_has_namespaces() -> None:
    script = namespace_setup(CUSTOMER)
    assert "WantedBy=multi-user.target" in script
    assert "enable --now lab-namespaces.service" in script


def test_addresses_and_gateways_are_set_when_given() -> None:
    lines = namespace_script(SPACES).splitlines()
    assert "ip -n c1 address replace 192.0.2.99/24 dev eth1" in lines
    assert "ip -4 -n c1 route replace default via 192.0.2.1" in lines
    assert "ip -n c2 address replace 2001:db8::10/64 dev eth2 nodad" in lines
    assert "ip -4 -n c2 route replace default via 192.0.2.1" in lines
    assert "ip -6 -n c2 route replace default via 2001:db8::1" in lines
    assert not any(" -n c3 route" in line for line in lines)


SPEAKER = Namespace(
    "ce-a",
    "eth1",
    ("192.0.2.10/24",),
    more=(("eth2", ("198.51.100.2/30",)), ("lo", ("10.1.0.1/16",))),
    bird="router id 10.1.0.1;\n",
)


def test_bird_returns_at_boot_when_a_namespace_has_a_configuration() -> None:
    script = namespace_setup(replace(CUSTOMER, namespaces=(*SPACES, SPEAKER)))
    assert parses(script)
    assert "'router id 10.1.0.1;\n' > /etc/bird/ce-a.conf" in script
    assert "enable --now lab-bird@ce-a.service" in script
    assert "After=lab-namespaces.service" in script


def test_no_bird_is_started_when_no_namespace_has_a_configuration() -> None:
    assert "bird" not in namespace_setup(CUSTOMER)
    assert not any("ip_forward" in line for line in namespace_script(SPACES).splitlines())


def test_all_interfaces_are_moved_when_a_namespace_has_several() -> None:
    lines = namespace_script((SPEAKER,)).splitlines()
    assert "ip -n ce-a address replace 192.0.2.10/24 dev eth1" in lines
    assert "ip -n ce-a address replace 198.51.100.2/30 dev eth2" in lines
    assert "ip -n ce-a address replace 10.1.0.1/16 dev lo" in lines
    assert "ip -n ce-a link set eth2 up" in lines
    assert "ip netns exec ce-a sysctl -qw net.ipv4.ip_forward=1" in lines
