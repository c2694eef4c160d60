# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Label routes against a kernel in memory: it converges, and nobody else's route is touched."""

from __future__ import annotations

import errno
import os
import random
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils import _report, _runner
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls import _adapter
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._adapter import LabelRoutes
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._info import gather_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._parse import parse_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._values import (
    PROTOCOL,
    LabelBlock,
    NextHop,
    RouteKey,
    RouteState,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._wire_routes import (
    key_family,
    route_key,
    route_message,
    route_state,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Change

# The host of a kernel in memory is patched once for all examples of a test.
FEW = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
LINKS = {
    "eth1": Link("eth1", "", up=True, mtu=1500, index=7),
    "eth2": Link("eth2", "", up=True, mtu=1500, index=8),
    "red": Link("red", "vrf", up=True, mtu=65575, table=100, index=9, neighbours=False),
}
NAMES = {link.index: name for name, link in LINKS.items()}
INDEXES = {name: link.index for name, link in LINKS.items()}
LDP = 193

keys = st.sampled_from(
    [
        *(RouteKey(label) for label in range(16, 24)),
        *(
            RouteKey(prefix=prefix, table=table)
            for prefix in ("10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32")
            for table in (100, 254)
        ),
    ]
)
HOPS = (
    NextHop("eth1", "10.1.0.1", (16,)),
    NextHop("eth1", "10.1.0.1", (17, 18)),
    NextHop("eth2", "10.1.0.2", (0,)),
    NextHop("eth2", "fd00::1", (16,)),
)
states = st.sampled_from(
    [RouteState((hop,)) for hop in HOPS] + [RouteState(HOPS[at : at + 2]) for at in range(3)]
)
SOURCES: dict[int, str] = {socket.AF_INET: "10.1.0.9", socket.AF_INET6: "fd00::9"}


def give_sources(
    table: dict[RouteKey, tuple[RouteState | None, bool]],
) -> dict[RouteKey, RouteState | None]:
    """Give the prefixes that shall have one a source of their family."""
    return {
        key: state._replace(source=SOURCES[key_family(key)])
        if state and sourced and key.prefix
        else state
        for key, (state, sourced) in table.items()
    }


def tables_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.tuples(values, st.booleans())
    return st.dictionaries(keys, pairs, max_size=6).map(give_sources)


tables = tables_of(states)
wants = tables_of(st.one_of(st.none(), states))


@dataclass
class Kernel:
    """Routes with the kernel's manners: labels are deleted and replaced whoever has them."""

    routes: dict[RouteKey, wire.RouteMessage] = field(default_factory=dict)
    failing: set[int] = field(default_factory=set)
    addresses: frozenset[str] | None = frozenset(SOURCES.values())
    sent: int = 0

    def put(self, table: dict[RouteKey, RouteState], protocol: int = PROTOCOL) -> None:
        for key, state in table.items():
            packed = bytearray(wire.pack_route(route_message(key, state, INDEXES)))
            packed[5] = protocol
            self.routes[key] = wire.unpack_route(bytes(packed))

    def dump(
        self, family: int, *, kind: int = 0, protocol: int = 0, table: int = 0
    ) -> list[wire.RouteMessage]:
        return [
            route
            for route in self.routes.values()
            if route.family == family
            and kind in (0, route.kind)
            and protocol in (0, route.protocol)
            and table in (0, route.table)
        ]

    def dump_packed(self, family: int) -> list[bytes]:
        return [pack_as_kernel(route) for route in self.dump(family)]

    def ask(self, questions: Sequence[wire.RouteMessage]) -> list[wire.RouteMessage | None]:
        return [self.routes.get(_key(question)) for question in questions]

    def send(self, changes: Sequence[Change]) -> list[str]:
        return [os.strerror(code) if (code := self._run(one)) else "" for one in changes]

    def read(self) -> dict[str, Link]:
        return LINKS

    def own_addresses(self) -> frozenset[str]:
        assert self.addresses is not None
        return self.addresses

    def shown(self, protocol: int = PROTOCOL) -> dict[RouteKey, RouteState]:
        return {
            key: route_state(route, NAMES)
            for key, route in self.routes.items()
            if route.protocol == protocol
        }

    def _run(self, change: Change) -> int:
        self.sent += 1
        if self.sent in self.failing:
            return errno.ENOBUFS
        route = wire.unpack_route(change.packed)
        key = _key(route)
        there = self.routes.get(key)
        if change.kind == wire.RTM_DELROUTE:
            return self._delete(key, there)
        if there and change.flags & wire.NLM_F_EXCL:
            return errno.EEXIST
        if not there and not change.flags & wire.NLM_F_CREATE:
            return errno.ENOENT
        self.routes[key] = route
        return 0

    def _delete(self, key: RouteKey, there: wire.RouteMessage | None) -> int:
        if key.prefix and (there is None or there.protocol != PROTOCOL):
            return errno.ESRCH
        self.routes.pop(key, None)
        return 0


def pack_as_kernel(route: wire.RouteMessage) -> bytes:
    """Pack a label as mpls_dump_route does, which does not go by the numbers of attributes."""
    order = (wire.RTA_DST, wire.RTA_TTL_PROPAGATE, wire.RTA_NEWDST, wire.RTA_VIA, wire.RTA_OIF)
    kinds = [kind for kind in order if kind in route.attributes]
    kinds += [kind for kind in route.attributes if kind not in order]
    fixed = wire.pack_route(route)[: wire.ROUTE.size]
    return fixed + b"".join(wire.pack_attribute(kind, route.attributes[kind]) for kind in kinds)


def _key(route: wire.RouteMessage) -> RouteKey:
    key = route_key(route)
    assert key is not None
    return key


@pytest.fixture(autouse=True)
def _host(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(_adapter, "read_key", lambda _key: "1000")
    monkeypatch.setattr(_runner, "LOCK_FILE", str(tmp_path / "lock"))


def run(
    kernel: Kernel,
    want: dict[RouteKey, RouteState | None],
    *,
    purge: bool = False,
    check: bool = False,
    block: LabelBlock = LabelBlock(),  # noqa: B008 (a tuple)
) -> _runner.Report:
    resource = LabelRoutes(kernel, kernel, want, purge=purge, block=block)
    return _runner.run([resource], check=check)


def goal(
    before: dict[RouteKey, RouteState], want: dict[RouteKey, RouteState | None], *, purge: bool
) -> dict[RouteKey, RouteState]:
    merged = {**({} if purge else before), **want}
    return {key: state for key, state in merged.items() if state is not None}


@FEW
@given(wants, tables, tables, st.booleans())
def test_one_run_converges_and_a_second_is_idle_when_any_state_is_there(
    want: dict[RouteKey, RouteState | None],
    before: dict[RouteKey, RouteState],
    others: dict[RouteKey, RouteState],
    purge: bool,
) -> None:
    kernel = Kernel()
    kernel.put(before)
    foreign = {key: state for key, state in others.items() if key not in {*want, *before}}
    kernel.put(foreign, LDP)
    foretold = run(kernel, want, purge=purge, check=True)
    assert kernel.shown() == before
    done = run(kernel, want, purge=purge)
    assert (done.operations, done.diff) == (foretold.operations, foretold.diff)
    assert kernel.shown() == goal(before, want, purge=purge)
    assert kernel.shown(LDP) == foreign
    assert kernel.sent == len(done.operations)
    assert run(kernel, want, purge=purge).operations == ()


@FEW
@given(wants, tables, st.booleans(), st.randoms())
def test_operations_are_the_same_when_the_input_is_shuffled(
    want: dict[RouteKey, RouteState | None],
    before: dict[RouteKey, RouteState],
    purge: bool,
    dice: random.Random,
) -> None:
    kernel = Kernel()
    kernel.put(before)
    shuffled = list(want.items())
    dice.shuffle(shuffled)
    first = run(kernel, want, purge=purge, check=True)
    assert run(kernel, dict(shuffled), purge=purge, check=True) == first


@FEW
@given(wants, tables, st.booleans(), st.sets(st.integers(1, 8), min_size=1, max_size=3))
def test_a_second_run_converges_when_operations_of_the_first_failed(
    want: dict[RouteKey, RouteState | None],
    before: dict[RouteKey, RouteState],
    purge: bool,
    failing: set[int],
) -> None:
    kernel = Kernel(failing=failing)
    kernel.put(before)
    planned = run(kernel, want, purge=purge, check=True).operations
    hits = [number for number in failing if number <= len(planned)]
    if hits:
        # A message names the first few.
        every = patch.object(_report, "SHOWN_STEPS", len(planned))
        with every, pytest.raises(ApplyError) as caught:
            run(kernel, want, purge=purge)
        done, missed = str(caught.value).split("(done: ", 1)[1].split("; not done: ")
        for at, step in enumerate(planned, start=1):
            assert step in (missed if at in failing else done)
    else:
        run(kernel, want, purge=purge)
    kernel.failing = set()
    run(kernel, want, purge=purge)
    assert kernel.shown() == goal(before, want, purge=purge)


@FEW
@given(tables, tables)
def test_foreign_route_is_refused_when_a_task_names_it(
    want: dict[RouteKey, RouteState], others: dict[RouteKey, RouteState]
) -> None:
    kernel = Kernel()
    kernel.put(others, LDP)
    if not want.keys() & others.keys():
        return
    with pytest.raises(HostError, match="protocol 193"):
        run(kernel, dict(want))
    assert (kernel.shown(LDP), kernel.sent) == (others, 0)


def test_nothing_is_sent_when_no_interface_has_the_source() -> None:
    kernel = Kernel(addresses=frozenset({"10.1.0.1"}))
    hops = (NextHop("eth1", "10.1.0.1", (16,)),)
    want = {
        RouteKey(16): RouteState(hops),
        RouteKey(prefix="10.0.0.0/8"): RouteState(hops, source="10.1.0.9"),
    }
    with pytest.raises(HostError, match=r"10\.0\.0\.0/8: source 10\.1\.0\.9 "):
        run(kernel, {**want})
    assert kernel.sent == 0
    run(kernel, dict.fromkeys(want))
    kernel.put(want)
    assert run(kernel, {**want}).operations == ()


@FEW
@given(wants, tables)
def test_addresses_are_read_only_when_a_want_has_a_source(
    want: dict[RouteKey, RouteState | None], before: dict[RouteKey, RouteState]
) -> None:
    """A router may have thousands, which take longer to read than its routes."""
    kernel = Kernel(addresses=None)
    kernel.put(before)
    run(kernel, {key: state and state._replace(source="") for key, state in want.items()})


@FEW
@given(tables)
def test_label_outside_the_block_stays_when_the_block_is_purged(
    before: dict[RouteKey, RouteState],
) -> None:
    kernel = Kernel()
    kernel.put(before)
    block = LabelBlock(16, 20)
    run(kernel, {}, purge=True, block=block)
    assert set(kernel.shown()) == {key for key in before if key.label > block.last}


@pytest.mark.parametrize("want", [None, RouteState((NextHop("red"),))])
def test_label_is_left_alone_when_somebody_takes_it_after_the_read(
    want: RouteState | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, theirs = RouteKey(16), RouteState((NextHop("eth2", "10.1.0.9"),))
    kernel = Kernel()
    kernel.put({key: RouteState((NextHop("eth1", "10.1.0.1"),))})
    ask = kernel.ask

    def ask_late(questions: Sequence[wire.RouteMessage]) -> list[wire.RouteMessage | None]:
        kernel.put({key: theirs}, LDP)
        return ask(questions)

    monkeypatch.setattr(kernel, "ask", ask_late)
    with pytest.raises(ApplyError, match="took its place"):
        run(kernel, {key: want})
    assert kernel.shown(LDP) == {key: theirs}


def test_route_is_done_when_the_restore_service_was_faster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key, state = RouteKey(16), RouteState((NextHop("red"),))
    kernel = Kernel()
    send = kernel.send

    def send_late(changes: Sequence[Change]) -> list[str]:
        kernel.put({key: state})
        return send(changes)

    monkeypatch.setattr(kernel, "send", send_late)
    assert run(kernel, {key: state}).operations == ("create label 16",)


def test_many_operations_are_counted_when_a_message_names_them() -> None:
    state = RouteState((NextHop("red"),))
    kernel = Kernel(failing={600})
    with pytest.raises(ApplyError) as caught:
        run(kernel, {RouteKey(label): state for label in range(16, 900)})
    assert "label 615: No buffer space available (done: 883 operations, " in str(caught.value)
    assert str(caught.value).endswith("not done: create label 615)")
    assert len(str(caught.value)) < 600


@FEW
@given(tables, tables)
def test_gathered_routes_are_what_a_task_takes_when_they_are_fed_back(
    before: dict[RouteKey, RouteState], others: dict[RouteKey, RouteState]
) -> None:
    kernel = Kernel()
    kernel.put(others, LDP)
    kernel.put(before)
    gathered = gather_routes(kernel, kernel, others=True)
    assert parse_routes(gathered["routes"]) == before
    assert len(gathered["foreign_routes"]) == len(kernel.shown(LDP))
    assert {entry["owner"] for entry in gathered["foreign_routes"]} <= {"ldp"}
    assert "foreign_routes" not in gather_routes(kernel, kernel, others=False)


def test_family_is_asked_for_when_only_its_prefixes_are_named() -> None:
    assert key_family(RouteKey(16)) == wire.AF_MPLS
    assert key_family(RouteKey(prefix="::/0")) == socket.AF_INET6
