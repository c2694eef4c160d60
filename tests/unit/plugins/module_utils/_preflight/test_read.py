# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the preflight reads of a host."""

from __future__ import annotations

import json

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._preflight import _read


def test_addresses_are_of_the_interfaces_asked_for_when_ip_lists_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = [
        {},
        {"ifname": "eth0", "addr_info": [{"local": "192.0.2.1", "prefixlen": 24}]},
        {"ifname": "eth1", "addr_info": [{"local": "10.1.0.0", "prefixlen": 31}, {}]},
    ]
    monkeypatch.setattr(_read, "run_command", lambda _argv: json.dumps(shown))
    assert _read.read_addresses(["eth1", "eth2"]) == {"eth1": ["10.1.0.0/31"]}
