# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Reads and changes the label routes of our own protocol number."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Protocol

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._plan import (
    Surroundings,
    plan_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    PROTOCOL,
    LabelBlock,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._wire_routes import (
    key_family,
    owner_question,
    pack_shown,
    route_key,
    route_message,
    route_state,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import (
    Change,
    adding,
    deleting,
    replacing,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc import read_key
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import PLATFORM_LABELS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan

# Few enough that little time lies between the question for the owners and the change.
STEPS_AT_ONCE = 500


class RouteClient(Protocol):
    """What this package needs of netlink for routes."""

    def dump(
        self, family: int, *, kind: int = 0, protocol: int = 0, table: int = 0
    ) -> list[wire.RouteMessage]:
        """Give the routes of a family."""

    def dump_packed(self, family: int) -> list[bytes]:
        """Give the routes of a family as they came."""

    def send(self, changes: Sequence[Change]) -> list[str]:
        """Run changes; give each one's error, or '' where it ran."""

    def ask(self, questions: Sequence[wire.RouteMessage]) -> list[wire.RouteMessage | None]:
        """Look single routes up."""


class LinkClient(Protocol):
    """What this package needs of netlink for devices."""

    def read(self) -> dict[str, Link]:
        """Give all devices."""

    def own_addresses(self) -> Collection[str]:
        """Give all addresses."""


class LabelRoutes(Resource[RouteKey, RouteState]):
    """The routes with our protocol number, in the label table and in the IP tables."""

    name = "routes"

    def __init__(
        self,
        routes: RouteClient,
        links: LinkClient,
        wants: Mapping[RouteKey, RouteState | None],
        *,
        purge: bool,
        block: LabelBlock = LabelBlock(),  # noqa: B008 (a tuple)
    ) -> None:
        """Take the desired routes; nothing is read before ``read``."""
        self._routes = routes
        self._links = links
        self._wants = wants
        self._prefixes = {key: want for key, want in wants.items() if key.prefix}
        self._purge = purge
        self._block = block
        self._around = Surroundings(platform_labels=0)
        self._indexes: dict[str, int] = {}
        self._known: dict[bytes, tuple[RouteKey, RouteState]] = {}
        self._packed: dict[RouteKey, bytes] = {}

    def read(self) -> dict[RouteKey, RouteState]:
        """Read our routes, and who owns the others that the task names."""
        size = read_label_table_size()
        links = self._links.read()
        names = {link.index: name for name, link in links.items()}
        self._foretell({name: link.index for name, link in links.items()})
        labels = self._routes.dump_packed(wire.AF_MPLS)
        met = [self._known.get(packed) for packed in labels]
        mine = dict(filter(None, met))
        unknown = [wire.unpack_route(packed) for packed, one in zip(labels, met) if one is None]
        foreign: dict[RouteKey, int] = {}
        for route in (*unknown, *self._dump_prefixes()):
            key = route_key(route)
            if key is None:
                continue
            if route.protocol != PROTOCOL:
                foreign[key] = route.protocol
            elif key in self._wants or (self._purge and self._block.covers(key)):
                mine[key] = route_state(route, names)
        sourced = any(want is not None and want.source for want in self._prefixes.values())
        addresses = self._links.own_addresses() if sourced else ()
        self._around = Surroundings(size, links, foreign, addresses)
        return mine

    def plan(self, current: Mapping[RouteKey, RouteState]) -> Plan[RouteKey, RouteState]:
        """Compare by label or prefix."""
        return plan_routes(self._wants, current, self._around, purge=self._purge)

    def apply_all(
        self, operations: Sequence[Operation[RouteKey, RouteState]]
    ) -> Iterator[Operation[RouteKey, RouteState]]:
        """Send the operations in large parts, each after a look at who owns its labels."""
        for start in range(0, len(operations), STEPS_AT_ONCE):
            part = operations[start : start + STEPS_AT_ONCE]
            self._refuse_stolen(part)
            answers = self._routes.send([self._change(step) for step in part])
            refused = [(step, words) for step, words in zip(part, answers) if words]
            yield from (step for step, words in zip(part, answers) if not words)
            if refused:
                yield from self._settled(refused)

    def describe(self, state: Mapping[RouteKey, RouteState]) -> dict[str, str]:
        """Show one route a line."""
        return {"routes": "".join(f"{key} {state[key]}\n" for key in sorted(state))}

    def _change(self, operation: Operation[RouteKey, RouteState]) -> Change:
        key, after = operation.key, operation.after
        if after is None:
            return deleting(wire.pack_route(route_message(key)))
        packed = self._packed.get(key) or wire.pack_route(route_message(key, after, self._indexes))
        return adding(packed) if operation.before is None else replacing(packed)

    def _refuse_stolen(self, part: Sequence[Operation[RouteKey, RouteState]]) -> None:
        """Look once more: the kernel deletes and replaces a label whoever owns it.

        'add' is exclusive, and an IP route is only deleted where the protocol is the one sent
        (net/mpls/af_mpls.c, net/ipv4/fib_trie.c).
        """
        keys = [step.key for step in part if step.before is not None and not step.key.prefix]
        for key, found in zip(keys, self._routes.ask([owner_question(key) for key in keys])):
            if found is not None and found.protocol != PROTOCOL:
                raise ApplyError(
                    f"{key}: a route of protocol {found.protocol} took its place meanwhile, and "
                    "this module changes its own routes only"
                )

    def _settled(
        self, refused: Sequence[tuple[Operation[RouteKey, RouteState], str]]
    ) -> Iterator[Operation[RouteKey, RouteState]]:
        """Give those that are as wanted all the same, as the restore service may be faster."""
        current = self.read()
        unmet: list[str] = []
        for step, words in refused:
            if current.get(step.key) == step.after and step.key not in self._around.foreign:
                yield step
            else:
                unmet.append(f"{step.key}: {words}")
        if unmet:
            more = f" (and {len(unmet) - 1} more were refused)" if len(unmet) > 1 else ""
            raise ApplyError(unmet[0] + more)

    def _foretell(self, indexes: dict[str, int]) -> None:
        """Pack the desired states for labels as a dump shows them once they are met.

        To recognise a route by its bytes takes a seventh of the time of unpacking it, and the same
        bytes ask for it.
        """
        if indexes == self._indexes:
            return
        self._indexes = indexes
        self._known = {
            pack_shown(key.label, want, indexes): (key, want)
            for key, want in self._wants.items()
            if want is not None and not key.prefix
        }
        self._known.pop(b"", None)
        self._packed = {key: packed for packed, (key, _want) in self._known.items()}

    def _dump_prefixes(self) -> Iterable[wire.RouteMessage]:
        """Read our IP routes, and the IP tables that the task names."""
        if self._purge:
            yield from self._routes.dump(socket.AF_INET, protocol=PROTOCOL)
            yield from self._routes.dump(socket.AF_INET6, protocol=PROTOCOL)
        for family, table in sorted({(key_family(key), key.table) for key in self._prefixes}):
            yield from self._routes.dump(family, table=table)


def read_label_table_size() -> int:
    """Read how many labels the kernel has room for; HostError where it knows none."""
    size = read_key(PLATFORM_LABELS)
    if size is None:
        raise HostError("MPLS is not loaded on this router; run mpls_sysctl first")
    return int(size)
