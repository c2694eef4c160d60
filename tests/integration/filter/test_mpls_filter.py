# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""mpls_filter on a kernel: rules that somebody damaged are restored."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import is_up, refuse_on_all, run_on_all
from support.lab.network import holds_within

WANT = {
    "label_ports": ["eth4", "eth5"],
    "source_ports": ["eth4"],
    "ports": ["eth4", "eth5"],
    "vrfs": ["f_red"],
    "sessions": [{"protocol": "bgp", "interface": "eth4", "address": "10.96.1.2"}],
    "core": ["eth1"],
    "bgp_peers": ["10.96.2.1"],
    "ldp_peers": ["10.96.2.1"],
}
TABLES = "; ".join(
    f"nft --stateless --numeric list table {family} linuxnet_mpls_filter"
    for family in ("inet", "netdev")
)
DAMAGES = {
    "a chain was flushed": "nft flush chain inet linuxnet_mpls_filter customers",
    "a table was deleted": "nft delete table netdev linuxnet_mpls_filter",
    "all was flushed": "nft flush ruleset",
    "a rule was added": "nft insert rule inet linuxnet_mpls_filter prerouting accept",
    "a chain was added": "nft add chain inet linuxnet_mpls_filter other",
}

FLUSHES = {
    "the first start": "systemctl stop nftables; systemctl restart linuxnet-mpls-filter;"
    " systemctl start nftables",
    "restart": "systemctl restart nftables",
    "reload": "systemctl reload nftables",
    "stop and start": "systemctl stop nftables; systemctl start nftables",
}


@pytest.fixture(scope="module", autouse=True)
def _protection(routers: dict[str, Any]) -> Iterator[None]:
    run_on_all("mpls_filter", WANT, changed=True)
    yield
    run_on_all("mpls_filter", {"state": "absent"}, changed=True)
    for router in routers.values():
        assert "linuxnet_mpls" not in router.check_output("nft list tables")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_rules_are_restored(routers: dict[str, Any], damage: str) -> None:
    before = {name: router.check_output(TABLES) for name, router in routers.items()}
    assert all(rules.count("table") == 2 for rules in before.values())
    for router in routers.values():
        router.check_output(damage)
    run_on_all("mpls_filter", WANT, changed=True, check=True)
    run_on_all("mpls_filter", WANT, changed=True)
    assert {name: router.check_output(TABLES) for name, router in routers.items()} == before
    run_on_all("mpls_filter", WANT, changed=False)


#: nft reads it, and the kernel refuses it.
SPOILED = "echo 'add rule inet linuxnet_mpls_filter nowhere drop' >>/etc/linuxnet-mpls/filter.nft"
UNIT = "linuxnet-mpls-filter"


@pytest.mark.longer
def test_ports_stay_down_when_the_rules_cannot_be_loaded(routers: dict[str, Any]) -> None:
    for router in routers.values():
        router.check_output("for port in eth1 eth4 eth5; do ip link set $port up; done")
        router.check_output(SPOILED)
        assert router.run(f"systemctl restart {UNIT}").rc != 0
        assert [is_up(router, port) for port in ("eth1", "eth4", "eth5")] == [True, False, False]
        assert "kept down" in router.check_output(f"journalctl -u {UNIT} -n 20 --output=cat")
    for result in run_on_all("mpls_filter", WANT, check=True).values():
        assert "delete hold on port eth4" in result["operations"]
    run_on_all("mpls_filter", WANT, changed=True)
    run_on_all("mpls_filter", WANT, changed=False)
    for router in routers.values():
        assert [is_up(router, port) for port in ("eth1", "eth4", "eth5")] == [True, True, True]
        router.check_output("ip link set eth4 down; ip link set eth5 down")


def test_address_with_a_zone_changes_nothing(routers: dict[str, Any]) -> None:
    before = {name: router.check_output(TABLES) for name, router in routers.items()}
    zoned = {**WANT, "bgp_peers": ["fe80::1%eth1"]}
    refuse_on_all("mpls_filter", zoned, "bgp_peers[0]: 'fe80::1%eth1' is wrong: expected an addr")
    assert {name: router.check_output(TABLES) for name, router in routers.items()} == before
    run_on_all("mpls_filter", WANT, changed=False)


#: A device goes after the program has looked for it, and before nft asks the kernel for it.
LATE_NFT = """#!/bin/sh
if [ "$*" = "-f -" ]; then
    cat >/run/late-nft
    ip link del t_gone 2>/dev/null
    exec nft.real -f /run/late-nft
fi
exec nft.real "$@"
"""


@pytest.mark.longer
def test_device_that_goes_while_the_rules_are_loaded_costs_its_own_chain(
    routers: dict[str, Any],
) -> None:
    want = {**WANT, "label_ports": ["eth4", "eth5", "t_gone"]}
    for router in routers.values():
        router.check_output("ip link add t_gone type dummy")
    run_on_all("mpls_filter", want, changed=True)
    for router in routers.values():
        router.check_output(
            "mv /usr/sbin/nft /usr/sbin/nft.real;"
            f" printf %s {shlex.quote(LATE_NFT)} >/usr/sbin/nft; chmod +x /usr/sbin/nft"
        )
    try:
        for router in routers.values():
            router.check_output(f"systemctl reload {UNIT}")
    finally:
        for router in routers.values():
            router.check_output("mv /usr/sbin/nft.real /usr/sbin/nft; rm -f /run/late-nft")
    for router in routers.values():
        chains = router.check_output("nft list table netdev linuxnet_mpls_filter")
        assert chains.count("chain port-") == 2
        assert "t_gone" not in chains
        assert router.run("ls /run/systemd/network/*linuxnet*").rc != 0
    run_on_all("mpls_filter", want, changed=False)
    run_on_all("mpls_filter", WANT, changed=True)


@pytest.mark.parametrize("commands", FLUSHES.values(), ids=FLUSHES)
def test_rules_are_there_when_nftables_has_flushed_them(
    routers: dict[str, Any], commands: str
) -> None:
    """``nftables.service`` flushes all there is; our own service follows it."""
    before = {name: router.check_output(TABLES) for name, router in routers.items()}
    for router in routers.values():
        router.check_output(commands)
    for name, router in routers.items():
        assert holds_within(60, lambda: router.run(TABLES).stdout.strip() == before[name]), name  # noqa: B023
