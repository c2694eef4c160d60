# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""VRFs: from options to normalised values (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    normalise_addresses,
    parse_address,
    parse_interface_name,
    parse_interface_names,
    refuse_twice,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TABLE_MAX = 4294967295
# unspec, default, main, local: include/uapi/linux/rtnetlink.h
RESERVED_TABLES = frozenset({0, 253, 254, 255})

# Zebra reads a kernel metric as distance and metric: 255/8192, so that any protocol's route wins
# (Documentation/networking/vrf.rst).
UNREACHABLE_METRIC = 4278198272
FAMILIES = (4, 6)


@dataclass(frozen=True)
class VrfState:
    """A VRF device: ``defaults`` are the IP versions with our unreachable default.

    ``addresses`` are those of the device itself; a desired state with None leaves them alone.
    """

    table: int
    members: tuple[str, ...]
    up: bool = True
    defaults: tuple[int, ...] = FAMILIES
    addresses: tuple[str, ...] | None = None


def is_wanted(port: str, wants: Mapping[str, VrfState | None]) -> bool:
    """Tell whether a desired state lists the port as a member."""
    return any(want is not None and port in want.members for want in wants.values())


def parse_vrfs(
    entries: Sequence[Mapping[str, Any]], *, removing: bool = False
) -> dict[str, VrfState | None]:
    """Check the option ``vrfs``; None stands for a VRF that shall not be there."""
    refuse_twice("vrfs", [entry["name"] for entry in entries])
    wants: dict[str, VrfState | None] = {}
    owners: dict[str, str] = {}
    tables: dict[int, str] = {}
    for at, entry in enumerate(entries):
        path = f"vrfs[{at}]"
        name = parse_interface_name(f"{path}.name", entry["name"])
        if name == "lo":
            raise InputError(f"{path}.name", name, "a name of its own")
        if removing:
            wants[name] = None
            continue
        table = _parse_table(f"{path}.table", entry.get("table"))
        if table in tables:
            raise InputError(
                f"{path}.table", table, f"a table of its own: VRF {tables[table]} has this one"
            )
        tables[table] = name
        members = parse_interface_names(f"{path}.members", entry.get("members") or [])
        for member in members:
            if member in owners:
                raise InputError(
                    f"{path}.members", member, f"a member of one VRF: {owners[member]} lists it too"
                )
            owners[member] = name
        addresses = _parse_addresses(f"{path}.addresses", entry.get("addresses"))
        wants[name] = VrfState(table, members, addresses=addresses)
    return wants


def _parse_addresses(path: str, values: Sequence[str] | None) -> tuple[str, ...] | None:
    if values is None:
        return None
    addresses = [parse_address(f"{path}[{at}]", value) for at, value in enumerate(values)]
    refuse_twice(path, addresses)
    return normalise_addresses(addresses)


def _parse_table(path: str, value: int | None) -> int:
    if value is None or not 0 < value <= TABLE_MAX or value in RESERVED_TABLES:
        raise InputError(path, value, f"a routing table from 1 to {TABLE_MAX}, but not 253 to 255")
    return value
