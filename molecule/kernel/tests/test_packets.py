# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each example's packets: they arrive, and on the wire are the labels that it says."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.wire import Packet, captured

Stack = list[tuple[int, bool]]


def bottom(*numbers: int) -> Stack:
    """Give a whole stack, top first."""
    return [(number, at == len(numbers)) for at, number in enumerate(numbers, 1)]


def answered(guest: Any, address: str, options: str = "") -> bool:
    return bool(guest.run(f"ping -n -c 2 -i 0.2 -W 3 {options} {address}").rc == 0)


def only(packets: list[Packet], address: str) -> Packet:
    """Give one of the packets to an address, which are all alike."""
    alike = {packet for packet in packets if packet.destination == address}
    assert len(alike) == 1, packets
    return alike.pop()


# What host1 sends to host2, before and behind the base machine.
FORWARD = [
    # label-switching.yml: taken off, and swapped; IPv4 and IPv6
    ("10.10.10.2", "-I 10.10.10.1", bottom(112), []),
    ("10.10.10.10", "-I 10.10.10.1", bottom(100), bottom(200)),
    ("2001:db8:10::2", "-I 2001:db8:10::1", bottom(6112), []),
    ("2001:db8:10::10", "-I 2001:db8:10::1", bottom(6100), bottom(6200)),
    # mpls4.yml
    ("10.10.25.2", "", bottom(25), []),
    ("10.10.26.2", "", bottom(26), []),
    ("10.10.27.2", "", bottom(25), []),
    ("10.10.50.2", "", bottom(50), bottom(33)),
    ("10.10.60.2", "", bottom(60), bottom(41, 40, 30)),
    ("10.10.20.2", "", bottom(40, 30, 20), bottom(30, 20)),
    ("10.10.70.2", "", bottom(70), bottom(0)),
    ("2001:db8:10::70", "", bottom(71), bottom(2)),
    ("2001:db8:27::2", "", bottom(71), bottom(2)),
]
# Where a packet of host1's own comes from: the address of eth1, or that of the route.
SOURCES = [
    ("10.10.25.2", "10.3.3.2"),
    ("10.10.27.2", "10.10.27.1"),
    ("2001:db8:10::70", "2001:db8:3::2"),
    ("2001:db8:27::2", "2001:db8:27::1"),
]
BACK = [
    ("10.10.10.1", "-I 10.10.10.2", bottom(111)),
    ("2001:db8:10::1", "-I 2001:db8:10::2", bottom(6111)),
]
TUNNELS = [
    ("gre", ("10.199.0.1", "10.199.0.2"), (100, 101)),
    ("gre", ("2100::1", "2100::2"), (100, 101)),
    ("udp", ("10.199.1.1", "10.199.1.2"), (400, 401)),
    ("udp", ("2100:1::1", "2100:1::2"), (400, 401)),
]


@pytest.mark.parametrize(("address", "options", "before", "behind"), FORWARD)
def test_labels_are_as_written_when_host1_sends(
    guests: dict[str, Any], address: str, options: str, before: Stack, behind: Stack
) -> None:
    base = guests["base"]
    with captured(base, "eth1", "in") as came, captured(base, "eth2", "out") as went:
        assert answered(guests["host1"], address, options)
    assert only(came, address).stack == before
    assert only(went, address).stack == behind


@pytest.mark.parametrize(("address", "source"), SOURCES)
def test_source_is_that_of_the_route_when_host1_chooses_none(
    guests: dict[str, Any], address: str, source: str
) -> None:
    with captured(guests["base"], "eth1", "in") as came:
        assert answered(guests["host1"], address)
    assert only(came, address).source == source


@pytest.mark.parametrize(("address", "options", "stack"), BACK)
def test_label_is_taken_off_by_the_base_machine_when_host2_sends(
    guests: dict[str, Any], address: str, options: str, stack: Stack
) -> None:
    base = guests["base"]
    with captured(base, "eth2", "in") as came, captured(base, "eth1", "out") as went:
        assert answered(guests["host2"], address, options)
    assert only(came, address).stack == stack
    assert only(went, address).stack == []


@pytest.mark.parametrize(("address", "label"), [("10.10.10.3", 300), ("2001:db8:10::3", 6300)])
def test_base_machine_answers_when_a_label_ends_at_it(
    guests: dict[str, Any], address: str, label: int
) -> None:
    with captured(guests["base"], "eth1", "in") as came:
        assert answered(guests["host1"], address)
    assert only(came, address).stack == bottom(label)


@pytest.mark.parametrize(("carrier", "ends", "labels"), TUNNELS)
def test_each_way_has_its_label_when_the_hosts_use_a_tunnel(
    guests: dict[str, Any], carrier: str, ends: tuple[str, str], labels: tuple[int, int]
) -> None:
    first, second = ends
    with captured(guests["host2"], "eth2", "in") as came:
        assert answered(guests["host1"], second)
    with captured(guests["host1"], "eth2", "in") as returned:
        assert answered(guests["host2"], first)
    for packets, address, label in ((came, second, labels[0]), (returned, first, labels[1])):
        packet = only(packets, address)
        assert (packet.carrier, packet.stack) == (carrier, bottom(label))
