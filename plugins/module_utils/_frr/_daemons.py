# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which daemons run: the file that says so, and what it takes to get there (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import TOP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Config, Line

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

# The daemon that each context belongs to; zebra's and staticd's always run.
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
    "sr-te": "pathd",
}

# The daemon that a line belongs to by its beginning, in a context that is another daemon's.
OWNER_OF_LINE = {
    "interface": (
        (r"ip ospf|no ip ospf", "ospfd"),
        (r"ipv6 ospf6", "ospf6d"),
        (r"isis|ip router isis|ipv6 router isis", "isisd"),
        (r"openfabric|ip router openfabric|ipv6 router openfabric", "fabricd"),
        (r"ip rip", "ripd"),
        (r"ipv6 ripng", "ripngd"),
        (r"ip pim|ip igmp", "pimd"),
        (r"ipv6 pim|ipv6 mld", "pim6d"),
        (r"ip nhrp|ipv6 nhrp", "nhrpd"),
        (r"babel", "babeld"),
        (r"pbr-policy", "pbrd"),
        (r"vrrp", "vrrpd"),
    ),
    TOP: ((r"bgp as-path|bgp (?:large-|ext)?community-list", "bgpd"),),
}


def plan_missing(config: Config, named: Iterable[str]) -> dict[str, str]:
    """Name the daemons that lines need and a task does not name, each with the first line."""
    needed: dict[str, str] = {}
    for line in config.lines.values():
        owner = _find_owner(line)
        if owner:
            needed.setdefault(owner, line.text)
    return {name: needed[name] for name in sorted(needed.keys() - set(named))}


def _find_owner(line: Line) -> str | None:
    if line.context:
        return OWNER_OF_CONTEXT.get(line.context.kind)
    for beginning, owner in OWNER_OF_LINE.get(line.within, ()):
        if re.match(rf"(?:{beginning})(?: |$)", line.text):
            return owner
    return None


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
    return _set_daemons(text, names, "yes")


def disable_daemons(text: str, names: Iterable[str]) -> str:
    """Disable daemons line by line; everything else stays as it was."""
    return _set_daemons(text, names, "no")


def _set_daemons(text: str, names: Iterable[str], value: str) -> str:
    for name in sorted(names):
        text, count = re.subn(rf"(?m)^\s*{name}=.*$", f"{name}={value}", text)
        if not count:
            text = text.rstrip("\n") + f"\n{name}={value}\n"
    return text


def parse_supervised(cmdline: str) -> set[str]:
    """Read from watchfrr's arguments whom it watches."""
    return {word for word in cmdline.split("\0") if word in (*ALWAYS, *OPTIONAL)}
