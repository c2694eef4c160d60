# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The restore service: what it runs at which event, and when it is needed."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist import _restore, _watch_links
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
    assert _watch_links.list_problems(printed) == ['Cannot find device "eth1"']


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
    monkeypatch.setattr(_restore, "run_command", answer)
    batches = BatchFiles(lambda _present: wanted)
    service = RestoreService(batches)
    batches.read()
    operations = service.plan(service.read()).operations
    assert [step.verb for step in operations] == verbs
    if operations:
        assert [step.key for step in operations] == [UNIT_PATH, PROGRAM, UNIT]


def test_service_ends_before_its_files_go_when_nothing_is_left() -> None:
    service: Any = RestoreService(BatchFiles(dict))
    service.want({UNIT_PATH: None, PROGRAM: None})
    plan = service.plan({UNIT_PATH: "a", PROGRAM: "b", UNIT: "enabled, active"})
    assert [str(step) for step in plan.operations] == [
        f"delete {UNIT}",
        f"delete {PROGRAM}",
        f"delete {UNIT_PATH}",
    ]
