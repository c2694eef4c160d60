# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Labels on the wire, and the ports that take them."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from lab_network import Site, wait_for

ECHO = re.compile(
    r"MPLS(?P<labels>(?:\s+\(label [^)]*\))+)\s+IP [^\n]*\n"
    r"\s+192\.168\.1\.10 > 192\.168\.2\.10: ICMP echo request"
)
LABEL = re.compile(r"\(label [^)]*\)")
LABEL_PORTS = {
    "pe1": {"eth1", "late0"},
    "p1": {"eth1", "eth2", "eth3", "late0.7"},
    "pe2": {"eth1"},
    "rr1": {"eth1"},
}


def capture_labels(router: Any, port: str, direction: str, sites: dict[str, Site]) -> list[str]:
    """Capture an echo request on its way from site 1 to site 2 and return its label entries."""
    file = f"/tmp/capture-{time.time_ns()}"
    router.run(
        f"sh -c 'timeout 40 tcpdump -Q {direction} -lnvi {port} mpls >{file} 2>{file}.log &'"
    )
    wait_for(lambda: "listening" in router.run(f"cat {file}.log").stdout, "tcpdump listens", 30)
    assert sites["customer1-site1"].reaches("192.168.2.10", 3)
    wait_for(lambda: ECHO.search(router.run(f"cat {file}").stdout) is not None, "the echo", 30)
    shown = router.check_output(f"cat {file}")
    router.run(f"pkill -f '[t]cpdump -Q {direction} -lnvi {port}'; rm {file} {file}.log")
    packet = ECHO.search(shown)
    assert packet, shown
    return LABEL.findall(packet["labels"])


def test_two_labels_between_pe_and_p_when_the_inner_one_is_the_bottom(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    labels = capture_labels(routers["p1"], "eth1", "in", sites)
    assert ["[S]" in label for label in labels] == [False, True]


def test_one_label_after_the_penultimate_hop(
    routers: dict[str, Any], sites: dict[str, Site]
) -> None:
    labels = capture_labels(routers["p1"], "eth2", "out", sites)
    assert ["[S]" in label for label in labels] == [True]


@pytest.mark.parametrize("name", LABEL_PORTS)
def test_labels_are_taken_on_core_ports_and_late_ones_and_nowhere_else(
    routers: dict[str, Any], name: str
) -> None:
    shown = routers[name].check_output("grep -H . /proc/sys/net/mpls/conf/*/input")
    taking = {line.split("/")[6] for line in shown.splitlines() if line.endswith(":1")}
    assert taking == LABEL_PORTS[name]


@pytest.mark.parametrize(("pe", "remote"), [("pe1", "192.168.2.0/24"), ("pe2", "192.168.1.0/24")])
def test_vpn_route_pushes_labels_in_every_vrf(
    routers: dict[str, Any], pe: str, remote: str
) -> None:
    for table in (100, 200):
        shown = routers[pe].check_output(f"ip route show {remote} table {table}")
        assert re.search(r"encap mpls +\d+/\d+ via", shown)
