# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A customer floods OSPF and OSPFv3; its sessions end, and another customer loses nothing.

Both customers' routers run BIRD in namespaces of the provider's router.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from support.frr.configurations import configure, serve, succeed
from support.lab.counting import TRANSMITTED
from support.lab.modules import run_on_all
from support.lab.network import holds_within, wait_for

PREFIXES, MOST = 20_000, 1000
GREEN, OLIVE = "o_green", "o_olive"
PATIENCE = 240
LIMITS = {
    "ports": [
        {"interface": "o_g", "vrf": GREEN, "max_prefixes": MOST, "restart": 15},
        {"interface": "o_o", "vrf": OLIVE, "max_prefixes": MOST, "restart": 15},
    ]
}
SET_UP = """\
modprobe -a vrf veth
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
for pair in o_g:o_green:961:21 o_o:o_olive:962:22; do
  set -- $(echo $pair | tr : ' ')
  ip link add $2 type vrf table $3
  ip link set $2 up
  ip netns add $1
  ip link add $1 type veth peer name p0 netns $1
  ip link set $1 master $2 up
  ip address add 172.$4.0.1/30 dev $1
  ip address add 2001:db8:$4::1/64 dev $1 nodad
  ip -n $1 link set lo up
  ip -n $1 link set p0 up
  ip -n $1 address add 172.$4.0.2/30 dev p0
  ip -n $1 address add 2001:db8:$4::2/64 dev p0 nodad
  ip -n $1 address add 10.$4.0.1/32 dev lo
done
"""
#: The flood is a file that is empty until it begins.
BIRD = """\
log "/run/{name}.log" all;
router id 10.{octet}.0.1;
protocol device {{}}
protocol static some4 {{ ipv4; route 10.{octet}.0.0/24 unreachable; }}
protocol static some6 {{ ipv6; route 2001:db8:1{octet}::/48 unreachable; }}
include "/run/{name}.flood*";
protocol ospf v2 {{
  ipv4 {{ import all; export where source = RTS_STATIC; }};
  area 0 {{ interface "p0" {{ type ptp; }}; }};
}}
protocol ospf v3 {{
  ipv6 {{ import all; export where source = RTS_STATIC; }};
  area 0 {{ interface "p0" {{ type ptp; }}; }};
}}
"""
FLOOD = """\
import ipaddress
for family, first, shift in ((4, "100.64.0.0", 8), (6, "2001:db8:ff00::", 64)):
    start = int(ipaddress.ip_address(first))
    kind, length = (ipaddress.IPv4Address, 24) if family == 4 else (ipaddress.IPv6Address, 64)
    print("protocol static flood%d { ipv%d;" % (family, family))
    for number in range(COUNT):
        print("route %s/%d unreachable;" % (kind(start + (number << shift)), length))
    print("}")
"""
FRR = """\
interface o_g
 ip ospf area 0
 ip ospf network point-to-point
 ipv6 ospf6 area 0
 ipv6 ospf6 network point-to-point
exit
interface o_o
 ip ospf area 0
 ip ospf network point-to-point
 ipv6 ospf6 area 0
 ipv6 ospf6 network point-to-point
exit
router ospf vrf o_green
 ospf router-id 10.96.0.1
exit
router ospf vrf o_olive
 ospf router-id 10.96.0.1
exit
router ospf6 vrf o_green
 ospf6 router-id 10.96.0.1
exit
router ospf6 vrf o_olive
 ospf6 router-id 10.96.0.1
exit
"""
CLEAN_UP = """\
for name in o_g o_o; do kill $(cat /run/$name.pid); ip netns delete $name; done
ip link delete o_green; ip link delete o_olive
rm -f /run/o_g.* /run/o_o.* /run/o_ping
"""


@pytest.fixture(scope="module")
def _ready_for_frr(routers: dict[str, Any]) -> Iterator[None]:
    yield from serve(routers)


@pytest.fixture(scope="module", autouse=True)
def customers(routers: dict[str, Any], _ready_for_frr: None) -> Iterator[None]:
    for router in routers.values():
        run_script(router, SET_UP)
        for name, octet in (("o_g", 21), ("o_o", 22)):
            write(router, f"/run/{name}.conf", BIRD.format(name=name, octet=octet))
            router.check_output(
                f"ip netns exec {name} bird -c /run/{name}.conf -s /run/{name}.ctl"
                f" -P /run/{name}.pid"
            )
    succeed(configure(FRR, ["ospfd", "ospf6d"]))
    run_on_all("ospf_limit", LIMITS, changed=True)
    yield
    run_on_all("ospf_limit", {"state": "absent"}, changed=True)
    succeed(configure("log syslog informational", [], purge_daemons=True))
    for router in routers.values():
        router.run(f"sh -c '{CLEAN_UP}'")
        assert "linuxnet_mpls_ospf" not in router.check_output("nft list tables")
        left = "find /etc/systemd /etc/linuxnet-mpls /usr/local/lib/linuxnet-mpls | grep ospf"
        assert router.run(left).stdout == ""


def write(router: Any, path: str, text: str) -> None:
    coded = base64.b64encode(text.encode()).decode()
    router.check_output(f"echo {coded} | base64 -d >{path}")


def run_script(router: Any, text: str) -> None:
    coded = base64.b64encode(text.encode()).decode()
    router.check_output(f"echo {coded} | base64 -d | sh -e")


def full(router: Any, vrf: str) -> tuple[bool, bool]:
    """Say whether OSPF and OSPFv3 of a VRF have a neighbour."""
    old = router.check_output(f"vtysh -c 'show ip ospf vrf {vrf} neighbor'")
    new = router.check_output(f"vtysh -c 'show ipv6 ospf6 vrf {vrf} neighbor'")
    return "Full/" in old, "Full/" in new


def count_routes(router: Any, vrf: str) -> tuple[int, int]:
    lines = [
        router.check_output(f"ip {family} route show vrf {vrf} proto 188").splitlines()
        for family in ("-4", "-6")
    ]
    return len(lines[0]), len(lines[1])


def ended(router: Any, port: str) -> tuple[bool, bool]:
    shown = [
        router.check_output(f"nft list set inet linuxnet_mpls_ospf ended{one}") for one in (4, 6)
    ]
    return f'"{port}"' in shown[0], f'"{port}"' in shown[1]


def flood(router: Any) -> None:
    write(router, "/run/o_g.py", FLOOD.replace("COUNT", str(PREFIXES)))
    router.check_output("python3 /run/o_g.py >/run/o_g.flood && birdc -s /run/o_g.ctl configure")


def in_parallel(routers: dict[str, Any], do: Any) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(do, routers.values()))


def test_flood_ends_the_sessions_that_it_came_by(routers: dict[str, Any]) -> None:
    in_parallel(routers, assert_flood_ends)


def assert_flood_ends(router: Any) -> None:
    for vrf in (GREEN, OLIVE):
        wait_for(lambda: all(full(router, vrf)), f"OSPF of {vrf}", PATIENCE)  # noqa: B023
    wait_for(lambda: min(count_routes(router, OLIVE)) > 0, "routes of olive", PATIENCE)
    router.check_output("ping -n -i 0.2 -I o_olive 10.22.0.1 >/run/o_ping 2>&1 & echo $!")
    flood(router)
    wait_for(lambda: all(ended(router, "o_g")), "the sessions end", PATIENCE)
    wait_for(lambda: max(count_routes(router, GREEN)) < MOST, "routes go", PATIENCE)
    assert not holds_within(20, lambda: any(full(router, GREEN)))
    assert max(count_routes(router, GREEN)) == 0
    assert all(full(router, OLIVE))
    assert ended(router, "o_o") == (False, False)
    router.check_output("pkill -INT -x ping; sleep 1")
    shown = router.check_output("cat /run/o_ping")
    found = TRANSMITTED.search(shown)
    assert found, shown
    assert int(found[1]) - int(found[2]) <= 1, shown[-200:]
    said = router.check_output("journalctl -u linuxnet-mpls-ospf-limit -o cat")
    print(said)  # noqa: T201
    for name in ("OSPF", "OSPFv3"):
        assert f"by {name}, and its limit is {MOST}" in said
    assert "VRF o_green: the router at o_g advertised" in said
    assert "o_olive" not in said


def test_second_run_changes_nothing_while_a_session_is_ended(routers: dict[str, Any]) -> None:
    assert routers
    run_on_all("ospf_limit", LIMITS, changed=False)


def test_session_comes_back_when_it_leaves_the_set(routers: dict[str, Any]) -> None:
    in_parallel(routers, assert_session_comes_back)


def assert_session_comes_back(router: Any) -> None:
    router.check_output("rm /run/o_g.flood && birdc -s /run/o_g.ctl configure")
    for family in (4, 6):
        member = f"nft delete element inet linuxnet_mpls_ospf ended{family} '{{ \"o_g\" }}'"
        router.check_output(member)
    wait_for(lambda: all(full(router, GREEN)), "OSPF is back", PATIENCE)
    wait_for(lambda: min(count_routes(router, GREEN)) > 0, "routes are back", PATIENCE)
    assert max(count_routes(router, GREEN)) < MOST


def test_who_counts_is_there_after_it_was_killed(routers: dict[str, Any]) -> None:
    show = "systemctl show --property=MainPID --value linuxnet-mpls-ospf-limit"
    for router in routers.values():
        before = router.check_output(show)
        router.check_output(f"kill -KILL {before}")
        wait_for(lambda: router.check_output(show) not in (before, "0"), "it runs", 30)  # noqa: B023
    shown = json.loads(
        routers["pe1"].check_output("nft --json list set inet linuxnet_mpls_ospf ended4")
    )
    assert all("elem" not in one.get("set", {}) for one in shown["nftables"])
