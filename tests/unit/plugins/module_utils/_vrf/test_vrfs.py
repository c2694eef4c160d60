# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""VRFs: values, plan, files, and an in-memory kernel as the test double."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    InputError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink import _wire as wire
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
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

PORTS = ["eth1", "eth2", "eth3"]
NAMES = ["red", "blue", "green"]
TABLES = {"red": 100, "blue": 200, "green": 300}


class MemoryKernel:
    """Devices and unreachable routes; stands for both doors of the netlink room."""

    def __init__(self) -> None:
        self.links = {name: Link(name, "", up=True, mtu=1500) for name in [*PORTS, "lo"]}
        self.routes: set[tuple[int, int]] = set()
        self.refuse = ""

    def read(self) -> dict[str, Link]:
        return dict(self.links)

    def addresses(self) -> dict[str, list[str]]:
        return {}

    def add_vrf(self, name: str, table: int) -> None:
        self.links[name] = Link(name, "vrf", up=False, mtu=65575, table=table)

    def delete(self, name: Any, what: str = "") -> None:
        if what:
            self.routes.remove((name.family, name.table))
            return
        del self.links[name]

    def set_up(self, name: str) -> None:
        link = self.links[name]
        self.links[name] = Link(name, link.kind, up=True, mtu=link.mtu, table=link.table)

    def set_master(self, name: str, master: str | None) -> None:
        if name == self.refuse:
            raise ApplyError(name)
        self.links[name] = Link(name, "", up=True, mtu=1500, master=master)

    def add_address(self, name: str, address: str) -> None:
        raise NotImplementedError

    def dump(self, family: int, **_: int) -> list[wire.RouteMessage]:
        metric = {wire.RTA_PRIORITY: struct.pack("=I", UNREACHABLE_METRIC)}
        return [
            wire.RouteMessage(family, 0, table, kind=wire.RTN_UNREACHABLE, attributes=metric)
            for one, table in self.routes
            if one == family
        ]

    def add(self, route: wire.RouteMessage, _path: str) -> None:
        self.routes.add((route.family, route.table))


@pytest.fixture(autouse=True)
def _no_sysctl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._proc.ROOT", "/nonexistent"
    )


@st.composite
def _wishes(draw: st.DrawFn) -> dict[str, VrfState | None]:
    owner = {port: draw(st.sampled_from([*NAMES, ""])) for port in PORTS}
    return {
        name: draw(
            st.sampled_from(
                [None, VrfState(TABLES[name], tuple(p for p in PORTS if owner[p] == name))]
            )
        )
        for name in NAMES
    }


def _run(kernel: MemoryKernel, wishes: dict[str, VrfState | None]) -> _adapter.Vrfs:
    subject = _adapter.Vrfs(kernel, kernel, wishes)
    plan = subject.plan(subject.read())
    for step in plan.operations:
        subject.apply(step)
    assert subject.read() == plan.projected
    return subject


@given(_wishes(), _wishes())
def test_kernel_is_as_wished_when_members_move_between_vrfs(
    first: dict[str, VrfState | None], second: dict[str, VrfState | None]
) -> None:
    kernel = MemoryKernel()
    _run(kernel, first)
    subject = _run(kernel, second)
    assert subject.plan(subject.read()).operations == ()
    assert {table for _family, table in kernel.routes} == {
        wish.table for wish in second.values() if wish
    }


def test_device_is_taken_back_when_its_creation_fails_half_way() -> None:
    kernel = MemoryKernel()
    kernel.refuse = "eth1"
    with pytest.raises(ApplyError):
        _run(kernel, {"red": VrfState(100, ("eth1",))})
    assert "red" not in kernel.links


def _current(**vrfs: VrfState) -> tuple[dict[str, VrfState], dict[str, Link]]:
    links = {name: Link(name, "", up=True, mtu=1500) for name in [*PORTS, "lo"]}
    for name, state in vrfs.items():
        links[name] = Link(name, "vrf", up=True, mtu=65575, table=state.table)
        for member in state.members:
            links[member] = Link(member, "", up=True, mtu=1500, master=name)
    return vrfs, links


@pytest.mark.parametrize(
    ("wish", "words"),
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
    wish: dict[str, VrfState | None], words: str
) -> None:
    current, links = _current(red=VrfState(100, ("eth1",)))
    with pytest.raises(HostError, match=words):
        plan_vrfs(wish, current, links)


def test_table_is_free_when_its_vrf_goes_in_the_same_task() -> None:
    current, links = _current(red=VrfState(100, ()))
    plan = plan_vrfs({"red": None, "blue": VrfState(100, ())}, current, links)
    assert [str(step) for step in plan.operations] == ["delete red", "create blue"]


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


def test_only_our_netdev_files_go_when_purge_runs() -> None:
    present = {netdev_path("red"): MARK, netdev_path("blue"): "[NetDev]\n"}
    files = plan_files({}, present, purge=True)
    assert files[netdev_path("red")] is None
    assert netdev_path("blue") not in files


def test_boot_files_say_what_netlink_does_when_rendered() -> None:
    wish = VrfState(100, ("eth1",))
    assert "Kind=vrf\n\n[VRF]\nTable=100\n" in render_netdev("red", wish)
    assert render_routes(wish).count("Metric=4278198272\nTable=100\n") == 2
