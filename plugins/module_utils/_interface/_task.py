# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The resources of l3_interface, in the order in which they change a router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._adapter import Interfaces
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import (
    refuse_foreign_owners,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    DesiredInterface,
    normalise_addresses,
    parse_interfaces,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Links
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    NetworkdFiles,
    NetworkdSettings,
    names_with,
    plan_network_files,
    plan_settings_removal,
    read_folder,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._service import (
    NetworkdService,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

DUTY = "address"


def build_resources(params: Mapping[str, Any]) -> list[Resource[Any, Any]]:
    """Check the options and order the work: first netlink, then the files for the next boot."""
    removing = params["state"] == "absent"
    wants = parse_interfaces(params["interfaces"], removing=removing)
    purge = bool(params["purge"])
    if not removing:
        refuse_foreign_owners(wants)
    interfaces = Interfaces(
        Links(),
        {} if removing else wants,
        lambda: plan_taken(wants, read_folder(), removing=removing, purge=purge),
    )
    files = NetworkdFiles(
        lambda present: plan_files(wants, present, removing=removing, purge=purge)
    )
    if removing:
        return [interfaces, files]
    return [NetworkdSettings(), NetworkdService(), interfaces, files]


def plan_taken(
    wants: Mapping[str, DesiredInterface],
    present: Mapping[str, str],
    *,
    removing: bool,
    purge: bool,
) -> dict[str, tuple[str, ...]]:
    """Say which addresses go: those of our files, and those that the task lists to be absent."""
    taken: dict[str, tuple[str, ...]] = {}
    for name, content in names_with(DUTY, present).items():
        if (removing and name in wants) or (purge and name not in wants):
            taken[name] = _addresses_in(content)
    if removing:
        for name, want in wants.items():
            taken[name] = (*taken.get(name, ()), *want.addresses)
    return taken


def plan_files(
    wants: Mapping[str, DesiredInterface],
    present: Mapping[str, str],
    *,
    removing: bool,
    purge: bool,
) -> dict[str, str | None]:
    """Say which files are wanted, and which go."""
    dropins: dict[tuple[str, str], str | None] = {
        (name, DUTY): None if removing else render_addresses(want) for name, want in wants.items()
    }
    if purge:
        for name in names_with(DUTY, present):
            dropins.setdefault((name, DUTY), None)
    files = plan_network_files(dropins, present)
    if removing:
        files.update(plan_settings_removal(files, present))
    return files


def render_addresses(want: DesiredInterface) -> str:
    """Write an interface as networkd reads it."""
    link = f"[Link]\nMTUBytes={want.mtu}\n\n" if want.mtu else ""
    lines = "".join(f"Address={address}\n" for address in want.addresses)
    return f"{link}[Network]\n{lines}"


def _addresses_in(content: str) -> tuple[str, ...]:
    values = [line.partition("=") for line in content.splitlines()]
    return normalise_addresses(value for key, _equals, value in values if key == "Address")
