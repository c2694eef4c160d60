# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A look at a systemd unit that costs no fork, as most tasks find it as it shall be."""

from __future__ import annotations

import os

WANTS = "/etc/systemd/system/multi-user.target.wants"
# Processes of system services, where cgroups are unified, as on Debian 12 and 13.
CGROUPS = "/sys/fs/cgroup/system.slice"


def is_plainly_ready(unit: str) -> bool:
    """Say whether a service starts at boot and runs; where it is not plain, systemd must tell."""
    return os.path.exists(f"{WANTS}/{unit}") and _has_process(unit)


def _has_process(unit: str) -> bool:
    try:
        with open(f"{CGROUPS}/{unit}/cgroup.procs", encoding="ascii") as stream:
            return bool(stream.read(1))
    except OSError:
        return False
