# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Sessions with neighbours: those that there must be, in their state, and no others (pure)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ansible_collections.linuxnet.mpls.plugins.module_utils._verify._expectation import (
    Check,
    by_vtysh,
)


def check_sessions(
    kind: str, wanted: Sequence[str], seen: Mapping[str, str], state: str, show: str
) -> Iterator[Check]:
    """Compare the states of sessions by neighbour; ``show`` is FRR's command that has them."""
    for peer in (*wanted, *sorted(set(seen) - set(wanted))):
        reason = _explain(kind, seen.get(peer), state, is_wanted=peer in wanted)
        yield Check(f"{kind} {peer}", reason, by_vtysh(show))


def _explain(kind: str, found: str | None, state: str, *, is_wanted: bool) -> str:
    if found is None:
        return f"is not there: expected state {state}"
    if not is_wanted:
        return f"state is {found}: expected no such {kind}"
    return "" if found.partition("/")[0] == state else f"state is {found}: expected {state}"
