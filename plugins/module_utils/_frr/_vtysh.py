# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The only way to a running FRR: vtysh, and nothing secret in the arguments of a process."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._alive import Watch
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._mgmtd import keep_taken
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._process import run_program
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    OLDEST,
    Version,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_change import (
    HARMLESS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ZEBRA = "/usr/lib/frr/zebra"
_MGMTD = "/usr/lib/frr/mgmtd"
# What vtysh may take, in seconds, while all daemons answer.
_PATIENCE = 60.0
# What a line may take besides: on a small router a hundred of them take a second.
_PATIENCE_A_LINE = 0.1
# How vtysh begins the running configuration.
_BEGINNING = "Building configuration..."
# What vtysh says where a daemon does not run.
_NOBODY = "failed to connect to any daemons"
# vtysh forks a process a daemon since 9.0, each with its own part: the order would be lost.
_FORKS_SINCE: Version = (9, 0)


def read_version() -> Version | None:
    """Read the version of FRR that is installed, None where there is none."""
    if not os.path.exists(_ZEBRA):
        return None
    code, shown = run_program([_ZEBRA, "--version"], _PATIENCE)
    match = re.search(r"version (\d+(?:\.\d+)+)", shown)
    if code or not match:
        raise HostError(f"{_ZEBRA} --version: gives no version of FRR: {shown.strip()}")
    version = tuple(int(part) for part in match[1].split("."))
    if version < OLDEST:
        needed = ".".join(str(part) for part in OLDEST)
        raise HostError(f"FRR {match[1]} is too old: {needed} or newer is needed")
    return version


@dataclass(frozen=True)
class Running:
    """What FRR shows: its configuration, and whether zebra has seen that the kernel does MPLS."""

    text: str
    mpls: bool


def read_running() -> Running:
    """Read all of it in one process: its start takes longer than any answer.

    Lines that zebra does not have, as mgmtd has lost them, are left out.
    """
    asked = ["show zebra", "show running-config"]
    if os.path.exists(_MGMTD):
        asked.append("show running-config mgmtd")
    argv = ["vtysh", *(word for command in asked for word in ("-c", command))]
    code, shown = run_program(argv, _PATIENCE, watch=Watch())
    about, *texts = shown.split(_BEGINNING)
    if code or not texts:
        raise HostError(f"vtysh cannot read the running configuration: {shown.strip()}")
    text = keep_taken(*texts) if len(texts) == len(asked) - 1 > 1 else texts[0]
    return Running(text, re.search(r"^\s*MPLS\s+On\b", about, re.MULTILINE) is not None)


class Reader:
    """Reads for several who look at the same moment: what one has looked at the next one takes."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._last: Running | None = None

    def look(self) -> Running:
        """Read, and keep it for who takes it."""
        self._last = read_running()
        return self._last

    def take(self) -> Running:
        """Give what was looked at, once; read where there is nothing."""
        last, self._last = self._last, None
        return last or read_running()


def read_answer(daemon: str, commands: Sequence[str]) -> str | None:
    """Ask one daemon in one process; None where it does not run. Others may hang meanwhile."""
    argv = ["vtysh", "-d", daemon, *(word for command in commands for word in ("-c", command))]
    code, shown = run_program(argv, _PATIENCE, watch=Watch(daemon))
    if code and _NOBODY in shown:
        return None
    if code:
        raise ApplyError(shown.strip() or f"vtysh ended with status {code}")
    return shown


def read_backends() -> set[str]:
    """Name the daemons that mgmtd hands their configuration to; none while it does not run."""
    shown = read_answer("mgmtd", ["show mgmt backend-adapter all"]) or ""
    return set(re.findall(r"^\s*Client:\s*(\S+)", shown, re.MULTILINE))


def read_complaints(text: str) -> list[str]:
    """Have vtysh check a text against its grammar; nothing is sent to a daemon."""
    with _in_memory(text) as handle:
        code, shown = run_program(
            ["vtysh", "-C", "-f", f"/proc/self/fd/{handle}"], _PATIENCE, handles=[handle]
        )
    return find_complaints(shown, code)


def apply_commands(text: str, version: Version) -> list[str]:
    """Run commands in one go; give FRR's words, secrets and all, when one was not taken."""
    options = ["--no-fork"] if version >= _FORKS_SINCE else []
    patience = _PATIENCE + _PATIENCE_A_LINE * text.count("\n")
    with _in_memory(text) as handle:
        argv = ["vtysh", *options, "-f", f"/proc/self/fd/{handle}"]
        code, shown = run_program(argv, patience, handles=[handle], watch=Watch())
    return find_complaints(shown, code)


def find_complaints(shown: str, code: int) -> list[str]:
    """Keep of what was printed that which is not known to be harmless (pure)."""
    rows = [" ".join(row.split()) for row in shown.splitlines()]
    complaints = [row for row in rows if not HARMLESS.find("", row, OLDEST)]
    if code == 0:
        # A row with that sign is a refusal, and the others say more of it.
        return complaints if any("%" in row for row in complaints) else []
    if code < 0:
        return [f"vtysh was ended by signal {-code}"]
    # The last row only says that there was one before it.
    details = [row for row in complaints if not row.startswith("Configuration file[")]
    return details or complaints or [f"exit status {code} without a word"]


@contextmanager
def _in_memory(text: str) -> Iterator[int]:
    """Keep a text in memory while a command reads it: no file has it, also if this is killed."""
    with os.fdopen(os.memfd_create("frr_config"), "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        yield stream.fileno()
