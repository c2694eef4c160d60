# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Routes of a router's state, as the checks of a VRF look at them."""

from __future__ import annotations

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._state._contract import Hop
from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._vrf_routes import (
    Route,
    parse_route,
)

OBSERVED = {
    "host": (("10.0.0.2/32", "unicast", 188), Route("10.0.0.2", "other", 20, 2)),
    "IPv6 host": (("fd00::2/128", "unicast", 188), Route("fd00::2", "other", 20, 2)),
    "subnet": (("10.9.0.0/24", "unicast", 2), Route("10.9.0.0/24", "kernel", 20, 2)),
    "end": (("::/0", "unreachable", 4), Route("::/0", "unreachable", 20, 0)),
    "blackhole": (("10.9.0.0/24", "blackhole", 196), Route("10.9.0.0/24", "dropped", 20, 0)),
}


@pytest.mark.parametrize(("shown", "seen"), OBSERVED.values(), ids=OBSERVED)
def test_route_is_read_as_the_checks_look_at_it(shown: tuple[str, str, int], seen: Route) -> None:
    hops: list[Hop] = [{"interface": "eth1", "via": "", "labels": [17, 80], "dead": False}]
    prefix, kind, protocol = shown
    assert seen == parse_route(
        {
            "prefix": prefix,
            "kind": kind,
            "protocol": protocol,
            "metric": 20,
            "hops": hops if seen.labels else [],
        }
    )
