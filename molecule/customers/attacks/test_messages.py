# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Every row of what a customer's router can tell by BGP: how far it comes, and never to others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import yaml

from support import ROOT
from support.lab.ces import Ce, bgp_state
from support.lab.network import PATIENCE, holds_within, vtysh, wait_for

ROWS = yaml.safe_load((ROOT / "tests" / "messages.yml").read_text("utf-8"))
PREFIXES = [row["prefix"] for row in ROWS]
#: Those that the customer's session bears, and those that end it.
BORNE = [row for row in ROWS if "ends" not in row]
ENDING = [row for row in ROWS if "ends" in row]
CE_AT_PE3 = "172.16.3.2"
HONEST = "export where source ~ [RTS_DEVICE, RTS_STATIC];"
CONFIGURATION = "/etc/bird/blue-branch.conf"
#: The tables that a route of blue must never be in: "" is the main one.
OTHERS = ("green", "red", "")
#: What takes extended communities off at PE3.
TAKES_OFF = "route-map ce-blue-eth2-in-ipv4 permit 10", "set extcommunity none"


def tell(text: str, rows: Sequence[dict[str, Any]]) -> str:
    """Have the CE advertise rows besides what it has (pure)."""
    assert HONEST in text
    rules = "".join(
        f"  if net = {row['prefix']} then {{ {row.get('say', '')} accept; }}\n" for row in rows
    )
    routes = " ".join(f"route {row['prefix']} unreachable;" for row in rows)
    return (
        f"filter told {{\n{rules}  if source = RTS_DEVICE then accept;\n  reject;\n}}\n"
        f"protocol static rows {{ ipv4; {routes} }}\n{text.replace(HONEST, 'export filter told;')}"
    )


def seen(routers: dict[str, Any], ces: dict[str, Ce]) -> dict[str, list[str]]:
    """Say how far each prefix has come."""
    at_pe = vtysh(routers["pe1"], "show bgp vrf blue ipv4 unicast json")["routes"]
    at_ce = ces["blue-hq"].birdc("show route protocol pe1")
    return {
        prefix: [
            *(["pe"] if any(one.get("valid") for one in at_pe.get(prefix, ())) else ()),
            *(["ce"] if f"\n{prefix} " in f"\n{at_ce}" else ()),
        ]
        for prefix in PREFIXES
    }


def leaked(routers: dict[str, Any]) -> list[str]:
    """Name the rows' prefixes that are in tables of others."""
    found = []
    for name in ("pe1", "pe3"):
        for vrf in OTHERS:
            where = f"vrf {vrf}" if vrf else "table main"
            shown = routers[name].check_output(f"ip -4 route show {where} proto bgp").splitlines()
            have = {line.split()[0] for line in shown}
            found += [f"{name} {where}: {one}" for one in PREFIXES if one in have]
    return found


@pytest.fixture(scope="module")
def honest(ces: dict[str, Ce]) -> str:
    """Give the configuration that the CE has."""
    return str(ces["blue-branch"].guest.check_output(f"cat {CONFIGURATION}"))


@pytest.fixture(scope="module")
def _telling(routers: dict[str, Any], ces: dict[str, Ce], honest: str) -> Iterator[None]:
    ce = ces["blue-branch"]
    before = seen(routers, ces)
    assert not any(before.values())
    ce.replace_configuration(tell(honest, BORNE))
    yield
    ce.replace_configuration(honest)
    wait_for(lambda: seen(routers, ces) == before, "all is as before", PATIENCE)


@pytest.mark.usefixtures("_telling")
def test_each_row_comes_as_far_as_the_table_says(
    routers: dict[str, Any], ces: dict[str, Ce]
) -> None:
    expected = {row["prefix"]: row["comes"] for row in ROWS}
    holds_within(60, lambda: seen(routers, ces) == expected)
    assert not holds_within(5, lambda: seen(routers, ces) != expected), seen(routers, ces)
    assert leaked(routers) == []


@pytest.mark.usefixtures("_telling")
def test_route_target_of_another_customer_works_when_nobody_takes_it_off(
    routers: dict[str, Any],
) -> None:
    """Otherwise the row would show nothing."""
    where, line = TAKES_OFF
    change = "vtysh -c 'configure terminal' -c '{}' -c '{}'"
    routers["pe3"].check_output(change.format(where, f"no {line}"))
    try:
        assert holds_within(60, lambda: leaked(routers) != [])
    finally:
        routers["pe3"].check_output(change.format(where, line))
    wait_for(lambda: leaked(routers) == [], "red is as before", PATIENCE)


@pytest.mark.parametrize("row", ENDING, ids=[row["prefix"] for row in ENDING])
def test_session_of_who_says_it_ends_and_no_other(
    routers: dict[str, Any], ces: dict[str, Ce], honest: str, row: dict[str, Any]
) -> None:
    ce, pe = ces["blue-branch"], routers["pe3"]
    others = read_others(pe)
    ce.replace_configuration(tell(honest, [row]))
    try:
        wait_for(
            lambda: bgp_state(pe, "blue", CE_AT_PE3) != "Established", "the session ends", PATIENCE
        )
        assert not any(seen(routers, ces).values())
        assert leaked(routers) == []
        assert read_others(pe) == others
    finally:
        ce.replace_configuration(honest)
        # BIRD waits for a minute and longer after what it takes for an error of its own.
        ce.birdc("restart pe3")
        wait_for(lambda: bgp_state(pe, "blue", CE_AT_PE3) == "Established", "it is back", PATIENCE)


def read_others(pe: Any) -> dict[str, Any]:
    """Give how often the sessions of the core came up, and the neighbours of green."""
    peers = vtysh(pe, "show bgp neighbors json")
    return {
        **{address: peer["connectionsEstablished"] for address, peer in peers.items()},
        "green": [*vtysh(pe, "show ip ospf vrf green neighbor json")["green"]["neighbors"]],
    }
