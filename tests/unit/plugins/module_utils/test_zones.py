# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""An address with a zone, which Python takes and no file or program of a router, is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._filter._values import parse_protection
from ansible_collections.linuxnet.mpls.plugins.module_utils._interface._values import (
    parse_interfaces,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._mpls._parse import parse_routes
from ansible_collections.linuxnet.mpls.plugins.module_utils._tunnel._parse import parse_tunnels
from ansible_collections.linuxnet.mpls.plugins.module_utils._vrf._values import parse_vrfs

ZONED, LONG = "fd00::1%eth1", "fd00::1%eth1/64"
HOP = {"interface": "eth1", "out_labels": [16]}
ENDS = {
    "name": "t1",
    "kind": "gre",
    "ttl": 64,
    "label_depth": 2,
    "local": "fd00::2",
    "remote": "fd00::1",
}
SESSION = {"protocol": "bgp", "interface": "eth2"}

OPTIONS: dict[str, tuple[Callable[..., object], object]] = {
    "bgp_peers[0]": (parse_protection, {"bgp_peers": [ZONED]}),
    "ldp_peers[0]": (parse_protection, {"ldp_peers": [ZONED]}),
    "sessions[0].address": (parse_protection, {"sessions": [{**SESSION, "address": ZONED}]}),
    "interfaces[0].addresses[0]": (parse_interfaces, [{"name": "eth1", "addresses": [LONG]}]),
    "vrfs[0].addresses[0]": (parse_vrfs, [{"name": "red", "table": 9, "addresses": [LONG]}]),
    "routes[0].prefix": (parse_routes, [{"prefix": "fd00::%eth1/64", **HOP}]),
    "routes[0].source": (parse_routes, [{"prefix": "fd00::/64", "source": ZONED, **HOP}]),
    "routes[0].via": (parse_routes, [{"label": 16, "via": ZONED, **HOP}]),
    "routes[0].nexthops[0].via": (
        parse_routes,
        [{"prefix": "fd00::/64", "nexthops": [{"via": ZONED, **HOP}]}],
    ),
    "tunnels[0].local": (parse_tunnels, [{**ENDS, "local": ZONED}]),
    "tunnels[0].remote": (parse_tunnels, [{**ENDS, "remote": ZONED}]),
    "tunnels[0].addresses[0]": (parse_tunnels, [{**ENDS, "addresses": [LONG]}]),
}


@pytest.mark.parametrize("path", OPTIONS)
def test_address_with_a_zone_is_refused_with_its_option(path: str) -> None:
    parse, value = OPTIONS[path]
    with pytest.raises(InputError, match=r"%eth1(/64)?' is wrong: expected .*zone") as caught:
        parse(value)
    assert caught.value.path == path
