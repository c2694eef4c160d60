# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Our files for systemd-networkd: a base file for each interface, and a drop-in for each duty.

Several modules say something about one interface (its addresses, its VRF). Each has a drop-in of
its own; the base file, which only matches the name, is there as long as one drop-in is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import (
    MARK,
    OwnedFiles,
    read_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._debts import Command
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation

FOLDER = "/etc/systemd/network"
PREFIX = "10-mpls-"
SETTINGS = "/etc/systemd/networkd.conf.d/90-linuxnet-mpls.conf"

# The defaults delete FRR's routes, rules and next hops whenever a link is configured anew.
# ManageForeignNextHops= came with systemd 256; older ones ignore it with a warning in the journal.
SETTINGS_CONTENT = """\
[Network]
ManageForeignRoutes=no
ManageForeignRoutingPolicyRules=no
ManageForeignNextHops=no
"""

RELOAD = ("networkctl", "reload")
RESTART = ("systemctl", "try-restart", "systemd-networkd.service")


def netdev_path(name: str) -> str:
    """Give the path of the file that creates a device at boot."""
    return f"{FOLDER}/{PREFIX}{name}.netdev"


def base_path(name: str) -> str:
    """Give the path of the base file of an interface."""
    return f"{FOLDER}/{PREFIX}{name}.network"


def dropin_path(name: str, duty: str) -> str:
    """Give the path of a drop-in; ``duty`` is its file name without ``.conf``."""
    return f"{base_path(name)}.d/{duty}.conf"


def render_base(name: str) -> str:
    """Match an interface and hold back all that networkd would do to it unasked.

    Not required for online: systemd-networkd-wait-online waits two minutes for a port without
    carrier. Configured without carrier: a lost carrier must not take the addresses away, as the
    IGP has its own idea of a dead link. KeepConfiguration: a reload does not drop what netlink has
    set already, so that no session flaps.
    """
    return (
        f"[Match]\nName={name}\n\n"
        "[Link]\nRequiredForOnline=no\n\n"
        "[Network]\nIPv6AcceptRA=no\nConfigureWithoutCarrier=yes\nKeepConfiguration=static\n"
    )


def plan_network_files(
    dropins: Mapping[tuple[str, str], str | None], present: Collection[str]
) -> dict[str, str | None]:
    """Add the base files that the drop-ins, by (interface, duty), need or need no longer (pure).

    ``present`` are the paths in the folder, of drop-ins of others too. A base file without any was
    left by a run that was killed.
    """
    files = {dropin_path(*key): content for key, content in dropins.items()}
    remaining = {path for path in (*present, *files) if files.get(path, "") is not None}
    needed = {os.path.dirname(path) for path in remaining}
    for name in {name for name, _duty in dropins}:
        base = base_path(name)
        files[base] = render_base(name) if f"{base}.d" in needed else None
    bases = {path for path in present if path.endswith(".network")}
    return {**dict.fromkeys(path for path in bases if f"{path}.d" not in needed), **files}


def plan_settings_removal(
    files: Mapping[str, str | None], present: Mapping[str, str]
) -> dict[str, str | None]:
    """Take the settings away with the last file of ours; networkd forgets them at its next start.

    Not at once: a restart without them would delete FRR's routes.
    """
    owned = {path for path, content in present.items() if content.startswith(MARK)}
    leaving = {path for path, content in files.items() if content is None}
    return {} if owned - leaving else {SETTINGS: None}


def names_with(duty: str, present: Mapping[str, str]) -> dict[str, str]:
    """Give the content of our drop-ins of one duty by interface."""
    start, end = f"{FOLDER}/{PREFIX}", f".network.d/{duty}.conf"
    return {
        path[len(start) : -len(end)]: content
        for path, content in present.items()
        if path.startswith(start) and path.endswith(end) and content.startswith(MARK)
    }


def owned_netdevs(present: Mapping[str, str], kind: str) -> set[str]:
    """Give the names of the devices of one kind that a netdev file of ours creates."""
    start, end = f"{FOLDER}/{PREFIX}", ".netdev"
    return {
        path[len(start) : -len(end)]
        for path, content in present.items()
        if path.startswith(start)
        and path.endswith(end)
        and content.startswith(MARK)
        and f"Kind={kind}" in content.splitlines()
    }


def read_folder() -> dict[str, str]:
    """Read the files with our prefix and the drop-ins beside them, of whoever wrote them."""
    ours = f"{FOLDER}/{PREFIX}*"
    return read_files((f"{ours}.netdev", f"{ours}.network", f"{ours}.network.d/*.conf"))


class NetworkdFiles(OwnedFiles):
    """Files whose set depends on what the folder has when it is read.

    networkd has to see what netlink did already, or a flap would bring the old state back. A reload
    adopts links, but it tries to create the device of a new netdev file, fails as it is there, and
    then waits for it for ever before it configures the members. A restart finds the device first.
    Neither drops an address or a route (see render_base and SETTINGS), but systemd before 256
    deletes FRR's next hop objects: see the notes of the modules.
    """

    name = "networkd files"

    def __init__(self, want: Callable[[dict[str, str]], Mapping[str, str | None]]) -> None:
        """``want`` maps the folder to the wanted files, None for one to be removed."""
        super().__init__({}, after=(RESTART, RELOAD))
        self._want = want

    def read(self) -> dict[str, str]:
        """Look at the folder first, then at the files that follow from it."""
        found = read_folder()
        self.want(self._want(found), found)
        return super().read()

    def owed(
        self, operations: Sequence[Operation[str, str]], debt: Sequence[Command]
    ) -> Sequence[Command]:
        """Have networkd start anew where a device is new, now or in a run that ended before."""
        is_new = any(step.key.endswith(".netdev") and step.after is not None for step in operations)
        if is_new or RESTART in debt:
            return [RESTART]
        return [RELOAD] if operations or debt else []


class NetworkdSettings(OwnedFiles):
    """The file that tells networkd to leave the routes of others alone.

    It comes before other files of ours: the settings must be in effect when a link is taken over.
    """

    name = "networkd settings"

    def __init__(self) -> None:
        """Nothing is read before ``read``."""
        super().__init__({SETTINGS: SETTINGS_CONTENT}, after=(RESTART,))
