# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Segment routing: which router has which number (pure)."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.routers import Router


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
