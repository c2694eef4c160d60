# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Repair paths that FRR has computed are told from those that packets can take."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._repair_paths import (
    repair_paths,
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
FIRST = {"gateway": "10.1.0.5", "dev": "eth2"}
REPAIR = {"gateway": "10.1.0.1", "dev": "eth1"}


@pytest.mark.parametrize(
    ("rows", "installed"),
    [
        ([{"dst": "10.0.0.2", **FIRST}], False),
        ([{"dst": "10.0.0.2", "nexthops": [FIRST, REPAIR]}], True),
        ([{"dst": "10.0.0.9", **REPAIR}], False),
        ([], False),
    ],
)
def test_repair_path_is_installed_when_the_kernel_has_its_next_hop(
    rows: list[dict[str, Any]], installed: bool
) -> None:
    assert repair_paths(SHOWN, rows) == {"10.0.0.2/32": installed}
