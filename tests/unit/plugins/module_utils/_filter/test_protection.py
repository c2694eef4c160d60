# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Edge protection: what each option comes to, and when the tables come and go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import (
    KEYS,
    build_tables,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._task import (
    build_resources,
    find_differences,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import parse_protection
from support.memory.nft import Router

INET, NETDEV = KEYS
BGP = {"protocol": "bgp", "interface": "eth2", "address": "192.168.1.2", "bfd": False}
OSPF = {"protocol": "ospf", "interface": "bond0.100", "address": None, "bfd": False}
STATIC = {"protocol": "static", "interface": "eth2", "address": "2001:db8::2", "bfd": True}
ALL = {
    "label_ports": ["eth2", "bond0.100"],
    "source_ports": ["eth2", "bond0.100"],
    "ports": ["eth2", "bond0.100"],
    "vrfs": ["customer1"],
    "core": ["eth1"],
    "bgp_peers": ["10.0.0.4"],
    "ldp_peers": ["10.1.0.1", "10.0.0.2"],
}
DROP = 'counter name "control_plane" drop'


def chains_of(said: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    protection = parse_protection(said)
    assert protection is not None
    return {chain.name: chain.rules for table in build_tables(protection) for chain in table.chains}


def test_bfd_is_let_in_by_its_port_when_ospf_finds_the_other_side() -> None:
    sessions = [{**OSPF, "bfd": True}, {**BGP, "bfd": True}]
    rules = chains_of({**ALL, "sessions": sessions})["customers"]
    found = [rule for rule in rules if "3784" in rule]
    assert found == [
        'meta sdifname . ip saddr { "eth2" . 192.168.1.2 } udp dport { 3784, 3785, 4784 } accept',
        'meta sdifname { "bond0.100" } udp dport { 3784, 3785, 4784 } accept',
    ]


def test_labelled_frames_are_dropped_first_of_all_at_each_port() -> None:
    protection = parse_protection({"label_ports": ["eth2", "bond0.100"]})
    assert protection is not None
    (table,) = build_tables(protection)
    assert (table.key, table.devices) == (NETDEV, ("bond0.100", "eth2"))
    drops = (
        'meta protocol { 0x8100, 0x88a8 } @ll,112,16 & 0x0fff == 0 counter name "tags" drop',
        'meta protocol { 0x8847, 0x8848 } counter name "labels" drop',
    )
    assert {chain.rules for chain in table.chains} == {drops}


def test_sources_are_looked_up_at_the_ports_that_are_named() -> None:
    chains = chains_of({"source_ports": ["eth3", "eth2"]})
    assert chains["prerouting"] == ('iifname { "eth2", "eth3" } jump sources',)
    assert chains["sources"][-1] == 'fib saddr . iif oif missing counter name "urpf" drop'


def test_customers_reach_nothing_but_icmp_when_there_is_no_session() -> None:
    chains = chains_of(ALL)
    assert chains["input"][0] == 'iifname { "bond0.100", "customer1", "eth2" } jump customers'
    assert [rule.split(" accept")[0].split(" add ")[0] for rule in chains["customers"]] == [
        f"icmp type {{ redirect, router-advertisement, router-solicitation }} {DROP}",
        f"icmpv6 type {{ nd-router-advert, nd-redirect }} {DROP}",
        "icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert }",
        "meta l4proto { 1, 58 }",
        DROP,
    ]


def test_session_opens_its_own_port_for_its_own_peer() -> None:
    rules = chains_of({**ALL, "sessions": [BGP, OSPF, STATIC]})["customers"]
    peer = 'meta sdifname . ip saddr { "eth2" . 192.168.1.2 }'
    assert rules[4:] == (
        f"{peer} tcp dport 179 accept",
        f"{peer} tcp sport 179 tcp flags & (syn | ack) != syn accept",
        'meta sdifname . ip6 saddr { "eth2" . 2001:db8::2 } udp dport { 3784, 3785, 4784 } accept',
        'meta sdifname { "bond0.100" } meta l4proto 89 accept',
        DROP,
    )


def test_hello_is_dropped_where_it_comes_in_when_no_session_is_there() -> None:
    chains = chains_of(ALL)
    assert chains["prerouting"][1] == 'iifname { "bond0.100", "eth2" } jump hellos'
    assert chains["hellos"][:2] == (
        f"ip daddr 224.0.0.0/24 meta l4proto 89 {DROP}",
        f"ip daddr 224.0.0.0/24 udp dport 646 {DROP}",
    )
    ospf = chains_of({**ALL, "sessions": [OSPF]})["hellos"][2]
    assert ospf == f'ip6 daddr ff02::/16 meta l4proto 89 iifname != {{ "bond0.100" }} {DROP}'


def test_core_ports_take_bgp_and_ldp_from_peers_alone() -> None:
    chains = chains_of(ALL)
    assert chains["input"][1] == 'iifname { "eth1" } jump core'
    ldp = "meta l4proto { 6, 17 } th dport 646"
    assert chains["core"] == (
        f"ip saddr != {{ 10.0.0.4 }} tcp dport 179 {DROP}",
        f"meta nfproto ipv6 tcp dport 179 {DROP}",
        f"ip saddr != {{ 10.0.0.2, 10.1.0.1 }} {ldp} {DROP}",
        f"ip6 saddr != {{ fe80::/10 }} {ldp} {DROP}",
    )


def test_tunnel_is_taken_from_its_other_end_alone() -> None:
    tunnels = [
        {"kind": "gre", "local": "192.0.2.1", "remote": "192.0.2.9"},
        {"kind": "gre", "local": "192.0.2.2", "remote": "192.0.2.9"},
        {"kind": "gre", "local": "192.0.2.2", "remote": "192.0.2.9"},
        {"kind": "gre", "local": "2001:db8::1", "remote": "2001:DB8::9"},
        {"kind": "gre_udp", "local": "192.0.2.1", "remote": "192.0.2.7"},
        {"kind": "udp", "local": "192.0.2.1", "remote": "192.0.2.8"},
    ]
    drop = 'counter name "tunnels" drop'
    rules = (
        "meta l4proto 47 ip daddr { 192.0.2.1, 192.0.2.2 } ip saddr . ip daddr !="
        f" {{ 192.0.2.9 . 192.0.2.1, 192.0.2.9 . 192.0.2.2 }} {drop}",
        "meta l4proto 47 ip6 daddr { 2001:db8::1 } ip6 saddr . ip6 daddr !="
        f" {{ 2001:db8::9 . 2001:db8::1 }} {drop}",
        f"udp dport 4754 ip saddr . ip daddr != {{ 192.0.2.7 . 192.0.2.1 }} {drop}",
        f"udp dport 6635 ip saddr . ip daddr != {{ 192.0.2.8 . 192.0.2.1 }} {drop}",
    )
    assert chains_of({"tunnels": tunnels}) == {"input": rules}
    # Customers' packets come to their own rules first, and end there.
    both = chains_of({**ALL, "tunnels": tunnels})["input"]
    assert (both[0].endswith("jump customers"), both[2:]) == (True, rules)


def test_interface_that_no_option_names_is_in_no_rule() -> None:
    assert all("eth0" not in rule for rules in chains_of(ALL).values() for rule in rules)
    hooked = ("input", "prerouting")
    for name in hooked:
        assert all(rule.startswith("iifname { ") for rule in chains_of(ALL)[name])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"label_ports": ["eth2", "eth2"]}, "label_ports[1]: 'eth2' is wrong: expected a value"),
        ({"ports": ["a+b"]}, "ports[0]: 'a+b' is wrong: expected letters, digits"),
        ({"core": ['a" }']}, "core[0]: 'a\" }' is wrong: expected an interface name"),
        ({"bgp_peers": ["10.0.0.4/32"]}, "bgp_peers[0]: '10.0.0.4/32' is wrong: expected an addr"),
        (
            {"tunnels": [{"kind": "gre", "local": "192.0.2.1", "remote": "2001:db8::9"}]},
            "tunnels[0].remote: '2001:db8::9' is wrong: expected an address of the family of 192.0",
        ),
        (
            {"tunnels": [{"kind": "gre", "local": "pe1", "remote": "2001:db8::9"}]},
            "tunnels[0].local: 'pe1' is wrong: expected an address",
        ),
        ({"sessions": [{**BGP, "address": "x"}]}, "sessions[0].address: 'x' is wrong: expected"),
        ({"sessions": [{**BGP, "address": None}]}, "sessions[0].address: None is wrong: expected"),
    ],
)
def test_value_that_cannot_be_right_is_refused(said: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_protection({**ALL, **said})
    assert str(caught.value).startswith(words)


def test_order_of_what_is_said_does_not_matter() -> None:
    turned = {name: values[::-1] for name, values in ALL.items()}
    first = parse_protection({**ALL, "sessions": [BGP, STATIC]})
    assert first == parse_protection({**turned, "sessions": [STATIC, BGP]})


def test_rules_are_there_once_a_run_applied_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    router = Router(tmp_path, monkeypatch)
    router.add_device("eth2")
    assert len(find_differences(ALL)) == 9
    report = _runner.run(build_resources(ALL), check=False)
    assert report.operations[-2:] == (f"create {INET}", f"create {NETDEV}")
    assert find_differences(ALL) == ()
    assert find_differences({**ALL, "label_ports": ["eth2"]}) != ()
    router.rules(INET, "customers").clear()
    router.tables[INET] = [one for one in router.tables[INET] if "rule" not in one]
    assert find_differences(ALL) == (f"change {INET}",)
    assert _runner.run(build_resources({"state": "absent"}), check=False).operations
    assert set(router.tables) == {"table inet filter"}
