# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The intent is one for all routers: what only some of them have would be lost, or win for all."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules.hosts import (
    check_hosts_agree,
)

EXPECTED = "expected one value for all routers, such as in group_vars/all"
NAMES = ("p1", "pe1", "pe2", "pe3", "pe4")


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({}, []),
        ({"pe1": {"mpls_bfd": True}}, [f"mpls_bfd: differs at pe1: {EXPECTED}"]),
        ({"p1": {"mpls_asn": 65001}}, [f"mpls_asn: differs at p1: {EXPECTED}"]),
        (
            {name: {"mpls_asn": number} for number, name in enumerate(NAMES)},
            [f"mpls_asn: differs at pe1, pe2, pe3, ...: {EXPECTED}"],
        ),
        ({"pe1": {"mpls_model": {}, "other": 1}}, []),
    ],
)
def test_variable_is_told_when_routers_differ(
    own: dict[str, dict[str, Any]], words: list[str]
) -> None:
    problems = Problems()
    by_host = {name: {"mpls_asn": 65000, "other": 0, **own.get(name, {})} for name in NAMES}
    check_hosts_agree(by_host, problems)
    assert [str(problem) for problem in problems.found] == words
