# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Every row of what can be sent to a router, with frames: edge protection off, and on.

The router is the guest, and who sends to it is in namespaces of the guest.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import yaml

from support import ROOT
from support.lab.attacks import SENDER
from support.lab.frames import build_frames, identification, mark
from support.lab.modules import run_on_all

ROWS = yaml.safe_load((ROOT / "tests" / "attacks.yml").read_text("utf-8"))
#: Who is at which port of the router; each has a namespace, and in it the wire to the port.
SENDERS = {
    "red1": "trunk0",
    "red2": "red2",
    "blue1": "blue1",
    "core": "core0",
    "bridged": "bridged0",
    "macvlan": "macs0",
}
MACS = {
    name: f"02:00:00:00:01:{at:02x}"
    for at, name in enumerate((*SENDERS.values(), "br0", "mv0"), start=1)
}
WIRE = "wire0"
LOOPBACK, CORE_LOOPBACK, CORE = "10.97.0.1", "10.97.0.4", "10.97.9.1"
PROGRAM = (ROOT / "tests" / "support" / "lab" / "guest_wires.py").read_text("utf-8")
RED_PORTS = ["trunk0.100", "red2", "br0", "mv0"]
PORTS = [*RED_PORTS, "blue1"]
VRFS = [
    {"name": "red", "table": 9701, "members": RED_PORTS},
    {"name": "blue", "table": 9702, "members": ["blue1"]},
]
TUNNEL = {"local": "10.97.8.1", "remote": "10.97.8.9"}
PROTECTION = {
    "label_ports": PORTS,
    "source_ports": PORTS,
    "parent_ports": PORTS,
    "other_interfaces": ["core0"],
    "ports": PORTS,
    "vrfs": ["red", "blue"],
    "sessions": [{"protocol": "bgp", "interface": "trunk0.100", "address": "10.97.1.2"}],
    "tunnels": [{"kind": kind, **TUNNEL} for kind in ("gre", "gre_udp", "udp")],
    "core": ["core0"],
    "bgp_peers": [CORE_LOOPBACK],
    "ldp_peers": [CORE_LOOPBACK, CORE],
}
ADDRESSES = {
    "trunk0.100": ["10.97.1.1/24", "fd97:1::1/64"],
    "red2": ["10.97.3.1/24", "fd97:3::1/64"],
    "blue1": ["10.97.2.1/24"],
    "br0": ["10.97.4.1/24"],
    "mv0": ["10.97.5.1/24"],
    "core0": ["10.97.9.0/31", "10.97.8.1/24"],
    "lo": [f"{LOOPBACK}/32"],
}
#: The hosts that the router knows; none of them answers.
HOSTS = {
    "10.97.1.2": "trunk0.100",
    "10.97.3.2": "red2",
    "fd97:3::2": "red2",
    "10.97.2.2": "blue1",
    CORE: "core0",
}
DEVICES = list(dict.fromkeys((*SENDERS.values(), "blue1.300", *PORTS)))
LINKS = [
    *(f"ip netns add {sender}" for sender in SENDERS),
    *(
        f"ip link add {port} address {MACS[port]} type veth peer name {WIRE} netns {sender}"
        for sender, port in SENDERS.items()
    ),
    "ip link add link trunk0 name trunk0.100 type vlan id 100",
    "ip link add link blue1 name blue1.300 type vlan id 300",
    f"ip link add br0 address {MACS['br0']} type bridge",
    "ip link set bridged0 master br0",
    f"ip link add link macs0 name mv0 address {MACS['mv0']} type macvlan mode bridge",
]
UP = [
    *(f"ip netns exec {sender} sysctl -qw net.ipv6.conf.all.disable_ipv6=1" for sender in SENDERS),
    *(f"ip -n {sender} link set {WIRE} up" for sender in SENDERS),
    *(f"ip link set {name} up" for name in DEVICES),
]
#: Somebody opened what a careful router has closed: edge protection is tried alone.
OPENED = [
    f"sysctl -qw net/ipv4/conf/{name}/rp_filter=0 net/mpls/conf/{name}/input=1"
    for name in (*DEVICES, "red", "blue")
]
SYSCTL = "net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=10000 net.ipv6.icmp.ratelimit=0"
#: As the kernel has it (Documentation/networking/ip-sysctl.rst): an answer a second to one source.
LIMITED = "net.ipv4.icmp_ratelimit=1000"
#: Packets of a flood, and how many answers to it are none too many.
FLOOD, ANSWERS = 1000, 50
ROUTES = [
    f"ip route add {CORE_LOOPBACK}/32 via {CORE}",
    "ip -f mpls route add 1001 dev blue",
    "ip -f mpls route add 1003 dev red",
    f"ip -f mpls route add 1002 as 77 via inet {CORE} dev core0",
]


@pytest.fixture(scope="module", autouse=True)
def _network(routers: dict[str, Any]) -> Iterator[None]:
    for router in routers.values():
        router.check_output("modprobe -a 8021q bridge macvlan")
        router.check_output("\n".join(("set -e", *LINKS, *UP)))
    run_on_all("mpls_sysctl", {"interfaces": ["core0"], "platform_labels": 100000})
    run_on_all("vrf_device", {"vrfs": VRFS, "local_rule": "behind_vrfs"})
    commands = ["set -e", f"sysctl -qw {SYSCTL}", *OPENED]
    for name, addresses in ADDRESSES.items():
        commands += [
            f"ip address add {one} dev {name} {'nodad' if ':' in one else ''}" for one in addresses
        ]
    for host, name in HOSTS.items():
        commands.append(f"ip neigh replace {host} lladdr 02:00:00:00:02:99 dev {name}")
    for router in routers.values():
        router.check_output("\n".join((*commands, *ROUTES)))
    yield
    run_on_all("mpls_filter", {"state": "absent"})
    names = [{"name": vrf["name"]} for vrf in VRFS]
    for router in routers.values():
        router.check_output(
            "\n".join(
                (
                    *(f"ip link del {name}" for name in ("mv0", "br0", *SENDERS.values())),
                    *(f"ip netns del {sender}" for sender in SENDERS),
                    f"ip address del {LOOPBACK}/32 dev lo",
                    "ip -f mpls route del 1001; ip -f mpls route del 1003; true",
                )
            )
        )
    run_on_all("vrf_device", {"state": "absent", "vrfs": names, "local_rule": "first"})
    run_on_all("mpls_sysctl", {"state": "absent", "interfaces": []})


def send_all(router: Any) -> list[dict[str, Any]]:
    """Send all rows, and give for each which counters moved and where it was seen."""
    rows = [
        {
            "sender": row["from"],
            "frames": [
                one.hex() for one in build_frames(at, row["send"], SENDERS[row["from"]], MACS)
            ],
            "mark": mark(at).hex(),
            "sources": [str(identification(at)), f"fe80::{at:x}", f"fd97:1::{at:x}"],
        }
        for at, row in enumerate(ROWS)
    ]
    request = shlex.quote(json.dumps({"senders": [*SENDERS], "rows": rows}))
    shown = router.run(f"printf %s {request} | python3 -c {shlex.quote(PROGRAM)}")
    assert shown.rc == 0, shown.stderr
    results: list[dict[str, Any]] = json.loads(shown.stdout)
    return results


@pytest.fixture(scope="module")
def found(routers: dict[str, Any], _network: None) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Send all rows at all routers, without edge protection and with it."""
    with ThreadPoolExecutor() as pool:
        before = dict(zip(routers, pool.map(send_all, routers.values())))
        run_on_all("mpls_filter", PROTECTION, changed=True)
        after = dict(zip(routers, pool.map(send_all, routers.values())))
    return {"open": before, "standing": after}


@pytest.mark.parametrize(
    "at", range(len(ROWS)), ids=[f"{row['from']}: {row['what']}" for row in ROWS]
)
@pytest.mark.parametrize("router", ["pe1", "pe2"])
def test_row_is_as_the_table_says(
    found: dict[str, dict[str, list[dict[str, Any]]]], router: str, at: int
) -> None:
    row = ROWS[at]
    places = [row["open"]] if "open" in row else []
    counted = {row["counted"]: 1} if "counted" in row else {}
    assert found["open"][router][at] == {"counters": {}, "places": places}, row["why"]
    standing = {"counters": counted, "places": [] if counted else places}
    assert found["standing"][router][at] == standing, row["why"]


def count_answers(router: Any, setting: str) -> int:
    """Flood the router with packets whose TTL ends there, and count its answers."""
    (at,) = (at for at, row in enumerate(ROWS) if row["what"] == "a packet whose TTL ends here")
    (frame,) = build_frames(at, ROWS[at]["send"], SENDERS["red1"], MACS)
    count = "nstat -asz IcmpOutTimeExcds | sed -n 's/^IcmpOutTimeExcds *\\([0-9]*\\).*/\\1/p'"
    router.check_output(f"sysctl -qw {setting}")
    before = int(router.check_output(count))
    send = f"python3 -c {shlex.quote(SENDER)} {WIRE} {FLOOD} {frame.hex()}"
    router.check_output(f"ip netns exec red1 {send}; sleep 1")
    return int(router.check_output(count)) - before


@pytest.mark.usefixtures("found")
def test_flood_of_packets_whose_ttl_ends_gets_few_answers(routers: dict[str, Any]) -> None:
    for router in routers.values():
        assert count_answers(router, SYSCTL) > ANSWERS
        assert count_answers(router, LIMITED) <= ANSWERS
