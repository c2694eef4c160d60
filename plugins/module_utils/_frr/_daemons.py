# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which daemons run: the file that says so, and what it takes to get there (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# These run whatever the file says; mgmtd exists since 9.0.
ALWAYS = ("zebra", "mgmtd", "staticd")
OPTIONAL = (
    "babeld",
    "bfdd",
    "bgpd",
    "eigrpd",
    "fabricd",
    "isisd",
    "ldpd",
    "nhrpd",
    "ospf6d",
    "ospfd",
    "pathd",
    "pbrd",
    "pim6d",
    "pimd",
    "ripd",
    "ripngd",
    "vrrpd",
)

# The daemon that each context at the top belongs to; zebra's and staticd's always run.
OWNER_OF_CONTEXT = {
    "babel": "babeld",
    "bfd": "bfdd",
    "bgp": "bgpd",
    "eigrp": "eigrpd",
    "isis": "isisd",
    "l2vpn": "ldpd",
    "ldp": "ldpd",
    "openfabric": "fabricd",
    "ospf": "ospfd",
    "ospf6": "ospf6d",
    "pbr-map": "pbrd",
    "rip": "ripd",
    "ripng": "ripngd",
}


def plan_missing(kinds: Mapping[str, str], named: Iterable[str]) -> dict[str, str]:
    """Name the daemons that a text needs and a task does not name, each with the line."""
    needed = {OWNER_OF_CONTEXT[k]: line for k, line in kinds.items() if k in OWNER_OF_CONTEXT}
    return {name: line for name, line in sorted(needed.items()) if name not in set(named)}


def parse_enabled(text: str) -> set[str]:
    """Read which daemons a file enables, as the shell that sources it does."""
    enabled: dict[str, bool] = {}
    for row in text.splitlines():
        match = re.fullmatch(r"\s*(\w+)=(\S*)\s*(#.*)?", row)
        if match and match[1] in OPTIONAL:
            enabled[match[1]] = match[2].strip("\"'") not in ("", "no", "0")
    return {name for name, value in enabled.items() if value}


def enable_daemons(text: str, names: Iterable[str]) -> str:
    """Enable daemons line by line; everything else stays as it was."""
    for name in sorted(names):
        text, count = re.subn(rf"(?m)^\s*{name}=.*$", f"{name}=yes", text)
        if not count:
            text = text.rstrip("\n") + f"\n{name}=yes\n"
    return text


def parse_supervised(cmdline: str) -> set[str]:
    """Read from watchfrr's arguments whom it watches."""
    return {word for word in cmdline.split("\0") if word in (*ALWAYS, *OPTIONAL)}
