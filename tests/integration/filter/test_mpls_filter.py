# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""mpls_filter on a kernel: walls that somebody damaged are put up again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lab_modules import run_on_all
from lab_network import holds_within

WISH = {
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
def _walls(routers: dict[str, Any]) -> Iterator[None]:
    run_on_all("mpls_filter", WISH, changed=True)
    yield
    run_on_all("mpls_filter", {"state": "absent"}, changed=True)
    for router in routers.values():
        assert "linuxnet_mpls" not in router.check_output("nft list tables")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_walls_are_put_up_again(routers: dict[str, Any], damage: str) -> None:
    before = {name: router.check_output(TABLES) for name, router in routers.items()}
    assert all(rules.count("table") == 2 for rules in before.values())
    for router in routers.values():
        router.check_output(damage)
    run_on_all("mpls_filter", WISH, changed=True, check=True)
    run_on_all("mpls_filter", WISH, changed=True)
    assert {name: router.check_output(TABLES) for name, router in routers.items()} == before
    run_on_all("mpls_filter", WISH, changed=False)


@pytest.mark.parametrize("commands", FLUSHES.values(), ids=FLUSHES)
def test_walls_stand_when_nftables_has_flushed_them(routers: dict[str, Any], commands: str) -> None:
    """``nftables.service`` flushes all there is; the walls' own service follows it."""
    before = {name: router.check_output(TABLES) for name, router in routers.items()}
    for router in routers.values():
        router.check_output(commands)
    for name, router in routers.items():
        assert holds_within(60, lambda: router.run(TABLES).stdout.strip() == before[name]), name  # noqa: B023
