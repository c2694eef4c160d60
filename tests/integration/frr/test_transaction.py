# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""frr_config: from each configuration to the next, and back after a refusal."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection
from typing import Any

import pytest

from lab_frr import (
    DAEMONS,
    SHOW,
    Example,
    Version,
    configure,
    order_chain,
    order_pairs,
    read_corpus,
    read_meaning,
    read_versions,
    start_each_freshly,
    succeed,
)
from lab_modules import run_module

EXAMPLES = read_corpus()
#: LAB_PAIRS=all goes from every configuration to every other one, which takes hours; otherwise to
#: each of them once.
ORDER = order_pairs if os.environ.get("LAB_PAIRS") == "all" else order_chain
PAIRS = [(EXAMPLES[before], EXAMPLES[after]) for before, after in ORDER(len(EXAMPLES))]
#: What each router runs, where it is known: a step that failed leaves it unknown.
RUNNING: dict[str, Example] = {}
BASE = """\
router ospf
 ospf router-id 10.0.0.1
exit
router bgp 65000
 bgp router-id 10.0.0.1
 neighbor 10.0.0.4 remote-as 65000
 neighbor 10.0.0.4 description first
exit
"""
# The last line is refused by bgpd: every guest has that address itself.
REFUSED = """\
router ospf
 ospf router-id 10.0.0.9
exit
router bgp 65000
 neighbor 10.0.2.15 remote-as 65000
exit
"""


@pytest.fixture(scope="module")
def versions(routers: dict[str, Any]) -> dict[str, Version]:
    return read_versions(routers)


@pytest.fixture(scope="module")
def fresh(routers: dict[str, Any], versions: dict[str, Version]) -> dict[tuple[str, str], str]:
    succeed(configure("log syslog informational\n"))
    return start_each_freshly(routers, versions, EXAMPLES)


def able(example: Example, versions: dict[str, Version]) -> list[str]:
    """Name the routers that can have a configuration, and tell of those that cannot."""
    names = [name for name, version in versions.items() if version >= example.since]
    for name in versions.keys() - names:
        since = ".".join(str(part) for part in example.since)
        warnings.warn(f"{example} needs FRR {since}: left out on {name}", stacklevel=2)
    return names


def run_example(example: Example, names: Collection[str]) -> None:
    for name in names:
        RUNNING.pop(name, None)
    succeed(configure(example.text, only=names))
    RUNNING.update(dict.fromkeys(names, example))


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda example: example.name)
def test_what_a_fresh_frr_shows_is_reached_when_another_configuration_ran(
    before: Example,
    after: Example,
    routers: dict[str, Any],
    versions: dict[str, Version],
    fresh: dict[tuple[str, str], str],
) -> None:
    names = [name for name in able(after, versions) if versions[name] >= before.since]
    elsewhere = [name for name in names if RUNNING.get(name) != before]
    if elsewhere:
        run_example(before, elsewhere)
    run_example(after, names)
    for name in names:
        shown = read_meaning(routers[name].check_output(SHOW))
        wanted = read_meaning(fresh[name, after.name])
        assert (shown - wanted, wanted - shown) == (set(), set()), name
    succeed(configure(after.text, only=names), changed=False)


def test_nothing_is_left_behind_when_a_command_is_refused(routers: dict[str, Any]) -> None:
    def read_configurations() -> dict[str, str]:
        read = f"{SHOW}; sha256sum /etc/frr/frr.conf"
        return {name: router.check_output(read) for name, router in routers.items()}

    succeed(configure(EXAMPLES[-1].text))
    before = read_configurations()
    for result in configure(REFUSED).values():
        assert result["failed"]
        assert "the configuration from before is back" in result["msg"]
    assert read_configurations() == before


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
        ["neighbor 10.0.0.4 activate", "no neighbor 10.0.0.9"],
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


def read_pids(routers: dict[str, Any], *daemons: str) -> dict[str, list[str]]:
    files = " ".join(f"/run/frr/{daemon}.pid" for daemon in daemons)
    return {name: one.check_output(f"cat {files}").split() for name, one in routers.items()}


def test_daemons_keep_running_when_one_is_added(routers: dict[str, Any]) -> None:
    text = EXAMPLES[0].text
    succeed(configure(text))
    before = read_pids(routers, "zebra", *DAEMONS)
    succeed(configure(text, [*DAEMONS, "pathd"]))
    assert read_pids(routers, "zebra", *DAEMONS) == before
    for router in routers.values():
        assert "pathd" in router.check_output("cat /proc/net/unix")


def test_daemons_keep_running_when_others_are_stopped(routers: dict[str, Any]) -> None:
    rip = "router rip\n network eth1\nexit\n"
    succeed(configure(BASE + rip, [*DAEMONS, "pathd"]))
    before = read_pids(routers, "zebra", "bgpd", "ospfd")
    results = configure(BASE, ["bgpd", "ospfd"], purge_daemons=True)
    succeed(results, changed=True)
    for name, router in routers.items():
        assert results[name]["daemons_stopped"] == ["bfdd", "isisd", "ldpd", "pathd", "ripd"]
        assert router.check_output("pgrep -x 'ripd|ldpd|isisd|bfdd|pathd' || true") == ""
        assert "router rip" not in router.check_output("cat /etc/frr/frr.conf")
        assert router.check_output("grep -c '^ripd=no' /etc/frr/daemons") == "1"
    assert read_pids(routers, "zebra", "bgpd", "ospfd") == before
    succeed(configure(BASE, ["bgpd", "ospfd"], purge_daemons=True), changed=False)
    for result in configure(BASE + rip, ["bgpd", "ospfd"], purge_daemons=True).values():
        assert result["failed"]
        assert "also ripd for 'router rip'" in result["msg"]
