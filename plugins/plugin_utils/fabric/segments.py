# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Segment routing: which router has which number, and what must hold for the labels (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent import Intent, Router
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem


def choose_sid(intent: Intent, router: Router) -> int:
    """Take a router's own number, or the last two octets of its loopback.

    It depends on nothing else, so that no router's label changes when another one is added. Where
    the block is smaller than that number, the remainder is taken.
    """
    if router.sid is not None:
        return router.sid
    first, last = intent.segments.global_block
    octets = router.loopback.packed
    return (octets[2] * 256 + octets[3]) % (last - first + 1)


def sids_are_unique(intent: Intent) -> Iterator[Problem]:
    """Each router has a number of its own, inside the global block."""
    if not intent.has_segments:
        return
    first, last = intent.segments.global_block
    owners: dict[int, str] = {}
    for router in intent.routers.values():
        path, number = f"mpls_routers.{router.name}.sid", choose_sid(intent, router)
        owner = owners.setdefault(number, router.name)
        if number > last - first:
            expected = f"a number from 0 to {last - first}, which mpls_sr_global_block has room for"
            yield Problem(path, str(number), expected)
        elif owner != router.name:
            yield Problem(path, str(number), f"a number that {owner} does not have")


def label_blocks_do_not_meet(intent: Intent) -> Iterator[Problem]:
    """The blocks are apart, and inside of the kernel's label table."""
    if not intent.has_segments:
        return
    blocks = {
        "mpls_sr_global_block": intent.segments.global_block,
        "mpls_sr_local_block": intent.segments.local_block,
    }
    for name, (first, last) in blocks.items():
        if last >= intent.platform_labels:
            expected = f"labels below mpls_platform_labels ({intent.platform_labels})"
            yield Problem(name, f"{first}-{last}", expected)
    (first, last), (local_first, local_last) = blocks.values()
    if local_first <= last and first <= local_last:
        yield Problem(
            "mpls_sr_local_block",
            f"{local_first}-{local_last}",
            f"labels outside of mpls_sr_global_block ({first}-{last})",
        )


RULES = (sids_are_unique, label_blocks_do_not_meet)
