# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How many of a customer's packets in a row had no answer."""

from __future__ import annotations

import pytest

from support.lab.counting import longest_gap


@pytest.mark.parametrize(
    ("answered", "sent", "longest"),
    [
        ([1, 2, 3], 3, 0),
        ([1, 4, 5, 7], 7, 2),
        # What comes late, or twice, was not lost.
        ([1, 3, 2, 3], 3, 0),
        ([3, 4], 4, 2),
        ([1], 6, 5),
        ([], 5, 5),
    ],
)
def test_longest_gap_is_found_wherever_it_is(answered: list[int], sent: int, longest: int) -> None:
    line = "64 bytes from 192.168.2.10: icmp_seq={} ttl=61 time=8.1 ms\n"
    refused = "From 192.168.1.1 icmp_seq=2 Destination Net Unreachable\n"
    assert longest_gap(refused + "".join(map(line.format, answered)), sent) == longest
