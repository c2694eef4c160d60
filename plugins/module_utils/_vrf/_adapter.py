# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads and changes VRF devices, their unreachable defaults and their members."""

from __future__ import annotations

import contextlib
import socket
import struct
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._addressing import (
    replace_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    normalise_addresses,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import adding
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._members import Members
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._plan import (
    describe_vrf,
    plan_vrfs,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import (
    UNREACHABLE_METRIC,
    VrfState,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan
    from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._clients import (
        LinkClient,
        RouteClient,
    )

FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}


class Vrfs(Resource[str, VrfState]):
    """The VRF devices of a router; those that the task neither names nor purges stay."""

    name = "VRFs"

    def __init__(
        self,
        links: LinkClient,
        routes: RouteClient,
        wants: Mapping[str, VrfState | None],
        purgeable: Callable[[], Collection[str]] = tuple,
        *,
        users: Callable[[], Mapping[str, str]] = dict,
        strict: bool | None = None,
        open_ports: Collection[str] | None = None,
    ) -> None:
        """``purgeable`` tells at read time which VRFs are ours, ``users`` what FRR has for which.

        FRR is only asked when a VRF is going to be removed. ``open_ports`` are as in ``Members``.
        """
        self._client = links
        self._routes = routes
        self._wants = wants
        self._read_purgeable = purgeable
        self._read_users = users
        self._strict = strict
        self._open_ports = open_ports
        self._purgeable: Collection[str] = ()
        self._users: Mapping[str, str] = {}
        self._links: dict[str, Link] = {}
        self._members = Members(links, {}, {}, wants, open_ports)
        self._defaults: set[tuple[int, int]] = set()

    def read(self) -> dict[str, VrfState]:
        """Read every VRF, also those of others: their tables and members are not free."""
        self._purgeable = self._read_purgeable()
        self._links = self._client.read()
        addresses = self._client.addresses()
        self._members = Members(self._client, self._links, addresses, self._wants, self._open_ports)
        self._defaults = self._read_defaults()
        members: dict[str, list[str]] = {}
        for link in self._links.values():
            if link.master:
                members.setdefault(link.master, []).append(link.name)
        vrfs = {
            name: VrfState(
                table=link.table or 0,
                members=tuple(sorted(members.get(name, ()))),
                up=link.up,
                defaults=tuple(v for v in FAMILY if (v, link.table) in self._defaults),
                addresses=normalise_addresses(addresses.get(name, ())),
            )
            for name, link in self._links.items()
            if link.kind == "vrf"
        }
        self._users = self._read_users() if self._is_removing(vrfs) else {}
        return vrfs

    def plan(self, current: Mapping[str, VrfState]) -> Plan[str, VrfState]:
        """Compare by name."""
        return plan_vrfs(
            self._wants,
            current,
            self._links,
            self._purgeable,
            users=self._users,
            strict=self._strict,
        )

    def apply_all(
        self, operations: Sequence[Operation[str, VrfState]]
    ) -> Iterator[Operation[str, VrfState]]:
        """Delete, then create all devices at once, then change and fill one after the other."""
        rest = [step for step in operations if step.after is not None]
        for step in operations:
            if step.after is None and step.before is not None:
                self._delete(step.key, step.before)
                yield step
        created, refused = self._create(rest)
        unfinished = dict.fromkeys(created)
        try:
            for step in rest:
                before = created.get(step.key, step.before)
                if step.key not in refused and before is not None and step.after is not None:
                    self._change(step.key, before, step.after)
                    unfinished.pop(step.key, None)
                    yield step
        except ApplyError:
            for name in unfinished:
                with contextlib.suppress(ApplyError):
                    self._client.delete(name)
            raise
        for words in refused.values():
            raise ApplyError(words)

    def describe(self, state: Mapping[str, VrfState]) -> dict[str, str]:
        """Show each VRF under its name."""
        return {f"VRF {name}": describe_vrf(one) for name, one in state.items()}

    def _create(
        self, operations: Sequence[Operation[str, VrfState]]
    ) -> tuple[dict[str, VrfState], dict[str, str]]:
        """Add missing devices and defaults; give the new VRFs as they are now, and errors by VRF.

        A device is there before the defaults of its table and after them, but they come before the
        first member: no packet of one may fall through to main. zebra gives routes of a table that
        no VRF has to the default VRF, which keeps a pointer to the table when a VRF has taken it
        and gone, and dies of it (FRR 8.4 to 10.3, zebra/zebra_vrf.c).
        """
        goals = {step.key: step.after for step in operations if step.after is not None}
        new = [step.key for step in operations if step.before is None]
        answers = self._client.add_vrfs({name: goals[name].table for name in new})
        refused = {name: f"VRF {name}: {words}" for name, words in zip(new, answers) if words}
        missing = [
            (name, version, goal.table)
            for name, goal in goals.items()
            for version in goal.defaults
            if name not in refused and (version, goal.table) not in self._defaults
        ]
        changes = [
            adding(wire.pack_route(_unreachable(version, table)))
            for _name, version, table in missing
        ]
        for (name, version, table), words in zip(missing, self._routes.send(changes)):
            if words:
                if name in new and name not in refused:
                    self._client.delete(name)
                refused[name] = f"VRF {name}: unreachable default IPv{version}: {words}"
            else:
                self._defaults.add((version, table))
        created = {
            name: VrfState(goals[name].table, (), defaults=goals[name].defaults, addresses=())
            for name in new
            if name not in refused
        }
        return created, refused

    def _change(self, name: str, before: VrfState, after: VrfState) -> None:
        if not before.up:
            self._client.set_up(name)
        for member in before.members:
            if member not in after.members:
                self._members.release(member, name)
        for member in after.members:
            self._members.enslave(member, name)
        replace_addresses(self._client, name, before.addresses or (), after.addresses or ())

    def _delete(self, name: str, before: VrfState) -> None:
        """Delete a VRF: its members leave, then its unreachable defaults, then the device.

        The device is down before the defaults go, or its label would lead into main.
        """
        for member in before.members:
            self._members.release(member, name)
        if before.up:
            self._client.set_down(name)
        for version, table in sorted(self._defaults):
            if table == before.table:
                what = f"VRF {name}: unreachable default IPv{version}"
                self._routes.delete(_unreachable(version, table), what)
                self._defaults.discard((version, table))
        self._client.delete(name)

    def _is_removing(self, vrfs: Collection[str]) -> bool:
        removed = {name for name, want in self._wants.items() if want is None}
        removed |= {name for name in self._purgeable if name not in self._wants}
        return any(name in vrfs for name in removed)

    def _read_defaults(self) -> set[tuple[int, int]]:
        """Give (IP version, table) of the unreachable defaults with our metric."""
        metric = struct.pack("=I", UNREACHABLE_METRIC)
        return {
            (version, route.table)
            for version, family in FAMILY.items()
            for route in self._routes.dump(family, kind=wire.RTN_UNREACHABLE)
            if not route.length and route.attributes.get(wire.RTA_PRIORITY) == metric
        }


def _unreachable(version: int, table: int) -> wire.RouteMessage:
    """Protocol static, as networkd writes it at boot: both see one and the same route."""
    return wire.RouteMessage(
        FAMILY[version],
        0,
        table,
        kind=wire.RTN_UNREACHABLE,
        attributes={wire.RTA_PRIORITY: struct.pack("=I", UNREACHABLE_METRIC)},
    )
