# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The restore service: what it runs at which event, and when it is needed."""

from __future__ import annotations

import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._render import render_line
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    NextHop,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import (
    _program,
    _restore,
    _watch_links,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import (
    PROGRAM,
    UNIT,
    UNIT_PATH,
    BatchFiles,
    RestoreService,
    batch_path,
    label_batch_path,
)

CONTENT = "# a mark\nroute add 16 dev red\nroute add 17 nexthop dev eth1 nexthop dev eth10\n"
UP = _watch_links.IFF_UP


def link_event(index: int, name: str, flags: int, kind: int = _watch_links.RTM_NEWLINK) -> bytes:
    text = name.encode() + b"\0"
    attribute = _watch_links.ATTRIBUTE.pack(4 + len(text), _watch_links.IFLA_IFNAME) + text
    body = _watch_links.LINK.pack(0, 1, index, flags, 0) + attribute + bytes(-len(text) % 4)
    return _watch_links.HEADER.pack(16 + len(body), kind, 0, 0, 0) + body


SOURCED = (
    "# a mark\n"
    "route add 10.1.0.0/16 table 254 proto 130 src 10.0.0.1 encap mpls 16 dev eth1\n"
    "route add fd01::/64 table 100 proto 130 src fd00::1 nexthop dev eth1 nexthop dev eth2\n"
    "route add fd02::1/128 table 254 proto 130 encap mpls 16 dev eth1\n"
    "route add fd02::1/128 table 100 proto 130 src fd00::a00:1 encap mpls 16 dev eth1\n"
    "route add ::/0 proto 130 src fd00::1 encap mpls 16 dev eth1\n"
    "route add fd03::1/128 table 254 proto 130 src fd00::1 encap mpls 16 dev eth1\n"
)
PREFIXES = [line.split()[2] for line in SOURCED.splitlines()[1:]]
DEVICES = [
    {},
    {"ifname": "lo", "addr_info": [{"local": "10.0.0.1"}, {"local": "fd00::10.0.0.1"}, {}]},
    {"ifname": "eth1", "addr_info": [{"local": "10.9.0.1", "address": "10.0.0.1"}]},
    {"ifname": "eth9", "addr_info": [{"local": "fd00::1"}]},
]
ROUTES = [
    {"dst": "fd01::/64", "table": "100", "nexthops": []},
    {"dst": "fd01::/64"},
    {"dst": "fd02::1"},
    {"dst": "fd02::1", "table": "100", "prefsrc": "fd00::a00:1"},
    {"dst": "default", "encap": "mpls", "stack": "16/17"},
    {"dst": "fd03::1"},
]


class Ip:
    """'ip' on a router with these devices and routes; it notes what it is told to do."""

    def __init__(self) -> None:
        self.dumb = False
        self.bad: set[str] = set()
        self.runs = 0
        self.asked: list[str] = []
        self.done: list[str] = []

    def __call__(self, argv: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        words = " ".join(argv)
        if "-batch" in words:
            return subprocess.CompletedProcess(argv, 1, "", self._run(options["input"]))
        self.asked.append(words)
        shown = json.dumps(DEVICES if argv[-1] == "address" else ROUTES)
        # iproute2 6.1 shows the stack like this
        shown = shown.replace('"stack"', '"dst"')
        return subprocess.CompletedProcess(argv, 0, "" if self.dumb else shown, "")

    def _run(self, text: str) -> str:
        """Add each line once; one that cannot be read ends it, as without an 'end' at the end."""
        self.runs += 1
        said = ""
        for number, line in enumerate(text.splitlines(), 1):
            if line in self.bad:
                return f'{said}Error: inet6 address is expected rather than "x".\n'
            if line == _watch_links.END:
                said += f'Object "end" is unknown, try "ip help".\nCommand failed -:{number}\n'
            elif line in self.done:
                said += f"RTNETLINK answers: File exists\nCommand failed -:{number}\n"
            else:
                self.done.append(line)
        return said


@pytest.fixture
def router(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ip:
    ip = Ip()
    monkeypatch.setattr(_watch_links.subprocess, "run", ip)
    monkeypatch.setattr(_watch_links, "FOLDER", str(tmp_path))
    present = enumerate(["lo", "eth1", "eth2", "eth9", "eth10", "red"])
    monkeypatch.setattr(_watch_links.socket, "if_nameindex", list(present).copy)
    return ip


@pytest.mark.parametrize(
    ("names", "prefixes"),
    [
        ({"lo"}, [PREFIXES[0], PREFIXES[3]]),
        ({"eth9"}, [PREFIXES[1], PREFIXES[4], PREFIXES[5]]),
        ({"eth2"}, [PREFIXES[1]]),
        ({"eth1"}, PREFIXES),
        ({"red"}, []),
    ],
)
def test_lines_are_run_when_a_device_has_their_source(
    names: set[str], prefixes: list[str], router: Ip, tmp_path: Path
) -> None:
    (tmp_path / "50-routes.batch").write_text(SOURCED)
    _watch_links.restore(names)
    assert [line.split()[2] for line in router.done] == prefixes


def test_source_is_given_back_when_the_kernel_took_it_from_a_route(
    router: Ip, tmp_path: Path
) -> None:
    (tmp_path / "50-routes.batch").write_text(SOURCED)
    _watch_links.restore(None)
    verbs = ["add", "change", "add", "add", "change", "change"]
    assert [line.split()[1] for line in router.done] == verbs
    added = [line.replace("route change", "route add") for line in router.done]
    assert added == SOURCED.splitlines()[1:]
    assert router.asked == ["ip -j -6 -N route show table all proto 130"]


def test_other_lines_are_run_when_a_next_hop_waits_for_its_device(
    router: Ip, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = "route add 15 nexthop dev eth1 nexthop dev late\n"
    (tmp_path / "50-routes.mpls.batch").write_text(late + CONTENT)
    _watch_links.restore(None)
    assert router.done == CONTENT.splitlines()[1:]
    assert "1 of 3 commands wait for a device that is missing" in capsys.readouterr().err


@pytest.mark.parametrize("names", [None, {"red", "eth1"}])
def test_nothing_is_asked_when_no_line_has_a_source(
    names: set[str] | None, router: Ip, tmp_path: Path
) -> None:
    (tmp_path / "50-routes.mpls.batch").write_text(CONTENT)
    _watch_links.restore(names)
    assert (len(router.done), router.asked) == (2, [])


def test_lines_are_run_when_ip_shows_nothing(router: Ip, tmp_path: Path) -> None:
    router.dumb = True
    (tmp_path / "50-routes.batch").write_text(SOURCED)
    _watch_links.restore({"eth2"})
    assert [line.split()[:3] for line in router.done] == [["route", "add", PREFIXES[1]]]


def test_protocol_is_that_of_our_routes_when_the_program_asks_for_them() -> None:
    line = render_line(
        RouteKey(prefix="fd01::/64"), RouteState((NextHop("eth1"),), source="fd00::1")
    )
    assert f" table {_watch_links.MAIN_TABLE} proto {_watch_links.PROTOCOL} src " in line


@pytest.mark.parametrize(
    ("names", "labels"),
    [(None, ["16", "17"]), ({"eth1"}, ["17"]), ({"eth10", "red"}, ["16", "17"]), ({"eth"}, [])],
)
def test_lines_are_run_when_they_name_the_device(names: set[str] | None, labels: list[str]) -> None:
    assert [line.split()[2] for line in _watch_links.select_lines(CONTENT, names)] == labels


def test_device_is_told_once_when_it_appears_goes_up_and_repeats_itself() -> None:
    known: dict[int, tuple[str, int]] = {}
    note = _watch_links.note_events
    assert note(link_event(7, "eth1", 0), known) == {"eth1"}
    assert note(link_event(7, "eth1", UP) + link_event(8, "eth2", UP), known) == {"eth1", "eth2"}
    assert note(link_event(7, "eth1", UP), known) == set()
    assert note(link_event(7, "eth1", 0), known) == set()
    assert note(link_event(7, "eth1", 0, _watch_links.RTM_DELLINK), known) == set()
    assert note(link_event(7, "eth1", 0), known) == {"eth1"}


def test_walk_ends_when_an_event_is_cut_short() -> None:
    assert _watch_links.note_events(struct.pack("=IHHII", 4, 16, 0, 0, 0), {}) == set()


def test_route_that_is_there_is_no_problem_when_ip_refuses_it() -> None:
    printed = (
        "RTNETLINK answers: File exists\nCommand failed -:1\n"
        'Cannot find device "eth1"\nCommand failed -:2\n'
        "RTNETLINK answers: Address already in use\nCommand failed -:3\n"
    )
    problems = _watch_links.list_problems(["a", "b", "c"], printed)
    assert problems == ['b: Cannot find device "eth1"']


@given(st.sets(st.integers(0, 40)), st.integers(1, 41))
def test_other_lines_are_run_in_order_when_some_cannot_be_read(bad: set[int], count: int) -> None:
    ip = Ip()
    lines = [f"route add {at} dev lo" for at in range(count)]
    ip.bad = {lines[at] for at in bad if at < count}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_watch_links.subprocess, "run", ip)
        problems = _watch_links._run_each([], lines)
    assert ip.done == [line for line in lines if line not in ip.bad]
    words = 'Error: inet6 address is expected rather than "x".'
    assert problems == [f"{line}: {words}" for line in lines if line in ip.bad]


def test_few_runs_are_needed_when_one_line_of_many_cannot_be_read(
    router: Ip, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"route add {at} dev lo" for at in range(10000)]
    router.bad = {lines[4321]}
    (tmp_path / "50-routes.mpls.batch").write_text("".join(f"{line}\n" for line in lines))
    _watch_links.restore(None)
    assert len(router.done) == 9999
    assert router.runs < 30
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path}/50-routes.mpls.batch: {lines[4321]}: Error: inet6 address")


def test_program_ends_so_that_it_is_started_anew_when_ip_hangs(
    router: Ip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(argv: list[str], *, timeout: float, **_options: Any) -> None:
        raise subprocess.TimeoutExpired(argv, timeout)

    monkeypatch.setattr(_watch_links.subprocess, "run", hang)
    (tmp_path / "50-routes.mpls.batch").write_text(CONTENT)
    with pytest.raises(SystemExit, match="ip -f mpls -force -batch - did not end within 60 s"):
        _watch_links.restore(None)
    assert router.done == []


def test_program_says_what_it_cannot_read() -> None:
    with pytest.raises(SystemExit, match=r"ip -j gives no JSON: .*'oops'"):
        _watch_links.list_addresses("oops", {"lo"})


def test_label_file_is_run_after_the_tunnels_when_sorted_by_name() -> None:
    paths = [label_batch_path("50-routes"), batch_path("50-routes"), batch_path("10-tunnels")]
    assert sorted(paths) == [paths[2], paths[1], paths[0]]
    assert paths[0].endswith(_watch_links.LABEL_SUFFIX)
    assert paths[0].endswith(_watch_links.SUFFIX)


@pytest.mark.parametrize(
    ("present", "wanted", "verbs"),
    [
        ({}, {"a": "line\n"}, ["create", "create", "create"]),
        ({"a": MARK}, {"a": None}, []),
        ({"a": MARK, "b": MARK}, {"a": None}, ["create", "create", "create"]),
    ],
)
def test_service_is_wanted_when_a_batch_file_remains(
    present: dict[str, str],
    wanted: dict[str, str | None],
    verbs: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(argv: list[str]) -> str:
        assert argv[1] == "show"
        return "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n"

    monkeypatch.setattr(_restore, "read_files", lambda _patterns: present)
    monkeypatch.setattr(_program, "run_command", answer)
    batches = BatchFiles(lambda _present: wanted)
    service = RestoreService(batches)
    batches.read()
    operations = service.plan(service.read()).operations
    assert [step.verb for step in operations] == verbs
    if operations:
        assert [step.key for step in operations] == [UNIT_PATH, PROGRAM, UNIT]


def test_service_ends_before_its_files_go_when_nothing_is_left() -> None:
    service: Any = RestoreService(BatchFiles(dict))
    service.want({UNIT_PATH: None, PROGRAM: None}, {})
    plan = service.plan({UNIT_PATH: "a", PROGRAM: "b", UNIT: "enabled, active"})
    assert [str(step) for step in plan.operations] == [
        f"delete {UNIT}",
        f"delete {PROGRAM}",
        f"delete {UNIT_PATH}",
    ]
