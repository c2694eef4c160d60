# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold for segment routing: numbers of routers, and blocks of labels (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.plan.segments import choose_sid
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem


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
