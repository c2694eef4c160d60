# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A daemon that hangs is told from one that is busy, and named."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _alive as alive
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _process as process
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._alive import (
    Patience,
    Process,
    Watch,
)

#: What a process does at each look, and after how many looks without an answer it hangs.
LIVES: dict[str, tuple[Callable[[int], Process], int]] = {
    "stopped": (lambda _at: Process("T", 7), alive._STOPPED_LOOKS + 1),
    "traced": (lambda _at: Process("t", 7), alive._STOPPED_LOOKS + 1),
    "asleep": (lambda _at: Process("S", 7), alive._SLEEPING_LOOKS + 1),
    "computing": (lambda at: Process("S", at), alive._BUSY_LOOKS),
    "kept from the processor": (lambda _at: Process("R", 7), alive._BUSY_LOOKS),
    "waiting for the disk": (lambda _at: Process("D", 7), alive._BUSY_LOOKS),
}


@pytest.mark.parametrize("life", LIVES)
def test_daemon_hangs_only_when_it_cannot_be_busy(life: str) -> None:
    does, looks = LIVES[life]
    patience = Patience()
    for at in range(1, looks):
        patience.note(does(at), answered=False)
        assert not patience.is_over, at
    patience.note(does(looks), answered=False)
    assert patience.is_over


@pytest.mark.parametrize("life", LIVES)
def test_patience_is_new_when_a_daemon_has_answered(life: str) -> None:
    does, looks = LIVES[life]
    patience = Patience()
    for at in range(3 * looks):
        patience.note(does(at), answered=at % (looks - 1) == looks - 2)
        assert not patience.is_over, at


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(alive, "_SOCKETS", str(tmp_path / "{}.vty"))
    monkeypatch.setattr(alive, "LOOK", 0.01)
    # A daemon that has ended leaves its socket.
    _listen(tmp_path, "ripd").close()
    return tmp_path


def _listen(folder: Path, name: str) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(folder / f"{name}.vty"))
    listening.listen()
    (folder / f"{name}.pid").write_text("4711\n", encoding="ascii")
    return listening


def _answer(listening: socket.socket) -> None:
    connected, _address = listening.accept()
    with connected:
        assert connected.recv(16) == b"\0"
        connected.sendall(b"\0\0\0\0")


def test_nobody_is_silent_when_all_that_run_answer(folder: Path) -> None:
    with _listen(folder, "bgpd") as listening:
        thread = threading.Thread(target=_answer, args=[listening])
        thread.start()
        assert Watch().look(60) == []
        thread.join()


def test_connection_to_mgmtd_ends_with_the_watch(folder: Path) -> None:
    """The end of one costs others what they have not committed."""
    ends: list[bytes] = []

    def answer_twice() -> None:
        connected, _address = listening.accept()
        with connected:
            for _look in range(2):
                assert connected.recv(16) == b"\0"
                connected.sendall(b"\0\0\0\0")
            ends.append(connected.recv(16))

    with _listen(folder, "mgmtd") as listening:
        thread = threading.Thread(target=answer_twice)
        thread.start()
        watch = Watch()
        assert [watch.look(60), watch.look(60)] == [[], []]
        assert ends == []
        del watch
        thread.join()
    assert ends == [b""]


def test_change_is_refused_when_a_daemon_is_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alive, "_read_process", lambda _pid: Process("T", 7))
    words = r"^bgpd does not answer, .* 'kill -CONT 4711'; nothing was changed$"
    with _listen(folder, "bgpd"), pytest.raises(HostError, match=words):
        alive.refuse_hanging()


def test_daemon_is_silent_when_it_takes_no_connection(folder: Path) -> None:
    with _listen(folder, "bgpd") as listening:
        listening.listen(0)
        waiting = [socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _one in range(2)]
        waiting[0].connect(str(folder / "bgpd.vty"))
        assert [one.name for one in Watch().look()] == ["bgpd"]
        assert Watch("ospfd").look() == []
        for one in waiting:
            one.close()


def test_own_process_is_read() -> None:
    assert alive._read_process("self").state == "R"
    assert alive._read_process("") == Process()


SLEEP = ["sleep", "600"]


def test_program_is_ended_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LOOK", 0.01)
    with pytest.raises(ApplyError, match=r"^sleep did not end within 0 s$"):
        process.run_program(SLEEP, 0)


def test_program_is_ended_when_a_daemon_hangs_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "LOOK", 0.01)
    monkeypatch.setattr(alive, "_read_process", lambda _pid: Process("S", 7))
    with (
        _listen(folder, "bgpd"),
        pytest.raises(ApplyError, match=r"^bgpd does not answer, .*sleeps"),
    ):
        process.run_program(SLEEP, 600, watch=Watch())


def test_both_streams_are_given_when_a_program_ends() -> None:
    script = "echo out; echo err >&2; exit 3"
    assert process.run_program(["sh", "-c", script], 60) == (3, "out\nerr\n")


def test_program_is_named_when_there_is_none() -> None:
    with pytest.raises(HostError, match="no-such-program cannot be run"):
        process.run_program(["/no-such-program"], 60)
