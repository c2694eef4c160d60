# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The knobs of mpls(4) that Linux has, those that it has not, and what it does instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from support.lab.modules import run_module
from support.lab.wire import Packet, captured

PING = "ping -n -c 2 -i 0.2 -W 2"
#: A DSCP of 46 (expedited forwarding), as the octet that holds it.
EXPEDITED = 184


@contextmanager
def sysctl(guest: Any, **keys: int) -> Iterator[None]:
    """Set keys for a moment; the names have ``__`` for a dot."""
    names = [name.replace("__", ".") for name in keys]
    before = guest.check_output(f"sysctl -n {' '.join(names)}").split()
    guest.check_output("sysctl -w " + " ".join(map("{}={}".format, names, keys.values())))
    try:
        yield
    finally:
        guest.check_output("sysctl -w " + " ".join(map("{}={}".format, names, before)))


def exchange(guests: dict[str, Any], address: str, options: str = "") -> tuple[Packet, Packet]:
    """Send from host1 to host2; give the packet before and behind the base machine."""
    base = guests["base"]
    with captured(base, "eth1", "in") as came, captured(base, "eth2", "out") as went:
        assert guests["host1"].run(f"{PING} {options} {address}").rc == 0
    return came[0], went[0]


def count(name: str, interface: str, what: str) -> int:
    counters = run_module("mpls_info", {})[name]["counters"]
    counted: int = counters[interface]["rx"][what]
    return counted


@pytest.mark.parametrize(
    ("address", "labels", "behind"),
    [
        # The TTL of the packet, less one at the base machine
        ("10.10.10.2", 64, 63),
        ("2001:db8:10::2", 64, 63),
        # A TTL of the route; the packet gets it when the label is taken off
        ("10.10.25.2", 32, 31),
        # ... or keeps its own (ttl_propagate: false)
        ("10.10.26.2", 32, 63),
    ],
)
def test_ttl_is_mapped_as_the_routes_say_when_a_label_comes_and_goes(
    guests: dict[str, Any], address: str, labels: int, behind: int
) -> None:
    before, after = exchange(guests, address)
    assert ([label.ttl for label in before.labels], before.ttl) == ([labels], 64)
    assert (after.labels, after.ttl) == ((), behind)


def test_ttl_is_the_default_when_it_is_not_propagated(guests: dict[str, Any]) -> None:
    with sysctl(guests["host1"], net__mpls__ip_ttl_propagate=0, net__mpls__default_ttl=200):
        before, _after = exchange(guests, "10.10.50.2")
    assert [label.ttl for label in before.labels] == [200]
    assert before.ttl == 64


@pytest.mark.parametrize("address", ["10.10.50.2", "10.10.60.2", "2001:db8:10::70"])
def test_traffic_class_is_zero_when_the_packet_has_a_dscp(
    guests: dict[str, Any], address: str
) -> None:
    for packet in exchange(guests, address, f"-Q {EXPEDITED}"):
        assert {label.traffic_class for label in packet.labels} == {0}
        assert packet.traffic_class == EXPEDITED


def test_labels_are_dropped_and_counted_when_input_is_off(guests: dict[str, Any]) -> None:
    before = count("base", "eth1", "dropped")
    with sysctl(guests["base"], net__mpls__conf__eth1__input=0):
        assert guests["host1"].run(f"{PING} 10.10.25.2").rc == 1
    assert count("base", "eth1", "dropped") == before + 2
    assert guests["host1"].run(f"{PING} 10.10.25.2").rc == 0


def test_labels_are_switched_when_ip_forwarding_is_off(guests: dict[str, Any]) -> None:
    off = {"net__ipv4__ip_forward": 0, "net__ipv6__conf__all__forwarding": 0}
    with sysctl(guests["base"], **off):
        for address in ("10.10.25.2", "10.10.50.2", "2001:db8:10::70"):
            assert guests["host1"].run(f"{PING} {address}").rc == 0


def test_nobody_is_told_when_the_ttl_of_a_label_ends(guests: dict[str, Any]) -> None:
    before = count("base", "eth1", "errors")
    done = guests["host1"].run(f"{PING} -t 1 10.10.50.2")
    assert done.rc == 1
    assert "exceeded" not in done.stdout
    assert count("base", "eth1", "errors") == before + 2


def test_packet_is_counted_when_its_label_has_no_route(guests: dict[str, Any]) -> None:
    before = count("base", "eth1", "noroute")
    host1 = guests["host1"]
    host1.check_output("ip route add 10.10.99.2/32 encap mpls 99 via inet 10.3.3.1")
    try:
        assert host1.run(f"{PING} 10.10.99.2").rc == 1
    finally:
        host1.check_output("ip route del 10.10.99.2/32")
    assert count("base", "eth1", "noroute") == before + 2
