# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A customer's port is a VLAN, and the customer sends without its tag: nobody takes it.

The customer is in a namespace of the router at the other end of ``trunk0``, a trunk that networkd
configures as it configures any other, with a link-local address.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.attacks import CALLER, SILENCE, count_dropped
from support.lab.modules import refuse_on_all, run_on_all
from support.lab.network import holds_within

pytestmark = pytest.mark.longer

WANT = {"label_ports": ["trunk0.100"], "parent_ports": ["trunk0.100"]}
FILES = {
    "20-trunk0.network": "[Match]\\nName=trunk0\\n[Network]\\nVLAN=trunk0.100\\n",
    "20-trunk0.100.netdev": "[NetDev]\\nName=trunk0.100\\nKind=vlan\\n[VLAN]\\nId=100\\n",
    "20-trunk0.100.network": "[Match]\\nName=trunk0.100\\n[Network]\\nAddress=10.97.1.1/24\\n",
}
FOLDER = "/etc/systemd/network"
MAKE = """\
ip link add trunk0 type veth peer name wire0 netns customer
ip link set trunk0 up
ip -n customer link set wire0 up
ip -n customer link add link wire0 name wire0.100 type vlan id 100
ip -n customer addr add 10.97.1.2/24 dev wire0.100
ip -n customer link set wire0.100 up
"""
KEYS = (
    "ipv6/conf/trunk0/disable_ipv6",
    "ipv4/conf/trunk0/forwarding",
    "ipv4/conf/trunk0/arp_ignore",
)
OPENED, CLOSED = ["0", "1", "0"], ["1", "0", "8"]


@pytest.fixture(scope="module", autouse=True)
def _customer(routers: dict[str, Any]) -> Iterator[None]:
    files = "".join(f"printf '{text}' > {FOLDER}/{name}\n" for name, text in FILES.items())
    for router in routers.values():
        router.check_output(
            f"modprobe 8021q; sysctl -w net.ipv4.ip_forward=1\n{files}networkctl reload\n"
            f"ip netns add customer\n{MAKE}"
        )
    for router in routers.values():
        assert holds_within(60, lambda: reaches_port(router))  # noqa: B023
    yield
    run_on_all("mpls_filter", {"state": "absent"}, changed=True)
    for router in routers.values():
        router.check_output(f"rm {' '.join(f'{FOLDER}/{name}' for name in FILES)}")
        router.check_output("ip link del trunk0; ip netns del customer; networkctl reload")
        router.check_output("sysctl -w net.ipv4.ip_forward=0")


def reaches_port(router: Any) -> bool:
    """Tell whether the customer reaches its port, with the tag."""
    command = "ip netns exec customer ping -c 1 -W 1 10.97.1.1"
    return bool(router.run(command).rc == 0)


def link_local(router: Any) -> list[str]:
    rows = json.loads(router.check_output("ip -json -6 address show dev trunk0"))
    return [one["local"] for row in rows for one in row.get("addr_info", ())]


def keys(router: Any) -> list[str]:
    return str(router.check_output("; ".join(f"cat /proc/sys/net/{key}" for key in KEYS))).split()


def call(router: Any, address: str) -> str:
    """Have the customer connect to the router's ssh without a tag; give what becomes of it."""
    pair = f"{address}%wire0:22"
    shown = router.check_output(f"ip netns exec customer python3 -c '{CALLER}' {pair}")
    return str(shown.split()[-1])


def assert_closed(router: Any, address: str) -> None:
    """The trunk takes nothing without a tag and counts it, and the port goes on."""
    assert keys(router) == CLOSED
    assert link_local(router) == []
    before = count_dropped(router, "parents")
    assert before is not None
    assert call(router, address) == SILENCE
    assert (count_dropped(router, "parents") or 0) > before
    assert reaches_port(router)


def test_parent_takes_nothing_once_it_is_closed_whatever_comes_later(
    routers: dict[str, Any],
) -> None:
    doors: dict[str, str] = {}
    for name, router in routers.items():
        assert holds_within(60, lambda: link_local(router) != [])  # noqa: B023
        (doors[name],) = link_local(router)
        assert call(router, doors[name]) == "open"
        assert keys(router) == OPENED
    run_on_all("mpls_filter", WANT, changed=True)
    run_on_all("mpls_filter", WANT, changed=False)
    for name, router in routers.items():
        assert_closed(router, doors[name])
        # networkd configures it anew, and the boot's service sets all keys again.
        router.check_output("networkctl reconfigure trunk0; sysctl -w net.ipv4.ip_forward=0")
        router.check_output("sysctl -w net.ipv4.ip_forward=1; systemctl restart systemd-sysctl")
        router.check_output("systemctl restart systemd-networkd")
        assert holds_within(60, lambda: reaches_port(router))  # noqa: B023
        assert_closed(router, doors[name])
        # A device that appears late, as at boot.
        router.check_output(f"ip link del trunk0\n{MAKE}")
        assert holds_within(60, lambda: reaches_port(router))  # noqa: B023
        assert holds_within(60, lambda: count_dropped(router, "parents") is not None)  # noqa: B023
        assert_closed(router, doors[name])
    run_on_all("mpls_filter", WANT, changed=False)


def test_router_that_uses_the_parent_itself_is_refused_and_not_cut_off(
    routers: dict[str, Any],
) -> None:
    run_on_all("mpls_filter", {"state": "absent"})
    for router in routers.values():
        assert keys(router) == OPENED
        router.check_output("ip addr add 10.97.8.1/24 dev trunk0")
    refuse_on_all("mpls_filter", WANT, "interface trunk0 shares the wire of a customer's port and")
    for router in routers.values():
        assert "linuxnet_mpls" not in router.check_output("nft list tables")
        router.check_output("ip addr del 10.97.8.1/24 dev trunk0")
        router.check_output("ip route add 10.97.7.0/24 dev trunk0")
    refuse_on_all("mpls_filter", WANT, "has a route to 10.97.7.0/24: expected none")
    for router in routers.values():
        router.check_output("ip route del 10.97.7.0/24 dev trunk0")
    run_on_all("mpls_filter", WANT, changed=True)
