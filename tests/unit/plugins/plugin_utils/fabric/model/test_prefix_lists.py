# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Rules of a prefix list come in order, however many there are."""

from __future__ import annotations

import ipaddress
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.model.ce_policy import (
    incoming_list,
)


@pytest.mark.parametrize(
    ("ports", "first"), [(1, 10000), (1998, 10000), (1999, 100000), (20000, 1000000)]
)
def test_what_is_refused_comes_before_what_is_taken(ports: int, first: int) -> None:
    start = int(ipaddress.ip_address("10.0.0.0"))
    sites: list[Any] = [
        SimpleNamespace(address=ipaddress.ip_interface((start + 4 * at + 1, 30)), address6=None)
        for at in range(ports)
    ]
    prefixes = [ipaddress.ip_network("172.16.0.0/16")]
    rules = incoming_list("x", 4, sites, prefixes, has_default=False)["rules"]
    numbers = [rule["number"] for rule in rules]
    assert numbers == sorted(set(numbers))
    assert [rule["number"] for rule in rules if rule["action"] == "permit"] == [first]
    assert len(rules) == ports + 1
