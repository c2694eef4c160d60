# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How many neighbours ports may have by the intent, and the tables that hold all of them."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.parse import parse_intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.router import build_models
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from support.intent.cases import Case, build_case, read_cases

#: Sets of a port that may each be full: by ARP, by packets and asked for; over IPv6 by questions,
#: by answers and asked for, and the groups of each of their hosts.
MOST = {"ipv4": 3, "ipv6": 6}
#: gc_thresh2 as the kernel has it.
KERNEL = 512


@pytest.fixture
def site(variables: dict[str, Any]) -> Any:
    return variables["mpls_vpn_customer1"]["sites"][0]


def limits(variables: dict[str, Any], groups: dict[str, list[str]]) -> dict[str, Any]:
    models: Any = build_models(parse_intent(variables, groups, Problems()))
    (port,) = (
        one for one in models["pe1"]["edge_protection"]["neighbours"] if one["interface"] == "eth2"
    )
    return dict(port)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"address": "192.168.1.1/30"}, (20, 16)),
        ({"address": "192.168.1.1/31"}, (18, 16)),
        ({"address": "172.20.0.1/22"}, (1040, 16)),
        ({"address": "172.20.0.1/16"}, (1024, 16)),
        ({"address": "172.20.0.1/16", "neighbours": 70}, (70, 16)),
        ({"address": "172.20.0.1/16", "neighbours": 65536}, (65552, 16)),
        ({"address6": "2001:db8:1::1/64"}, (272, 1024)),
        ({"address6": "2001:db8:1::1/127", "neighbours": 4096}, (272, 18)),
    ],
)
def test_limit_of_a_port_is_what_its_site_says_or_its_subnet(
    variables: dict[str, Any],
    groups: dict[str, list[str]],
    site: dict[str, Any],
    said: dict[str, Any],
    wanted: tuple[int, int],
) -> None:
    site |= said
    port = limits(variables, groups)
    assert (port["ipv4"], port["ipv6"]) == wanted


def test_routers_of_customers_are_named(
    variables: dict[str, Any], groups: dict[str, list[str]], site: dict[str, Any]
) -> None:
    assert limits(variables, groups)["routers"] == []
    site["ce"] = {"protocol": "ospf"}
    assert limits(variables, groups)["routers"] == []
    site["ce"] = {"protocol": "static", "address": "192.168.1.9", "routes": ["10.0.0.0/8"]}
    assert limits(variables, groups)["routers"] == ["192.168.1.9"]


@pytest.mark.parametrize("case", read_cases(), ids=str)
def test_tables_have_room_for_all_ports_and_the_core(case: Case) -> None:
    for model in build_case(case).values():
        ports = (model["edge_protection"] or {}).get("neighbours", [])
        for family, size in model["kernel"]["neighbours"].items():
            full = MOST[family] * sum(port[family] for port in ports)
            assert size >= full + KERNEL


def test_size_of_the_tables_stays_when_the_limit_is_off(
    variables: dict[str, Any], groups: dict[str, list[str]]
) -> None:
    stands: Any = build_models(parse_intent(variables, groups, Problems()))["pe1"]
    variables["mpls_edge_protection"] = {"neighbours": False}
    opened: Any = build_models(parse_intent(variables, groups, Problems()))["pe1"]
    assert "neighbours" not in opened["edge_protection"]
    assert opened["kernel"] == stands["kernel"]
