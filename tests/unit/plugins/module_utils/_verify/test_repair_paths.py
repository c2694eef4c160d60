# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Repair paths that FRR has computed are told from those that packets can take."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Hop, Route
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repair_paths import (
    find_repair_paths,
)

#: As FRR 8.4.4 and 10.3 print it.
SHOWN = {
    "10.0.0.2/32": [
        {
            "protocol": "isis",
            "nexthops": [{"ip": "10.1.0.5", "interfaceName": "eth2", "labels": [16002]}],
            "backupNexthops": [{"ip": "10.1.0.1", "interfaceName": "eth1", "labels": [16002]}],
        }
    ],
    "10.0.0.3/32": [{"protocol": "isis", "nexthops": [{"ip": "10.1.0.5"}]}],
}
FIRST: Hop = {"interface": "eth2", "via": "10.1.0.5", "labels": [16002], "dead": False}
REPAIR: Hop = {**FIRST, "interface": "eth1", "via": "10.1.0.1"}


@pytest.mark.parametrize(
    ("prefix", "hops", "installed"),
    [
        ("10.0.0.2/32", [FIRST], False),
        ("10.0.0.2/32", [FIRST, REPAIR], True),
        ("10.0.0.9/32", [REPAIR], False),
    ],
)
def test_repair_path_is_installed_when_the_kernel_has_its_next_hop(
    prefix: str, hops: list[Hop], installed: bool
) -> None:
    route: Route = {
        "prefix": prefix,
        "kind": "unicast",
        "protocol": 187,
        "metric": 20,
        "hops": hops,
    }
    assert find_repair_paths(SHOWN, [route]) == {"10.0.0.2/32": installed}
    assert find_repair_paths(SHOWN, []) == {"10.0.0.2/32": False}
