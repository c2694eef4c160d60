# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files that make the kernel at boot what it is now (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._plan import persisted_keys
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import INPUT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import DesiredKernel

MODULES_FILE = "/etc/modules-load.d/90-linuxnet-mpls.conf"
SYSCTL_FILE = "/etc/sysctl.d/90-linuxnet-mpls.conf"
UDEV_FILE = "/etc/udev/rules.d/90-linuxnet-mpls.rules"
# Of mpls_tunnel: the label input of its tunnels is its own, and it says so here.
TUNNELS_FILE = "/etc/sysctl.d/90-linuxnet-mpls-tunnels.conf"

# Debian's 99-systemd.rules does the same for net/ipv4/conf and net/ipv6/conf only. The path is
# right on Debian 12 too: its /lib is a link to /usr/lib.
UDEV_RULE = """\
# Keys of an interface exist only once the interface does: apply those that are ours to a late one.
ACTION=="add|move", SUBSYSTEM=="net", {match}, \
RUN+="/usr/lib/systemd/systemd-sysctl --prefix=/net/mpls/conf/$name --prefix=/net/ipv4/conf/$name \
--prefix=/net/ipv6/conf/$name --prefix=/net/ipv4/neigh/$name --prefix=/net/ipv6/neigh/$name"
"""


def render_boot_files(want: DesiredKernel) -> dict[str, str | None]:
    """Give the content of the files that systemd reads, None for those to be removed."""
    if want.removing:
        return {MODULES_FILE: None, SYSCTL_FILE: None}
    modules = "".join(f"{name}\n" for name in want.modules)
    return {MODULES_FILE: modules or None, SYSCTL_FILE: render_sysctl(want)}


def render_udev_files(want: DesiredKernel) -> dict[str, str | None]:
    """Give the content of the file that udev reads."""
    return {UDEV_FILE: None if want.removing else render_udev_rule('KERNEL!="lo"')}


def render_udev_rule(match: str) -> str:
    """Give the rule for the interfaces that ``match`` selects, in udev's words."""
    return UDEV_RULE.format(match=match)


def render_sysctl(want: DesiredKernel) -> str:
    """Write the keys of a desired state."""
    return render_keys(persisted_keys(want))


def render_keys(keys: Mapping[str, str]) -> str:
    """Write keys with slashes: the first separator decides, and dots of names stay what they are.

    No pattern: an explicit key wins over the patterns that distributions ship
    (net.ipv4.conf.*.rp_filter=2 in Debian 13), which udev applies to each new interface.
    """
    return "".join(f"{key} = {value}\n" for key, value in keys.items())


def list_inputs(content: str) -> dict[str, str]:
    """Give by interface what a file of ours says about its label input, '0' or '1'."""
    inputs: dict[str, str] = {}
    for line in content.splitlines():
        key, _equals, value = line.partition(" = ")
        parts = key.split("/")
        if "/".join(parts[:3]) == INPUT_FOLDER and parts[4:] == ["input"]:
            inputs[parts[3]] = value
    return inputs
