# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""By which addresses a run has reached the router."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight._checks import Session

VARIABLE = b"SSH_CONNECTION="


def read_session(pid: int | None = None, proc: str = "/proc") -> Session | None:
    """Find the ssh connection that a process, or else this one, came by; None without one.

    sshd tells it to what it starts (ssh(1): SSH_CONNECTION). sudo takes the variable away, so the
    processes above are looked at too, as far as they may be read.
    """
    process = os.getpid() if pid is None else pid
    while process > 1:
        folder = Path(proc, str(process))
        for said in _read(folder / "environ").split(b"\0"):
            if said.startswith(VARIABLE):
                return parse_session(said[len(VARIABLE) :].decode("ascii", "replace"))
        process = _find_parent(_read(folder / "status"))
    return None


def parse_session(text: str) -> Session | None:
    """Read an address and a port of each end, the far one first; None for anything else (pure)."""
    words = text.split()
    try:
        peer, _port, local = (word.partition("%")[0] for word in words[:3])
        return Session(ipaddress.ip_address(local), ipaddress.ip_address(peer))
    except ValueError:
        return None


def _find_parent(status: bytes) -> int:
    for line in status.splitlines():
        key, _colon, value = line.partition(b":")
        if key == b"PPid":
            return int(value)
    return 0


def _read(path: Path) -> bytes:
    """Give nothing for what another user's process keeps for itself, or has gone with it."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
