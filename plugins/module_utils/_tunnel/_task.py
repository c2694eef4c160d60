# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of mpls_tunnel, in the order in which they change a router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import (
    refuse_foreign_owners,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    GRE,
    GRE6,
    TunnelLinks,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import read_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    NetworkdFiles,
    NetworkdSettings,
    names_with,
    read_folder,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._restore import (
    BatchFiles,
    RestoreService,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import (
    NetworkdService,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl import _proc
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._adapter import KernelModules
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import (
    SYSCTL_FILE,
    list_inputs,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._adapter import Tunnels
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._files import (
    BATCH_FILE,
    DUTY,
    UDP_MODULES,
    BootFiles,
    plan_batch,
    plan_networkd_files,
    plan_ports,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._fou import TunnelPorts
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._parse import parse_tunnels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource
    from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import TunnelState

MODULES = {GRE: ("ip_gre",), GRE6: ("ip6_gre",), **UDP_MODULES}


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work.

    What udev does with a tunnel must be written before the tunnel appears. All other files come
    after the kernel, and the mark that a tunnel is ours goes last: a run that was cut off knows
    what it has still to remove.
    """
    removing = params["state"] == "absent"
    purge = bool(params["purge"])
    wants = parse_tunnels(params["tunnels"], removing=removing)
    refuse_foreign_owners(name for name, want in wants.items() if want is not None)
    boot = BootFiles(wants, purge=purge)
    ports = TunnelPorts(lambda: plan_ports(wants, read_files((BATCH_FILE,)), purge=purge))
    tunnels = Tunnels(
        Links(),
        TunnelLinks(),
        _proc,
        wants,
        ours=lambda: set(names_with(DUTY, read_folder())),
        closing=_read_closing,
        purge=purge,
    )
    batches = BatchFiles(lambda present: plan_batch(wants, present, purge=purge))
    files = NetworkdFiles(lambda present: plan_networkd_files(wants, present, purge=purge))
    after = [batches, RestoreService(batches), files]
    if not any(wants.values()):
        return [tunnels, ports, boot, *after]
    return [
        NetworkdSettings(),
        NetworkdService(),
        KernelModules(needed_modules(wants)),
        boot,
        ports,
        tunnels,
        *after,
    ]


def needed_modules(wants: Mapping[str, TunnelState | None]) -> list[str]:
    """Name the kernel modules of the desired tunnels (pure)."""
    kinds = {want.link.kind for want in wants.values() if want is not None}
    names = [name for kind, names in MODULES.items() if kind in kinds for name in names]
    return list(dict.fromkeys(names))


def _read_closing() -> dict[str, bool]:
    """Say which interfaces the file of mpls_sysctl closes, and which it opens."""
    inputs = list_inputs(read_files((SYSCTL_FILE,)).get(SYSCTL_FILE, ""))
    return {name: value == "0" for name, value in inputs.items()}
