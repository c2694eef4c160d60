# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The transaction on FRR in memory: applied, proven, remembered, saved, or put back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner as runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _configuration as resource
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _saved as saved
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._desired import (
    DesiredConfig,
    Merge,
    Whole,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._merge import parse_change
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._secrets import Redactor
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import parse_config
from support.memory.frr import NEW, OLD, Model

START = """\
router bgp 65000
 neighbor 10.0.0.4 remote-as 65000
exit
router ospf
exit
"""


class Router:
    """A router with FRR in memory and its files in a folder."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.model = Model(normalise_config(parse_config(START), NEW))
        self.runs: list[str] = []
        self.refused = "(nothing)"
        self.dropped = "(nothing)"
        self.hidden = "(nothing)"
        self.folder = folder
        self.backups = 1
        patch.setattr(runner, "LOCK_FILE", str(folder / "lock"))
        patch.setattr(saved, "FRR_CONF", str(folder / "frr.conf"))
        patch.setattr(saved, "MEMORY", str(folder / "frr.json"))
        patch.setattr(resource, "is_loaded", lambda: True)
        patch.setattr(resource, "_SECONDS_BETWEEN_READS", 0)
        patch.setattr(
            resource.vtysh, "read_running", lambda: resource.vtysh.Running(self.read(), True)
        )
        patch.setattr(resource.vtysh, "read_complaints", lambda _text: [])
        patch.setattr(resource.vtysh, "apply_commands", self._apply)

    def read(self) -> str:
        rows = self.model.text.splitlines(keepends=True)
        return "".join(row for row in rows if self.hidden not in row)

    def _apply(self, text: str, _version: object) -> list[str]:
        self.runs.append(text)
        taken = [row for row in text.splitlines() if self.dropped not in row]
        self.model.run("\n".join(row for row in taken if self.refused not in row))
        return ["% no"] if self.refused in text else []

    def run(self, want: DesiredConfig, *, check: bool = False) -> dict[str, Any]:
        memory = saved.read_memory()
        key = memory.key or "00"
        task = resource.Configuration(
            want,
            memory,
            key,
            Redactor(key.encode()),
            resource.vtysh.Reader(),
            asked=resource.digest_desired(key, want, []),
            backups=self.backups,
            installed=True,
        )
        return runner.run([task], check=check).as_result()

    @property
    def file(self) -> str:
        return (self.folder / "frr.conf").read_text(encoding="utf-8")


@pytest.fixture
def router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Router:
    return Router(tmp_path, monkeypatch)


def whole(text: str) -> Whole:
    return Whole(text, NEW)


def merge(parents: list[str], *lines: str) -> Merge:
    return Merge(parse_change(parents, lines, str), NEW)


WANTS = [
    whole("router ospf\n ospf router-id 10.0.0.1\nexit\n"),
    merge(["router ospf"], "ospf router-id 10.0.0.1"),
    merge(["router bgp 65000"], "no neighbor 10.0.0.4", "neighbor 10.0.0.5 remote-as 65005"),
    merge([], "no router bgp 65000"),
]


@pytest.mark.parametrize("want", WANTS)
def test_second_run_changes_nothing_when_the_first_was_proven(
    router: Router, want: DesiredConfig
) -> None:
    foretold = router.run(want, check=True)
    assert router.runs == []
    done = router.run(want)
    assert done["changed"]
    for key in ("commands", "configuration", "diff"):
        assert done[key] == foretold[key], key
    before, after = (set(done["configuration"][side]) for side in ("before", "after"))
    assert before != after
    shown = {" / ".join(path) for path in parse_config(router.model.text).lines}
    assert (after <= shown, before <= shown) == (True, before <= after)
    assert len(router.runs) == 1
    again = router.run(want)
    assert not again["changed"], again
    assert len(router.runs) == 1
    assert normalise_config(parse_config(router.file), NEW).same_lines(
        want.parse(router.model.text)
    )


@pytest.mark.parametrize("want", WANTS)
def test_file_is_written_when_only_it_differs(router: Router, want: DesiredConfig) -> None:
    router.run(want)
    before = router.file
    (router.folder / "frr.conf").write_text("router rip\n", encoding="utf-8")
    assert router.run(want)["operations"] == [f"change {resource.SAVED}"]
    assert len(router.runs) == 1
    assert set(router.file.splitlines()) == set(before.splitlines())


@pytest.mark.parametrize("want", WANTS[:3])
def test_router_is_as_it_was_when_a_line_is_refused(router: Router, want: DesiredConfig) -> None:
    before = set(router.model.paths)
    router.refused = want.text.split("\n")[-3].strip()
    with pytest.raises(ApplyError, match="the configuration from before is back"):
        router.run(want)
    assert set(router.model.paths) == before
    assert not (router.folder / "frr.conf").exists()


def test_lines_are_named_when_frr_drops_them_in_silence(router: Router) -> None:
    router.dropped = "router-id"
    words = r"\+ router ospf / ospf router-id 10.0.0.1; the configuration from before is back"
    for want in WANTS[:2]:
        with pytest.raises(ApplyError, match=words):
            router.run(want)


STUB = "max-metric router-lsa administrative"


@pytest.mark.parametrize(
    "want",
    [
        Whole(f"router ospf\n {STUB}\nexit\n", OLD),
        Merge(parse_change(["router ospf"], [STUB], str), OLD),
    ],
)
def test_line_is_sent_once_when_8_4_does_not_show_it(router: Router, want: DesiredConfig) -> None:
    router.hidden = STUB
    assert router.run(want)["changed"]
    assert not router.run(want)["changed"]
    assert STUB in router.file
    router.model.run("log syslog\n")
    # What runs moved: nobody knows whether the line is still there.
    assert router.run(want)["changed"]
    assert not router.run(want)["changed"]
    router.run(Merge(parse_change(["router ospf"], ["ospf router-id 10.0.0.9"], str), OLD))
    assert STUB in router.file


def test_run_fails_when_a_line_is_not_shown_and_no_rule_says_so(router: Router) -> None:
    router.hidden = STUB
    for want in (whole(f"router ospf\n {STUB}\nexit\n"), merge(["router ospf"], STUB)):
        with pytest.raises(ApplyError, match=rf"\+ router ospf / {STUB}"):
            router.run(want)


def test_rendering_does_not_matter_when_nothing_moved_since_it_was_proven(router: Router) -> None:
    want = whole("router ospf\n ospf router-id 10.0.0.1\nexit\n")
    router.run(want)
    memory = saved.read_memory()
    router.model.paths.append(("router ospf", "a line that no rule knows"))
    assert router.run(want, check=True)["changed"]
    known = saved.digest(memory.key, router.read())
    saved.write_memory(saved.Memory(memory.wanted, known, memory.key))
    assert not router.run(want)["changed"]
    assert router.run(whole(want.text + "log syslog\n"), check=True)["changed"]


def test_memory_has_no_secret_when_the_configuration_has_one(router: Router) -> None:
    text = (
        "router bgp 65000\n neighbor 10.0.0.4 remote-as 1\n neighbor 10.0.0.4 password {}\nexit\n"
    )
    digests = set()
    for secret in ("Canary-1", "Canary-2", "Canary-1"):
        router.run(whole(text.format(secret)))
        remembered = (router.folder / "frr.json").read_text(encoding="utf-8")
        assert "Canary" not in remembered
        digests.add(saved.read_memory().wanted)
    assert len(digests) == 2
    assert saved.digest("another key", text) != saved.digest("key", text)


def test_nothing_is_compared_when_nothing_moved(
    router: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_all: object) -> None:
        raise AssertionError("compared")

    want = whole("router ospf\n ospf router-id 10.0.0.1\nexit\n")
    router.run(want)
    monkeypatch.setattr(resource, "plan_delta", refuse)
    monkeypatch.setattr(Whole, "target", refuse)
    assert not router.run(whole(want.text))["changed"]


def fail(*_all: object, **_more: object) -> None:
    raise ApplyError("disk full")


class Full:
    """A disk that has no room for a file from some write of it on."""

    def __init__(self, patch: pytest.MonkeyPatch, name: str, writes: int = 0) -> None:
        self._write = saved.write_atomically
        self._name = name
        self._left = writes
        patch.setattr(saved, "write_atomically", self)

    def __call__(self, path: str, *all_: Any, **more: Any) -> None:
        self._left -= path.endswith(self._name)
        if path.endswith(self._name) and self._left < 0:
            raise ApplyError("disk full")
        self._write(path, *all_, **more)


def read_files(router: Router) -> dict[str, str]:
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in router.folder.iterdir()
        if path.name.startswith("frr.")
    }


OTHER = whole(START)
PLACES = ("require_room", "write_saved", "write_memory", "remove_oldest")


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("want", WANTS)
def test_all_is_as_it_was_when_a_file_cannot_be_written(
    router: Router, monkeypatch: pytest.MonkeyPatch, want: DesiredConfig, place: str, *, first: bool
) -> None:
    if not first:
        router.run(OTHER)
    files, paths = read_files(router), list(router.model.paths)
    failing = {"write_memory": "frr.json", "write_saved": "frr.conf"}.get(place)
    if failing:
        Full(monkeypatch, failing)
    else:
        monkeypatch.setattr(saved, place, fail)
    words = "nothing was changed" if place == "require_room" else "the configuration from before"
    with pytest.raises(ApplyError, match=rf"disk full; {words}.* \(done: nothing; not done: "):
        router.run(want)
    assert set(router.model.paths) == set(paths)
    assert read_files(router) == files
    assert place != "require_room" or router.runs[1:] == []


def test_file_is_back_when_a_second_look_finds_something_left(
    router: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FRR showed all of it when it was proven, and loses a line just afterwards."""
    router.run(OTHER)
    files, paths = read_files(router), set(router.model.paths)
    remove_oldest = saved.remove_oldest

    def lose(backups: int) -> None:
        remove_oldest(backups)
        router.model.paths.remove(("router ospf", "ospf router-id 10.0.0.1"))

    monkeypatch.setattr(saved, "remove_oldest", lose)
    with pytest.raises(ApplyError, match=r"a second read still asks for.*done: nothing"):
        router.run(WANTS[0])
    assert set(router.model.paths) == paths
    assert read_files(router) == files


@pytest.mark.parametrize("backups", [0, 1])
def test_file_is_back_when_there_is_no_room_for_it_any_more(
    router: Router, monkeypatch: pytest.MonkeyPatch, backups: int
) -> None:
    router.backups = backups
    router.run(OTHER)
    files = read_files(router)
    Full(monkeypatch, "frr.conf", writes=1)
    monkeypatch.setattr(saved, "remove_oldest", fail)
    with pytest.raises(ApplyError, match=r"from before is back \(done: nothing"):
        router.run(WANTS[0])
    assert read_files(router) == files


def test_frr_keeps_the_change_when_its_file_does(
    router: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another configuration in FRR than at its next start would be worse."""
    router.run(OTHER)
    monkeypatch.setattr(saved, "remove_oldest", fail)
    monkeypatch.setattr(saved, "put_back", fail)
    words = r"FRR and its file have the change: disk full \(done: change .*; not done: nothing"
    with pytest.raises(ApplyError, match=words):
        router.run(WANTS[0])
    assert "10.0.0.1" in router.file
    assert ("router ospf", "ospf router-id 10.0.0.1") in router.model.paths


@pytest.mark.parametrize(
    ("shown", "goal", "first", "rest"),
    [
        ("", "", "", "password x\n"),
        ("log commands\n", "", "no log commands\n", "password x\n"),
        ("log commands\n", "log commands\n", "no log commands\n", "password x\nlog commands\n"),
        ("", "log commands\n", "", "password x\nlog commands\n"),
    ],
)
def test_commands_run_while_frr_logs_none(shown: str, goal: str, first: str, rest: str) -> None:
    """Whatever place the line itself has among them."""
    for rows in ("password x\n", "log commands\npassword x\n", "no log commands\npassword x\n"):
        found = resource.split_log(rows, parse_config(shown), parse_config(goal))
        if shown or goal or rows == "password x\n":
            assert found == (first, rest)
