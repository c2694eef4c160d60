# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What may fail in the ring, and what customers notice: a key, a link, a router, a reflector."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.lab.counting import counted
from support.lab.customers import SITE2, SITE2_IPV6
from support.lab.network import (
    INTENT,
    PATIENCE,
    Site,
    holds_within,
    run_lab,
    run_playbook,
    run_site,
    wait_for,
)

FABRIC = INTENT.parent / "group_vars" / "all"
SECRETS = yaml.safe_load((FABRIC / "secrets.yml").read_text("utf-8"))["mpls_secrets"]
#: Of rr1, which has one neighbour and carries no customer's packets: the commands before a password
#: and up to it, the question that shows the sessions, and what it shows when there are some.
SESSIONS = {
    "igp": (["interface eth1", "isis password md5"], "show isis neighbor", "Up"),
    "ldp": (["mpls ldp", "neighbor 10.0.0.11 password"], "show mpls ldp neighbor", "OPERATIONAL"),
    "bgp": (
        ["router bgp 65000", "neighbor 10.0.0.1 password"],
        "show bgp neighbors 10.0.0.1",
        "BGP state = Established",
    ),
}


#: Packets of 10 ms that may be lost in a row until BFD has found that a neighbour is silent.
SILENT_NEIGHBOUR = 600
#: What is cut at once and half a second later, and how many packets of 10 ms may be lost in a row.
#: Processors are emulated, and BFD takes 1.5 s (examples/ring/lab.yml): a machine of its own is far
#: below. FRR's own times of IS-IS were above: 29 s for a neighbour that is silent, and 30 s for the
#: second change of a router.
CUTS: dict[str, tuple[tuple[dict[str, str], ...], int]] = {
    "both ends see it": (({"pe1": "eth2", "p2": "eth1"},), 200),
    "the far end alone sees it": (({"p2": "eth1"},), SILENT_NEIGHBOUR),
    "the near end alone sees it": (({"pe1": "eth2"},), SILENT_NEIGHBOUR),
    "a second link of the same router": (
        ({"pe1": "eth2", "p2": "eth1"}, {"pe2": "eth2", "p2": "eth4"}),
        300,
    ),
}


@pytest.mark.parametrize("protocol", SESSIONS)
def test_no_session_is_there_while_a_key_is_wrong(routers: dict[str, Any], protocol: str) -> None:
    (context, command), question, up = SESSIONS[protocol]
    router = routers["rr1"]

    def has_session() -> bool:
        return up in router.check_output("vtysh -c %s", question)

    def set_key(key: str) -> None:
        router.check_output("vtysh -c 'conf t' -c %s -c %s", context, f"{command} {key}")

    assert has_session()
    set_key("wrong")
    wait_for(lambda: not has_session(), "the session ends", PATIENCE)
    assert not holds_within(20, has_session)
    set_key(SECRETS[protocol])
    wait_for(has_session, "the session is back", PATIENCE)


@pytest.mark.parametrize("cut", CUTS)
def test_customers_go_around_a_link_that_was_cut(
    routers: dict[str, Any], sites: dict[str, Site], cut: str
) -> None:
    steps, bound = CUTS[cut]
    with counted(sites["customer1-site1"], SITE2, "-i 0.01") as packets:
        for ports in steps:
            set_ports(routers, ports, "down")
            time.sleep(0.5)
        time.sleep(15)
    print(f"\n{cut}: {packets['longest']} packets of 10 ms in a row were lost")  # noqa: T201
    assert reach(sites)
    for ports in steps:
        set_ports(routers, ports, "up")
    wait_for_verified()
    assert packets["longest"] <= bound


def test_customers_go_around_a_router_that_lost_its_power(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    """Its neighbours' ports stay up, so that BFD alone finds out."""
    with counted(sites["customer1-site1"], SITE2, "-i 0.01") as packets:
        run_lab("power-cut", "p2")
        time.sleep(15)
    print(f"\npower of p2: {packets['longest']} packets of 10 ms in a row were lost")  # noqa: T201
    assert reach(sites)
    run_lab("boot", "p2")
    wait_for_verified()
    assert packets["longest"] <= SILENT_NEIGHBOUR
    # Until LDP has all labels there, the IGP leads around p2.
    wait_for(lambda: labelled_through(routers["p2"], sites) > 0, "p2 is back", PATIENCE)


def test_customers_keep_their_routes_when_a_reflector_is_lost(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    run_lab("power-cut", "rr1")
    for pe in ("pe1", "pe2"):
        routers[pe].check_output("vtysh -c 'clear bgp *'")
    wait_for_a_way(sites, "with the routes of rr2 alone")
    run_lab("boot", "rr1")
    wait_for_verified()


def test_no_packet_crosses_a_drained_router(
    routers: dict[str, Any], sites: dict[str, Site], tmp_path: Path
) -> None:
    assert labelled_through(routers["p2"], sites) > 0
    with drained("p2", tmp_path):
        wait_for(lambda: labelled_through(routers["p2"], sites) == 0, "p2 is drained", PATIENCE)
        assert reach(sites)
        assert labelled_through(routers["p1"], sites) > 0
    wait_for(lambda: labelled_through(routers["p2"], sites) > 0, "p2 is back", PATIENCE)


@contextmanager
def drained(name: str, folder: Path) -> Iterator[None]:
    routers = yaml.safe_load((FABRIC / "fabric.yml").read_text("utf-8"))["mpls_routers"]
    routers[name]["drained"] = True
    said = folder / "drained.json"
    said.write_text(json.dumps({"mpls_routers": routers}), "utf-8")
    for options in ([f"--extra-vars=@{said}"], []):
        done = run_site(*options)
        assert done.returncode == 0, done.stdout
        if options:
            yield


def set_ports(routers: dict[str, Any], ports: dict[str, str], state: str) -> None:
    """Set a port of each of some routers, all at the same time; the far end keeps its carrier."""

    def set_port(name: str) -> None:
        routers[name].check_output(f"ip link set {ports[name]} {state}")

    with ThreadPoolExecutor() as pool:
        list(pool.map(set_port, ports))


def reach(sites: dict[str, Site]) -> bool:
    """Whether both customers' packets pass in both address families."""
    return all(
        sites[f"customer{customer}-site1"].reaches(address, 1)
        for customer in (1, 2)
        for address in (SITE2, SITE2_IPV6)
    )


def wait_for_a_way(sites: dict[str, Site], what: str) -> None:
    started = time.monotonic()
    wait_for(lambda: reach(sites), what, PATIENCE)
    print(f"\nthe customers' packets went {what} after {time.monotonic() - started:.1f} s")  # noqa: T201


def wait_for_verified() -> None:
    """All sessions are back, as after a failure each may go on without them."""
    done = run_playbook("verify", "--extra-vars=mpls_verify_timeout=300")
    assert done.returncode == 0, done.stdout


def labelled_through(router: Any, sites: dict[str, Site]) -> int:
    """Count the labelled packets that a router sends while a customer's ten pings pass."""
    before = count_labelled(router)
    assert sites["customer1-site1"].reaches(SITE2, 10)
    return count_labelled(router) - before


def count_labelled(router: Any) -> int:
    shown = json.loads(router.check_output("ip -json stats show group afstats subgroup mpls"))
    return sum(row["mpls_stats"]["tx"]["packets"] for row in shown if "mpls_stats" in row)
