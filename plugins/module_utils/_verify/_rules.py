# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Rules of nftables: a run of the module that makes them would change nothing (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import Check

RULESET = "nft list ruleset"


def check_rules(name: str, operations: Sequence[str]) -> Check:
    """Name what a run would do."""
    missing = ", ".join(operations)
    reason = f"a run would {missing}: expected nothing to do" if missing else ""
    return Check(name, reason, RULESET)
