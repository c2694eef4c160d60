# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A router of each Debian release, as a cell, on which FRR can have any configuration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.frr.configurations import serve
from support.lab.routers import routers

__all__ = ["routers"]


@pytest.fixture(scope="module", autouse=True)
def _ready_for_frr(routers: dict[str, Any]) -> Iterator[None]:
    yield from serve(routers)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted: how many ways from one configuration to another each tool made."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, value in report.user_properties:
                    terminalreporter.write_line(f"{name} {value}")
