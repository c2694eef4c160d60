# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads what the router has; where all is right, without a fork.

Part of the program of linuxnet-mpls-repair.service: the standard library only.
"""

from __future__ import annotations

import glob
import os
import re
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._netlink_dump import (
    read_chains,
    read_links,
    read_rules,
    read_unreachable_defaults,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import Link, Seen
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._wanted import (
    FRR_UNIT,
    parse_route_maps,
    parse_routing,
    read_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import Wanted

#: The metric of vrf_device's unreachable defaults.
UNREACHABLE_METRIC = 4278198272
NETWORKD_LINKS = "/run/systemd/netif/links"
CGROUPS = "/sys/fs/cgroup/system.slice"
FRR_PIDS = "/run/frr/*.pid"
UNIT_PROPERTIES = "--property=ActiveState,InactiveEnterTimestampMonotonic,Job"
#: States in which a service stays by itself.
SETTLED = ("active", "failed", "stopped", "never started")
#: What a command may take: much, as a router that boots may have no processor for it (s).
SECONDS = 60.0
#: Less than tasks wait for one another: none is at work meanwhile, as this can cost it lines (s).
SECONDS_FOR_FRR = 8.0
MGMTD = "/usr/lib/frr/mgmtd"
SHOW = ("vtysh", "-c", "show running-config")
SHOW_MGMTD = ("-c", "show running-config mgmtd")
#: How vtysh begins each of both.
BEGINNING = "Building configuration..."
#: Since 10.3 zebra has its route maps by way of mgmtd.
MGMTD_HAS_ZEBRA = re.compile(r"^frr version (?:10\.(?:[3-9]|\d\d)|1[1-9]\.|[2-9]\d)", re.MULTILINE)


class Reader:
    """Looks at the router, and remembers what need not be asked again.

    The routes of a VRF are read until its device was seen with its defaults, and what FRR runs with
    until it was right once since FRR's daemons started: what an operator types later is no fault.
    """

    def __init__(self) -> None:
        """Nothing is known."""
        self._proven: set[tuple[str, int]] = set()
        self._proven_daemons: frozenset[tuple[str, str]] = frozenset()

    def read(self, wanted: Wanted) -> Seen:
        """Take one look; OSError where the kernel does not answer."""
        links = _with_setup(read_links(), wanted)
        services = {
            unit: state for unit in wanted.services if (state := read_service(unit)) != "active"
        }
        routing, route_maps = (None, None) if FRR_UNIT in services else self._read_routing(wanted)
        return Seen(
            links=links,
            defaults=self._read_defaults(wanted, links),
            rules=read_rules() if wanted.rules or wanted.tables else frozenset(),
            chains=read_chains() if wanted.rulesets else frozenset(),
            modules=frozenset(name for name in wanted.modules if _has_module(name)),
            keys={
                key: text for key in wanted.keys if (text := read_text(f"/proc/sys/{key}").strip())
            },
            services=services,
            routing=routing,
            route_maps=route_maps,
        )

    def _read_defaults(
        self, wanted: Wanted, links: Mapping[str, Link]
    ) -> frozenset[tuple[int, int]] | None:
        present = {(name, links[name].index) for name in wanted.tables if name in links}
        if present <= self._proven:
            return None
        found = read_unreachable_defaults(UNREACHABLE_METRIC)
        self._proven = {
            (name, index)
            for name, index in present
            if {(4, wanted.tables[name]), (6, wanted.tables[name])} <= found
        }
        return found

    def _read_routing(self, wanted: Wanted) -> tuple[frozenset[str] | None, frozenset[str] | None]:
        daemons = read_daemons()
        if not wanted.routing or not daemons or daemons == self._proven_daemons:
            return None, None
        has_mgmtd = os.path.exists(MGMTD)
        shown = ask(*SHOW, *(SHOW_MGMTD if has_mgmtd else ()), seconds=SECONDS_FOR_FRR)
        if shown is None:
            return None, None
        _words, _begin, texts = shown.partition(BEGINNING)
        whole, _begin, of_mgmtd = texts.partition(BEGINNING)
        routing = parse_routing(whole)
        route_maps = parse_route_maps(of_mgmtd) if MGMTD_HAS_ZEBRA.search(whole) else None
        if wanted.routing <= routing and (route_maps is None or wanted.route_maps <= route_maps):
            self._proven_daemons = daemons
        return routing, route_maps


def read_daemons() -> frozenset[tuple[str, str]]:
    """Give the pid files of FRR's daemons, and what they have."""
    return frozenset((path, read_text(path)) for path in glob.glob(FRR_PIDS))


def read_service(unit: str) -> str:
    """Say of a service 'active', or what is true instead; systemd is asked where that is not plain.

    'stopped' is one that ran before, 'never started' one that did not since the boot, 'queued' one
    that systemd is about to start or to stop.
    """
    if unit != FRR_UNIT and read_text(f"{CGROUPS}/{unit}/cgroup.procs"):
        return "active"
    if unit == FRR_UNIT and _runs_watchfrr():
        return "active"
    shown = ask("systemctl", "show", UNIT_PROPERTIES, unit)
    return "unknown" if shown is None else parse_service(shown)


def is_starting(unit: str) -> bool:
    """Ask systemd whether it is just starting or stopping a service."""
    shown = ask("systemctl", "show", UNIT_PROPERTIES, unit)
    return shown is None or parse_service(shown) not in SETTLED


def parse_service(shown: str) -> str:
    """Read 'systemctl show' (pure)."""
    values = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    state = values.get("ActiveState", "unknown")
    # Without a job, systemd 252 and 257 write its name and nothing behind it.
    if values.get("Job", "0") not in ("", "0"):
        return "queued"
    if state == "inactive":
        ran = values.get("InactiveEnterTimestampMonotonic", "0") != "0"
        return "stopped" if ran else "never started"
    return state


def ask(*command: str, seconds: float = SECONDS) -> str | None:
    """Give what a command prints; None where it fails or does not end."""
    done = run(command, seconds)
    return done.stdout if done and not done.returncode else None


def run(
    command: Sequence[str], seconds: float = SECONDS
) -> subprocess.CompletedProcess[str] | None:
    """Run a command; None where it cannot be run or does not end in time."""
    try:
        return subprocess.run(  # pylint: disable=ansible-bad-function
            list(command),
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None


def _runs_watchfrr() -> bool:
    pid = read_text("/run/frr/watchfrr.pid").strip()
    return pid.isdigit() and read_text(f"/proc/{pid}/comm").strip() == "watchfrr"


def _with_setup(links: Mapping[str, Link], wanted: Wanted) -> dict[str, Link]:
    """Add what systemd-networkd says of those that are ours."""
    return {
        name: replace(link, setup=_read_setup(link.index)) if name in wanted.links else link
        for name, link in links.items()
    }


def _read_setup(index: int) -> str:
    lines = read_text(f"{NETWORKD_LINKS}/{index}").splitlines()
    return next((line[len("ADMIN_STATE=") :] for line in lines if line[:12] == "ADMIN_STATE="), "")


def _has_module(name: str) -> bool:
    if os.path.isdir(f"/sys/module/{name}"):
        return True
    built_in = read_text(f"/lib/modules/{os.uname().release}/modules.builtin")
    names = {os.path.basename(line).split(".ko", 1)[0] for line in built_in.splitlines()}
    return name in {one.replace("-", "_") for one in names}
