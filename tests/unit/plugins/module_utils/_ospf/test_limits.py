# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Limits of OSPF: the files they are in, what is counted, and whose session is ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf import (
    _ended,
    _task,
    _watch_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._values import (
    build_table,
    parse_limits,
    render_limits,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._ospf._watch_routes import Limit
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _program
from support.memory.nft import Router

GREEN = {"interface": "eth3", "vrf": "green", "max_prefixes": 3, "restart": 15}
OLIVE = {"interface": "bond0.100", "vrf": "olive", "max_prefixes": 1000, "restart": 1}
ROUTES = """\
10.1.0.0/16 via 172.16.1.2 dev eth3 table 200 proto 188 metric 20
10.2.0.0/16 table 200 proto 188 metric 20 \\\tnexthop via 172.16.1.2 dev eth3 weight 1 \\\tnexthop \
via 172.16.1.3 dev eth3 weight 1 \\\tnexthop via 172.16.4.2 dev eth4 weight 1
default nhid 31 via 172.16.1.2 dev eth3 table 200 proto 188 metric 20
"""


def test_program_reads_what_the_module_writes() -> None:
    written = "# a mark\n" + render_limits(parse_limits({"ports": [OLIVE, GREEN]}))
    assert _watch_routes.read_limits(written) == [
        Limit("bond0.100", "olive", 1000, 1),
        Limit("eth3", "green", 3, 15),
    ]


def test_prefix_counts_once_for_each_port_that_it_leads_to() -> None:
    assert _watch_routes.count_prefixes(ROUTES) == {"eth3": 3, "eth4": 1}
    assert _watch_routes.count_prefixes("") == {}


@pytest.mark.parametrize(("most", "over"), [(3, []), (2, [3])])
def test_port_is_over_its_limit_from_one_more_on(most: int, over: list[int]) -> None:
    limit = Limit("eth3", "green", most, 15)
    counts = _watch_routes.count_prefixes(ROUTES)
    assert [count for _limit, count in _watch_routes.find_over([limit], counts)] == over


class Shell:
    """Answers the program's commands, and notes them; IPv6 has the routes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.done: list[str] = []
        self.said: list[str] = []
        monkeypatch.setattr(_watch_routes, "_run", self.run)
        monkeypatch.setattr(_watch_routes, "_say", self.said.append)
        monkeypatch.setattr(_watch_routes.time, "monotonic", lambda: self.now)

    def run(self, *words: str) -> str:
        if words[0] == "ip":
            return ROUTES if "-6" in words else ""
        self.done.append(" ".join(words))
        return ""


def test_session_is_ended_in_the_family_that_is_over_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(monkeypatch)
    ended: dict[tuple[str, int], float] = {}
    limits = [Limit("eth3", "green", 2, 15), Limit("eth4", "green", 2, 15)]
    _watch_routes.look(limits, ended)
    assert shell.done == [
        'nft add element inet linuxnet_mpls_ospf ended6 { "eth3" timeout 15m }',
        "vtysh -c clear ipv6 ospf6 vrf green interface eth3",
    ]
    (said,) = shell.said
    assert (
        "VRF green: the router at eth3 advertised 3 prefixes by OSPFv3, and its limit is 2" in said
    )
    assert """'nft delete element inet linuxnet_mpls_ospf ended6 { "eth3" }'""" in said
    shell.now += 1
    _watch_routes.look(limits, ended)
    assert len(shell.done) == 2
    # Somebody took it out of the set, and it advertised as much again.
    shell.now += _watch_routes.PATIENCE
    _watch_routes.look(limits, ended)
    assert len(shell.done) == 4


def test_set_elements_time_out_and_both_directions_are_dropped() -> None:
    table = build_table()
    assert {chain.name for chain in table.chains} == {"prerouting", "postrouting"}
    objects = dict(table.objects)
    for family in "46":
        assert "flags timeout" in objects[f"set ended{family}"]
    for chain in table.chains:
        way = {"prerouting": "iifname", "postrouting": "oifname"}[chain.name]
        assert [rule.split(" counter")[0] for rule in chain.rules] == [
            f"meta nfproto ipv{family} meta l4proto 89 {way} @ended{family}" for family in "46"
        ]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"interface": "a b"}, "ports[0].interface"),
        ({"interface": "a+b"}, "ports[0].interface"),
        ({"vrf": "a+b"}, "ports[0].vrf"),
        ({"max_prefixes": 0}, "ports[0].max_prefixes"),
        ({"restart": 65536}, "ports[0].restart"),
    ],
)
def test_value_that_cannot_be_right_is_refused(said: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_limits({"ports": [{**GREEN, **said}]})
    assert caught.value.path == path


def test_port_that_is_there_twice_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        parse_limits({"ports": [GREEN, GREEN]})
    assert caught.value.path == "ports[1]"


def test_limits_come_and_go_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    router = Router(tmp_path, monkeypatch)
    units: dict[str, str] = {}

    def run(argv: Sequence[str], **_options: Any) -> str:
        words = " ".join(argv)
        if words.startswith("systemctl show"):
            return units.get(argv[-1], "LoadState=not-found\n")
        if "enable" in argv:
            units[argv[-1]] = "LoadState=loaded\nUnitFileState=enabled\nActiveState=active\n"
        if "disable" in argv:
            units.pop(argv[-1])
        return ""

    monkeypatch.setattr(_program, "run_command", run)
    monkeypatch.setattr(_program, "run_enablement", run)
    monkeypatch.setattr(_program, "UNITS", str(tmp_path / "units"))
    monkeypatch.setattr(_task, "UNITS", str(tmp_path / "units"))
    monkeypatch.setattr(_task, "PROGRAM", str(tmp_path / "watch_routes.py"))
    monkeypatch.setattr(_watch_routes, "LIMITS", str(tmp_path / "ospf.limits"))
    wanted = {"ports": [GREEN]}
    report = _runner.run(_task.build_resources(wanted), check=False)
    assert report.operations[-1] == f"create {_task.UNIT}"
    assert "create table inet linuxnet_mpls_ospf" in report.operations
    assert _task.find_differences(wanted) == ()
    changed = _task.find_differences({"ports": [{**GREEN, "max_prefixes": 4}]})
    assert changed == (f"change {tmp_path / 'ospf.limits'}",)
    gone = _runner.run(_task.build_resources({"state": "absent"}), check=False)
    assert gone.operations[0] == f"delete {_task.UNIT}"
    assert set(router.tables) == {"table inet filter"}
    assert not (tmp_path / "watch_routes.py").exists()


def test_ended_sessions_are_read_with_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    element = {"elem": {"val": "eth3", "timeout": 900, "expires": 899}}
    shown = {"nftables": [{"metainfo": {}}, {"set": {"name": "ended6", "elem": [element]}}]}

    def answer(argv: Sequence[str]) -> str:
        if argv[-1] == "ended4":
            return json.dumps({"nftables": [{"metainfo": {}}, {"set": {"name": "ended4"}}]})
        return json.dumps(shown)

    def fail(_argv: Sequence[str]) -> str:
        raise ApplyError("no such table")

    monkeypatch.setattr(_ended, "run_command", answer)
    assert _ended.read_ended() == {("ipv6", "eth3"): 899}
    monkeypatch.setattr(_ended, "run_command", fail)
    assert _ended.read_ended() == {}
