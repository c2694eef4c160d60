# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Two states of a router are the same but for the numbers of labels, as FRR and ip print them."""

from __future__ import annotations

from typing import Any

from support.lab.state import describe_bindings, describe_labels, describe_routes, differ_in

VIA = {"via": {"family": "inet", "host": "10.1.0.1"}, "dev": "eth1", "protocol": "ldp"}


def binding(prefix: str, local: str, remote: str, used: int = 1) -> dict[str, Any]:
    return {
        "prefix": prefix,
        "neighborId": "10.0.0.2",
        "localLabel": local,
        "remoteLabel": remote,
        "inUse": used,
    }


def test_other_numbers_are_the_same_state() -> None:
    for describe in (
        lambda label: describe_bindings([binding("10.0.0.2/32", label, "imp-null")]),
        lambda label: describe_labels(
            [{"dst": label, **VIA}], [binding("10.0.0.2/32", label, "imp-null")]
        ),
        lambda label: describe_routes(
            [
                {
                    "dst": "10.0.0.3",
                    "protocol": "ospf",
                    "gateway": "10.1.0.1",
                    "dev": "eth1",
                    "encap": {"encap_type": "mpls", "dst": label},
                }
            ]
        ),
    ):
        assert describe("16") == describe("99") != set()  # type: ignore[no-untyped-call]


def test_label_of_no_prefix_is_stale_and_that_of_a_vrf_is_not() -> None:
    rows = [{"dst": 19, **VIA}, {"dst": 80, "dev": "customer1", "protocol": "bgp"}]
    assert describe_labels(rows, [binding("10.0.0.2/32", "16", "17")]) == {
        "stale via 10.1.0.1 dev eth1 swap 0",
        "a VRF's via None dev customer1 swap 0",
    }


def test_label_that_is_not_installed_is_a_difference() -> None:
    bindings = [binding("10.1.0.0/31", "19", "imp-null")]
    with_label, without = describe_labels([{"dst": 19, **VIA}], bindings), set[str]()
    found = differ_in({"labels": with_label}, {"labels": without})
    assert found == {"labels": ["10.1.0.0/31 via 10.1.0.1 dev eth1 swap 0"]}


def test_routes_of_the_kernel_itself_are_left_out() -> None:
    assert describe_routes([{"dst": "10.0.2.0/24", "protocol": "kernel", "dev": "eth0"}]) == set()
