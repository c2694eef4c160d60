# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The keys of a label switching router: plan and files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError, InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._files import (
    SYSCTL_FILE,
    list_inputs,
    render_boot_files,
    render_sysctl,
    render_udev_files,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._info import (
    normalise_counters,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._plan import (
    persisted_keys,
    plan_keys,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._sysctl._values import (
    DesiredKernel,
    input_key,
    parse_kernel,
)

NAMES = ["eth1", "eth2", "eth3", "eth4.100"]
GLOBAL = {
    "net/ipv4/ip_forward": "0",
    "net/ipv6/conf/all/forwarding": "0",
    "net/ipv4/conf/all/rp_filter": "0",
    "net/ipv4/conf/lo/rp_filter": "0",
    "net/ipv4/tcp_l3mdev_accept": "1",
    "net/ipv4/udp_l3mdev_accept": "0",
    "net/ipv4/raw_l3mdev_accept": "1",
}
MPLS = {
    "net/mpls/platform_labels": "0",
    "net/mpls/default_ttl": "255",
    "net/mpls/ip_ttl_propagate": "1",
}


def _params(**changes: Any) -> dict[str, Any]:
    return {
        "state": "present",
        "kernel_modules": ["mpls_router", "mpls-iptunnel"],
        "platform_labels": 100000,
        "allow_resize": False,
        "ip_ttl_propagate": True,
        "default_ttl": 255,
        "interfaces": ["eth1"],
        "closed_interfaces": [],
        "unfiltered_interfaces": [],
        "short_queue_interfaces": [],
        "purge": False,
        "ipv4_forwarding": True,
        "ipv6_forwarding": True,
        "tcp_l3mdev_accept": False,
        "udp_l3mdev_accept": False,
        "raw_l3mdev_accept": True,
        "ipv4_neighbours": None,
        "ipv6_neighbours": None,
    } | changes


def _want(**changes: Any) -> DesiredKernel:
    return parse_kernel(_params(**changes))


def _current(loaded: bool = True, **values: str) -> dict[str, str]:
    keys = dict(GLOBAL) | {f"net/ipv4/conf/{name}/rp_filter": "2" for name in NAMES}
    if loaded:
        keys |= MPLS | {input_key(name): values.get(name, "0") for name in NAMES}
    return keys


EXISTING = [*NAMES, "lo"]


@given(
    st.sets(st.sampled_from(NAMES)), st.booleans(), st.booleans(), st.sets(st.sampled_from(NAMES))
)
def test_plan_is_empty_when_the_projected_state_is_planned_again(
    opened: set[str], purge: bool, loaded: bool, existing: set[str]
) -> None:
    want = _want(
        interfaces=sorted(opened), closed_interfaces=sorted(set(NAMES) - opened), purge=purge
    )
    present = [*existing, "lo"]
    first = plan_keys(want, _current(loaded), present)
    assert plan_keys(want, first.projected, present).operations == ()


def test_sources_are_not_looked_at_on_interfaces_that_are_unfiltered() -> None:
    want = _want(unfiltered_interfaces=["eth2"])
    projected = plan_keys(want, _current(), EXISTING).projected
    assert projected["net/ipv4/conf/eth2/rp_filter"] == "0"
    assert projected["net/ipv4/conf/eth3/rp_filter"] == "2"
    assert "net/ipv4/conf/eth2/rp_filter = 0\n" in render_sysctl(want)


def test_services_of_main_are_closed_for_vrfs_when_they_were_open() -> None:
    projected = plan_keys(_want(), _current(), EXISTING).projected
    assert projected["net/ipv4/tcp_l3mdev_accept"] == "0"
    assert projected["net/ipv4/raw_l3mdev_accept"] == "1"


def test_counters_are_given_by_interface_when_some_have_none() -> None:
    counted = {"rx": {"packets": 1, "noroute": 2}, "tx": {"packets": 3}}
    shown: list[Mapping[str, Any]] = [{"ifname": "eth2", "mpls_stats": counted}, {"ifname": "eth1"}]
    assert normalise_counters(shown) == {"eth2": counted}


def test_order_of_the_input_does_not_matter_when_interfaces_are_listed() -> None:
    assert _want(interfaces=["eth1", "eth2"]) == _want(interfaces=["eth2", "eth1"])


def test_label_table_is_sized_first_and_ports_open_last_when_all_is_new() -> None:
    keys = [step.key for step in plan_keys(_want(), _current(loaded=False), EXISTING).operations]
    assert keys[0] == "net/mpls/platform_labels"
    assert keys[-1] == input_key("eth1")


def test_other_ports_are_closed_when_purge_is_set() -> None:
    plan = plan_keys(_want(purge=True), _current(eth3="1"), EXISTING)
    assert plan.projected[input_key("eth3")] == "0"
    assert plan.projected[input_key("eth1")] == "1"


def test_tunnel_stays_as_mpls_tunnel_made_it_when_purge_is_set() -> None:
    plan = plan_keys(_want(purge=True), _current(eth3="1"), EXISTING, {"eth3": "1"})
    assert plan.projected[input_key("eth3")] == "1"


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"interfaces": ["eth3"]}, "0"),
        ({"closed_interfaces": ["eth3"]}, "1"),
        ({"interfaces": ["eth3"], "state": "absent"}, "1"),
    ],
)
def test_tunnel_is_refused_when_mpls_tunnel_says_the_opposite(
    changes: dict[str, Any], value: str
) -> None:
    with pytest.raises(HostError, match="eth3: mpls_tunnel"):
        plan_keys(_want(**changes), _current(), EXISTING, {"eth3": value})


def test_inputs_are_read_back_when_a_file_of_ours_has_them() -> None:
    text = render_sysctl(_want(interfaces=["eth4.100"], closed_interfaces=["eth2"]))
    assert list_inputs(text) == {"eth2": "0", "eth4.100": "1"}


def test_other_ports_stay_open_when_purge_is_not_set() -> None:
    plan = plan_keys(_want(), _current(eth3="1"), EXISTING)
    assert plan.projected[input_key("eth3")] == "1"


def test_missing_interface_is_left_to_the_files_when_it_does_not_exist() -> None:
    want = _want(interfaces=["eth1", "gre9"])
    plan = plan_keys(want, _current(), EXISTING)
    assert input_key("gre9") not in plan.projected
    assert persisted_keys(want)[input_key("gre9")] == "1"


def test_resize_is_refused_when_the_label_table_has_a_size() -> None:
    current = _current() | {"net/mpls/platform_labels": "1000"}
    with pytest.raises(HostError, match="CVE-2026-43042"):
        plan_keys(_want(), current, EXISTING)
    assert plan_keys(_want(allow_resize=True), current, EXISTING).operations


def test_mpls_keys_are_refused_when_nothing_loads_the_module() -> None:
    with pytest.raises(HostError, match="mpls_router"):
        plan_keys(_want(kernel_modules=["vrf"]), _current(loaded=False), EXISTING)


def test_interface_is_refused_when_the_kernel_has_no_label_input_on_it() -> None:
    current = _current()
    del current[input_key("eth1")]
    with pytest.raises(HostError, match="eth1"):
        plan_keys(_want(), current, EXISTING)


def test_absent_closes_named_ports_and_keeps_the_rest_when_it_runs() -> None:
    want = _want(state="absent")
    current = _current(eth1="1", eth2="1") | {"net/mpls/platform_labels": "1000"}
    plan = plan_keys(want, current, EXISTING)
    assert [str(step) for step in plan.operations] == ["change net/mpls/conf/eth1/input"]
    assert set(render_boot_files(want).values()) == {None}


def test_keys_are_written_with_slashes_when_a_name_has_dots() -> None:
    text = render_sysctl(_want(interfaces=["eth4.100"]))
    assert "net/mpls/conf/eth4.100/input = 1\n" in text
    assert render_boot_files(_want(interfaces=["eth4.100"]))[SYSCTL_FILE] == text


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"platform_labels": 15}, "platform_labels"),
        ({"platform_labels": 1048576}, "platform_labels"),
        ({"default_ttl": 0}, "default_ttl"),
        ({"ipv4_neighbours": 511}, "ipv4_neighbours"),
        ({"ipv6_neighbours": 1 << 30}, "ipv6_neighbours"),
        ({"interfaces": ["eth*"]}, "interfaces[0]"),
        ({"interfaces": ["all"]}, "interfaces[0]"),
        ({"interfaces": ["eth1", "eth1"]}, "interfaces[1]"),
        ({"closed_interfaces": ["eth1"]}, "closed_interfaces"),
        ({"kernel_modules": ["vrf; reboot"]}, "kernel_modules[0]"),
    ],
)
def test_option_is_named_when_its_value_is_wrong(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        _want(**changes)
    assert caught.value.path == path


def test_tables_of_neighbours_are_sized_when_it_is_asked_for() -> None:
    found = {
        key: value
        for key, value in _want(ipv4_neighbours=6000, ipv6_neighbours=(1 << 30) - 1).keys
        if "/neigh/" in key
    }
    assert found == {
        "net/ipv4/neigh/default/gc_thresh1": "128",
        "net/ipv4/neigh/default/gc_thresh2": "6000",
        "net/ipv4/neigh/default/gc_thresh3": "12000",
        "net/ipv6/neigh/default/gc_thresh1": "128",
        "net/ipv6/neigh/default/gc_thresh2": "1073741823",
        "net/ipv6/neigh/default/gc_thresh3": "2147483646",
    }
    assert not any("/neigh/" in key for key, _value in _want().keys)
    assert "net/ipv4/neigh/default/gc_thresh2 = 600\n" in render_sysctl(_want(ipv4_neighbours=600))


def test_little_waits_for_a_neighbour_where_queues_are_short() -> None:
    keys = [f"net/{family}/neigh/eth4.100/unres_qlen_bytes" for family in ("ipv4", "ipv6")]
    want = _want(short_queue_interfaces=["eth4.100"])
    current = _current() | dict.fromkeys(keys, "212992")
    projected = plan_keys(want, current, EXISTING).projected
    assert [projected[key] for key in keys] == ["16384", "16384"]
    assert all(f"{key} = 16384\n" in render_sysctl(want) for key in keys)
    # One that is not there yet waits for udev.
    late = plan_keys(want, _current(), [name for name in EXISTING if name != "eth4.100"])
    assert not any("/neigh/" in key for key in late.projected)
    (rule,) = render_udev_files(want).values()
    assert rule is not None
    assert "--prefix=/net/ipv4/neigh/$name --prefix=/net/ipv6/neigh/$name" in rule


def test_tables_of_neighbours_are_written_though_no_interface_has_their_name() -> None:
    want = _want(ipv4_neighbours=600)
    sizes = dict.fromkeys((key for key, _value in want.keys if "/neigh/" in key), "0")
    projected = plan_keys(want, _current() | sizes, EXISTING).projected
    assert projected["net/ipv4/neigh/default/gc_thresh2"] == "600"
