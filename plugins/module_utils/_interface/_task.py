# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The subjects of l3_interface, in the order in which they change a router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._adapter import Interfaces
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._owners import (
    refuse_foreign_owners,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    InterfaceWish,
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

    from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Subject

DUTY = "address"


def build_subjects(params: Mapping[str, Any]) -> list[Subject[Any, Any]]:
    """Check the options and order the work: first netlink, then the files for the next boot."""
    removing = params["state"] == "absent"
    wishes = parse_interfaces(params["interfaces"], removing=removing)
    purge = bool(params["purge"])
    if not removing:
        refuse_foreign_owners(wishes)
    interfaces = Interfaces(
        Links(),
        {} if removing else wishes,
        lambda: plan_taken(wishes, read_folder(), removing=removing, purge=purge),
    )
    files = NetworkdFiles(
        lambda present: plan_files(wishes, present, removing=removing, purge=purge)
    )
    if removing:
        return [interfaces, files]
    return [NetworkdSettings(), NetworkdService(), interfaces, files]


def plan_taken(
    wishes: Mapping[str, InterfaceWish], present: Mapping[str, str], *, removing: bool, purge: bool
) -> dict[str, tuple[str, ...]]:
    """Say which addresses go: those of our files, and those that the task lists to be absent."""
    taken: dict[str, tuple[str, ...]] = {}
    for name, content in names_with(DUTY, present).items():
        if (removing and name in wishes) or (purge and name not in wishes):
            taken[name] = _addresses_in(content)
    if removing:
        for name, wish in wishes.items():
            taken[name] = (*taken.get(name, ()), *wish.addresses)
    return taken


def plan_files(
    wishes: Mapping[str, InterfaceWish], present: Mapping[str, str], *, removing: bool, purge: bool
) -> dict[str, str | None]:
    """Say which files are wanted, and which go."""
    dropins: dict[tuple[str, str], str | None] = {
        (name, DUTY): None if removing else render_addresses(wish) for name, wish in wishes.items()
    }
    if purge:
        for name in names_with(DUTY, present):
            dropins.setdefault((name, DUTY), None)
    files = plan_network_files(dropins, present)
    if removing:
        files.update(plan_settings_removal(files, present))
    return files


def render_addresses(wish: InterfaceWish) -> str:
    """Write an interface as networkd reads it."""
    link = f"[Link]\nMTUBytes={wish.mtu}\n\n" if wish.mtu else ""
    lines = "".join(f"Address={address}\n" for address in wish.addresses)
    return f"{link}[Network]\n{lines}"


def _addresses_in(content: str) -> tuple[str, ...]:
    values = [line.partition("=") for line in content.splitlines()]
    return normalise_addresses(value for key, _equals, value in values if key == "Address")
