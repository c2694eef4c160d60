# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of mpls_sysctl, in the order in which they change a router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._adapter import (
    KernelModules,
    SysctlKeys,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import (
    render_boot_files,
    render_udev_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import parse_kernel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work: the keys of MPLS exist once its module is loaded."""
    want = parse_kernel(params)
    keys = SysctlKeys(want)
    boot = OwnedFiles(render_boot_files(want))
    rules = OwnedFiles(render_udev_files(want), after=[["udevadm", "control", "--reload"]])
    if want.removing:
        # The udev rule goes first: it would open a port again that is closed here.
        return [rules, boot, keys]
    return [KernelModules(want.modules), keys, boot, rules]
