# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The core is changed while customers' packets cross it; how many were lost is printed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.intent.cases import read_example
from support.intent.inventories import write_intent
from support.lab.counting import counted
from support.lab.customers import SITE2
from support.lab.network import Site, run_site, wait_for

PES = ("pe1", "pe2")
Variables = dict[str, Any]
Groups = dict[str, list[str]]


def without_the_rented_line(variables: Variables, _groups: Groups) -> None:
    """FRR 8.4 takes no IS-IS from a tunnel, and two reflectors stay behind the other links."""
    variables["mpls_links"] = [link for link in variables["mpls_links"] if "tunnel" not in link]


def renumbered(variables: Variables, _groups: Groups) -> None:
    link = next(link for link in variables["mpls_links"] if "p2:eth2" in link["ends"])
    link["subnet"] = "10.1.9.4/31"


def with_igps(used: str, beside: str | None) -> Callable[[Variables, Groups], None]:
    def change(variables: Variables, _groups: Groups) -> None:
        variables.update(mpls_igp=used, mpls_igp_beside=beside)

    return change


def with_another_ldp_key(variables: Variables, _groups: Groups) -> None:
    variables["mpls_secrets"] = {**variables["mpls_secrets"], "ldp": "Another-of-LDP"}


def drained(variables: Variables, _groups: Groups) -> None:
    variables["mpls_routers"]["p2"]["drained"] = True


def without_p2(variables: Variables, groups: Groups) -> None:
    del variables["mpls_routers"]["p2"]
    variables["mpls_links"] = [
        link
        for link in variables["mpls_links"]
        if not any(end.startswith("p2:") for end in link["ends"])
    ]
    groups["p"].remove("p2")


#: One after the other: the changes that hold, and what a run says beforehand.
STEPS = {
    "p2 drained": ((drained,), ""),
    "p2 taken away": ((without_p2,), ""),
    "p2 added again": ((), ""),
    "link renumbered": ((renumbered,), "p2:"),
    "rented line given back": ((renumbered, without_the_rented_line), ""),
    "isis beside ospf": ((renumbered, without_the_rented_line, with_igps("ospf", "isis")), ""),
    "ospf beside isis": ((renumbered, without_the_rented_line, with_igps("isis", "ospf")), ""),
    "isis alone": ((renumbered, without_the_rented_line, with_igps("isis", None)), ""),
    "another key of ldp": (
        (renumbered, without_the_rented_line, with_igps("isis", None), with_another_ldp_key),
        "LDP's session",
    ),
}


def with_a_small_rented_line(variables: Variables, _groups: Groups) -> None:
    """Its network has 1500 octets, so that the tunnel has 1476."""
    next(link for link in variables["mpls_links"] if "tunnel" in link).pop("mtu")
    variables["mpls_mss_clamp"] = True


def test_tcp_fits_a_link_that_is_too_small_for_customers(
    sites: dict[str, Site], routers: dict[str, Any], tmp_path: Path
) -> None:
    client, server = sites["customer1-site1"], sites["customer1-site2"]
    for change, fits in ((with_a_small_rented_line, False), (None, True)):
        variables, groups = read_example("regional")
        if change:
            change(variables, groups)
        done = run_site(intent=write_intent(tmp_path, variables, groups))
        assert done.returncode == 0, done.stdout
        clamps = [routers[pe].run("nft list table inet linuxnet_mpls_mss").rc for pe in PES]
        assert clamps == ([1, 1] if fits else [0, 0])
        assert (client.run(f"ping -n -c 2 -M probe -s 1472 {SITE2}").rc == 0) is fits
        assert send_megabyte(client, server)


def send_megabyte(client: Site, server: Site) -> bool:
    """Without an answer that a packet is too large, TCP would send its first one for ever."""
    heard = f"/tmp/heard-{time.time_ns()}"
    server.guest.run(
        f"ip netns exec {server.name} sh -c 'timeout 60 nc -l 5001 >{heard} 2>/dev/null &'"
    )
    wait_for(lambda: "LISTEN" in server.run("ss -Hltn sport = :5001").stdout, "nc listens", 20)
    client.run(f"sh -c 'head -c 1000000 /dev/zero | timeout 40 nc -N {SITE2} 5001'")
    size = server.guest.check_output(f"stat -c %s {heard}; rm {heard}").strip()
    return bool(size == "1000000")


@pytest.mark.parametrize("step", STEPS)
def test_customers_reach_their_sites_after_each_change(
    sites: dict[str, Site], tmp_path: Path, step: str
) -> None:
    changes, said = STEPS[step]
    variables, groups = read_example("regional")
    for change in changes:
        change(variables, groups)
    intent = write_intent(tmp_path, variables, groups)
    with counted(sites["customer1-site1"], SITE2) as counts:
        done = run_site("--extra-vars=mpls_pe_batch=100%", intent=intent)
    print(f"\n{step}: {counts['sent'] - counts['received']} of {counts['sent']} packets were lost")  # noqa: T201
    assert done.returncode == 0, done.stdout
    assert ("interrupts traffic" in done.stdout + done.stderr) is bool(said), done.stdout
    assert said in done.stdout + done.stderr
    for customer in (1, 2):
        assert sites[f"customer{customer}-site1"].reaches(SITE2)
