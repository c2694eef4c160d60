# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who else configures an interface: networkd files of others, ifupdown, netplan, NetworkManager."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK, read_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import base_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NETWORKD = ("/etc/systemd/network", "/run/systemd/network", "/usr/lib/systemd/network")
IFUPDOWN = ("/etc/network/interfaces", "/etc/network/interfaces.d/*")
NETPLAN = ("/etc/netplan/*.yaml", "/run/netplan/*.yaml", "/usr/lib/netplan/*.yaml")
# Those of /run are made by netplan, among others.
NETWORK_MANAGER = tuple(
    f"{folder}/NetworkManager/system-connections/*" for folder in ("/etc", "/run", "/usr/lib")
)

IFACE = re.compile(r"^\s*iface\s+(\S+)(?:\s+\S+\s+(\S+))?", re.MULTILINE)
KEYFILE_NAME = re.compile(r"^\s*interface-name\s*=\s*(\S+)\s*$", re.MULTILINE)
# A definition by the name that is its key, or by the name that it gives: YAML is not read further,
# as a router need not have a library for it.
NETPLAN_NAMES = (
    re.compile(r"""(?:^\s+|[{,]\s*)["']?([\w.@+-]+)["']?\s*:""", re.MULTILINE),
    re.compile(r"""^[^#]*\bset-name\s*:\s*["']?([\w.@+-]+)""", re.MULTILINE),
)
SECTION = re.compile(r"^\s*\[(\w+)\]\s*$")


def refuse_foreign_owners(names: Iterable[str]) -> None:
    """Raise HostError when another manager configures one of the interfaces."""
    for words in explain_owners(names):
        raise HostError(words)


def explain_owners(names: Iterable[str]) -> list[str]:
    """Say of each of the interfaces that another manager configures which one it is."""
    patterns = [f"{folder}/*.network" for folder in NETWORKD]
    files = read_files((*patterns, *IFUPDOWN, *NETPLAN, *NETWORK_MANAGER))
    return [
        f"{name}: {_manager(path)} configures this interface in {path}; "
        "take it out there first, or two of them will fight over its addresses"
        for name, path in sorted(find_owners(names, files).items())
    ]


def find_owners(names: Iterable[str], files: Mapping[str, str]) -> dict[str, str]:
    """Give the first file by which somebody else configures an interface, by interface (pure)."""
    foreign = {path: text for path, text in sorted(files.items()) if not text.startswith(MARK)}
    claims = {
        name: [path for path, text in foreign.items() if _is_claimed(name, path, text)]
        for name in names
    }
    return {name: paths[0] for name, paths in claims.items() if paths}


def _is_claimed(name: str, path: str, text: str) -> bool:
    if path.endswith(".network"):
        return _claimed_by_networkd(name, path, text)
    if "/NetworkManager/" in path:
        return name in KEYFILE_NAME.findall(text)
    if "/netplan/" in path:
        return any(name in pattern.findall(text) for pattern in NETPLAN_NAMES)
    return _claimed_by_ifupdown(name, text)


def _manager(path: str) -> str:
    """Name who reads a file, or who made it."""
    if "netplan" in path:
        return "netplan"
    if "/NetworkManager/" in path:
        return "NetworkManager"
    return "another file of systemd-networkd" if path.endswith(".network") else "ifupdown"


def _claimed_by_networkd(name: str, path: str, text: str) -> bool:
    """Exactly by name; or by a pattern in a file that sorts before ours and so wins at boot."""
    patterns = match_names(text)
    if name in patterns:
        return True
    wins = os.path.basename(path) < os.path.basename(base_path(name))
    return wins and any(fnmatchcase(name, pattern) for pattern in patterns)


@lru_cache(maxsize=1024)
def match_names(text: str) -> Sequence[str]:
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
    """Tell whether ifupdown gives it addresses: it only brings up what is loopback or manual."""
    methods = {method for found, method in IFACE.findall(text) if found == name}
    return bool(methods - {"loopback", "manual"})
