# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr.service and its daemons: started without disturbing those that run (I/O)."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._daemons import (
    ALWAYS,
    OPTIONAL,
    parse_enabled,
    parse_supervised,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._process import run_program
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._atomic import (
    remove_durably,
    write_atomically,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import (
    run_enablement,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

UNIT = "frr.service"
DAEMONS_FILE = "/etc/frr/daemons"
BOOT_DROP_IN = "/etc/systemd/system/frr.service.d/linuxnet-mpls.conf"
BOOT_SETTINGS = """\
[Unit]
# FRR's sockets and routes want modules, sysctls and VRF devices to be there first.
After=systemd-modules-load.service systemd-sysctl.service systemd-networkd.service

[Service]
# Debian's 1024 is too few for a router with many VRFs and neighbours.
LimitNOFILE=65536
# Left to itself, watchfrr starts the daemons in the background and looks after them every 5 s: on
# a slow boot it starts those again that are just starting, and a second ldpd takes the first one's
# control socket away. So they start first, with their configuration, and watchfrr after them.
ExecStart=
ExecStart=/bin/sh -c '/usr/lib/frr/watchfrr.sh start all; exec /usr/lib/frr/frrinit.sh start'
TimeoutStartSec=5min
"""

_WANTED_BY = f"/etc/systemd/system/multi-user.target.wants/{UNIT}"
_PROGRAMS = "/usr/lib/frr"
# A busy router takes a while to write a daemon's pid file, and watchfrr, which looks every 5 s, one
# look more where it starts a daemon again.
_SECONDS_TO_START = 60
# Seconds for a stop and a start: the 2 and 5 minutes that the unit gives them, and one for systemd.
_PATIENCE = 480.0
_RUN = "/run/frr"
# There while watchfrr is restarted alone, until systemd has forgotten how: a run that is killed
# meanwhile leaves it, and the next run restarts watchfrr once more, to the end.
_UNDER_WAY = "/run/linuxnet-mpls/watchfrr-restart"
# Its name sorts it behind all other drop-ins of the service.
_PASSING_DROP_IN = f"/run/systemd/system/{UNIT}.d/zz-linuxnet-mpls-passing.conf"
# With this a stop ends watchfrr alone, and a start brings back one that also knows new daemons:
# it connects to those that run and starts those that do not.
_PASSING_SETTINGS = """\
[Unit]
StartLimitIntervalSec=0

[Service]
KillMode=process
ExecStart=
ExecStart=/usr/lib/frr/frrinit.sh start
ExecStop=
"""


def read_programs() -> set[str]:
    """Find the daemons that are installed."""
    names = (*ALWAYS, *OPTIONAL)
    return {name for name in names if os.access(f"{_PROGRAMS}/{name}", os.X_OK)}


def read_enabled() -> bool:
    """Tell whether the service starts at boot."""
    return os.path.exists(_WANTED_BY)


def read_active() -> bool:
    """Tell whether watchfrr runs, and no earlier run ended while it was restarted."""
    return _pid("watchfrr") is not None and not is_half_restarted()


def is_half_restarted() -> bool:
    """Tell whether an earlier run ended while it restarted watchfrr; the daemons still run."""
    return os.path.exists(_UNDER_WAY) or os.path.exists(_PASSING_DROP_IN)


def is_loaded() -> bool:
    """Tell whether daemons run and go on to: what they have counts then, and not the file."""
    return read_active() or (is_half_restarted() and _pid("zebra") is not None)


def read_running() -> set[str]:
    """Find the daemons that are enabled for the next start, watched, and alive."""
    pid = _pid("watchfrr")
    if pid is None:
        return set()
    watched = parse_supervised(_read(f"/proc/{pid}/cmdline"))
    enabled = {*ALWAYS, *parse_enabled(read_daemons_file())}
    return {name for name in watched & enabled if _pid(name) is not None}


def read_idle() -> bool:
    """Tell whether none of the daemons runs that have neighbours, or whatever else may be lost."""
    return not any(_pid(name) for name in OPTIONAL)


def wait_for_daemons(names: Iterable[str]) -> None:
    """Give daemons that were just started time; the next look says who is not there."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while set(names) - read_running() and time.monotonic() < deadline:
        time.sleep(0.5)


def read_optional() -> set[str]:
    """Find the optional daemons that are enabled, watched, or alive."""
    watched = parse_supervised(_read(f"/proc/{_pid('watchfrr')}/cmdline"))
    alive = {name for name in OPTIONAL if _pid(name) is not None}
    return (parse_enabled(read_daemons_file()) | watched | alive) & set(OPTIONAL)


def read_daemons_file() -> str:
    """Read which daemons start with the service."""
    return _read(DAEMONS_FILE)


def write_daemons_file(text: str) -> None:
    """Replace the file, with the owner and mode that it has."""
    try:
        status = os.stat(DAEMONS_FILE)
    except OSError as error:
        raise ApplyError(f"{DAEMONS_FILE}: cannot be read: {error.strerror}") from error
    write_atomically(
        DAEMONS_FILE,
        text,
        mode=stat.S_IMODE(status.st_mode),
        owner=(status.st_uid, status.st_gid),
    )


def run_enable() -> None:
    """Have the service start at boot."""
    run_enablement(["enable", UNIT])


def run_restart() -> None:
    """Start the service, or restart it with all its daemons."""
    _run(["systemctl", "reset-failed", UNIT])
    _run(["systemctl", "restart", UNIT])


def run_watchfrr_restart() -> None:
    """Restart watchfrr alone: running daemons and their sessions stay, missing ones are started.

    It can be done again after any part of it.
    """
    write_atomically(_UNDER_WAY, "")
    try:
        write_atomically(_PASSING_DROP_IN, _PASSING_SETTINGS)
        _run(["systemctl", "daemon-reload"])
        _run(["systemctl", "restart", UNIT])
    finally:
        remove_durably(_PASSING_DROP_IN)
        _run(["systemctl", "daemon-reload"])
        remove_durably(_UNDER_WAY)


def run_stop(name: str) -> None:
    """Stop a daemon that watchfrr does not watch any more, as FRR's own stop does."""
    if _pid(name) is not None:
        _run([f"{_PROGRAMS}/watchfrr.sh", "stop", name])


def missing_programs(names: Iterable[str]) -> list[str]:
    """Name the daemons that this FRR does not have."""
    return sorted(set(names) - read_programs())


def _run(argv: list[str]) -> None:
    """Run a program that starts or stops daemons; what these answer meanwhile is no matter."""
    code, shown = run_program(argv, _PATIENCE)
    if code:
        words = shown.strip() or f"exit status {code}"
        raise ApplyError(f"{' '.join(argv)}: {words}")


def _pid(name: str) -> int | None:
    """Give the process of a daemon, if the one that its file names is that daemon."""
    text = _read(f"{_RUN}/{name}.pid").strip()
    if not text.isdigit() or _read(f"/proc/{text}/comm").strip() != name[:15]:
        return None
    return int(text)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def read_kernel_mpls() -> bool:
    """Tell whether the kernel has its MPLS module."""
    return os.path.isdir("/proc/sys/net/mpls")
