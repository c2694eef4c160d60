# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which VRFs FRR still has something configured for."""

from __future__ import annotations

import os
import re

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError

VTYSH = "/usr/bin/vtysh"
#: What vtysh says where no daemon runs, and how it begins a configuration.
NOTHING_RUNS, BEGINNING = "failed to connect to any daemons", "Building configuration..."
INSTANCE = re.compile(r"(?m)^(?P<line>router .* vrf (?P<name>\S+))\s*$")
BLOCK = re.compile(r"(?m)^vrf (?P<name>\S+)\s*\n(?P<body>(?:[ \t]+\S.*\n)+)")


def read_users() -> dict[str, str]:
    """Ask FRR once; where it is not installed or none of it runs, nothing uses a VRF.

    HostError where FRR runs and does not tell: nobody can say then that a VRF is free.
    """
    if not os.path.exists(VTYSH):
        return {}
    try:
        shown = run_command([VTYSH, "-c", "show running-config"])
    except ApplyError as error:
        if NOTHING_RUNS in str(error):
            return {}
        raise HostError(
            f"no VRF is removed, as FRR does not say which it uses: {error}; mend FRR first, or "
            "set allow_in_use"
        ) from error
    if BEGINNING not in shown:
        raise HostError(
            f"no VRF is removed, as FRR does not say which it uses: {VTYSH} prints "
            f"{shown[:200].strip()!r}"
        )
    return find_users(shown)


def find_users(running: str) -> dict[str, str]:
    """Give a line by VRF that uses it: a protocol's instance, or what a 'vrf' block has (pure)."""
    users: dict[str, str] = {}
    for found in BLOCK.finditer(running):
        lines = [line.strip() for line in found["body"].splitlines()]
        used = [line for line in lines if line not in ("!", "exit-vrf")]
        if used:
            users[found["name"]] = f"vrf {found['name']} / {used[0]}"
    for found in INSTANCE.finditer(running):
        users[found["name"]] = found["line"].strip()
    return users
