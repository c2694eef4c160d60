# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Nothing of the examples is left after they were undone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.lab.customers import interfaces_with_label_input

NAMES = ("host1", "base", "host2")


@pytest.mark.parametrize("name", NAMES)
def test_no_route_is_left(guests: dict[str, Any], name: str) -> None:
    for words in ("-f mpls", "-4", "-6"):
        shown = guests[name].check_output(f"ip {words} route show proto 130")
        assert shown == ""
    assert guests[name].check_output("ip -f mpls route show") == ""


@pytest.mark.parametrize("name", NAMES)
def test_no_address_and_no_tunnel_is_left(guests: dict[str, Any], name: str) -> None:
    links = json.loads(guests[name].check_output("ip -j address show"))
    assert {"foo4", "udp1"}.isdisjoint(link["ifname"] for link in links)
    scopes = {(link["ifname"], one["scope"]) for link in links for one in link["addr_info"]}
    assert {interface for interface, scope in scopes if scope == "global"} == {"eth0"}
    assert "6635" not in guests[name].run("ip fou show").stdout


@pytest.mark.parametrize("name", NAMES)
def test_no_interface_takes_labels(guests: dict[str, Any], name: str) -> None:
    assert interfaces_with_label_input(guests[name]) == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_file_is_left(guests: dict[str, Any], name: str) -> None:
    left = "find /etc /usr/local/lib -name '*linuxnet-mpls*' -o -name '10-mpls-*'"
    assert guests[name].check_output(left) == ""
    assert guests[name].run("systemctl is-active linuxnet-mpls").stdout.strip() == "inactive"
