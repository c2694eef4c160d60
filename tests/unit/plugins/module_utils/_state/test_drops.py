# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Counters of edge protection, as nft lists them."""

from __future__ import annotations

import json

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError
from ansible_collections.linuxnet.mpls.plugins.module_utils._state._drops import parse_drops


def test_counters_of_both_tables_are_added_up_and_others_left_out() -> None:
    rows = [
        {"metainfo": {}},
        *(
            {"counter": {"family": family, "table": table, "name": name, "packets": packets}}
            for family, table, name, packets in (
                ("netdev", "linuxnet_mpls_filter", "labels", 3),
                ("inet", "linuxnet_mpls_filter", "control_plane", 14),
                ("netdev", "linuxnet_mpls_filter", "control_plane", 1),
                ("inet", "filter", "labels", 100),
            )
        ),
    ]
    assert parse_drops(json.dumps({"nftables": rows})) == {"labels": 3, "control plane": 15}


@pytest.mark.parametrize("printed", ["", "{}"])
def test_nothing_is_counted_when_nft_says_nothing(printed: str) -> None:
    assert parse_drops(printed) == {}


def test_answer_that_is_no_json_is_refused() -> None:
    with pytest.raises(ApplyError, match="nft --json list counters: gives no JSON"):
        parse_drops("nft: syntax error")
