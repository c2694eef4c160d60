# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who else configures an interface: networkd files of others, ifupdown, NetworkManager."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK, read_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import base_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NETWORKD = ("/etc/systemd/network", "/run/systemd/network", "/usr/lib/systemd/network")
IFUPDOWN = ("/etc/network/interfaces", "/etc/network/interfaces.d/*")
NETWORK_MANAGER = ("/etc/NetworkManager/system-connections/*",)

IFACE = re.compile(r"^\s*iface\s+(\S+)(?:\s+\S+\s+(\S+))?", re.MULTILINE)
KEYFILE_NAME = re.compile(r"^\s*interface-name\s*=\s*(\S+)\s*$", re.MULTILINE)
SECTION = re.compile(r"^\s*\[(\w+)\]\s*$")


def refuse_foreign_owners(names: Iterable[str]) -> None:
    """Raise HostError when another manager configures one of the interfaces."""
    patterns = [f"{folder}/*.network" for folder in NETWORKD]
    files = read_files((*patterns, *IFUPDOWN, *NETWORK_MANAGER))
    for name in sorted(names):
        path = find_owner(name, files)
        if path:
            raise HostError(
                f"{name}: another manager configures this interface in {path}; "
                "take it out there first, or two of them will fight over its addresses"
            )


def find_owner(name: str, files: Mapping[str, str]) -> str | None:
    """Give the file, if any, by which somebody else configures the interface (pure)."""
    for path, text in sorted(files.items()):
        if path.endswith(".network"):
            claimed = _claimed_by_networkd(name, path, text)
        elif "/NetworkManager/" in path:
            claimed = name in KEYFILE_NAME.findall(text)
        else:
            claimed = _claimed_by_ifupdown(name, text)
        if claimed:
            return path
    return None


def _claimed_by_networkd(name: str, path: str, text: str) -> bool:
    """Exactly by name; or by a pattern in a file that sorts before ours and so wins at boot."""
    if text.startswith(MARK):
        return False
    patterns = _match_names(text)
    if name in patterns:
        return True
    wins = os.path.basename(path) < os.path.basename(base_path(name))
    return wins and any(fnmatchcase(name, pattern) for pattern in patterns)


def _match_names(text: str) -> list[str]:
    """Read the patterns of Name= in [Match]; a list that starts with '!' claims nothing."""
    names: list[str] = []
    section = ""
    for line in text.splitlines():
        found = SECTION.match(line)
        section = found.group(1) if found else section
        key, _equals, value = line.partition("=")
        if section == "Match" and key.strip() == "Name":
            names += [] if value.strip().startswith("!") else value.split()
    return names


def _claimed_by_ifupdown(name: str, text: str) -> bool:
    """Debian's own 'iface lo inet loopback' brings lo up and claims nothing."""
    return any(found == name and method != "loopback" for found, method in IFACE.findall(text))
