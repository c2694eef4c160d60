# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Tunnels: options, plan, and an in-memory kernel as the test double."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    InputError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._links import Link
from ansible_collections.linuxnet.mpls.plugins.module_utils._netlink._tunnels import (
    DEVICES,
    GRE,
    GRE6,
    OTHER,
    UDP,
    TunnelLink,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import run
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import (
    PLATFORM_LABELS,
    input_key,
    rp_filter_key,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._adapter import Tunnels
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._info import show_tunnels
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._parse import parse_tunnels
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._plan import plan_tunnels
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._values import (
    CLOSED,
    OPEN,
    TunnelState,
)
from support.memory.kernel import MemoryLinks

NAMES = ["t1", "t2", "t3"]
ENDS = [
    TunnelLink(GRE, "10.0.0.1", "10.0.0.2", 64),
    TunnelLink(GRE, "10.0.0.1", "10.0.0.2", 64, 7),
    TunnelLink(GRE, "10.0.0.1", "10.0.0.3", 255),
    TunnelLink(GRE6, "2001:db8::1", "2001:db8::2", 64),
    TunnelLink(UDP, "10.0.0.1", "10.0.0.2", 64),
    TunnelLink(UDP, "10.0.0.1", "10.0.0.3", 64),
]
ADDRESSES = [None, (), ("10.9.0.1/32",), ("10.9.0.1/32", "2001:db8:9::1/128")]
FOREIGN = TunnelState(TunnelLink(GRE, "10.7.0.1", "10.7.0.2", 0, plain=False), 1476, ())


class MemoryKernel(MemoryLinks):
    """Devices, their addresses and keys: the clients for devices and for keys."""

    def __init__(self) -> None:
        super().__init__(["eth1"], {})
        self.made: dict[str, TunnelLink] = {}
        self.keys = {PLATFORM_LABELS: "1000"}

    def delete(self, name: str) -> None:
        super().delete(name)
        del self.made[name]
        for key in (input_key(name), rp_filter_key(name)):
            self.keys.pop(key, None)

    def read_key(self, key: str) -> str | None:
        return self.keys.get(key)

    def write_key(self, key: str, value: str) -> None:
        self.step()
        assert key in self.keys
        self.keys[key] = value


class MemoryTunnels:
    """The client for tunnels: the kernel has two ends once, and resets the MTU at a change."""

    def __init__(self, kernel: MemoryKernel) -> None:
        self.kernel = kernel

    def read(self) -> dict[str, TunnelLink]:
        return dict(self.kernel.made)

    def add(self, name: str, tunnel: TunnelLink) -> None:
        self.kernel.step()
        assert name not in self.kernel.links
        self._take(name, tunnel)
        self.kernel.links[name] = Link(name, DEVICES[tunnel.kind], up=False, mtu=1400)
        self.kernel.keys.update({input_key(name): "0", rp_filter_key(name): "2"})

    def change(self, name: str, tunnel: TunnelLink) -> None:
        self.kernel.step()
        before = self.kernel.made[name]
        assert before.kind == tunnel.kind
        assert before.plain
        self._take(name, tunnel)
        self.kernel.links[name] = replace(self.kernel.links[name], mtu=1400)

    def _take(self, name: str, tunnel: TunnelLink) -> None:
        taken = {one.ends for other, one in self.kernel.made.items() if other != name}
        assert tunnel.ends not in taken
        self.kernel.made[name] = tunnel


def _kernel() -> MemoryKernel:
    """A kernel with a tunnel that somebody else made."""
    kernel = MemoryKernel()
    tunnels = MemoryTunnels(kernel)
    tunnels.add("theirs", FOREIGN.link)
    return kernel


@st.composite
def _wants(draw: st.DrawFn) -> dict[str, TunnelState | None]:
    wants: dict[str, TunnelState | None] = {}
    links = draw(st.permutations(ENDS))
    for name, link in zip(NAMES, links):
        if not draw(st.booleans()):
            wants[name] = None
            continue
        wants[name] = TunnelState(
            link,
            draw(st.sampled_from([1400, 1468, 8972])),
            draw(st.sampled_from(ADDRESSES)),
            label_input=draw(st.sampled_from([OPEN, CLOSED])),
        )
    return wants


def _resource(
    kernel: MemoryKernel, wants: Mapping[str, TunnelState | None], **more: Any
) -> Tunnels:
    return Tunnels(kernel, MemoryTunnels(kernel), kernel, wants, **{"ours": lambda: NAMES, **more})


def _run(kernel: MemoryKernel, wants: Mapping[str, TunnelState | None], **more: Any) -> None:
    resource = _resource(kernel, wants, **more)
    plan = resource.plan(resource.read())
    for step in plan.operations:
        resource.apply(step)
    assert resource.read() == plan.projected
    assert resource.plan(plan.projected).operations == ()


def _exchange(first: dict[str, TunnelState | None], second: dict[str, TunnelState | None]) -> bool:
    """Say whether tunnels would have to change places, which is refused."""
    kernel = MemoryKernel()
    _run(kernel, first)
    resource = _resource(kernel, second)
    try:
        resource.plan(resource.read())
    except HostError:
        return True
    return False


@given(_wants(), _wants())
def test_kernel_is_as_desired_when_tunnels_take_the_ends_of_others(
    first: dict[str, TunnelState | None], second: dict[str, TunnelState | None]
) -> None:
    kernel = _kernel()
    _run(kernel, first)
    if _exchange(first, second):
        return
    _run(kernel, second)
    wanted = {name: want.link for name, want in second.items() if want}
    assert kernel.made == {"theirs": FOREIGN.link, **wanted}


@given(_wants(), _wants(), st.integers(0, 40))
def test_second_run_converges_when_the_first_was_cut_off_anywhere(
    first: dict[str, TunnelState | None], second: dict[str, TunnelState | None], steps: int
) -> None:
    if _exchange(first, second):
        return
    kernel = _kernel()
    _run(kernel, first)
    kernel.steps_left = steps
    with contextlib.suppress(ApplyError):
        _run(kernel, second)
    kernel.steps_left = 1000
    _run(kernel, second)
    assert kernel.made["theirs"] == FOREIGN.link


@given(_wants())
def test_cut_off_run_is_finished_when_nothing_says_yet_that_the_tunnels_are_ours(
    wants: dict[str, TunnelState | None],
) -> None:
    kernel = _kernel()
    kernel.steps_left = 5
    with contextlib.suppress(ApplyError):
        _run(kernel, wants, ours=tuple)
    kernel.steps_left = 1000
    _run(kernel, wants, ours=tuple)


@given(_wants())
def test_check_mode_tells_what_a_run_then_does(wants: dict[str, TunnelState | None]) -> None:
    kernel = _kernel()
    told = run([_resource(kernel, wants)], check=True)
    assert set(kernel.made) == {"theirs"}
    resource = _resource(kernel, wants)
    plan = resource.plan(resource.read())
    assert told.operations == tuple(str(step) for step in resource.apply_all(plan.operations))


@given(_wants())
def test_order_of_the_input_does_not_matter_when_tunnels_are_listed(
    wants: dict[str, TunnelState | None],
) -> None:
    turned = dict(reversed(wants.items()))
    assert plan_tunnels(wants, {}, {}, ()) == plan_tunnels(turned, {}, {}, ())


@given(_wants())
def test_only_our_tunnels_go_when_purge_runs(wants: dict[str, TunnelState | None]) -> None:
    kernel = _kernel()
    _run(kernel, wants)
    _run(kernel, {}, purge=True)
    assert set(kernel.made) == {"theirs"}


def test_device_is_taken_back_when_its_creation_fails_half_way() -> None:
    kernel = MemoryKernel()
    kernel.steps_left = 3
    resource = _resource(kernel, {"t1": TunnelState(ENDS[0], 1468, ("10.9.0.1/32",))})
    (step,) = resource.plan(resource.read()).operations
    real_delete = kernel.delete

    def delete(name: str) -> None:
        kernel.steps_left = 1
        real_delete(name)

    kernel.delete = delete  # type: ignore[method-assign]
    with pytest.raises(ApplyError):
        resource.apply(step)
    assert kernel.made == {}


def test_tunnel_stays_in_its_vrf_when_its_kind_changes() -> None:
    kernel = MemoryKernel()
    _run(kernel, {"t1": TunnelState(ENDS[0], 1468)})
    kernel.set_master("t1", "red")
    _run(kernel, {"t1": TunnelState(ENDS[4], 1468)})
    assert kernel.links["t1"].master == "red"


def test_label_input_comes_back_when_it_got_lost() -> None:
    kernel = MemoryKernel()
    want = {"t1": TunnelState(ENDS[0], 1468)}
    _run(kernel, want)
    for key in (input_key("t1"), rp_filter_key("t1")):
        kernel.keys[key] = "2" if "rp_filter" in key else "0"
        resource = _resource(kernel, want)
        plan = resource.plan(resource.read())
        assert [str(step) for step in plan.operations] == ["change t1"]
        resource.apply(plan.operations[0])
        assert (kernel.keys[input_key("t1")], kernel.keys[rp_filter_key("t1")]) == ("1", "0")


def test_labels_are_refused_when_mpls_is_not_loaded() -> None:
    kernel = MemoryKernel()
    del kernel.keys[PLATFORM_LABELS]
    with pytest.raises(HostError, match="run mpls_sysctl first"):
        _resource(kernel, {"t1": TunnelState(ENDS[0], 1468)}).read()
    _resource(kernel, {"t1": TunnelState(ENDS[0], 1468, label_input=CLOSED)}).read()


def _current(**tunnels: TunnelLink) -> tuple[dict[str, TunnelState], dict[str, Link]]:
    links = {"eth1": Link("eth1", "", up=True, mtu=1500)}
    links.update((name, Link(name, "gre", up=True, mtu=1476)) for name in tunnels)
    return {name: TunnelState(link, 1476, ()) for name, link in tunnels.items()}, links


@pytest.mark.parametrize(
    ("want", "words"),
    [
        ({"eth1": TunnelState(ENDS[0], 1476)}, "no tunnel for labels, but port"),
        ({"eth1": None}, "no tunnel for labels"),
        ({"other": None}, "no tunnel for labels"),
        ({"t9": TunnelState(ENDS[2], 1476)}, "not made by this module"),
        ({"t9": TunnelState(ENDS[4], 1476)}, "exists as gre local 10.0.0.1 remote 10.0.0.2"),
        ({"t1": TunnelState(ENDS[0], 1476)}, "tunnel t9 has these ends already"),
    ],
)
def test_task_is_refused_when_it_would_break_something(
    want: dict[str, TunnelState | None], words: str
) -> None:
    current, links = _current(
        t9=ENDS[0], other=TunnelLink(OTHER, "10.0.0.8", "10.0.0.9", 64, plain=False)
    )
    with pytest.raises(HostError, match=words):
        plan_tunnels(want, current, links, ())


def test_foreign_tunnel_is_taken_over_when_it_is_as_desired() -> None:
    current, links = _current(t9=ENDS[0])
    plan = plan_tunnels({"t9": TunnelState(ENDS[0], 1400)}, current, links, ())
    assert [str(step) for step in plan.operations] == ["change t9"]


def test_tunnel_moves_away_first_when_another_takes_its_ends() -> None:
    current, links = _current(t1=ENDS[0], t2=ENDS[2])
    wants = {"t1": TunnelState(ENDS[2], 1476), "t2": TunnelState(ENDS[1], 1476)}
    plan = plan_tunnels(wants, current, links, ("t1", "t2"))
    assert [str(step) for step in plan.operations] == ["change t2", "change t1"]
    wants["t2"] = TunnelState(ENDS[0], 1476)
    with pytest.raises(HostError, match="t2 has these ends already"):
        plan_tunnels(wants, current, links, ("t1", "t2"))


@pytest.mark.parametrize(("wanted", "closing"), [(OPEN, True), (CLOSED, False)])
def test_task_is_refused_when_mpls_sysctl_says_the_opposite(wanted: str, closing: bool) -> None:
    want = TunnelState(ENDS[0], 1476, label_input=wanted)
    with pytest.raises(HostError, match="mpls_sysctl"):
        plan_tunnels({"t1": want}, {}, {}, (), closing={"t1": closing})
    assert plan_tunnels({"t1": want}, {}, {}, (), closing={"t1": not closing}).operations


def _entry(**changes: Any) -> dict[str, Any]:
    return {
        "name": "gre1",
        "kind": "gre",
        "local": "10.0.0.1",
        "remote": "10.0.0.2",
        "ttl": 64,
        "label_depth": 2,
        "label_input": True,
    } | changes


@pytest.mark.parametrize(
    ("changes", "mtu", "payload"),
    [
        ({}, 1476, 1468),
        ({"key": 7}, 1472, 1464),
        ({"kind": "udp"}, 1472, 1464),
        ({"kind": "gre_udp", "key": 7}, 1464, 1456),
        ({"local": "2001:DB8::1", "remote": "2001:db8::2"}, 1456, 1448),
        ({"underlay_mtu": 9000, "label_depth": 4}, 8976, 8960),
        ({"mtu": 1400, "label_depth": 1}, 1400, 1396),
    ],
)
def test_mtu_leaves_room_for_headers_and_labels_when_it_is_computed(
    changes: dict[str, Any], mtu: int, payload: int
) -> None:
    want = parse_tunnels([_entry(**changes)])["gre1"]
    assert want is not None
    assert (want.mtu, want.payload_mtu) == (mtu, payload)


def test_values_are_normalised_when_they_are_parsed() -> None:
    entry = _entry(local="2001:DB8:0::1", remote="2001:db8::2", addresses=["10.9.0.1/32"])
    want = parse_tunnels([entry])["gre1"]
    link = TunnelLink(GRE6, "2001:db8::1", "2001:db8::2", 64)
    assert want == TunnelState(link, 1456, ("10.9.0.1/32",))


def test_names_are_enough_when_tunnels_are_to_go() -> None:
    assert parse_tunnels([{"name": "gre1"}], removing=True) == {"gre1": None}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": "a" * 16}, "name"),
        ({"name": "gre0"}, "name"),
        ({"name": "tunl0"}, "name"),
        ({"kind": None}, "kind"),
        ({"local": None}, "local"),
        ({"local": "10.0.0.1/32"}, "local"),
        ({"local": "127.0.0.1"}, "local"),
        ({"remote": "224.0.0.1"}, "remote"),
        ({"remote": "fe80::1"}, "remote"),
        ({"remote": "2001:db8::2"}, "remote"),
        ({"remote": "10.0.0.1"}, "remote"),
        ({"kind": "udp", "local": "2001:db8::1", "remote": "2001:db8::2"}, "local"),
        ({"kind": "gre_udp", "local": "2001:db8::1", "remote": "2001:db8::2"}, "local"),
        ({"kind": "udp", "key": 1}, "key"),
        ({"key": 0}, "key"),
        ({"key": 4294967296}, "key"),
        ({"ttl": 0}, "ttl"),
        ({"ttl": 256}, "ttl"),
        ({"label_depth": 0}, "label_depth"),
        ({"label_depth": 31}, "label_depth"),
        ({"mtu": 1287}, "mtu"),
        ({"mtu": 65512}, "mtu"),
        ({"underlay_mtu": 0}, "underlay_mtu"),
        ({"underlay_mtu": 1311}, "underlay_mtu"),
        ({"underlay_mtu": 65536}, "underlay_mtu"),
        ({"addresses": ["10.9.0.1"]}, "addresses[0]"),
        ({"addresses": ["10.9.0.1/32", "10.9.0.1/32"]}, "addresses[1]"),
    ],
)
def test_option_is_named_when_its_value_is_wrong(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_tunnels([_entry(**changes)])
    assert caught.value.path == f"tunnels[0].{path}"


def test_option_is_named_when_two_tunnels_are_the_same() -> None:
    with pytest.raises(InputError, match=r"tunnels\[1\]"):
        parse_tunnels([_entry(), _entry(remote="10.0.0.3")])
    for same in ({"ttl": 1}, {"kind": "gre_udp"}):
        with pytest.raises(InputError, match=r"tunnels\[1\].remote.*gre1 has the same"):
            parse_tunnels([_entry(), _entry(name="gre2", **same)])
    assert parse_tunnels([_entry(), _entry(name="gre2", key=1), _entry(name="udp1", kind="udp")])


def test_info_leaves_out_what_the_kernel_made_when_it_lists_tunnels() -> None:
    kernel_made = TunnelState(TunnelLink(GRE, "0.0.0.0", "0.0.0.0", 0, plain=False), 1476, ())  # noqa: S104
    plain_ipip = TunnelState(TunnelLink(OTHER, "10.0.0.1", "10.0.0.2", 64), 1480, ())
    state = TunnelState(ENDS[3], 1456, ("10.9.0.1/32",))
    found = {"gre0": kernel_made, "ipip9": plain_ipip, "t1": state}
    assert show_tunnels(found, {"t1"}, {}) == [
        {
            "name": "t1",
            "kind": "gre",
            "local": "2001:db8::1",
            "remote": "2001:db8::2",
            "key": None,
            "ttl": 64,
            "mtu": 1456,
            "addresses": ["10.9.0.1/32"],
            "up": True,
            "label_input": True,
            "managed": True,
            "counters": None,
        }
    ]
