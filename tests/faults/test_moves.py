# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A customer's port becomes the parent of a VLAN, which is the port from then on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import is_up, run_on_all
from support.lab.tasks import assert_nothing_is_left

ADDRESSES = ["192.168.2.1/24", "2001:db8:4::1/64"]


def build_steps(*ports: str) -> dict[str, Any]:
    """Have these as a customer's ports, or none, with the modules in the order of the roles."""
    vrf = {"name": "t_red", "table": 1300, "members": list(ports)}
    protection = {
        key: list(ports) for key in ("label_ports", "source_ports", "parent_ports", "ports")
    }
    addressed = [{"name": port, "addresses": ADDRESSES} for port in ports]
    part = {"mpls_filter": {**protection, "vrfs": ["t_red"]}}
    return {
        "steps": [
            part,
            {"vrf_device": {"vrfs": [vrf], "purge": True, "open_ports": list(ports)}},
            {"l3_interface": {"interfaces": addressed}},
            part,
        ]
    }


@pytest.fixture(autouse=True)
def _removed(routers: dict[str, Any]) -> Iterator[None]:
    yield
    run_on_all("router_steps", build_steps())
    run_on_all("vrf_device", {"state": "absent", "vrfs": [{"name": "t_red"}]})
    run_on_all("mpls_filter", {"state": "absent"})
    for router in routers.values():
        router.check_output("ip link del eth4.100; ip link set eth4 down")
    assert_nothing_is_left(routers, "a port with a tag")


@pytest.mark.parametrize("between", [[], [build_steps()]], ids=["at once", "in two runs"])
def test_port_with_a_tag_works_and_what_it_stands_on_has_no_address(
    routers: dict[str, Any], between: list[dict[str, Any]]
) -> None:
    run_on_all("router_steps", build_steps("eth4"), changed=True)
    for router in routers.values():
        router.check_output("ip link add link eth4 name eth4.100 type vlan id 100")
    for steps in between:
        run_on_all("router_steps", steps, changed=True)
    run_on_all("router_steps", build_steps("eth4.100"), changed=True)
    for router in routers.values():
        assert is_up(router, "eth4")
        assert is_up(router, "eth4.100")
        assert "inet" not in router.check_output("ip address show dev eth4")
        shown = router.check_output("ip -br address show master t_red")
        assert "eth4.100@eth4" in shown
        assert all(address in shown for address in ADDRESSES)
    run_on_all("router_steps", build_steps("eth4.100"), changed=False)
