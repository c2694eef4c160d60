# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Takes IP from the parents of customers' ports: keys of the kernel, and the files for the boot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._wire import read_network_file
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import match_names
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import (
    MARK,
    OwnedFiles,
    read_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    FOLDER,
    RELOAD,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import plan_objects
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import (
    Resource,
    StepwiseResource,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import render_keys
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import (
    read_key,
    write_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan

#: After the file of mpls_sysctl: net/ipv4/ip_forward sets the forwarding of every interface.
SYSCTL_FILE = "/etc/sysctl.d/91-linuxnet-mpls-parents.conf"
DROPIN = "90-linuxnet-mpls-parent.conf"
#: networkd switches IPv6 on again where a link may have a link-local address.
DROPIN_CONTENT = "[Network]\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n"
#: No IPv6 and no link-local address, no packet from here to elsewhere, no answer to ARP (8: for no
#: local address, Documentation/networking/ip-sysctl.rst).
CLOSED = {
    "net/ipv6/conf/{}/disable_ipv6": "1",
    "net/ipv4/conf/{}/forwarding": "0",
    "net/ipv4/conf/{}/arp_ignore": "8",
}
FIRST_KEY = next(iter(CLOSED))


def build_closing_resources(names: Collection[str]) -> list[Resource[str, str]]:
    """Close these interfaces, now and at boot, and give others back that a run had closed."""
    boot = {SYSCTL_FILE: render_keys(closed_keys(names)) or None}
    return [ParentKeys(names), OwnedFiles(boot), NetworkdDropins(names)]


def closed_keys(names: Iterable[str]) -> dict[str, str]:
    """Give the keys of closed interfaces (pure)."""
    return {key.format(name): value for name in sorted(names) for key, value in CLOSED.items()}


def list_closed(content: str) -> list[str]:
    """Name the interfaces that our file closes (pure)."""
    start, end = FIRST_KEY.split("{}")
    keys = [line.partition(" = ")[0] for line in content.splitlines()]
    return [key[len(start) : -len(end)] for key in keys if key.startswith(start)]


class ParentKeys(StepwiseResource[str, str]):
    """The keys of closed interfaces; one that is closed no longer gets those of a new interface."""

    name = "keys of parents"

    def __init__(self, names: Collection[str]) -> None:
        """Take the names; nothing is read before ``read``."""
        self._closed = closed_keys(names)
        self._wanted: dict[str, str] = {}

    def read(self) -> dict[str, str]:
        """Read the keys of all that are closed or are to be; a kernel may have no IPv6."""
        before = list_closed(read_files((SYSCTL_FILE,)).get(SYSCTL_FILE, ""))
        defaults = {
            key.format(name): read_key(key.format("default")) for name in before for key in CLOSED
        }
        wanted = {**defaults, **self._closed}
        found = {key: read_key(key) for key in wanted}
        self._wanted = {
            key: value
            for key, value in wanted.items()
            if value is not None and found[key] is not None
        }
        return {key: value for key, value in found.items() if value is not None}

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Compare values."""
        return plan_objects(self._wanted, current)

    def apply(self, operation: Operation[str, str]) -> None:
        """Write one key."""
        if operation.after is not None:
            write_key(operation.key, operation.after)

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show the keys as sysctl.d spells them."""
        return {"sysctl of parents": render_keys(dict(sorted(state.items())))}


class NetworkdDropins(OwnedFiles):
    """A word to networkd beside the file by which it configures a closed interface."""

    name = "networkd drop-ins of parents"

    def __init__(self, names: Collection[str]) -> None:
        """Take the names; nothing is read before ``read``."""
        super().__init__({}, after=(RELOAD,))
        self._names = names

    def read(self) -> dict[str, str]:
        """See which files configure them now, and which drop-ins are there."""
        found = read_files((f"{FOLDER}/*.network.d/{DROPIN}",))
        files = {name: read_network_file(name) for name in self._names}
        contents = read_files(path for path in files.values() if path is not None)
        self.want(plan_dropins(files, contents, found), found)
        return super().read()


def plan_dropins(
    files: Mapping[str, str | None], contents: Mapping[str, str], present: Mapping[str, str]
) -> dict[str, str | None]:
    """Say which drop-ins are wanted, None for those of ours to be removed (pure).

    A drop-in is for all interfaces that its file matches: one that is not for the closed one alone
    gets none, and ``verify`` says what networkd did.
    """
    wanted: dict[str, str | None] = {
        path: None for path, content in present.items() if content.startswith(MARK)
    }
    for name, path in files.items():
        if path is not None and list(match_names(contents.get(path, ""))) == [name]:
            wanted[f"{FOLDER}/{os.path.basename(path)}.d/{DROPIN}"] = DROPIN_CONTENT
    return wanted
