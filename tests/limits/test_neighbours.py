# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Three customers fill the tables of neighbours in every way; a fourth and the core lose nothing.

All of them are namespaces of the router itself. Each customer has two ports in a VRF: at the first
one it speaks with made-up senders, and hosts of the second one's subnets are sent to from there and
with the VRF's label from the core, by IPv4 and by IPv6.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from support.lab.modules import run_on_all
from support.lab.sweep import (
    FIRST,
    HOSTS,
    NEIGHBOUR_SOLICITATION,
    ROUTER_SOLICITATION,
    SENDER,
    Frame,
    Link,
)

#: Seconds in which others ask for their neighbours, once the attack shows; without a limit they are
#: few, as ssh is among its victims. A guest on emulated processors is slow to attack.
SECONDS, FEW = 60, 30
LIMIT, SMALL = 64, 16
#: Seconds until an attack shows.
PATIENCE = 200
ATTACKERS, VICTIM = (1, 2, 3), 4
PORTS = [f"n_{side}{number}" for number in (*ATTACKERS, VICTIM) for side in "ab"]
#: Room for all ports at once, as the fabric plans it.
SIZES = {"ipv4_neighbours": 1784, "ipv6_neighbours": 3008}
PROGRAM = "/run/n_sweep.py"


def size_tables(*values: int) -> str:
    return " ".join(
        f"net.ipv{version}.neigh.default.gc_thresh{at}={value}"
        for version in (4, 6)
        for at, value in enumerate(values, start=1)
    )


DEFAULTS = size_tables(128, 512, 1024)
#: A forced collection takes what is older than 5 s, and an emulated processor makes a hundred
#: entries a second where another makes many thousand.
SMALL_TABLES = size_tables(32, 64, 128)
PORT = """\
ip link add n_{side}{n} type veth peer name p0 netns n_h{side}{n}
ip link set n_{side}{n} master n_v{n} up
ip address add 172.{octet}.0.1/{length} dev n_{side}{n}
ip address add 2001:db8:{octet}::1/64 dev n_{side}{n} nodad
ip -n n_h{side}{n} link set p0 up
ip -n n_h{side}{n} address add 172.{octet}.0.2/{length} dev p0
ip -n n_h{side}{n} address add 2001:db8:{octet}::2/64 dev p0 nodad
ip -n n_h{side}{n} route add default via 172.{octet}.0.1
ip -n n_h{side}{n} route add default via 2001:db8:{octet}::1
"""
CORE = """\
modprobe -a vrf veth mpls_router mpls_iptunnel
test $(cat /proc/sys/net/mpls/platform_labels) -ge 100000 \\
  || sysctl -qw net.mpls.platform_labels=100000
ip netns add n_core
ip link add n_core type veth peer name p0 netns n_core
ip link set n_core up
ip -n n_core link set p0 up
ip address add 10.96.9.0/31 dev n_core
ip -n n_core address add 10.96.9.1/31 dev p0
sysctl -qw net.mpls.conf.n_core.input=1 net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
"""
#: Who loses packets: a core link's other end, and a customer's host, by both families.
PROBES = (
    {"name": "core", "family": "-4", "port": "n_core", "inside": "", "target": "10.96.9.1"},
    *(
        {
            "name": f"customer{family}",
            "family": family,
            "port": "n_b4",
            "inside": "ip netns exec n_ha4",
            "target": target,
        }
        for family, target in (("-4", "172.48.0.2"), ("-6", "2001:db8:48::2"))
    ),
)
VRF = """\
ip link add n_v{n} type vrf table 96{n}
ip link set n_v{n} up
ip -family mpls route add 9600{n} dev n_v{n}
ip netns add n_ha{n}
ip netns add n_hb{n}
"""
#: Behind the router on the victim's second port.
BEHIND = """\
ip route add vrf n_v4 100.64.0.0/16 via 172.48.0.2
ip -n n_hb4 link set lo up
ip -n n_hb4 route add local 100.64.0.0/16 dev lo
"""
REMOVE = """\
for name in n_core $(seq -f n_ha%g 4) $(seq -f n_hb%g 4); do ip netns delete $name; done
for number in 1 2 3 4; do ip link delete n_v$number; done
ip link delete n_core
rm -f {program}
sysctl -qw {defaults}
"""
#: The attack shows: both tables of the kernel were full, or both tables of ours dropped something.
FULL = " && ".join(
    f"awk '$13 ~ /[1-9a-f]/ {{ full = NR > 1 }} END {{ exit !full }}' /proc/net/stat/{table}_cache"
    for table in ("arp", "ndisc")
)
DROPPED = " && ".join(
    f"nft list counter {family} linuxnet_mpls_filter neighbours | grep -Eq 'packets [0-9]{{3}}'"
    for family in ("inet", "netdev")
)
WAIT = """\
for round in $(seq {patience}); do {shows} && break; sleep 1; done
{shows} || {{ kill $sweeps; echo nothing shows >&2; exit 1; }}
probes=
"""
#: Each round asks for the neighbour anew.
PROBE = """\
end=$(($(date +%s) + {seconds})); lost=0
while [ $(date +%s) -lt $end ]; do
  ip {family} neigh flush dev {port}
  got=$({inside} ping -n -q -c 5 -i 0.2 -W 2 {target} | sed -n 's/.* \\([0-9]*\\) received.*/\\1/p')
  lost=$((lost + 5 - ${{got:-0}}))
done
echo {name} $lost >>/run/n_lost
"""


def octet(side: str, number: int) -> int:
    return {"a": 20, "b": 44}[side] + number


def set_up() -> str:
    text = CORE
    for number in (*ATTACKERS, VICTIM):
        text += VRF.format(n=number)
        # The second subnet is wider than the limit, but for the victim's.
        for side in "ab":
            length = 30 if number == VICTIM else 19
            text += PORT.format(side=side, n=number, octet=octet(side, number), length=length)
    return text + BEHIND


def neighbours() -> list[dict[str, Any]]:
    """Give the limits; the fourth customer's ports may have few."""
    return [
        {
            "interface": f"n_{side}{number}",
            "ipv4": 4 + SMALL if number == VICTIM else LIMIT,
            "ipv6": SMALL if number == VICTIM else LIMIT,
            "subnet": f"172.{octet(side, number)}.0.0/{30 if number == VICTIM else 19}",
            "routers": [f"172.{octet(side, number)}.0.2"] if number == 1 else [],
        }
        for number in (*ATTACKERS, VICTIM)
        for side in "ab"
    ]


def attack(router: Any, shows: str, seconds: int) -> dict[str, int]:
    """Attack until it shows and go on, and count what those lose who have nothing to do with it."""
    script = "rm -f /run/n_lost; sweeps=\n"
    for inside, frames in (*(customer(router, number) for number in ATTACKERS), core(router)):
        words = f"{PATIENCE * 2} p0 {FIRST} {HOSTS} {' '.join(map(str, frames))}"
        script += f"ip netns exec {inside} nice -n 19 python3 {PROGRAM} {words} &\n"
        script += 'sweeps="$sweeps $!"\n'
    script += WAIT.format(shows=shows, patience=PATIENCE)
    for probe in PROBES:
        script += f"(\n{PROBE.format(seconds=seconds, **probe)}) &\n"
        script += 'probes="$probes $!"\n'
    shown = run_script(router, f"{script}wait $probes; kill $sweeps; cat /run/n_lost")
    return {name: int(lost) for name, lost in (line.split() for line in shown.splitlines())}


def customer(router: Any, number: int) -> tuple[str, list[Frame]]:
    """Give what a customer sends at its first port."""
    inside, near, far = f"n_ha{number}", octet("a", number), octet("b", number)
    link = find_link(router, f"n_a{number}", inside)
    shown = router.check_output(f"ip -o -6 address show dev n_a{number} scope link")
    link_local = shown.split("inet6 ")[1].split("/")[0]
    return inside, [
        link.arp_request(f"172.{near}.0.0", f"172.{near}.0.1"),
        link.solicitation(NEIGHBOUR_SOLICITATION, link_local),
        link.solicitation(ROUTER_SOLICITATION, link_local),
        link.to_hosts(f"172.{near}.0.2", f"172.{far}.0.0"),
        link.to_hosts(f"2001:db8:{near}::2", f"2001:db8:{far}::"),
    ]


def core(router: Any) -> tuple[str, list[Frame]]:
    """Give what comes for the customers' second ports from other sites, by the core."""
    link = find_link(router, "n_core", "n_core")
    frames = []
    for number in ATTACKERS:
        far, label = octet("b", number), 96000 + number
        frames.append(link.to_hosts("10.96.9.1", f"172.{far}.0.0", label))
        frames.append(link.to_hosts("2001:db8:96::1", f"2001:db8:{far}::", label))
    return "n_core", frames


def find_link(router: Any, port: str, inside: str) -> Link:
    mac = "cat /sys/class/net/{}/address"
    own = router.check_output(f"ip netns exec {inside} {mac.format('p0')}")
    return Link(router.check_output(mac.format(port)), own)


def run_script(router: Any, text: str) -> str:
    coded = base64.b64encode(text.encode()).decode()
    return str(router.check_output(f"echo {coded} | base64 -d | sh -e"))


def attack_all(routers: dict[str, Any], shows: str, seconds: int) -> dict[str, dict[str, int]]:
    with ThreadPoolExecutor() as pool:
        counts = dict(
            zip(routers, pool.map(lambda one: attack(one, shows, seconds), routers.values()))
        )
    print(f"\nlost in {seconds} s: {counts}")  # noqa: T201
    return counts


def count_entries(router: Any, family: str, port: str) -> int:
    return len(router.check_output(f"ip {family} neigh show dev {port} nud all").splitlines())


def count_dropped(router: Any, family: str) -> int:
    shown = router.check_output(f"nft --json list counter {family} linuxnet_mpls_filter neighbours")
    (count,) = (
        one["counter"]["packets"] for one in json.loads(shown)["nftables"] if "counter" in one
    )
    return int(count)


@pytest.fixture(scope="module", autouse=True)
def _customers(routers: dict[str, Any]) -> Iterator[None]:
    for router in routers.values():
        run_script(router, set_up())
        coded = base64.b64encode(SENDER.encode()).decode()
        router.check_output(f"echo {coded} | base64 -d >{PROGRAM}")
    yield
    for router in routers.values():
        router.run(f"sh -c '{REMOVE.format(program=PROGRAM, defaults=DEFAULTS)}'")


@pytest.fixture(scope="module")
def limited(routers: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kernel = {"interfaces": ["n_core"], "short_queue_interfaces": PORTS, **SIZES}
    run_on_all("mpls_sysctl", {"platform_labels": 100000, **kernel})
    run_on_all("mpls_filter", {"neighbours": neighbours()}, changed=True)
    yield routers
    run_on_all("mpls_filter", {"state": "absent"}, changed=True)
    run_on_all("mpls_sysctl", {"state": "absent", "interfaces": ["n_core"]})


def test_others_lose_packets_when_there_is_no_limit(routers: dict[str, Any]) -> None:
    """Otherwise the tests below would show nothing.

    On an emulated processor the attack is too slow for the core to lose any within seconds: its
    probes need two entries of the full tables, and a customer's need four.
    """
    for router in routers.values():
        router.check_output(f"sysctl -qw {SMALL_TABLES}")
    for name, lost in attack_all(routers, FULL, FEW).items():
        assert lost["customer-4"] > 0, name
        assert lost["customer-6"] > 0, name


def test_nobody_else_loses_a_packet_when_ports_are_limited(limited: dict[str, Any]) -> None:
    nothing = {"core": 0, "customer-4": 0, "customer-6": 0}
    assert attack_all(limited, DROPPED, SECONDS) == dict.fromkeys(limited, nothing)
    for router in limited.values():
        for port in PORTS[:-2]:
            assert count_entries(router, "-4", port) <= 3 * LIMIT
            assert count_entries(router, "-6", port) <= 6 * LIMIT
        assert count_dropped(router, "inet") > 0
        assert count_dropped(router, "netdev") > 0


def test_router_of_the_intent_is_reached_when_its_port_is_full(limited: dict[str, Any]) -> None:
    for router in limited.values():
        assert router.run("ping -n -c 3 -i 0.3 -W 2 -I n_v1 172.45.0.2").rc == 0


def test_what_is_behind_a_router_is_no_neighbour(limited: dict[str, Any]) -> None:
    """Many more destinations than the port may have neighbours."""
    count = "ip netns exec n_hb4 nstat -asz IpExtInNoRoutes IpInDelivers | grep InDelivers"
    send = (
        "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
        ' [s.sendto(b"x", (f"100.64.{n >> 8}.{n & 255}", 9)) for n in range(1, 2001)]'
    )
    for router in limited.values():
        before = int(router.check_output(count).split()[1])
        router.check_output(f"ip netns exec n_ha4 python3 -c '{send}'")
        assert int(router.check_output(count).split()[1]) >= before + 2000


def test_little_waits_for_a_host_that_nobody_finds(limited: dict[str, Any]) -> None:
    """The kernel counts what it had no room for (net/core/neighbour.c, unres_discards)."""
    send = (
        "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
        ' [s.sendto(b"x", ("172.48.9.9", 9)) for n in range(100)]'
    )
    for router in limited.values():
        router.check_output("ip route add vrf n_v4 172.48.9.9/32 dev n_b4")
        before = count_discards(router)
        router.check_output(f"ip netns exec n_ha4 python3 -c '{send}'")
        # Each takes 768 bytes at least.
        assert count_discards(router) - before >= 100 - 16384 // 768 - 1


def count_discards(router: Any) -> int:
    head, *rows = router.check_output("cat /proc/net/stat/arp_cache").splitlines()
    place = head.split().index("unresolved_discards")
    return sum(int(row.split()[place], 16) for row in rows)


def test_second_run_finds_nothing_to_do_when_sets_are_full(limited: dict[str, Any]) -> None:
    assert limited
    run_on_all("mpls_filter", {"neighbours": neighbours()}, changed=False)
