# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which numbers a core with static labels gives to whom (pure).

A label is the first one of its block plus a number that the intent has anyway, so that it can be
read off and does not change when something else is added.
"""

from __future__ import annotations

from collections.abc import Mapping

#: So large that the last two octets of a loopback fit, and a VPN's id below 65536.
BLOCK = 65_536
#: The label of a PE, and the label of a VPN at each of its PEs.
FIRST_TRANSPORT_LABEL, FIRST_VPN_LABEL = 100_000, 200_000
#: A table of this size holds both blocks, so that nothing that is added later resizes it:
#: resizing races with forwarding (CVE-2026-43042).
LABEL_TABLE = FIRST_VPN_LABEL + BLOCK


def allot_labels(first: int, numbers: Mapping[str, int]) -> dict[str, int]:
    """Give each name the label at its number's place in the block.

    Where several numbers fall on one place, the lowest keeps it, and the others take the next free
    places, lowest first, after everyone else has got theirs.
    """
    owners: dict[int, str] = {}
    displaced = [
        name
        for name in sorted(numbers, key=lambda name: numbers[name])
        if owners.setdefault(numbers[name] % BLOCK, name) != name
    ]
    for name in displaced:
        start = numbers[name]
        places = (number % BLOCK for number in range(start, start + BLOCK))
        owners[next(place for place in places if place not in owners)] = name
    return {name: first + place for place, name in owners.items()}
