# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The files that keep the router-wide options of vrf_device over a boot (pure).

systemd-networkd can add a rule, but it cannot take the kernel's own rule at priority 0 away. A
oneshot unit does both before the network comes up. A drop-in of sysinit.target pulls it in, so that
there is no symbolic link to keep in step with the unit.
"""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._rules import (
    BEHIND,
    BEHIND_VRFS,
    FIRST,
)

UNIT_FILE = "/etc/systemd/system/linuxnet-mpls-rules.service"
UNIT_WANTS = "/etc/systemd/system/sysinit.target.d/90-linuxnet-mpls-rules.conf"
MODULES_FILE = "/etc/modules-load.d/90-linuxnet-mpls-vrf.conf"
SYSCTL_FILE = "/etc/sysctl.d/90-linuxnet-mpls-vrf.conf"
STRICT_MODE = "net/vrf/strict_mode"

# The old rule goes only where the new one is there.
UNIT = f"""\
[Unit]
Description=Look up own addresses behind the rule of VRFs
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -ec 'for family in -4 -6; do \\
  ip $$family rule show | grep -q "^{BEHIND}:.*lookup local" \\
    || ip $$family rule add pref {BEHIND} lookup local protocol kernel; \\
  ! ip $$family rule show | grep -q "^{FIRST}:.*lookup local" \\
    || ip $$family rule del pref {FIRST} lookup local; \\
done'
"""
WANTS = "[Unit]\nWants=linuxnet-mpls-rules.service\n"


def render_boot_files(local: str | None, strict: bool | None) -> dict[str, str | None]:
    """Give the wanted files, None for those to be removed; an option not given leaves its files."""
    files: dict[str, str | None] = {}
    if local is not None:
        behind = local == BEHIND_VRFS
        files.update({UNIT_FILE: UNIT if behind else None, UNIT_WANTS: WANTS if behind else None})
    if strict is not None:
        # The key exists once the module is loaded.
        files[MODULES_FILE] = "vrf\n" if strict else None
        files[SYSCTL_FILE] = f"{STRICT_MODE} = 1\n" if strict else None
    return files
