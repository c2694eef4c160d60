# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which VRFs FRR still has something configured for."""

from __future__ import annotations

import os
import re

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError

VTYSH = "/usr/bin/vtysh"
INSTANCE = re.compile(r"(?m)^(?P<line>router .* vrf (?P<name>\S+))\s*$")
BLOCK = re.compile(r"(?m)^vrf (?P<name>\S+)\s*\n(?P<body>(?:[ \t]+\S.*\n)+)")


def read_users() -> dict[str, str]:
    """Ask FRR once; where it is not installed or does not run, nothing uses a VRF."""
    if not os.path.exists(VTYSH):
        return {}
    try:
        shown = run_command([VTYSH, "-c", "show running-config"])
    except ApplyError:
        return {}
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
