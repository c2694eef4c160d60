# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What the FRRouting of the routers can do (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem

#: That of Debian 12, the oldest one that the collection is tried with.
LEAST = "8.4"


def frr_is_new_enough(intent: Intent) -> Iterator[Problem]:
    """A router whose release is known has one that knows all that it will be told."""
    for router in intent.routers.values():
        if router.frr is not None and _numbers(router.frr) < _numbers(LEAST):
            yield Problem(f"mpls_routers.{router.name}.frr", router.frr, f"{LEAST} or newer")


RULES = (frr_is_new_enough,)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]
