# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The limits of neighbours: what each port gets, by its subnet and its routers."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import (
    KEYS,
    build_tables,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import parse_protection
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._values import Table

INET, NETDEV = KEYS
WIDE = {"interface": "eth2", "ipv4": 1024, "ipv6": 512, "subnet": "172.20.0.0/20"}
NARROW = {"interface": "eth3.100", "ipv4": 20, "ipv6": 16, "subnet": "192.168.1.0/30"}
ROUTERS = ["172.20.0.9", "2001:db8::9"]
DROP = 'counter name "neighbours" drop'
ND = "nd-router-solicit, nd-neighbor-solicit"


def build(*entries: dict[str, Any]) -> dict[str, Table]:
    protection = parse_protection({"neighbours": list(entries)})
    assert protection is not None
    return {table.key: table for table in build_tables(protection)}


def rules(table: Table, chain: str) -> tuple[str, ...]:
    (found,) = (one.rules for one in table.chains if one.name == chain)
    return found


def test_packets_to_a_wide_subnet_are_held_to_hosts_that_are_heard_or_asked_for() -> None:
    table = build(WIDE)[INET]
    assert rules(table, "postrouting") == (
        'meta nfproto ipv6 oifname vmap { "eth2" : jump to6-eth2 }',
        'meta nfproto ipv4 oifname vmap { "eth2" : jump to4-eth2 }',
    )
    assert rules(table, "to4-eth2") == (
        "rt ip nexthop @heard4-eth2 update @heard4-eth2 { rt ip nexthop } return",
        "update @asked4-eth2 { rt ip nexthop } return",
        DROP,
    )
    heard = 'iifname "eth2" ip saddr 172.20.0.0/20 update @heard4-eth2 { ip saddr }'
    assert rules(table, "prerouting")[1] == heard


def test_packets_are_left_alone_where_the_ipv4_subnet_is_a_limit_itself() -> None:
    table = build(NARROW)[INET]
    assert len(rules(table, "postrouting")) == len(rules(table, "prerouting")) == 1
    assert not any("ipv4" in rule or "ip saddr" in rule for rule in rules(table, "postrouting"))
    assert "set asked4-eth3.100" not in dict(table.objects)


def test_ipv6_is_held_to_the_limit_at_every_port() -> None:
    table = build(WIDE, NARROW)[INET]
    assert rules(table, "prerouting")[0] == (
        f"ip6 hoplimit 255 icmpv6 type {{ {ND}, nd-neighbor-advert }} iifname vmap"
        ' { "eth2" : jump heard6-eth2, "eth3.100" : jump heard6-eth3.100 }'
    )
    assert rules(table, "heard6-eth2") == (
        f"icmpv6 type {{ {ND} }} ip6 saddr {{ :: }} return",
        f"icmpv6 type {{ {ND} }} update @heard6-eth2 {{ ip6 saddr }} return",
        "icmpv6 type nd-neighbor-advert update @heard6-eth2 { ip6 saddr }",
        "icmpv6 type nd-neighbor-advert update @told6-eth2 { @th,64,128 } return",
        DROP,
    )
    assert rules(table, "to6-eth3.100")[0] == "ip6 daddr ff00::/8 return"


def test_routers_of_the_intent_pass_before_any_limit() -> None:
    tables = build({**WIDE, "routers": ROUTERS})
    inet = tables[INET]
    assert rules(inet, "to4-eth2")[0] == "rt ip nexthop { 172.20.0.9 } return"
    assert rules(inet, "to6-eth2")[1] == "rt ip6 nexthop { 2001:db8::9 } return"
    asked, _others, told, *_rest = rules(inet, "heard6-eth2")
    assert asked == f"icmpv6 type {{ {ND} }} ip6 saddr {{ ::, 2001:db8::9 }} return"
    target = "0x20010db8000000000000000000000009"
    assert told == f"icmpv6 type nd-neighbor-advert @th,64,128 {{ {target} }} return"
    assert rules(tables[NETDEV], "arp-eth2")[0] == ("arp saddr ip { 0.0.0.0, 172.20.0.9 } return")


def test_arp_is_held_to_the_limit_where_the_port_takes_it_in() -> None:
    table = build(WIDE, NARROW)[NETDEV]
    assert table.devices == ("eth2", "eth3.100")
    assert rules(table, "arp-eth2") == (
        "arp saddr ip { 0.0.0.0 } return",
        "update @arp-eth2 { arp saddr ip } return",
        f"meta protocol arp {DROP}",
    )


def test_hosts_of_a_narrow_subnet_leave_room_for_others() -> None:
    """Whoever makes up senders of other subnets takes nothing from them."""
    table = build({**NARROW, "routers": ["192.168.1.2"]})[NETDEV]
    known, others, _drop = rules(table, "arp-eth3.100")
    assert known == "arp saddr ip { 0.0.0.0, 192.168.1.0/30 } return"
    assert others == "update @arp-eth3.100 { arp saddr ip } return"
    assert "size 16;" in dict(table.objects)["set arp-eth3.100"]


def test_sets_have_the_size_of_the_limit() -> None:
    tables = build(WIDE, NARROW)
    sizes = {
        name.removeprefix("set "): int(body.partition("size ")[2].partition(";")[0])
        for table in tables.values()
        for name, body in table.objects
        if name.startswith("set ")
    }
    assert sizes == {
        "arp-eth2": 1024,
        "heard4-eth2": 1024,
        "asked4-eth2": 1024,
        "heard6-eth2": 512,
        "asked6-eth2": 512,
        "told6-eth2": 512,
        "arp-eth3.100": 16,
        "heard6-eth3.100": 16,
        "asked6-eth3.100": 16,
        "told6-eth3.100": 16,
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ipv4": 0}, "neighbours[0].ipv4: 0 is wrong: expected a number of neighbours from 1"),
        ({"ipv6": 131073}, "neighbours[0].ipv6: 131073 is wrong: expected a number of neighbours"),
        ({"subnet": "172.20.0.1/20"}, "neighbours[0].subnet: '172.20.0.1/20' is wrong: expected"),
        ({"routers": ["eth2"]}, "neighbours[0].routers[0]: 'eth2' is wrong: expected an address"),
        ({"interface": "a+b"}, "neighbours[0].interface: 'a+b' is wrong: expected letters"),
    ],
)
def test_value_that_cannot_be_right_is_refused(said: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        build({**WIDE, **said})
    assert str(caught.value).startswith(words)


def test_port_that_is_there_twice_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        build(WIDE, WIDE)
    assert caught.value.path == "neighbours[1]"


def test_order_of_ports_and_routers_does_not_matter() -> None:
    first = build({**WIDE, "routers": ROUTERS}, NARROW)
    assert first == build(NARROW, {**WIDE, "routers": ROUTERS[::-1]})


def test_target_of_an_answer_has_sets_of_its_type() -> None:
    """Not addresses: nft 1.1.3 refuses the whole file then."""
    objects = dict(build(WIDE)[INET].objects)
    assert objects["set told6-eth2"].startswith(" typeof @th,64,128; ")
    assert objects["set heard6-eth2"].startswith(" type ipv6_addr; ")
