# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who opens a port for labels: mpls_sysctl, and FRR does not close or open it behind its back.

FRR 8.4 takes the kernel's setting into its own configuration, and closes the port when its line
goes. FRR 10.3 does neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.lab.modules import run_on_all
from support.lab.network import wait_for

OPEN = "interface eth1\n mpls enable\nexit\n"
SILENT = "interface eth1\n description core\nexit\n"
LABELLED = SILENT + "ip route 203.0.113.0/24 10.1.0.1 label 500\n"


def write_frr(text: str, *, changed: bool | None = None) -> None:
    run_on_all("frr_config", {"text": text, "daemons": ["ldpd"]}, changed=changed)


def set_input(*interfaces: str, changed: bool | None = None) -> None:
    options = {"interfaces": list(interfaces), "purge": True, "platform_labels": 100000}
    run_on_all("mpls_sysctl", options, changed=changed)


def inputs(routers: dict[str, Any]) -> list[str]:
    read = "cat /proc/sys/net/mpls/conf/eth1/input"
    return [router.check_output(read) for router in routers.values()]


@pytest.fixture(scope="module", autouse=True)
def _cleared() -> Iterator[None]:
    yield
    run_on_all("mpls_sysctl", {"state": "absent", "interfaces": ["eth1"]})


def test_port_is_open_when_both_say_so(routers: dict[str, Any]) -> None:
    set_input("eth1")
    write_frr(OPEN)
    assert inputs(routers) == ["1", "1"]
    set_input("eth1", changed=False)
    write_frr(OPEN, changed=False)


def test_port_stays_open_when_frr_is_no_longer_told(routers: dict[str, Any]) -> None:
    write_frr(SILENT, changed=True)
    write_frr(SILENT, changed=False)
    assert inputs(routers) == ["1", "1"]
    set_input("eth1", changed=False)


def test_port_stays_closed_when_mpls_sysctl_closed_it(routers: dict[str, Any]) -> None:
    set_input(changed=True)
    set_input(changed=False)
    write_frr(SILENT, changed=False)
    assert inputs(routers) == ["0", "0"]


@pytest.mark.longer
def test_kernel_has_the_label_of_a_static_route_as_long_as_frr_is_told(
    routers: dict[str, Any],
) -> None:
    def shown() -> list[bool]:
        route = "ip route show 203.0.113.0/24"
        return ["encap mpls  500" in router.check_output(route) for router in routers.values()]

    for text, there in ((LABELLED, True), (SILENT, False)):
        write_frr(text, changed=True)
        write_frr(text, changed=False)
        wait_for(lambda there=there: shown() == [there, there], f"label: {there}", 30)
