# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Entries as ip takes them."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._fib._values import (
    Entry,
    Key,
    NextHop,
    build_command,
    parse_found,
    parse_wanted,
)

P1 = NextHop("eth1", "10.1.0.1", (16, 80))
COMMANDS = {
    "label that is swapped": (
        Key("", "18"),
        Entry(193, 20, (NextHop("eth1", "10.1.0.1", (17,)),)),
        "ip -family mpls route replace 18 as 17 via inet 10.1.0.1 dev eth1 protocol 193",
    ),
    "label that is taken away, without an interface": (
        Key("", "16"),
        Entry(193, 20, (NextHop("", "10.1.0.1", ()),)),
        "ip -family mpls route replace 16 via inet 10.1.0.1 protocol 193",
    ),
    "label of a VRF": (
        Key("", "80"),
        Entry(186, 20, (NextHop("customer1", "", ()),)),
        "ip -family mpls route replace 80 dev customer1 protocol 186",
    ),
    "label with two ways": (
        Key("", "18"),
        Entry(193, 20, (NextHop("eth1", "10.1.0.1", (17,)), NextHop("eth2", "fe80::1", ()))),
        "ip -family mpls route replace 18 nexthop as 17 via inet 10.1.0.1 dev eth1"
        " nexthop via inet6 fe80::1 dev eth2 protocol 193",
    ),
    "route of a VPN": (
        Key("100", "192.168.2.0/24"),
        Entry(186, 20, (P1,)),
        "ip -4 route replace 192.168.2.0/24 table 100 protocol 186 metric 20 encap mpls 16/80"
        " via 10.1.0.1 dev eth1 onlink",
    ),
    "route of IPv6 over IPv4": (
        Key("100", "2001:db8:2::/64"),
        Entry(186, 20, (P1,)),
        "ip -6 route replace 2001:db8:2::/64 table 100 protocol 186 metric 20 encap mpls 16/80"
        " via inet 10.1.0.1 dev eth1 onlink",
    ),
    "route by two ways": (
        Key("254", "10.0.0.4/32"),
        Entry(188, 30, (NextHop("eth1", "10.1.0.1", ()), NextHop("eth2", "10.1.0.3", (18,)))),
        "ip -4 route replace 10.0.0.4/32 table 254 protocol 188 metric 30 nexthop via 10.1.0.1"
        " dev eth1 onlink nexthop encap mpls 18 via 10.1.0.3 dev eth2 onlink",
    ),
}


@pytest.mark.parametrize(("key", "entry", "command"), COMMANDS.values(), ids=COMMANDS)
def test_entry_is_made_by_one_command(key: Key, entry: Entry, command: str) -> None:
    assert " ".join(build_command(key, entry)) == command


def test_entry_is_deleted_as_what_it_is() -> None:
    entry = Entry(186, 20, (P1,))
    assert build_command(Key("", "18"), entry, delete=True) == [
        *("ip", "-family", "mpls", "route", "del", "18"),
    ]
    assert " ".join(build_command(Key("100", "10.9.0.0/16"), entry, delete=True)) == (
        "ip -4 route del 10.9.0.0/16 table 100 protocol 186 metric 20"
    )


def test_entry_keeps_the_metric_that_the_kernel_has() -> None:
    found = parse_found(
        {"prefix": "10.9.0.0/16", "kind": "unicast", "protocol": 188, "metric": 50, "hops": []}
    )
    assert (found.protocol, found.metric) == (188, 50)
    assert parse_found({"protocol": 193, "hops": []}).metric == 20


def test_what_this_does_not_know_is_left_alone() -> None:
    assert parse_wanted({"protocol": "SRTE", "hops": []}, None) is None
