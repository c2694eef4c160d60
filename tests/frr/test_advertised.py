# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a CE gets of a PE by the lines that the collection renders, and what verify sees of it.

Each release is the PE once and the CE once. The kernel of cells has no VRFs, so the session is in
the main table.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._ces import (
    CeSession,
    explain_advertised,
    read_advertised,
)
from support.frr.answers import Answers, build_router
from support.frr.configurations import configure, succeed
from support.lab.cells import LINK
from support.lab.modules import CELLS, PerRouter

PATIENCE = 60
ASN = 65101
PE_ADDRESS, CE_ADDRESS, PORT = "192.168.1.1", "192.168.1.2", "192.168.1.0/24"
#: Others' routes: plain, with all kinds of communities, of the CE's own place, of its AS number.
PLAIN, MARKED, ITS_OWN, ITS_AS = (f"10.{number}.0.0/16" for number in (1, 2, 3, 4))
SETS = {
    MARKED: ["community 65101:7", "large-community 65101:7:7", "extcommunity rt 65000:100"],
    ITS_OWN: ["extcommunity soo 65000:1"],
    ITS_AS: [f"as-path prepend {ASN}"],
}
NAME = "ce-blue-eth2-out-ipv4"

pytestmark = pytest.mark.skipif(not CELLS, reason="the lab has customers' routers of its own")


def configure_pe(*more: str) -> str:
    """Write the PE's configuration, with a CE's lines as the templates have them."""
    maps = [
        f"route-map set-{number} permit 10\n{''.join(f' set {one}{chr(10)}' for one in sets)}exit\n"
        for number, sets in enumerate(SETS.values())
    ]
    networks = [f"  network {prefix} route-map set-{n}\n" for n, prefix in enumerate(SETS)]
    return f"""\
no zebra nexthop kernel enable
ip prefix-list {NAME} seq 10 deny {PORT}
ip prefix-list {NAME} seq 10000 permit 0.0.0.0/0 le 32
{"".join(maps)}route-map {NAME} permit 10
 match ip address prefix-list {NAME}
exit
router bgp 65000
 bgp router-id {PE_ADDRESS}
 no bgp default ipv4-unicast
 no bgp network import-check
 neighbor {CE_ADDRESS} remote-as {ASN}
 address-family ipv4 unicast
  network {PLAIN}
  network {PORT}
{"".join(networks)}  neighbor {CE_ADDRESS} activate
  neighbor {CE_ADDRESS} route-map {NAME} out
  no neighbor {CE_ADDRESS} send-community extended
  neighbor {CE_ADDRESS} soo 65000:1
{"".join(f"  neighbor {CE_ADDRESS} {one}{chr(10)}" for one in more)} exit-address-family
exit
"""


CE = f"""\
router bgp {ASN}
 bgp router-id {CE_ADDRESS}
 no bgp ebgp-requires-policy
 neighbor {PE_ADDRESS} remote-as 65000
exit
"""


@pytest.fixture(params=["pe1", "pe2"])
def ends(request: pytest.FixtureRequest, routers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Link a PE and a CE; give their names."""
    pe = request.param
    (ce,) = (name for name in routers if name != pe)
    for name, address in ((pe, PE_ADDRESS), (ce, CE_ADDRESS)):
        routers[name].check_output(
            f"ip link set {LINK} up; ip address flush dev {LINK};"
            f" ip address add {address}/24 dev {LINK}"
        )
    yield pe, ce
    for router in routers.values():
        router.check_output(f"ip address flush dev {LINK}")


def test_ce_gets_what_is_for_it_and_verify_sees_what_it_refuses(
    routers: dict[str, Any], ends: tuple[str, str]
) -> None:
    pe, ce = ends
    session = CeSession("bgp", "default", "ipv4", CE_ADDRESS, ASN, (PLAIN, MARKED))
    for more, looped in (((), True), (("as-override",), False)):
        texts = PerRouter({pe: configure_pe(*more), ce: CE})
        succeed(configure(texts, ["bgpd"]))
        wanted = {PLAIN, MARKED, *(() if looped else (ITS_AS,))}
        assert learnt(routers[ce], wanted) == wanted
        frr = Answers(partial(shown, routers[pe]))
        told = read_advertised(build_router(frr), {session: "Established"})[session]
        assert set(told) == {PLAIN, MARKED, ITS_AS}
        missing, refused = explain_advertised(session, told).values()
        assert (missing, ITS_AS in refused) == ("", looped)
    (marked,) = shown(routers[ce], f"show bgp ipv4 unicast {MARKED} json")["paths"]
    assert marked["community"]["string"] == "65101:7"
    assert marked["largeCommunity"]["string"] == "65101:7:7"
    assert "extendedCommunity" not in marked


def learnt(router: Any, wanted: set[str]) -> set[str]:
    """Give what a CE has learnt, once it is this or the time is over."""
    deadline = time.monotonic() + PATIENCE
    found: set[str] = set()
    while found != wanted and time.monotonic() < deadline:
        time.sleep(1)
        found = set(shown(router, "show bgp ipv4 unicast json").get("routes", {}))
    # One that is told too much may come a moment later.
    time.sleep(2)
    return set(shown(router, "show bgp ipv4 unicast json").get("routes", {}))


def shown(router: Any, command: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(router.check_output("vtysh -c %s", command))
    return answer
