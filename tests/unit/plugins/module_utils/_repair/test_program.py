# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The program stands alone, keeps out of the way of tasks, and remembers what it did."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._program import ProgramService
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair import _main, _seen
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._netlink_dump import (
    read_links,
    read_rules,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._seen import (
    Reader,
    parse_service,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._task import (
    PROGRAM,
    build_resources,
    render_program,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import (
    DesiredLink,
    Link,
    Seen,
    Wanted,
)

WANTED = Wanted(links={"eth2": DesiredLink("blue")}, services=("frr.service",))
LOST = Seen(links={"eth2": Link(3, "", 1500, up=True, setup="configured")})
FOUND = Seen(links={"eth2": Link(3, "blue", 1500, up=True, setup="configured")})


class Router:
    """A router whose port has left its VRF, until systemd-networkd is told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.seen = LOST
        self.deaf = False
        self.starting = False
        self.commands: list[str] = []
        self.lock = folder / "lock"
        self.state = folder / "repair.json"
        monkeypatch.setattr(_main, "LOCK", str(self.lock))
        monkeypatch.setattr(_main, "STATE", str(self.state))
        monkeypatch.setattr(_main, "read_wanted", lambda: WANTED)
        monkeypatch.setattr(_main.Reader, "read", lambda _self, _wanted: self.seen)
        monkeypatch.setattr(_main.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(_main, "run", self._run)
        monkeypatch.setattr(_main, "is_starting", lambda _unit: self.starting)

    def _run(self, command: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        self.commands.append(" ".join(command))
        if command[0] == "networkctl" and not self.deaf:
            self.seen = FOUND
        return subprocess.CompletedProcess(command, 1, "", "first words\nmore\n")

    def look(self, repairer: _main.Repairer, times: int = 1) -> float:
        for _time in range(times):
            self.now += 3
            pause = repairer.look()
        return pause


@pytest.fixture
def router(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Router:
    return Router(tmp_path, monkeypatch)


def test_program_stands_alone(tmp_path: Path) -> None:
    for path, text in render_program().items():
        (tmp_path / Path(path).name).write_text(MARK + text)
    code = "import sys, repair_main; print(sorted(m for m in sys.modules if 'ansible' in m))"
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_unit_starts_the_file_that_is_written() -> None:
    _drop_in, service = build_resources({"state": "present"})
    unit = "/etc/systemd/system/linuxnet-mpls-repair.service"
    files = dict(vars(service)["_files"])
    assert f"{PROGRAM}_main.py" in files
    assert f"ExecStart=/usr/bin/python3 -B {PROGRAM}_main.py\n" in files[unit]


def test_all_files_go_when_repairs_are_not_wanted() -> None:
    drop_in, service = build_resources({"state": "absent"})
    assert set(vars(drop_in)["_wanted"].values()) == {None}
    assert isinstance(service, ProgramService)
    assert not service._needed()


def test_port_is_repaired_and_remembered(
    router: Router, capsys: pytest.CaptureFixture[str]
) -> None:
    repairer = _main.Repairer()
    assert router.look(repairer, 3) == _main.SHORT_PAUSE
    assert router.commands == ["ip link set dev eth2 down", "networkctl reconfigure eth2"]
    router.look(repairer)
    assert router.look(repairer) == _main.PAUSE
    words = "eth2 is not in VRF blue: repaired after 3 s"
    assert json.loads(router.state.read_text()) == {
        "faults": [],
        "lowered": [],
        "repairs": [words],
    }
    said = capsys.readouterr().err.splitlines()
    assert "eth2 is not in VRF blue: networkctl reconfigure eth2" in said
    assert "networkctl reconfigure eth2: first words" in said
    assert said[-1] == words


def test_nothing_is_remembered_when_a_fault_went_by_itself(router: Router) -> None:
    repairer = _main.Repairer()
    router.look(repairer, 2)
    router.seen = FOUND
    router.look(repairer, 2)
    assert router.commands == []
    assert json.loads(router.state.read_text())["repairs"] == []


def test_nothing_is_done_while_a_task_is_at_work(router: Router) -> None:
    repairer = _main.Repairer()
    with router.lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        router.look(repairer, 9)
    assert router.commands == []


def test_nothing_is_done_between_two_tasks_of_a_run(router: Router) -> None:
    repairer = _main.Repairer()
    for seconds in range(9):
        router.lock.touch()
        _main.os.utime(router.lock, (seconds, seconds))
        router.look(repairer)
    assert router.commands == []
    router.look(repairer, 3)
    assert router.commands


def test_port_is_set_up_by_the_next_process(router: Router) -> None:
    router.deaf = True
    router.look(_main.Repairer(), 4)
    assert json.loads(router.state.read_text())["lowered"] == ["eth2"]
    down = Link(3, "blue", 1500, up=False, setup="configured")
    router.seen, router.commands = Seen(links={"eth2": down}), []
    router.look(_main.Repairer(), 2)
    assert router.commands == ["ip link set dev eth2 up", "networkctl reconfigure eth2"]


def test_port_is_shut_but_networkd_left_alone_while_it_starts(router: Router) -> None:
    router.starting = True
    router.look(_main.Repairer(), 20)
    assert set(router.commands) == {"ip link set dev eth2 down"}


@pytest.mark.parametrize(
    ("state", "answer"),
    [("active", False), ("failed", False), ("activating", True), ("deactivating", True)],
)
def test_service_is_starting_when_systemd_says_so(
    monkeypatch: pytest.MonkeyPatch, state: str, answer: bool
) -> None:
    monkeypatch.setattr(_seen, "ask", lambda *_command: f"ActiveState={state}\nJob=\n")
    assert _seen.is_starting("systemd-networkd.service") == answer


def test_service_may_be_starting_when_systemd_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_seen, "ask", lambda *_command: None)
    assert _seen.is_starting("systemd-networkd.service")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"lowered": 1, "repairs": []}', "\0"])
def test_program_starts_when_its_state_cannot_be_read(router: Router, text: str) -> None:
    router.state.write_text(text)
    assert _main.read_state() == {"lowered": [], "repairs": []}


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        ("ActiveState=active\nInactiveEnterTimestampMonotonic=0\nJob=\n", "active"),
        ("ActiveState=failed\nInactiveEnterTimestampMonotonic=7\nJob=\n", "failed"),
        ("ActiveState=inactive\nInactiveEnterTimestampMonotonic=0\nJob=\n", "never started"),
        ("ActiveState=inactive\nInactiveEnterTimestampMonotonic=7\nJob=0\n", "stopped"),
        ("ActiveState=inactive\nInactiveEnterTimestampMonotonic=0\nJob=12\n", "queued"),
        ("", "unknown"),
    ],
)
def test_state_of_a_service_is_told(shown: str, state: str) -> None:
    assert parse_service(shown) == state


def test_kernel_is_read_without_a_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_seen.subprocess, "run", None)
    loopback = read_links()["lo"]
    assert "127.0.0.1/8" in loopback.addresses
    assert (4, 32766, 254) in read_rules()


class Frr:
    """FRR that shows one configuration after the other."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.daemons: Mapping[str, str] = {"/run/frr/bgpd.pid": "7"}
        self.shown: str | None = "!\n"
        self.asked = 0
        monkeypatch.setattr(_seen, "read_daemons", lambda: frozenset(self.daemons.items()))
        monkeypatch.setattr(_seen, "read_service", lambda _unit: "active")
        monkeypatch.setattr(_seen, "ask", self._show)

    def _show(self, *_command: str, seconds: float) -> str | None:
        assert seconds < 10, "tasks wait no longer"
        self.asked += 1
        return None if self.shown is None else f"{_seen.BEGINNING}\n{self.shown}"


def test_zebra_has_its_route_maps_once_mgmtd_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = "route-map ce-in permit 10"
    wanted = Wanted(routing=frozenset({"router bgp 1"}), route_maps=frozenset({entry}))
    frr, reader = Frr(monkeypatch), Reader()
    whole = f"frr version 10.3\n{entry}\nrouter bgp 1\n"
    frr.shown = f"{whole}{_seen.BEGINNING}\n!\n"
    assert reader.read(wanted).route_maps == frozenset()
    frr.shown = f"{whole}{_seen.BEGINNING}\n{entry}\n"
    assert reader.read(wanted).route_maps == frozenset({entry})
    assert reader.read(wanted).route_maps is None
    frr.daemons, frr.shown = {"/run/frr/bgpd.pid": "8"}, whole.replace("10.3", "8.4.4")
    assert reader.read(wanted).route_maps is None


def test_frr_is_asked_until_it_was_right_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Wanted(routing=frozenset({"router bgp 1"}))
    frr, reader = Frr(monkeypatch), Reader()
    assert reader.read(wanted).routing == frozenset()
    frr.shown = None
    assert reader.read(wanted).routing is None
    frr.shown = "router bgp 1\n"
    assert reader.read(wanted).routing == frozenset({"router bgp 1"})
    frr.shown = "!\n"
    assert reader.read(wanted).routing is None
    assert frr.asked == 3
    frr.daemons = {"/run/frr/bgpd.pid": "8"}
    assert reader.read(wanted).routing == frozenset()
