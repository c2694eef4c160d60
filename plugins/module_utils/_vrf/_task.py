# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of vrf_device, in the order in which they change a router, and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import (
    refuse_foreign_owners,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._task import (
    DUTY as ADDRESS_DUTY,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._rules import Rules
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import OwnedFiles
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    NetworkdFiles,
    NetworkdSettings,
    names_with,
    netdev_path,
    owned_netdevs,
    plan_network_files,
    plan_settings_removal,
    read_folder,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import (
    NetworkdService,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._adapter import KernelModules
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._adapter import Vrfs
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._boot import render_boot_files
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._rules import RoutingRules
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._strict import StrictMode
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._users import read_users
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import (
    UNREACHABLE_METRIC,
    VrfState,
    is_wanted,
    parse_vrfs,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

DEVICE_DUTY = "vrf-device"
MEMBER_DUTY = "vrf"


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work: first netlink, then the files for the next boot.

    The rules come before the first VRF: no packet of a customer finds the old order. Strict mode
    comes after the devices, as two VRFs may share a table until one of them is removed.
    """
    removing = params["state"] == "absent"
    local, strict = params["local_rule"], params["strict_mode"]
    purge, open_ports = bool(params["purge"]), params["open_ports"]
    wants = parse_vrfs(params["vrfs"], removing=removing)
    refuse_foreign_owners(
        name for vrf, want in wants.items() if want for name in (vrf, *want.members)
    )
    rules = RoutingRules(Rules(), vrfs=any(wants.values()), local=local)
    devices = Vrfs(
        Links(),
        Routes(),
        wants,
        lambda: owned_netdevs(read_folder(), "vrf") if purge else (),
        users=dict if params["allow_in_use"] else read_users,
        strict=strict,
        open_ports=open_ports,
    )
    modes: list[Resource[Any, Any]] = [] if strict is None else [StrictMode(strict=strict)]
    boot = OwnedFiles(render_boot_files(local, strict), after=[["systemctl", "daemon-reload"]])
    files = NetworkdFiles(
        lambda present: plan_files(wants, present, purge=purge, open_ports=open_ports)
    )
    if removing:
        return [devices, rules, *modes, boot, files]
    modules: list[Resource[Any, Any]] = [KernelModules(["vrf"])] if modes else []
    # networkd has nothing to do where no VRF is wanted, and its settings go with the last file.
    networkd = [NetworkdSettings(), NetworkdService()] if any(wants.values()) else []
    return [*networkd, *modules, rules, devices, *modes, boot, files]


def plan_files(
    wants: Mapping[str, VrfState | None],
    present: Mapping[str, str],
    *,
    purge: bool,
    open_ports: Collection[str] | None = None,
) -> dict[str, str | None]:
    """Say which files are wanted and which go, those of released members too."""
    goal = dict(wants)
    if purge:
        for name in owned_netdevs(present, "vrf"):
            goal.setdefault(name, None)
    dropins: dict[tuple[str, str], str | None] = {
        (member, MEMBER_DUTY): None
        for member, content in names_with(MEMBER_DUTY, present).items()
        if _vrf_in(content) in goal
    }
    if open_ports is not None:
        addressed = names_with(ADDRESS_DUTY, present)
        for member, _duty in tuple(dropins):
            is_closed = member not in open_ports and not is_wanted(member, wants)
            if is_closed and member in addressed:
                dropins[(member, ADDRESS_DUTY)] = None
    files: dict[str, str | None] = {}
    for name, want in goal.items():
        dropins[(name, DEVICE_DUTY)] = render_routes(want) if want else None
        files[netdev_path(name)] = render_netdev(name, want) if want else None
        for member in want.members if want else ():
            dropins[(member, MEMBER_DUTY)] = f"[Network]\nVRF={name}\n"
    files.update(plan_network_files(dropins, present))
    if all(want is None for want in goal.values()):
        files.update(plan_settings_removal(files, present))
    return files


def render_netdev(name: str, want: VrfState) -> str:
    """Write the file that creates the device at boot."""
    return f"[NetDev]\nName={name}\nKind=vrf\n\n[VRF]\nTable={want.table}\n"


def render_routes(want: VrfState) -> str:
    """Write what networkd does on the device: no link-local address, and no way out by default."""
    routes = "".join(
        f"\n[Route]\nDestination={destination}\nType=unreachable\n"
        f"Metric={UNREACHABLE_METRIC}\nTable={want.table}\n"
        for destination in ("0.0.0.0/0", "::/0")
    )
    addresses = "".join(f"Address={address}\n" for address in want.addresses or ())
    return f"[Network]\nLinkLocalAddressing=no\n{addresses}{routes}"


def _vrf_in(content: str) -> str:
    values = [line.partition("=") for line in content.splitlines()]
    return next((value for key, _equals, value in values if key == "VRF"), "")
