# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What our files want is read from the files that the modules write, and each lack is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._rules import KEYS, build_tables
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import parse_protection
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._service import (
    BOOT_DROP_IN,
    BOOT_SETTINGS,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._task import (
    plan_files as plan_interface_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    DesiredInterface,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._nft._unit import (
    plan_files as plan_rules_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._faults import (
    AGAIN_FRR,
    LOAD_FRR,
    RESTART_FRR,
    find_faults,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import (
    DesiredLink,
    Link,
    Seen,
    Wanted,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._wanted import (
    SERVICES,
    parse_routing,
    parse_wanted,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import render_boot_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import DesiredKernel
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._boot import (
    render_boot_files as render_rules,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._task import (
    plan_files as plan_vrf_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import VrfState

VRF = VrfState(100, ("eth2",))
PORT = DesiredInterface("eth2", ("192.168.1.1/24", "fd00:1::1/64"), 1500)
KERNEL = DesiredKernel(
    ("mpls_router", "vrf"), (("net/ipv4/ip_forward", "1"),), ("eth1",), ("eth2",), (), ()
)
FRR_CONF = "router bgp 65000 vrf blue\n exit-address-family\nexit\nrouter ospf\nmpls ldp\n exit\n"
ROUTING = frozenset({"router bgp 65000 vrf blue", "router ospf", "mpls ldp"})
CHAINS = {
    *(("inet", "linuxnet_mpls_filter", name) for name in ("sources", "prerouting")),
    ("netdev", "linuxnet_mpls_filter", "port-eth2"),
    ("netdev", "linuxnet_mpls_filter", "port-late0"),
}


def render_files() -> dict[str, str]:
    """Give the files of a PE with one customer, as the modules write them."""
    protection = parse_protection({"label_ports": ["eth2", "late0"], "source_ports": ["eth2"]})
    tables = build_tables(protection) if protection else ()
    wanted: dict[str, str | None] = {
        **plan_interface_files({"eth2": PORT}, {}, removing=False, purge=False),
        **plan_vrf_files({"blue": VRF}, {}, purge=False),
        **render_boot_files(KERNEL),
        **render_rules("behind_vrfs", None),
        **plan_rules_files("filter", "Protection", KEYS, tables),
        BOOT_DROP_IN: BOOT_SETTINGS,
    }
    return {path: MARK + text for path, text in wanted.items() if text is not None}


WANTED = parse_wanted(render_files(), FRR_CONF, SERVICES)
RIGHT = Seen(
    links={
        "eth1": Link(2, "", 1500, up=True),
        "eth2": Link(3, "blue", 1500, True, "configured", frozenset(PORT.addresses)),
        "blue": Link(4, "", 65575, up=True, setup="configured"),
    },
    defaults=frozenset({(4, 100), (6, 100)}),
    rules=frozenset((version, *rule) for version in (4, 6) for rule in ((1000, 0), (32765, 255))),
    chains=frozenset(CHAINS - {("netdev", "linuxnet_mpls_filter", "port-late0")}),
    modules=frozenset(KERNEL.modules),
    keys={key: value for key, (value, _path) in WANTED.keys.items()},
    routing=ROUTING,
)


def test_files_of_the_modules_are_understood() -> None:
    assert (
        Wanted(
            links={
                "eth2": DesiredLink("blue", frozenset(PORT.addresses), 1500),
                "blue": DesiredLink(),
            },
            devices=frozenset({"blue"}),
            tables={"blue": 100},
            rulesets={
                "linuxnet-mpls-filter.service": frozenset(
                    (*chain, chain[2][5:] if chain[0] == "netdev" else "") for chain in CHAINS
                )
            },
            modules=KERNEL.modules,
            keys=WANTED.keys,
            rules=True,
            services=SERVICES,
            routing=ROUTING,
        )
        == WANTED
    )
    assert WANTED.keys["net/mpls/conf/eth1/input"] == ("1", "/etc/sysctl.d/90-linuxnet-mpls.conf")
    assert len(WANTED.keys) == 5


def test_frr_of_others_is_left_alone() -> None:
    files = {path: text for path, text in render_files().items() if path != BOOT_DROP_IN}
    wanted = parse_wanted(files, FRR_CONF, SERVICES)
    assert (wanted.services, wanted.routing) == (SERVICES[:2], None)


def test_protocols_are_found_when_frr_shows_its_configuration() -> None:
    shown = "Building configuration...\n\nCurrent configuration:\n!\n" + FRR_CONF + "!\nend\n"
    assert parse_routing(shown.replace("ospf", "ospf ")) == ROUTING


def test_nothing_is_found_when_all_is_right() -> None:
    assert find_faults(WANTED, RIGHT) == []


def with_link(name: str, **changes: Any) -> Seen:
    return replace(RIGHT, links={**RIGHT.links, name: replace(RIGHT.links[name], **changes)})


def without_link(name: str) -> Seen:
    links = {key: value for key, value in RIGHT.links.items() if key != name}
    return replace(RIGHT, links=links)


def with_key(key: str, value: str) -> Seen:
    return replace(RIGHT, keys={**RIGHT.keys, key: value})


OPEN = frozenset({"eth2"})
CASES: dict[str, tuple[Seen, str, str, frozenset[str]]] = {
    "port outside of its VRF": (
        with_link("eth2", master=""),
        "eth2 is not in VRF blue",
        "networkctl reconfigure eth2",
        OPEN,
    ),
    "port in another VRF": (
        with_link("eth2", master="red"),
        "eth2 is not in VRF blue",
        "networkctl reconfigure eth2",
        OPEN,
    ),
    "networkd never set the port up": (
        with_link("eth2", master="", up=False, setup="configuring"),
        "eth2 is not in VRF blue",
        "networkctl reconfigure eth2",
        OPEN,
    ),
    "address": (
        with_link("eth2", addresses=frozenset({"fd00:1::1/64"})),
        "eth2 has no address 192.168.1.1/24",
        "networkctl reconfigure eth2",
        frozenset(),
    ),
    "MTU": (
        with_link("eth2", mtu=1400),
        "eth2 has MTU 1400, not 1500",
        "networkctl reconfigure eth2",
        frozenset(),
    ),
    "networkd failed": (
        with_link("eth2", setup="failed"),
        "eth2: systemd-networkd could not configure it",
        "networkctl reconfigure eth2",
        frozenset(),
    ),
    "udev has not seen the port": (
        with_link("eth2", setup="pending"),
        "eth2: systemd-networkd waits for udev",
        "udevadm trigger --action=add /sys/class/net/eth2",
        frozenset(),
    ),
    "VRF device": (
        without_link("blue"),
        "device blue is missing",
        "systemctl --no-block restart systemd-networkd.service",
        frozenset(),
    ),
    "unreachable default": (
        replace(RIGHT, defaults=frozenset({(4, 100)})),
        "VRF blue has no unreachable default of IPv6",
        "networkctl reconfigure blue",
        OPEN,
    ),
    "rule of VRFs": (
        replace(RIGHT, rules=RIGHT.rules - {(6, 1000, 0)}),
        "IPv6: the rule for the tables of VRFs is missing",
        "ip -6 rule add pref 1000 l3mdev protocol kernel",
        OPEN,
    ),
    "own addresses first": (
        replace(RIGHT, rules=RIGHT.rules | {(4, 0, 255)}),
        "IPv4: own addresses are not looked up behind the tables of VRFs",
        "systemctl restart linuxnet-mpls-rules.service",
        OPEN,
    ),
    "tables of the filter": (
        replace(RIGHT, chains=frozenset()),
        "nftables: chain inet linuxnet_mpls_filter prerouting is not loaded",
        "systemctl reload-or-restart linuxnet-mpls-filter.service",
        OPEN,
    ),
    "chain of a late device": (
        replace(RIGHT, links={**RIGHT.links, "late0": Link(9, "", 1500, up=True)}),
        "nftables: chain netdev linuxnet_mpls_filter port-late0 is not loaded",
        "systemctl reload-or-restart linuxnet-mpls-filter.service",
        OPEN,
    ),
    "module": (
        replace(RIGHT, modules=frozenset({"vrf"})),
        "kernel module mpls_router is not loaded",
        "modprobe mpls_router",
        frozenset(),
    ),
    "label input": (
        with_key("net/mpls/conf/eth2/input", "1"),
        "net/mpls/conf/eth2/input is 1, not 0",
        "/usr/lib/systemd/systemd-sysctl --prefix=/net/mpls/conf/eth2"
        " /etc/sysctl.d/90-linuxnet-mpls.conf",
        frozenset(),
    ),
    "service that failed": (
        replace(RIGHT, services={"linuxnet-mpls.service": "failed"}),
        "linuxnet-mpls.service: failed",
        "systemctl --no-block restart linuxnet-mpls.service",
        frozenset(),
    ),
    "FRR never started": (
        replace(RIGHT, services={"frr.service": "never started"}, routing=None),
        "frr.service: never started",
        "systemctl --no-block restart frr.service",
        frozenset(),
    ),
    "FRR without configuration": (
        replace(RIGHT, routing=frozenset()),
        "FRR runs without 'mpls ldp'",
        " ".join(RESTART_FRR),
        frozenset(),
    ),
    "one of FRR's daemons without configuration": (
        replace(RIGHT, routing=ROUTING - {"router ospf"}),
        "FRR runs without 'router ospf'",
        "vtysh -b",
        frozenset(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fault_is_found_when_this_is_wrong(name: str) -> None:
    seen, words, remedy, ports = CASES[name]
    (fault,) = find_faults(WANTED, seen)
    assert (fault.words, " ".join(fault.remedies[0]), fault.open_ports) == (words, remedy, ports)


@pytest.mark.parametrize(
    "seen",
    [
        with_link("eth2", up=False, addresses=frozenset({"192.168.1.1/24"})),
        with_link("eth2", up=False, master=""),
        replace(RIGHT, services={"frr.service": "stopped"}, routing=None),
        replace(RIGHT, services={"frr.service": "activating"}, routing=None),
        without_link("eth2"),
        replace(RIGHT, rules=frozenset(rule for rule in RIGHT.rules if rule[0] == 4)),
    ],
    ids=["port down", "out of VRF", "FRR stopped", "starts", "no port", "no IPv6"],
)
def test_nothing_is_found_when_an_operator_did_it(seen: Seen) -> None:
    assert find_faults(WANTED, seen) == []


def test_port_is_looked_at_when_the_program_itself_set_it_down() -> None:
    seen = with_link("eth2", up=False, master="")
    assert [fault.words for fault in find_faults(WANTED, seen, {"eth2"})] == [
        "eth2 is not in VRF blue"
    ]


def test_ipv6_address_is_no_fault_while_the_program_holds_the_port_down() -> None:
    seen = with_link("eth2", up=False, addresses=frozenset({"192.168.1.1/24"}))
    assert find_faults(WANTED, seen, {"eth2"}) == []


@pytest.mark.parametrize("running", [frozenset(), frozenset({"mpls ldp"})])
def test_frr_is_restarted_once_when_it_does_not_show_a_line(running: frozenset[str]) -> None:
    (fault,) = find_faults(WANTED, replace(RIGHT, routing=running))
    assert fault.remedies.count(RESTART_FRR) == 1
    assert fault.remedies[-1] != RESTART_FRR


def test_configuration_is_loaded_again_when_zebra_has_lost_a_route_map() -> None:
    wanted = replace(WANTED, route_maps=frozenset({"route-map ce-in permit 10"}))
    (fault,) = find_faults(wanted, replace(RIGHT, route_maps=frozenset()))
    assert fault.words == "zebra runs without 'route-map ce-in permit 10'"
    assert fault.remedies == (LOAD_FRR,)
    assert find_faults(wanted, RIGHT) == []


def test_label_table_is_sized_when_it_has_no_size() -> None:
    key = "net/mpls/platform_labels"
    wanted = replace(WANTED, keys={key: ("100000", "file")})
    assert find_faults(wanted, with_key(key, "2000")) == []
    (fault,) = find_faults(wanted, with_key(key, "0"))
    assert fault.follow_ups == (AGAIN_FRR,)


def test_label_table_is_sized_with_its_module_when_that_is_missing() -> None:
    keys = {"net/mpls/platform_labels": ("100000", "file")}
    wanted = replace(WANTED, keys=keys)
    seen = replace(RIGHT, modules=frozenset({"vrf"}), keys={})
    (fault,) = find_faults(wanted, seen)
    sysctl = ("/usr/lib/systemd/systemd-sysctl", "--prefix=/net/mpls/platform_labels", "file")
    assert fault.remedies == (("modprobe", "mpls_router"),)
    assert fault.follow_ups == (sysctl, AGAIN_FRR)
