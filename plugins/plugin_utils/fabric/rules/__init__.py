# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What must hold across the intent: each rule gives the problems of an intent (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.intent import Intent
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem, Problems
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.rules import (
    addresses,
    ces,
    customers,
    dual_stack,
    frr_versions,
    gtsm,
    igps,
    mtu,
    neighbours,
    protection,
    references,
    reflectors,
    secrets,
    segments,
    services,
    tunnels,
    vrfs,
)

#: In the order in which their problems are told where these have no place.
RULES: tuple[Callable[[Intent], Iterator[Problem]], ...] = (
    *references.RULES,
    *addresses.RULES,
    *customers.RULES,
    *frr_versions.RULES,
    *igps.RULES,
    *segments.RULES,
    *gtsm.RULES,
    *secrets.RULES,
    *reflectors.RULES,
    *dual_stack.RULES,
    *mtu.RULES,
    *tunnels.RULES,
    *services.RULES,
    *vrfs.RULES,
    *ces.RULES,
    *protection.RULES,
    *neighbours.RULES,
)


def check_intent(intent: Intent, problems: Problems) -> None:
    """Apply every rule; of a value that could not be read no rule has more to say."""
    for rule in RULES:
        problems.extend(found for found in rule(intent) if not intent.is_known_wrong(found.path))
