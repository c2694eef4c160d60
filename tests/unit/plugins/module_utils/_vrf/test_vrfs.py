# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""VRFs: values, plan, files, and an in-memory kernel as the test double."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    InputError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._routes import Change
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._files import MARK
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._networkd import (
    base_path,
    dropin_path,
    netdev_path,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf import _adapter
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._plan import plan_vrfs
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._task import (
    plan_files,
    render_netdev,
    render_routes,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import (
    UNREACHABLE_METRIC,
    VrfState,
    parse_vrfs,
)
from support.memory.kernel import MemoryLinks

PORTS = ["eth1", "eth2", "eth3"]
NAMES = ["red", "blue", "green"]
TABLES = {"red": 100, "blue": 200, "green": 300}


class MemoryKernel(MemoryLinks):
    """Devices and unreachable routes; stands for both clients of netlink."""

    def __init__(self) -> None:
        super().__init__([*PORTS, "lo"], {"eth1": ["192.0.2.1/24", "2001:db8::1/64"]})
        self.routes: set[tuple[int, int]] = set()
        self.refuse = ""
        self.seen_in_main: list[str] = []

    def add_vrfs(self, tables: Mapping[str, int]) -> list[str]:
        return [self._try(lambda: self._add_vrf(*item)) for item in tables.items()]  # noqa: B023

    def _add_vrf(self, name: str, table: int) -> None:
        if name == self.refuse:
            raise ApplyError("refused")
        self.step()
        self.links[name] = Link(name, "vrf", up=True, mtu=65575, table=table)

    @staticmethod
    def _try(change: Callable[[], None]) -> str:
        try:
            change()
        except ApplyError as error:
            return str(error)
        return ""

    def delete(self, name: Any, what: str = "") -> None:
        if not what:
            # What a failed change has made is taken back, whatever failed.
            self.steps_left += 1
            super().delete(name)
            return
        self.step()
        self._assert_owned(name.table)
        # Its label would lead on into the main table.
        assert not any(link.up for link in self.links.values() if link.table == name.table)
        self.routes.remove((name.family, name.table))

    def _assert_owned(self, table: int) -> None:
        """Routes come and go while a VRF has their table, or FRR's zebra dies sooner or later."""
        assert table in {link.table for link in self.links.values() if link.kind == "vrf"}

    def set_master(self, name: str, master: str | None) -> None:
        if name == self.refuse:
            raise ApplyError(name)
        super().set_master(name, master)
        if master is None and self.links[name].up and self.static.get(name):
            self.seen_in_main.append(name)

    def dump(self, family: int, **_: int) -> list[wire.RouteMessage]:
        metric = {wire.RTA_PRIORITY: struct.pack("=I", UNREACHABLE_METRIC)}
        return [
            wire.RouteMessage(family, 0, table, kind=wire.RTN_UNREACHABLE, attributes=metric)
            for one, table in self.routes
            if one == family
        ]

    def send(self, changes: Sequence[Change]) -> list[str]:
        return [self._try(lambda: self._add(one)) for one in changes]  # noqa: B023

    def _add(self, change: Change) -> None:
        self.step()
        route = wire.unpack_route(change.packed)
        self._assert_owned(route.table)
        self.routes.add((route.family, route.table))


@pytest.fixture(autouse=True)
def _no_sysctl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc.ROOT", "/nonexistent"
    )


@st.composite
def _wants(draw: st.DrawFn) -> dict[str, VrfState | None]:
    owner = {port: draw(st.sampled_from([*NAMES, ""])) for port in PORTS}
    wants: dict[str, VrfState | None] = {}
    for name in NAMES:
        addresses = draw(st.sampled_from([None, (), ("10.255.0.1/32", "2001:db8:f::1/128")]))
        members = tuple(port for port in PORTS if owner[port] == name)
        state = VrfState(TABLES[name], members, addresses=addresses)
        wants[name] = draw(st.sampled_from([None, state]))
    return wants


def _run(kernel: MemoryKernel, wants: dict[str, VrfState | None], **options: Any) -> _adapter.Vrfs:
    resource = _adapter.Vrfs(kernel, kernel, wants, **options)
    plan = resource.plan(resource.read())
    assert set(resource.apply_all(plan.operations)) == set(plan.operations)
    assert resource.read() == plan.projected
    return resource


@given(_wants(), _wants())
def test_kernel_is_as_desired_when_members_move_between_vrfs(
    first: dict[str, VrfState | None], second: dict[str, VrfState | None]
) -> None:
    kernel = MemoryKernel()
    _run(kernel, first)
    resource = _run(kernel, second)
    assert resource.plan(resource.read()).operations == ()
    assert {table for _family, table in kernel.routes} == {
        want.table for want in second.values() if want
    }


@settings(deadline=None)  # a busy machine is no failure
@given(_wants(), _wants(), st.integers(0, 30))
def test_second_run_converges_when_the_first_was_cut_off_anywhere(
    first: dict[str, VrfState | None], second: dict[str, VrfState | None], steps: int
) -> None:
    kernel = MemoryKernel()
    _run(kernel, first)
    kernel.steps_left = steps
    with contextlib.suppress(ApplyError):
        _run(kernel, second)
    kernel.steps_left = 1000
    _run(kernel, second)
    assert {table for _family, table in kernel.routes} >= {
        want.table for want in second.values() if want
    }
    assert sorted(kernel.static["eth1"]) == ["192.0.2.1/24", "2001:db8::1/64"]


@given(_wants(), _wants())
def test_port_is_never_open_in_main_when_it_leaves_its_vrf(
    first: dict[str, VrfState | None], second: dict[str, VrfState | None]
) -> None:
    kernel = MemoryKernel()
    _run(kernel, first)
    _run(kernel, second, open_ports=())
    assert kernel.seen_in_main == []
    was_in = {port for want in first.values() if want for port in want.members}
    is_in = {port for want in second.values() if want for port in want.members}
    for port in was_in:
        assert kernel.links[port].up is (port in is_in)
    closed = "eth1" in was_in - is_in
    assert sorted(kernel.static["eth1"]) == ([] if closed else ["192.0.2.1/24", "2001:db8::1/64"])


def test_port_stays_open_when_it_is_named_so() -> None:
    kernel = MemoryKernel()
    _run(kernel, {"red": VrfState(100, ("eth1",))})
    _run(kernel, {"red": None}, open_ports=["eth1"])
    assert kernel.links["eth1"].up
    assert sorted(kernel.static["eth1"]) == ["192.0.2.1/24", "2001:db8::1/64"]


@given(_wants())
def test_order_of_the_input_does_not_matter_when_vrfs_are_listed(
    wants: dict[str, VrfState | None],
) -> None:
    links = MemoryKernel().links
    turned = dict(reversed(wants.items()))
    assert plan_vrfs(wants, {}, links) == plan_vrfs(turned, {}, links)


@given(_wants())
def test_vrf_that_is_not_named_stays_as_it_is_when_others_change(
    wants: dict[str, VrfState | None],
) -> None:
    kernel = MemoryKernel()
    kernel.links["theirs"] = Link("theirs", "vrf", up=False, mtu=65575, table=900)
    kernel.links["eth9"] = Link("eth9", "", up=True, mtu=1500, master="theirs")
    before = _adapter.Vrfs(kernel, kernel, {}).read()["theirs"]
    _run(kernel, wants)
    assert _adapter.Vrfs(kernel, kernel, {}).read()["theirs"] == before


def test_frr_is_asked_once_and_only_when_a_vrf_is_to_go() -> None:
    kernel = MemoryKernel()
    asked: list[str] = []

    def read_users() -> dict[str, str]:
        asked.append("")
        return {"red": "router bgp 65000 vrf red"}

    _run(kernel, {"red": VrfState(100, ())})
    _adapter.Vrfs(kernel, kernel, {"blue": None}, users=read_users).read()
    assert asked == []
    resource = _adapter.Vrfs(kernel, kernel, {"red": None}, users=read_users)
    with pytest.raises(HostError, match=r"router bgp 65000 vrf red.*allow_in_use"):
        resource.plan(resource.read())
    assert len(asked) == 1


def test_device_is_taken_back_when_its_creation_fails_half_way() -> None:
    kernel = MemoryKernel()
    kernel.refuse = "eth1"
    with pytest.raises(ApplyError):
        _run(kernel, {"red": VrfState(100, ("eth1",))})
    assert "red" not in kernel.links


def test_device_is_taken_back_when_its_defaults_are_refused() -> None:
    kernel = MemoryKernel()
    kernel.steps_left = 1
    with pytest.raises(ApplyError, match="VRF red: unreachable default IPv6: no more steps"):
        _run(kernel, {"red": VrfState(100, ())})
    assert "red" not in kernel.links


def test_the_others_are_made_and_told_when_the_kernel_refuses_one() -> None:
    kernel = MemoryKernel()
    kernel.refuse = "blue"
    resource = _adapter.Vrfs(
        kernel, kernel, {name: VrfState(table, ()) for name, table in TABLES.items()}
    )
    done: list[str] = []
    with pytest.raises(ApplyError, match="VRF blue: refused"):
        done.extend(
            step.key for step in resource.apply_all(resource.plan(resource.read()).operations)
        )
    assert sorted(done) == ["green", "red"]
    assert {name for name in NAMES if name in kernel.links} == {"green", "red"}


def _current(**vrfs: VrfState) -> tuple[dict[str, VrfState], dict[str, Link]]:
    links = {name: Link(name, "", up=True, mtu=1500) for name in [*PORTS, "lo"]}
    for name, state in vrfs.items():
        links[name] = Link(name, "vrf", up=True, mtu=65575, table=state.table)
        for member in state.members:
            links[member] = Link(member, "", up=True, mtu=1500, master=name)
    return vrfs, links


@pytest.mark.parametrize(
    ("want", "words"),
    [
        ({"red": VrfState(101, ())}, "cannot be changed"),
        ({"blue": VrfState(100, ())}, "belongs to VRF red"),
        ({"blue": VrfState(200, ("eth1",))}, "belongs to red"),
        ({"blue": VrfState(200, ("eth9",))}, "eth9 does not exist.*there are: eth1"),
        ({"blue": VrfState(200, ("lo",))}, "cannot be a member"),
        ({"blue": VrfState(200, ("red",))}, "cannot be a member"),
        ({"eth2": VrfState(200, ())}, "no VRF device"),
        ({"eth2": None}, "no VRF device"),
    ],
)
def test_task_is_refused_when_it_would_break_something(
    want: dict[str, VrfState | None], words: str
) -> None:
    current, links = _current(red=VrfState(100, ("eth1",)))
    with pytest.raises(HostError, match=words):
        plan_vrfs(want, current, links)


def test_table_is_free_when_its_vrf_goes_in_the_same_task() -> None:
    current, links = _current(red=VrfState(100, ()))
    plan = plan_vrfs({"red": None, "blue": VrfState(100, ())}, current, links)
    assert [str(step) for step in plan.operations] == ["delete red", "create blue"]


def test_strict_mode_is_refused_when_two_vrfs_share_a_table() -> None:
    current, links = _current(red=VrfState(100, ()), blue=VrfState(100, ()))
    with pytest.raises(HostError, match="blue and red share table 100"):
        plan_vrfs({}, current, links, strict=True)
    assert plan_vrfs({"red": None}, current, links, strict=True).operations


def test_foreign_vrf_stays_when_purge_runs() -> None:
    current, links = _current(red=VrfState(100, ()), blue=VrfState(200, ()))
    plan = plan_vrfs({}, current, links, purgeable={"red", "gone"})
    assert [str(step) for step in plan.operations] == ["delete red"]


@pytest.mark.parametrize(
    ("entries", "path"),
    [
        ([{"name": "red"}], "vrfs[0].table"),
        ([{"name": "red", "table": 254}], "vrfs[0].table"),
        ([{"name": "red", "table": 0}], "vrfs[0].table"),
        ([{"name": "red", "table": 4294967296}], "vrfs[0].table"),
        ([{"name": "lo", "table": 1}], "vrfs[0].name"),
        ([{"name": "red", "table": 1, "addresses": ["127.0.0.1/8"]}], "vrfs[0].addresses[0]"),
        ([{"name": "red", "table": 1, "addresses": ["10.0.0.1"]}], "vrfs[0].addresses[0]"),
        ([{"name": "red", "table": 1}, {"name": "red", "table": 2}], "vrfs[1]"),
        ([{"name": "red", "table": 1}, {"name": "blue", "table": 1}], "vrfs[1].table"),
        ([{"name": "red", "table": 1, "members": ["e", "e"]}], "vrfs[0].members[1]"),
        (
            [
                {"name": "red", "table": 1, "members": ["e"]},
                {"name": "blue", "table": 2, "members": ["e"]},
            ],
            "vrfs[1].members",
        ),
    ],
)
def test_option_is_named_when_its_value_is_wrong(entries: list[dict[str, Any]], path: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_vrfs(entries)
    assert caught.value.path == path


def test_drop_in_of_a_released_member_goes_and_its_base_stays_when_it_has_addresses() -> None:
    present = {
        dropin_path("eth1", "vrf"): MARK + "[Network]\nVRF=red\n",
        dropin_path("eth1", "address"): MARK,
        dropin_path("eth2", "vrf"): MARK + "[Network]\nVRF=red\n",
        dropin_path("eth3", "vrf"): MARK + "[Network]\nVRF=blue\n",
    }
    files = plan_files({"red": VrfState(100, ())}, present, purge=False)
    assert files[dropin_path("eth1", "vrf")] is None
    assert files[base_path("eth1")] is not None
    assert files[dropin_path("eth2", "vrf")] is None
    assert files[base_path("eth2")] is None
    assert dropin_path("eth3", "vrf") not in files


def test_addresses_of_a_closed_port_go_and_not_those_of_one_that_moves() -> None:
    present = {
        dropin_path(port, duty): MARK + "[Network]\nVRF=red\n"
        for port in PORTS
        for duty in ("vrf", "address")
    }
    wants = {"red": VrfState(100, ()), "blue": VrfState(200, ("eth2",))}
    files = plan_files(wants, present, purge=False, open_ports=["eth3"])
    assert files[dropin_path("eth1", "address")] is None
    assert files[base_path("eth1")] is None
    for port in ("eth2", "eth3"):
        assert dropin_path(port, "address") not in files
        assert files[base_path(port)] is not None


def test_only_our_netdev_files_go_when_purge_runs() -> None:
    present = {
        netdev_path("red"): MARK + "Kind=vrf\n",
        netdev_path("blue"): "[NetDev]\nKind=vrf\n",
        netdev_path("gre1"): MARK + "Kind=gre\n",
    }
    files = plan_files({}, present, purge=True)
    assert files[netdev_path("red")] is None
    assert netdev_path("blue") not in files
    assert netdev_path("gre1") not in files


def test_boot_files_say_what_netlink_does_when_rendered() -> None:
    want = VrfState(100, ("eth1",))
    assert "Kind=vrf\n\n[VRF]\nTable=100\n" in render_netdev("red", want)
    addressed = VrfState(100, (), addresses=("10.255.0.1/32",))
    assert "Address=10.255.0.1/32\n" in render_routes(addressed)
    assert render_routes(want).count("Metric=4278198272\nTable=100\n") == 2
