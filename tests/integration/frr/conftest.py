# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Routers on which FRR can have any configuration, and nothing of ours afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lab_frr import SCORES


@pytest.fixture(scope="module", autouse=True)
def _ready_for_frr(routers: dict[str, Any]) -> Iterator[None]:
    # Without an address there is no OSPF area, and then FRR 8.4 does not show a line on max-metric.
    for command in (
        "ip address replace 10.0.0.1/32 dev lo",
        "ip address replace 10.1.0.0/31 dev eth1",
        "ip link set eth1 up",
        "modprobe -a mpls_router vrf",
        "systemctl reset-failed frr; systemctl restart frr",
    ):
        for router in routers.values():
            router.check_output(command)
    yield
    # frr_config has no opposite: what it put beside FRR's own files goes here.
    for router in routers.values():
        router.check_output(
            "rm -r /etc/systemd/system/frr.service.d /var/lib/linuxnet-mpls;"
            " systemctl daemon-reload"
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many ways from one configuration to another each tool made."""
    for tool, ways in SCORES.items():
        if ways:
            terminalreporter.write_line(f"corpus: {tool} {sum(ways.values())} of {len(ways)}")
