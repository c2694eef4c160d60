# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The daemons file, watchfrr's arguments and what vtysh prints."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import (
    _running,
    _service,
    _stopping,
    _vtysh,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import (
    disable_daemons,
    enable_daemons,
    parse_enabled,
    parse_supervised,
    plan_missing,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._running import MPLS_KEY, Daemons
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import parse_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._vtysh import (
    Reader,
    find_complaints,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Report, run

FILE = '# comment\nbgpd=no\nospfd=yes\nldpd="no"\nvtysh_enable=yes\nbgpd_options="-A ::1"\n'


def test_one_line_changes_when_one_daemon_is_enabled() -> None:
    text = enable_daemons(FILE, ["bgpd"])
    assert text == FILE.replace("bgpd=no\n", "bgpd=yes\n")


def test_line_is_added_when_the_file_does_not_name_the_daemon() -> None:
    assert enable_daemons(FILE, ["bfdd"]) == FILE + "bfdd=yes\n"


def test_enabled_daemons_are_found_when_values_are_quoted() -> None:
    assert parse_enabled(FILE) == {"ospfd"}


def test_watched_daemons_are_found_when_arguments_have_options() -> None:
    cmdline = "/usr/lib/frr/watchfrr\0-d\0-F\0traditional\0zebra\0mgmtd\0ospfd\0staticd\0"
    assert parse_supervised(cmdline) == {"zebra", "mgmtd", "ospfd", "staticd"}


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("MGMTD: No changes found to be committed!\n", 0),
        (
            "Static Route to 10.0.0.0/8 not installed currently "
            "because dependent config not fully available",
            0,
        ),
        ("This command is deprecated, because it is not VRF-aware.\n", 0),
        ("", 0),
    ],
)
def test_no_complaint_is_found_when_the_words_are_harmless(shown: str, code: int) -> None:
    assert find_complaints(shown, code) == []


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("line 2: % Unknown command[43]:  foo bar\n", 2),
        ("% Can not configure the local system as neighbor\n", 0),
        ("BGP is already running; AS is 65009\n", 13),
        ("", 1),
        ("", -9),
    ],
)
def test_complaint_is_found_when_a_command_was_refused(shown: str, code: int) -> None:
    assert find_complaints(shown, code)


def test_rejected_lines_are_named_when_they_follow_a_complaint() -> None:
    shown = "% Configuration failed.\n\nThe following commands were rejected:\n-  net 49.0001\n"
    assert "- net 49.0001" in find_complaints(shown, 0)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("router bgp 1\nexit\ninterface lo\n description a\nexit\n", {}),
        ("mpls ldp\nexit\n", {"ldpd": "mpls ldp"}),
        ("interface a\n ip ospf area 0\nexit\n", {"ospfd": "ip ospf area 0"}),
        ("interface a\n ip ospfx\nexit\n", {}),
        ("interface a\n ipv6 router isis c\nexit\n", {"isisd": "ipv6 router isis c"}),
        ("segment-routing\n traffic-eng\n exit\nexit\n", {"pathd": "traffic-eng"}),
        ("bgp community-list standard A permit 1:1\nip prefix-list A permit any\n", {}),
    ],
)
def test_daemon_is_missing_when_the_text_has_something_of_it(
    text: str, missing: dict[str, str]
) -> None:
    assert plan_missing(parse_config(text), ["bgpd"]) == missing


def test_daemon_is_missing_when_a_list_is_its_own() -> None:
    config = parse_config("bgp as-path access-list A permit ^1$\n")
    assert plan_missing(config, ["ospfd"]) == {"bgpd": "bgp as-path access-list A permit ^1$"}


class Service:
    """The service in memory: what the file says, what watchfrr watches, what is alive."""

    def __init__(self, patch: pytest.MonkeyPatch, **more: object) -> None:
        self.file = FILE
        self.watched = {"zebra", "ospfd"}
        self.alive = {"zebra", "ospfd", "isisd"}
        self.half = False
        self.dying: set[str] = set()
        self.done: list[str] = []
        for name in (
            "read_programs",
            "read_active",
            "read_optional",
            "read_daemons_file",
            "write_daemons_file",
            "run_watchfrr_restart",
            "run_restart",
            "run_stop",
            "is_half_restarted",
            "missing_programs",
            "read_enabled",
            "read_idle",
            "read_running",
            "wait_for_daemons",
        ):
            patch.setattr(_stopping.service, name, more.get(name) or getattr(self, name))

    def read_programs(self) -> set[str]:
        return {"zebra", "ospfd", "isisd", "bgpd"}

    def read_active(self) -> bool:
        return not self.half

    def is_half_restarted(self) -> bool:
        return self.half

    def missing_programs(self, _names: list[str]) -> list[str]:
        return []

    def read_enabled(self) -> bool:
        return True

    def read_idle(self) -> bool:
        return False

    def read_running(self) -> set[str]:
        enabled = {"zebra", *parse_enabled(self.file)}
        return self.watched & self.alive & enabled

    def wait_for_daemons(self, _names: list[str]) -> None:
        self.done.append("waited")

    def run_restart(self) -> None:
        raise AssertionError("all of FRR was restarted")

    def read_optional(self) -> set[str]:
        return (parse_enabled(self.file) | self.watched | self.alive) - {"zebra"}

    def read_daemons_file(self) -> str:
        return self.file

    def write_daemons_file(self, text: str) -> None:
        self.file = text

    def run_watchfrr_restart(self) -> None:
        self.half = False
        self.watched = {"zebra", *parse_enabled(self.file)} - self.dying
        self.alive |= self.watched
        self.done.append("watchfrr")

    def run_stop(self, name: str) -> None:
        assert name not in self.watched, "watchfrr would start it again"
        self.alive.discard(name)
        self.done.append(name)


def _run(service: Service, named: list[str], *, check: bool = False) -> Report:
    unnamed = _stopping.UnnamedDaemons(named, then=lambda: service.done.append("then"))
    return run([unnamed], check=check)


@pytest.fixture(autouse=True)
def _lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "lock"))


def test_daemons_are_stopped_when_a_task_does_not_name_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = Service(monkeypatch)
    foretold = _run(service, ["ospfd"], check=True)
    assert service.done == []
    assert _run(service, ["ospfd"]).as_result() == foretold.as_result()
    assert foretold.results == {"daemons_stopped": ["isisd"]}
    assert service.done == ["watchfrr", "isisd", "then"]
    assert service.alive == {"zebra", "ospfd"}
    assert parse_enabled(service.file) == {"ospfd"}
    assert not _run(service, ["ospfd"]).operations


def test_line_of_a_daemon_says_no_when_it_is_disabled() -> None:
    assert disable_daemons(FILE, ["ospfd"]) == FILE.replace("ospfd=yes", "ospfd=no")


def test_daemons_run_again_when_one_does_not_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ApplyError(f"{name} still runs")

    service = Service(monkeypatch, run_stop=refuse)
    with pytest.raises(ApplyError, match="ospfd still runs"):
        _run(service, ["isisd"])
    assert parse_enabled(service.file) == {"ospfd"}
    assert service.watched == {"zebra", "ospfd"}


@pytest.fixture(autouse=True)
def _mgmtd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_vtysh, "read_version", lambda: (8, 4, 4))


@pytest.mark.parametrize(
    ("version", "answers", "reads", "unknown"),
    [
        ((8, 4, 4), [set()], 0, []),
        ((9, 1), [{"staticd"}], 0, []),
        ((10, 3), [set(), {"staticd", "zebra"}], 2, []),
        ((10, 3), [{"staticd", "zebra"}], 1, []),
        ((10, 3), [{"staticd"}, {"staticd", "zebra"}], 2, []),
        ((10, 3), [{"staticd"}], 61, ["zebra"]),
    ],
)
def test_daemons_that_mgmtd_does_not_know_are_waited_for(
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, ...],
    answers: list[set[str]],
    reads: int,
    unknown: list[str],
) -> None:
    seen: list[set[str]] = []
    clock = [0.0]

    def read() -> set[str]:
        seen.append(answers[min(len(seen), len(answers) - 1)])
        return seen[-1]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    monkeypatch.setattr(_vtysh, "read_backends", read)
    monkeypatch.setattr(_vtysh, "read_version", lambda: version)
    monkeypatch.setattr(_service, "read_running", lambda: {"zebra", "staticd", "bgpd"})
    times = SimpleNamespace(monotonic=lambda: clock[0], sleep=sleep)
    monkeypatch.setattr(_running, "time", times)
    daemons = Daemons([], Reader(), needs_mpls=False, fresh=True, check=False)
    assert daemons._wait_for_mgmtd() == unknown
    assert len(seen) == reads


def _start(service: Service, *names: str) -> Report:
    assert service
    return run([Daemons(names, Reader(), needs_mpls=False, fresh=False, check=False)], check=False)


def test_watchfrr_is_restarted_to_the_end_when_a_run_was_killed_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = Service(monkeypatch)
    service.half = True
    assert _start(service, "ospfd").operations == ("change frr.service",)
    assert service.done == ["watchfrr", "waited"]
    assert not _start(service, "ospfd").operations


def test_daemon_is_stopped_and_disabled_again_when_it_does_not_come_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = Service(monkeypatch)
    service.dying = {"bgpd"}
    with pytest.raises(ApplyError, match=r"still asks for: create daemon bgpd \(done: nothing"):
        _start(service, "ospfd", "bgpd")
    assert service.file == FILE
    assert service.done == ["watchfrr", "waited", "watchfrr", "bgpd"]
    assert service.alive == {"zebra", "ospfd", "isisd"}


def test_first_reason_is_told_when_the_daemons_file_cannot_be_put_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(text: str) -> None:
        service.file = service.file if "bgpd=no" in text else text
        raise ApplyError(f"{len(service.done)} disk full")

    service = Service(monkeypatch, write_daemons_file=refuse)
    with pytest.raises(ApplyError, match=r"0 disk full \(done: nothing; not done: create daemon"):
        _start(service, "ospfd", "bgpd")


def test_daemons_have_time_to_start_when_the_router_is_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = iter([{"zebra"}, {"zebra"}, {"zebra", "ldpd"}])
    naps: list[float] = []
    monkeypatch.setattr(_service, "read_running", lambda: next(seen))
    monkeypatch.setattr(_service.time, "sleep", naps.append)
    _service.wait_for_daemons(["ldpd"])
    assert len(naps) == 2


def test_wait_ends_when_a_daemon_never_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(_service, "read_running", set)
    monkeypatch.setattr(_service.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(_service.time, "sleep", lambda _seconds: None)
    _service.wait_for_daemons(["ldpd"])
    assert next(clock) > _service._SECONDS_TO_START


@pytest.mark.parametrize(
    ("kernel", "fresh", "text", "words"),
    [
        (False, True, "", "the kernel has none: load the module mpls_router first"),
        (True, False, "", "restarting FRR would help and would take its sessions down"),
        (True, True, "router bgp 65000\n", "would take its sessions down"),
        (True, True, "mpls ldp\n", "would take its sessions down"),
        (True, True, "ip prefix-list a permit any\n", None),
    ],
)
def test_zebra_that_has_not_seen_mpls_is_restarted_where_nobody_loses_a_session(
    monkeypatch: pytest.MonkeyPatch, *, kernel: bool, fresh: bool, text: str, words: str | None
) -> None:
    monkeypatch.setattr(_service, "read_kernel_mpls", lambda: kernel)
    monkeypatch.setattr(_vtysh, "read_running", lambda: _vtysh.Running(text, mpls=False))
    daemons = Daemons([], Reader(), needs_mpls=True, fresh=fresh, check=False)
    state = {_service.UNIT: "enabled, active", MPLS_KEY: "not seen"}
    monkeypatch.setattr(_service, "read_programs", lambda: {"zebra"})
    if words is None:
        assert MPLS_KEY in {step.key for step in daemons.plan(state).operations}
        return
    with pytest.raises(HostError, match=words):
        daemons.plan(state)
