# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads what a router has, once, by the tools that an operator would use (I/O)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import MplsError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr import _vtysh as vtysh
from ansible_collections.linuxnet.mpls.plugins.module_utils._state import _iproute as iproute
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import (
    SCHEMA,
    Frr,
    LabelRoute,
    Link,
    Route,
    Rule,
    State,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._frr import Frr as FrrAnswers
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._frr_tables import (
    COMMANDS,
    parse_tables,
)

_T = TypeVar("_T")
_PROC = Path("/proc/sys/net")
_FAMILIES = (4, 6)


class Reading:
    """One look at a router; what gives no answer is empty, and named in ``unread``."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self.unread: dict[str, str] = {}

    def read(self, frr: FrrAnswers | None) -> State:
        """Read the kernel's tables, and FRRouting's where it is there to be asked."""
        state: State = {
            "schema": SCHEMA,
            "time": time.time(),
            "boot": time.time() - time.clock_gettime(time.CLOCK_BOOTTIME),
            "release": _read_release(),
            "kernel": os.uname().release,
            "platform_labels": int(_read(_PROC / "mpls/platform_labels") or 0),
            "links": self._try("interfaces", _read_links, {}),
            "rules": self._try("rules of routing", _read_rules, []),
            "routes": self._try("routes", _read_routes, {}),
            "labels": self._try("label routes", _read_labels, {}),
            "frr": None if frr is None else _read_frr(frr),
            "unread": self.unread,
        }
        if frr is not None:
            self.unread.update(frr.problems)
        return state

    def _try(self, name: str, read: Callable[[], _T], nothing: _T) -> _T:
        try:
            return read()
        except MplsError as error:
            self.unread[name] = str(error)
            return nothing


def _read_links() -> dict[str, Link]:
    rows = _ask("-details", "address", "show")
    counters = _ask("stats", "show", "group", "afstats", "subgroup", "mpls") if _has_mpls() else []
    links = iproute.parse_links(rows, counters)
    for name, link in links.items():
        link["takes_labels"] = _read(_PROC / "mpls/conf" / name / "input") == "1"
        link["forwards"] = [
            family
            for family in _FAMILIES
            if _read(_PROC / f"ipv{family}/conf" / name / "forwarding") == "1"
        ]
    return links


def _read_rules() -> list[Rule]:
    return [
        rule
        for family in _FAMILIES
        for rule in iproute.parse_rules(_ask("-Numeric", f"-{family}", "rule", "show"), family)
    ]


def _read_routes() -> dict[str, list[Route]]:
    found: dict[str, list[Route]] = {}
    for family in _FAMILIES:
        rows = _ask("-Numeric", f"-{family}", "route", "show", "table", "all")
        for table, routes in iproute.parse_routes(rows, family).items():
            found.setdefault(table, []).extend(routes)
    return found


def _read_labels() -> dict[str, LabelRoute]:
    # iproute2 fails where the kernel has no label table.
    rows = _ask("-Numeric", "-family", "mpls", "route", "show") if _has_mpls() else []
    return iproute.parse_label_routes(rows)


def _read_frr(frr: FrrAnswers) -> Frr:
    version = vtysh.read_version()
    labels, routes = parse_tables(frr.show_parts(COMMANDS))
    return {"version": ".".join(map(str, version or ())), "labels": labels, "routes": routes}


def _ask(*words: str) -> iproute.Rows:
    argv = ["ip", "-json", *words]
    try:
        return iproute.parse_rows(run_command(argv))
    except ValueError as error:
        raise MplsError(f"{' '.join(argv)}: gives no JSON: {error}") from error


def _has_mpls() -> bool:
    return (_PROC / "mpls/conf").is_dir()


def _read_release() -> str:
    """Give the name of Debian's release, such as bookworm."""
    lines = _read(Path("/etc/os-release")).splitlines()
    return next(
        (line.split("=", 1)[1].strip('"') for line in lines if line[:17] == "VERSION_CODENAME="), ""
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
