# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config with lines: what they say is changed, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from support.frr.configurations import BASE, SHOW, configure, read_meaning, succeed
from support.lab.modules import run_module


def merge(parents: list[str], *lines: str, check: bool = False) -> dict[str, dict[str, Any]]:
    options = {"parents": parents, "lines": list(lines)}
    return run_module("frr_config", options, check=check)


PEER = "router bgp 65000 / neighbor 10.0.0.4"
#: Context and lines, what FRR does not show any more, and what it shows then.
MERGES: list[tuple[list[str], list[str], set[str], set[str]]] = [
    (
        ["router bgp 65000"],
        ["neighbor 10.0.0.5 remote-as 65005", "no neighbor 10.0.0.4"],
        {f"{PEER} remote-as 65000", f"{PEER} description first"},
        {"router bgp 65000 / neighbor 10.0.0.5 remote-as 65005"},
    ),
    (
        ["router bgp 65000"],
        ["neighbor 10.0.0.4 description second"],
        {f"{PEER} description first"},
        {f"{PEER} description second"},
    ),
    (
        ["router bgp 65000"],
        ["no neighbor 10.0.0.4 description", "no bgp network import-check"],
        {f"{PEER} description first"},
        {"router bgp 65000 / no bgp network import-check"},
    ),
    (
        ["router bgp 65000", "address-family ipv4 vpn"],
        ["neighbor 10.0.0.4 activate", "no neighbor 10.0.0.9 activate"],
        set(),
        {"router bgp 65000 / address-family ipv4 vpn / neighbor 10.0.0.4 activate"},
    ),
    (
        ["interface eth1"],
        ["ip ospf area 0", "ip ospf cost 7", "no ip ospf bfd"],
        set(),
        {"interface eth1 / ip ospf area 0", "interface eth1 / ip ospf cost 7"},
    ),
    (
        [],
        ["no router ospf", "ip prefix-list P permit 10.0.0.0/8", "no router isis core"],
        {"router ospf", "router ospf / ospf router-id 10.0.0.1"},
        {"ip prefix-list P seq 5 permit 10.0.0.0/8"},
    ),
]


@pytest.mark.parametrize(("parents", "lines", "lost", "new"), MERGES)
def test_everything_else_stays_when_lines_are_merged(
    parents: list[str],
    lines: list[str],
    lost: set[str],
    new: set[str],
    routers: dict[str, Any],
) -> None:
    def read() -> dict[str, tuple[set[str], str]]:
        return {
            name: (
                read_meaning(router.check_output(SHOW)),
                router.check_output("sha256sum /etc/frr/frr.conf"),
            )
            for name, router in routers.items()
        }

    succeed(configure(BASE))
    before = read()
    foretold = merge(parents, *lines, check=True)
    succeed(foretold, changed=True)
    assert read() == before
    done = merge(parents, *lines)
    succeed(done)
    for name, (shown, _file) in read().items():
        assert done[name]["commands"] == foretold[name]["commands"]
        assert (before[name][0] - shown, shown - before[name][0]) == (lost, new), name
    succeed(merge(parents, *lines), changed=False)


def test_boot_brings_what_was_merged_when_frr_is_restarted(routers: dict[str, Any]) -> None:
    succeed(configure(BASE))
    succeed(merge(["router bgp 65000"], "neighbor 10.0.0.5 remote-as 65005"), changed=True)
    before = {name: read_meaning(router.check_output(SHOW)) for name, router in routers.items()}
    for name, router in routers.items():
        router.check_output("systemctl reset-failed frr; systemctl restart frr")
        assert read_meaning(router.check_output(SHOW)) == before[name]
