# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Programs and files that give no answer: each is a failure that names itself."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils import _commands
from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import read_json, run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _process
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _socket
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._socket import NetlinkSocket
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import read_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl import _adapter, _proc
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf import _users

PLUGINS = Path(_commands.__file__).parents[1]


def test_program_that_hangs_is_killed_and_named(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    with pytest.raises(ApplyError, match=r"^sh -c .*: did not end within 0\.2 s$"):
        run_command(["sh", "-c", f"echo $$ >{pid}; exec sleep 1000"], patience=0.2)
    assert not Path("/proc", pid.read_text().strip()).exists()


def test_program_gives_what_it_printed_of_what_it_was_told() -> None:
    assert run_command(["cat"], stdin="a\n") == "a\n"
    assert run_command(["cat"]) == ""


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["/nonexistent"], "/nonexistent: cannot be run: No such file or directory"),
        (["sh", "-c", "echo why >&2; exit 3"], "sh -c echo why >&2; exit 3: why"),
        (["sh", "-c", "exit 3"], "sh -c exit 3: exit status 3"),
    ],
)
def test_program_that_fails_says_why(argv: list[str], words: str) -> None:
    with pytest.raises(ApplyError) as caught:
        run_command(argv)
    assert str(caught.value) == words


def test_answer_that_is_no_json_is_named() -> None:
    assert read_json(["echo", '{"a": 1}']) == {"a": 1}
    assert read_json(["true"]) == []
    with pytest.raises(ApplyError, match=r"^echo oops: gives no JSON: "):
        read_json(["echo", "oops"])


def test_units_have_longer_than_our_longest_start(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    class Process:
        returncode = 0

        def __init__(self, *_arguments: Any, **_options: Any) -> None:
            pass

        def communicate(self, _told: str | None, *, timeout: float) -> tuple[str, str]:
            given.append(timeout)
            return "", ""

    monkeypatch.setattr(_commands.subprocess, "Popen", Process)
    run_command(["systemctl", "restart", "frr"])
    run_command(["ip", "link"])
    assert given[0] > 5 * 60 + 90
    assert given[1] == _commands.PATIENCE


def calls_that_wait() -> list[str]:
    """Find the calls of subprocess that have no end."""
    found = []
    for path in PLUGINS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            words = {option.arg for option in node.keywords}
            # Popen's end is that of the communicate after it.
            waits = ast.unparse(node.func) in {"subprocess.run", "process.communicate"}
            if waits and "timeout" not in words:
                found.append(f"{path.relative_to(PLUGINS)}:{node.lineno}")
    return found


def test_no_program_is_waited_for_without_an_end() -> None:
    assert calls_that_wait() == []
    starts = {path for path in PLUGINS.rglob("*.py") if "subprocess.Popen(" in path.read_text()}
    assert starts == {Path(str(one.__file__)) for one in (_commands, _process)}


def test_kernel_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_socket, "SECONDS_TO_ANSWER", 0.05)
    silent = NetlinkSocket("routes")
    with pytest.raises(ApplyError, match=r"^routes: no answer from the kernel within 0\.05 s$"):
        silent._receive()


def refuse(*_arguments: Any, **_options: Any) -> None:
    raise OSError(5, "Input/output error")


READS: dict[str, Callable[[Path], object]] = {
    "a file of ours": lambda path: read_files([str(path)]),
    "a folder of keys": lambda _path: _proc.list_keys("net/mpls/conf"),
    "an index of modules": lambda path: _adapter._module_names(str(path)),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_what_cannot_be_read_is_not_taken_for_missing(
    read: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.touch()
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(_proc.os, "listdir", refuse)
    with pytest.raises(ApplyError, match="cannot be read: Input/output error"):
        read(path)


def test_file_that_goes_while_it_is_read_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.touch()

    def gone(*_arguments: Any, **_options: Any) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("builtins.open", gone)
    assert read_files([str(path)]) == {}


@pytest.fixture
def vtysh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "vtysh"
    monkeypatch.setattr(_users, "VTYSH", str(path))
    return path


def answer(vtysh: Path, script: str) -> None:
    vtysh.write_text(f"#!/bin/sh\n{script}\n")
    vtysh.chmod(0o755)


def test_nobody_uses_a_vrf_when_frr_is_not_there_or_does_not_run(vtysh: Path) -> None:
    assert _users.read_users() == {}
    answer(vtysh, "echo 'Exiting: failed to connect to any daemons.' >&2; exit 1")
    assert _users.read_users() == {}


def test_users_are_those_of_the_running_configuration(vtysh: Path) -> None:
    answer(vtysh, "printf 'Building configuration...\\n\\nrouter bgp 1 vrf red\\nexit\\n'")
    assert _users.read_users() == {"red": "router bgp 1 vrf red"}


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'Permission denied' >&2; exit 1", "Permission denied; mend FRR first"),
        ("exec sleep 1000", "did not end within 0.2 s; mend FRR first"),
        ("echo '% Unknown command'", "prints '% Unknown command'"),
        ("true", "prints ''"),
    ],
)
def test_no_vrf_is_free_when_frr_does_not_say_so(
    vtysh: Path, script: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_commands, "PATIENCE", 0.2 if "sleep" in script else 60.0)
    answer(vtysh, script)
    with pytest.raises(HostError, match="no VRF is removed, as FRR does not say") as caught:
        _users.read_users()
    assert words in str(caught.value)
