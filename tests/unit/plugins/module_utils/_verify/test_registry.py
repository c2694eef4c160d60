# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Each check of a router passes when all is well, and fails when its own thing is broken."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify import (
    _ces,
    _edge_protection,
    _ospf_limits,
    _registry,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import Check
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._registry import (
    ask_router,
    build_spec,
    document,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import UNREACHABLE_METRIC
from support.frr.answers import Answers, build_router

CE = {"vrf": "customer1", "interface": "eth2", "family": "ipv4"}
EXPECT = {
    "igps": ["ospf"],
    "adjacencies": ["eth1"],
    "bfd": ["eth1"],
    "neighbours": ["10.0.0.2"],
    "ldp_neighbours": ["10.0.0.2"],
    "loopbacks": ["10.0.0.2", "fd00::2"],
    "bgp_peers": ["10.0.0.4"],
    "bgp_peers6": ["fd00::4"],
    "label_interfaces": ["eth1"],
    "static_routes": [{"label": 100003, "via": "10.1.0.3", "interface": "eth2"}],
    "vrfs": [
        {
            "name": "customer1",
            "table": 100,
            "members": ["eth2"],
            "remote_prefixes": ["192.168.2.0/24", "0.0.0.0/0"],
            "local_prefixes": ["192.168.3.0/24"],
            "own_prefixes": ["192.168.1.0/24"],
            "static_prefixes": ["10.1.0.0/16"],
            "ce_sessions": [
                {
                    **CE,
                    "protocol": "bgp",
                    "ce_address": "192.168.1.2",
                    "asn": 65101,
                    "advertised": ["192.168.2.0/24"],
                },
                {**CE, "protocol": "ospf"},
            ],
        }
    ],
    "edge_protection": {"label_ports": ["eth2"]},
    "ospf_limit": {"ports": []},
}


def link(**parts: Any) -> dict[str, Any]:
    return {"master": "", "table": 0, "takes_labels": False, **parts}


def hop(*labels: int) -> dict[str, Any]:
    return {"interface": "eth1", "via": "10.1.0.1", "labels": [*labels], "dead": False}


def route(prefix: str, *labels: int, kind: str = "unicast", **parts: Any) -> dict[str, Any]:
    hops = [] if kind == "unreachable" else [hop(*labels)]
    return {"prefix": prefix, "kind": kind, "protocol": 186, "metric": 20, "hops": hops, **parts}


END = route("0.0.0.0/0", kind="unreachable", metric=UNREACHABLE_METRIC)
END6 = route("::/0", kind="unreachable", metric=UNREACHABLE_METRIC)
REMOTE, DEFAULT = route("192.168.2.0/24", 17, 80), route("0.0.0.0/0", 17, 80)
LOCAL, STATIC = route("192.168.3.0/24"), route("10.1.0.0/16")
# That of the port itself; one by BGP is there while the port is down.
OWN, OF_KERNEL = route("192.168.1.0/24"), route("192.168.1.255/32", protocol=2)
LOOPBACKS = [route("10.0.0.2/32", 17), route("fd00::2/128")]
STATE = {
    "links": {
        "lo": link(),
        "eth1": link(takes_labels=True),
        "eth2": link(master="customer1"),
        "customer1": link(table=100),
    },
    "routes": {
        # A router's own default route leads to its management, and is no customer's.
        "254": [*LOOPBACKS, route("0.0.0.0/0", metric=0)],
        "100": [END, END6, REMOTE, DEFAULT, LOCAL, STATIC, OWN, OF_KERNEL],
    },
    "labels": {
        "100003": {
            "protocol": 4,
            "hops": [{"interface": "eth2", "via": "10.1.0.3", "labels": [], "dead": False}],
        }
    },
}
OSPF, ISIS = "show ip ospf neighbor json", "show isis neighbor json"
BFD, LDP = "show bfd peers json", "show mpls ldp neighbor json"
BGP, BGP6 = "show bgp ipv4 vpn summary json", "show bgp ipv6 vpn summary json"
CE_BGP = "show bgp vrf customer1 ipv4 unicast summary json"
CE_OSPF = "show ip ospf vrf customer1 neighbor json"
CE_ROUTES = "show bgp vrf customer1 ipv4 unicast neighbors 192.168.1.2 advertised-routes json"


def ospf(state: str, interface: str = "eth1:10.1.0.0") -> dict[str, Any]:
    return {"neighbors": {"10.0.0.2": [{"nbrState": state, "ifaceName": interface}]}}


def isis(state: str) -> dict[str, Any]:
    return {"areas": [{"circuits": [{"adj": "p1", "interface": "eth1", "state": state}]}]}


def bgp(**states: str) -> dict[str, Any]:
    return {"peers": {name: {"state": state} for name, state in states.items()}}


def advertised(*prefixes: str, **paths: str) -> dict[str, Any]:
    found = {**dict.fromkeys(prefixes, ""), **paths}
    return {"advertisedRoutes": {prefix: {"path": path} for prefix, path in found.items()}}


ANSWERS: dict[str, Any] = {
    OSPF: ospf("Full/-"),
    ISIS: {},
    # That of eth2 is a customer's.
    BFD: [{"interface": "eth1", "status": "up"}, {"interface": "eth2", "status": "down"}],
    LDP: {"neighbors": [{"neighborId": "10.0.0.2", "state": "OPERATIONAL"}]},
    BGP: bgp(**{"10.0.0.4": "Established"}),
    BGP6: bgp(**{"fd00::4": "Established"}),
    CE_BGP: bgp(**{"192.168.1.2": "Established"}),
    CE_OSPF: {"customer1": ospf("Full/DR", "eth2:192.168.1.1")},
    CE_ROUTES: advertised("192.168.2.0/24", **{"10.2.0.0/16": "65102"}),
}


def validate(expect: dict[str, Any]) -> dict[str, Any]:
    """Take it as the module does, with its defaults."""
    taken = ArgumentSpecValidator(build_spec()).validate(expect)
    assert taken.error_messages == []
    found: dict[str, Any] = taken.validated_parameters
    return found


class Seen:
    """What a router shows; a test breaks a part of it."""

    def __init__(self) -> None:
        self.expect = copy.deepcopy(EXPECT)
        self.state: dict[str, Any] = {**copy.deepcopy(STATE), "unread": {}}
        self.answers = copy.deepcopy(ANSWERS)
        self.problems: dict[str, str] = {}
        self.differences: dict[str, str] = {}
        self.protection: list[str] | MplsError = []
        self.uses: list[str] = []
        self.limits: list[str] = []
        self.ended: dict[tuple[str, str], int] = {}

    @property
    def links(self) -> dict[str, Any]:
        found: dict[str, Any] = self.state["links"]
        return found

    def table(self, number: int = 100) -> list[Any]:
        found: list[Any] = self.state["routes"][str(number)]
        return found

    def check(self, monkeypatch: pytest.MonkeyPatch) -> list[Check]:
        monkeypatch.setattr(_edge_protection, "find_differences", self._find_protection)
        monkeypatch.setattr(_edge_protection, "find_uses", lambda _wanted: self.uses)
        monkeypatch.setattr(_ospf_limits, "find_differences", lambda _wanted: self.limits)
        monkeypatch.setattr(_ces, "read_ended", lambda: self.ended)
        frr = Answers(self.answers.__getitem__, self.problems, self.differences)
        return ask_router(validate(self.expect), build_router(frr, **self.state)).checks

    def _find_protection(self, _wanted: object) -> list[str]:
        if isinstance(self.protection, MplsError):
            raise self.protection
        return self.protection

    def list_failed(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        return [check.name for check in self.check(monkeypatch) if not check.passed]


def put(place: str, value: Any) -> Callable[[Seen], None]:
    return lambda seen: setattr(seen, place, value)


def answer(command: str, value: Any) -> Callable[[Seen], None]:
    return lambda seen: seen.answers.update({command: value})


def change_link(name: str, **parts: Any) -> Callable[[Seen], None]:
    return lambda seen: seen.links[name].update(parts)


def lose_link(name: str) -> Callable[[Seen], None]:
    return lambda seen: seen.links.pop(name)


def lose(which: Any, table: int = 100) -> Callable[[Seen], None]:
    return lambda seen: seen.table(table).remove(which)


def add(which: Any, table: int = 100) -> Callable[[Seen], None]:
    return lambda seen: seen.table(table).append(which)


def swap(which: Any, **parts: Any) -> Callable[[Seen], None]:
    return lambda seen: seen.table().__setitem__(seen.table().index(which), {**which, **parts})


def lead(**parts: Any) -> Callable[[Seen], None]:
    return lambda seen: seen.state["labels"]["100003"]["hops"][0].update(parts)


BROKEN: dict[str, tuple[Callable[[Seen], Any], str]] = {
    "ce does not receive another site": (
        answer(CE_ROUTES, advertised()),
        "vrf customer1 bgp ce 192.168.1.2 receives",
    ),
    "ce takes for a loop what it receives": (
        answer(CE_ROUTES, advertised("192.168.2.0/24", **{"10.3.0.0/16": "65101"})),
        "vrf customer1 bgp ce 192.168.1.2 accepts",
    ),
    "daemon hangs": (put("problems", {"frr daemon bgpd": "does not"}), "frr daemon bgpd"),
    "line was changed": (put("differences", {"frr a: b": "is 1: expected 2"}), "frr a: b"),
    "bgp session with a ce is lost": (answer(CE_BGP, {}), "vrf customer1 bgp ce 192.168.1.2"),
    "bgp session with a ce is idle": (
        answer(CE_BGP, bgp(**{"192.168.1.2": "Idle (PfxCt)"})),
        "vrf customer1 bgp ce 192.168.1.2",
    ),
    "ospf with a ce is not full": (
        answer(CE_OSPF, {"customer1": ospf("2-Way/DROther", "eth2:192.168.1.1")}),
        "vrf customer1 ospf ce on eth2",
    ),
    "ospf with a ce was ended by its limit": (
        put("ended", {("ipv4", "eth2"): 880}),
        "vrf customer1 ospf ce on eth2",
    ),
    "parent of a port has an address": (
        put("uses", ["interface eth2 shares"]),
        "parents of customers' ports",
    ),
    "limit of ospf is not whole": (put("limits", ["change table inet y"]), "ospf limit"),
    "edge protection is not whole": (
        put("protection", ["change table inet x"]),
        "edge protection",
    ),
    "bfd has no session": (answer(BFD, []), "bfd session on eth1"),
    "bfd's session is down": (
        answer(BFD, [{"interface": "eth1", "status": "down"}]),
        "bfd session on eth1",
    ),
    "ospf is lost on one of several links": (
        answer(OSPF, ospf("Full/-", "eth9:10.1.0.0")),
        "ospf adjacency on eth1, ospf adjacency on eth9",
    ),
    "ospf is not full on the link": (
        answer(OSPF, ospf("ExStart/-")),
        "ospf neighbour 10.0.0.2, ospf adjacency on eth1",
    ),
    "isis runs beside ospf": (answer(ISIS, isis("Up")), "isis adjacency on eth1"),
    "ldp is not operational": (
        answer(LDP, {"neighbors": [{"neighborId": "10.0.0.2", "state": "OPENSENT"}]}),
        "ldp neighbour 10.0.0.2",
    ),
    "bgp is not established": (
        answer(BGP, bgp(**{"10.0.0.4": "Active"})),
        "bgp vpnv4 peer 10.0.0.4",
    ),
    "bgp for IPv6 is not established": (
        answer(BGP6, bgp(**{"fd00::4": "Active"})),
        "bgp vpnv6 peer fd00::4",
    ),
    "bgp has a peer too many": (
        answer(BGP, bgp(**{"10.0.0.4": "Established", "10.0.0.9": "Established"})),
        "bgp vpnv4 peer 10.0.0.9",
    ),
    "loopback is not routed": (lose(LOOPBACKS[0], 254), "loopback 10.0.0.2"),
    "label route is gone": (lambda seen: seen.state["labels"].clear(), "route label 100003"),
    "label route leads elsewhere": (lead(via="10.1.0.1"), "route label 100003"),
    "core port takes no labels": (change_link("eth1", takes_labels=False), "label input eth1"),
    "core port is not there": (lose_link("eth1"), "label input eth1"),
    "customer port takes labels": (change_link("eth2", takes_labels=True), "label input eth2"),
    "vrf is not there": (lose_link("customer1"), "vrf customer1"),
    "vrf has another table": (change_link("customer1", table=101), "vrf customer1"),
    "vrf is open to the main table": (lose(END), "vrf customer1 0.0.0.0/0"),
    "vrf is open to the main table for IPv6": (lose(END6), "vrf customer1 ::/0"),
    "unreachable default beats others": (swap(END, metric=0), "vrf customer1 0.0.0.0/0"),
    "port is outside of its vrf": (
        change_link("eth2", master=""),
        "vrf customer1 member eth2",
    ),
    "remote prefix has no label": (
        swap(REMOTE, hops=[hop()]),
        "vrf customer1 prefix 192.168.2.0/24",
    ),
    "default route of a VPN is not there": (lose(DEFAULT), "vrf customer1 prefix 0.0.0.0/0"),
    "prefix of another VRF of the PE is not there": (
        lose(LOCAL),
        "vrf customer1 prefix 192.168.3.0/24",
    ),
    "route to what no site has is there": (
        add(route("192.168.4.0/24")),
        "vrf customer1 other routes",
    ),
    "packets to what no site has end in silence": (
        add(route("192.168.4.0/24", kind="blackhole")),
        "vrf customer1 other routes",
    ),
    "static route to a ce is not there": (
        lose(STATIC),
        "vrf customer1 static route 10.1.0.0/16",
    ),
    "customer route leaks into main": (add(REMOTE, 254), "main table"),
}


def test_everything_passes_when_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = Seen().check(monkeypatch)
    assert [check.name for check in checks if not check.passed] == []
    assert len(checks) == 31


@pytest.mark.parametrize(("breaks", "failing"), BROKEN.values(), ids=BROKEN)
def test_one_check_fails_when_its_thing_is_broken(
    monkeypatch: pytest.MonkeyPatch, breaks: Callable[[Seen], None], failing: str
) -> None:
    seen = Seen()
    breaks(seen)
    assert ", ".join(seen.list_failed(monkeypatch)) == failing


def test_every_check_names_a_command_and_those_of_a_vrf_their_vrf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for check in Seen().check(monkeypatch):
        assert check.command, check
        assert (check.vrf == "customer1") == check.name.startswith("vrf "), check


def test_what_cannot_be_read_comes_first_and_is_in_the_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Seen()
    seen.protection = MplsError("nft: cannot")
    checks = seen.check(monkeypatch)
    found = [(one.name, one.reason) for one in checks if "edge" in one.name]
    assert found == [("edge protection", "cannot be read: nft: cannot")]
    assert checks[0].name == "edge protection"
    assert seen.state["unread"] == {"edge protection": "cannot be read: nft: cannot"}


def test_frr_is_not_looked_at_when_none_is_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Seen()
    seen.expect["routing"] = "static"
    seen.differences = {"frr c": "d"}
    assert not any(check.name.startswith("frr") for check in seen.check(monkeypatch))


def test_number_of_repair_paths_is_told_and_is_never_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Seen()
    assert not any("repair paths" in check.name for check in seen.check(monkeypatch))
    seen.expect["repair_paths"] = True
    backup = {"ip": "10.1.0.1", "interfaceName": "eth1"}
    seen.answers["show ip route json"] = {
        "10.0.0.2/32": [{"backupNexthops": [backup]}],
        "10.0.0.3/32": [{"backupNexthops": [backup]}],
    }
    told = [check for check in seen.check(monkeypatch) if "repair paths" in check.name]
    assert [(one.name, one.passed) for one in told] == [
        ("repair paths: 2 computed, 1 installed in the kernel", True)
    ]


@pytest.mark.parametrize(
    ("ospf_shown", "isis_shown", "failing"),
    [
        (ospf("Full/-"), isis("Up"), []),
        (ospf("Full/-"), {}, ["isis adjacency on eth1"]),
        ({}, isis("Up"), ["ospf neighbour 10.0.0.2", "ospf adjacency on eth1"]),
    ],
)
def test_adjacencies_of_both_are_looked_at_when_two_igps_run(
    monkeypatch: pytest.MonkeyPatch,
    ospf_shown: dict[str, Any],
    isis_shown: dict[str, Any],
    failing: list[str],
) -> None:
    seen = Seen()
    seen.expect["igps"] = ["ospf", "isis"]
    seen.answers.update({OSPF: ospf_shown, ISIS: isis_shown})
    assert seen.list_failed(monkeypatch) == failing


@pytest.mark.parametrize(
    ("shown", "failing"),
    [
        (isis("Up"), []),
        (isis("Initializing"), ["isis adjacency on eth1"]),
        ({}, ["isis adjacency on eth1"]),
    ],
)
def test_adjacencies_are_looked_at_when_the_igp_is_isis(
    monkeypatch: pytest.MonkeyPatch, shown: dict[str, Any], failing: list[str]
) -> None:
    seen = Seen()
    seen.expect["igps"] = ["isis"]
    seen.answers.update({OSPF: {}, ISIS: shown})
    assert seen.list_failed(monkeypatch) == failing


def test_session_that_was_ended_says_why_and_for_how_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Seen()
    seen.ended = {("ipv4", "eth2"): 880, ("ipv6", "eth2"): 10}
    (found,) = (check for check in seen.check(monkeypatch) if not check.passed)
    assert found.reason == (
        "was ended for 880 s more, as it advertised more than max_prefixes: expected state Full"
    )


def test_each_option_belongs_to_one_expectation_and_is_described() -> None:
    options = [key for one in _registry.EXPECTATIONS for key in one.OPTIONS]
    assert sorted(options) == sorted(document()) == sorted(build_spec())
    assert all(option["description"] for option in document().values())
