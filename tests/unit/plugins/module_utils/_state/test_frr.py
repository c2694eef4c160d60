# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What FRR answers: read, or named as what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _saved as saved
from ansible_collections.linuxnet.mpls.plugins.module_utils._state import _frr as frr

COMMAND = "show ip ospf neighbor json"


def _fail() -> str:
    raise ApplyError("ospfd does not answer")


def ask(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], str | None], *silent: str) -> frr.Frr:
    monkeypatch.setattr(frr, "read_silent", lambda: {name: f"{name} sleeps" for name in silent})
    monkeypatch.setattr(frr.vtysh, "read_answer", lambda _daemon, _commands: answer())
    return frr.Frr()


@pytest.mark.parametrize(
    ("printed", "answer"), [(None, {}), ("", {}), ("\n", {}), ('{"a": 1}\n', {"a": 1})]
)
def test_answer_is_read_when_a_daemon_has_one_or_does_not_run(
    monkeypatch: pytest.MonkeyPatch, printed: str | None, answer: dict[str, int]
) -> None:
    asked = ask(monkeypatch, lambda: printed)
    assert asked.show(COMMAND) == answer
    assert asked.problems == {}


@pytest.mark.parametrize("printed", ["% Unknown command", "[]", '{"a": '])
def test_answer_is_named_when_it_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, printed: str
) -> None:
    asked = ask(monkeypatch, lambda: printed)
    assert asked.show(COMMAND) == {}
    words = f"is {printed.strip()!r}: expected JSON, a dict, for each"
    assert asked.problems == {f"frr answer to '{COMMAND}'": words}


def test_command_is_named_when_a_daemon_hangs_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(monkeypatch, _fail)
    assert asked.show(COMMAND) == {}
    assert asked.problems == {f"frr answer to '{COMMAND}'": "ospfd does not answer"}


def test_nothing_is_asked_of_a_daemon_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(monkeypatch, _fail, "ospfd")
    assert asked.show(COMMAND) == {}
    assert asked.differences() == {}
    assert asked.problems == {"frr daemon ospfd": "ospfd sleeps"}


def test_answers_behind_each_other_are_read_as_far_as_they_are_json(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ask(monkeypatch, lambda: '{"a": {"b": 1}}\n \n{}\n% Unknown command\n{"c": 2}\n')
    commands = [f"show bgp vrf {name} ipv4 unicast summary json" for name in "abcd"]
    assert asked.show_all(commands) == [{"a": {"b": 1}}, {}, {}, {}]
    assert [*asked.problems] == [f"frr answer to '{command}'" for command in commands[2:]]
    assert asked.show_all([]) == []


def test_list_is_read_where_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(monkeypatch, lambda: '[{"status": "up"}]')
    assert asked.show_list("show bfd peers json") == [{"status": "up"}]
    assert asked.problems == {}
    assert asked.show("show ip ospf neighbor json") == {}
    assert len(asked.problems) == 1


TEXT = "router ospf\n ospf router-id 10.0.0.{}\nexit\n"


@pytest.fixture
def proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A router on which a configuration was proven: its files."""
    monkeypatch.setattr(saved, "FRR_CONF", str(tmp_path / "frr.conf"))
    monkeypatch.setattr(saved, "MEMORY", str(tmp_path / "frr.json"))
    monkeypatch.setattr(frr.vtysh, "read_version", lambda: (10, 3))
    show(monkeypatch, TEXT.format(1))
    known = saved.digest("key", TEXT.format(1))
    saved.write_memory(saved.Memory("", known, known, "key"))
    (tmp_path / "frr.conf").write_text(TEXT.format(1), encoding="utf-8")
    return tmp_path


def show(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(frr.vtysh, "read_running", lambda: frr.vtysh.Running(text, True))


def test_nothing_is_compared_when_the_digests_are_the_same(
    proven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_all: object) -> None:
        raise AssertionError(f"compared in {proven}")

    monkeypatch.setattr(frr, "find_differences", refuse)
    assert ask(monkeypatch, _fail).differences() == {}


@pytest.mark.parametrize("keeper", ["frr.conf", "frr.conf.sav", "frr.conf.20260101T000000Z"])
def test_wrong_and_right_are_named_when_a_file_has_what_was_proven(
    proven: Path, monkeypatch: pytest.MonkeyPatch, keeper: str
) -> None:
    show(monkeypatch, TEXT.format(9))
    (proven / "frr.conf").rename(proven / keeper)
    if keeper != "frr.conf":
        (proven / "frr.conf").write_text(TEXT.format(8), encoding="utf-8")
    found = ask(monkeypatch, _fail).differences()
    line = "router ospf: ospf router-id"
    running = {f"frr running configuration: {line}": "is 10.0.0.9: expected 10.0.0.1"}
    file = {f"frr {proven}/frr.conf: {line}": "is 10.0.0.8: expected 10.0.0.1"}
    assert found == {**running, **(file if keeper != "frr.conf" else {})}


def test_file_is_compared_with_what_runs_when_that_was_proven(
    proven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (proven / "frr.conf").write_text("frr version 10.3\n" + TEXT.format(1), encoding="utf-8")
    assert ask(monkeypatch, _fail).differences() == {}
    (proven / "frr.conf").unlink()
    reason = "is not there with a line in it: expected it"
    assert ask(monkeypatch, _fail).differences() == {f"frr {proven}/frr.conf: router ospf": reason}


def test_few_lines_are_named_when_all_are_gone(
    proven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(f"ip prefix-list P seq {at} permit 10.0.0.0/{at}\n" for at in range(8, 32))
    known = saved.digest("key", text)
    saved.write_memory(saved.Memory("", known, known, "key"))
    (proven / "frr.conf").write_text(text, encoding="utf-8")
    show(monkeypatch, "")
    found = ask(monkeypatch, _fail).differences()
    assert len(found) == frr.MOST + 1
    assert found["frr running configuration"] == "differs in 4 lines more: expected none"


def test_router_is_named_when_there_is_nothing_to_compare_with(
    proven: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(monkeypatch, _fail)
    (proven / "frr.json").unlink()
    assert list(asked.differences()) == ["frr running configuration"]
    monkeypatch.setattr(frr.vtysh, "read_version", lambda: None)
    assert asked.differences() == {"frr": "is not installed: expected the package frr"}
