# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Edge protection is there, also after a power cut; ``attacks`` tries what it stops."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.attacks import PROTECTION, count_dropped


@pytest.mark.parametrize("pe", ["pe1", "pe2"])
def test_edge_protection_is_there(routers: dict[str, Any], pe: str) -> None:
    assert [part for part in PROTECTION if count_dropped(routers[pe], part) is None] == []
    chains = routers[pe].check_output("nft list table netdev linuxnet_mpls_filter")
    assert all(f'device "{port}"' in chains for port in ("eth2", "eth3"))


def test_router_without_customers_has_none(routers: dict[str, Any]) -> None:
    assert "linuxnet_mpls" not in routers["p1"].check_output("nft list tables")
