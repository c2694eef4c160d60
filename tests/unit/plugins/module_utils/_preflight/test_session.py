# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The connection that a run came by is found where sudo hides it, and nothing is guessed."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import Session
from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._session import (
    parse_session,
    read_session,
)

TOLD = b"SSH_CONNECTION=10.0.2.2 40000 10.0.2.15 22"
FOUND = Session(ipaddress.ip_address("10.0.2.15"), ipaddress.ip_address("10.0.2.2"))


def write_process(proc: Path, pid: int, parent: int, *environment: bytes) -> None:
    folder = proc / str(pid)
    folder.mkdir()
    (folder / "environ").write_bytes(b"\0".join(environment))
    (folder / "status").write_text(f"Name:\tsh\nPPid:\t{parent}\n", encoding="ascii")


def test_session_is_found_when_the_process_was_told(tmp_path: Path) -> None:
    write_process(tmp_path, 90, 1, b"HOME=/root", TOLD)
    assert read_session(90, str(tmp_path)) == FOUND


def test_session_is_found_when_sudo_took_it_out_of_the_environment(tmp_path: Path) -> None:
    write_process(tmp_path, 70, 1, b"HOME=/", TOLD)
    write_process(tmp_path, 80, 70, b"SSH_CONNECTION_OF=nobody")
    write_process(tmp_path, 90, 80)
    assert read_session(90, str(tmp_path)) == FOUND


def test_there_is_none_when_nobody_was_told_or_may_be_asked(tmp_path: Path) -> None:
    write_process(tmp_path, 90, 80, b"HOME=/root")
    assert read_session(90, str(tmp_path)) is None


@pytest.mark.parametrize("text", ["", "10.0.2.2", "a 1 b 22", "10.0.2.2 1"])
def test_there_is_none_when_the_words_are_others(text: str) -> None:
    assert parse_session(text) is None


def test_session_is_read_when_its_addresses_are_of_a_link() -> None:
    session = parse_session("fe80::2%eth0 40000 fe80::1%eth0 22")
    assert session == Session(ipaddress.ip_address("fe80::1"), ipaddress.ip_address("fe80::2"))
