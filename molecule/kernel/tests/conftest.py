# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The tests begin when the machines reach each other, which after a boot takes a moment."""

from __future__ import annotations

from typing import Any

import pytest

from support.lab.network import holds_within

PATIENCE = 60
FAR_ENDS = (
    *("10.10.25.2", "10.10.27.2", "2001:db8:10::70", "2001:db8:27::2"),
    *("10.199.0.2", "2100::2", "10.199.1.2", "2100:1::2"),
)


@pytest.fixture(scope="session", autouse=True)
def _settled(guests: dict[str, Any]) -> None:
    """Whether all is there is for the tests to say, one by one."""
    for address in FAR_ENDS:
        question = f"ping -n -c 1 -W 1 {address}"
        holds_within(PATIENCE, lambda: guests["host1"].run(question).rc == 0)  # noqa: B023
