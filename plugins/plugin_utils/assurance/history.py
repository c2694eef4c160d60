# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What differs from the verdict before, and since when a customer is as it is (pure)."""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    Change,
    CustomerStatus,
    Verdict,
)


def add_history(before: Verdict | None, verdict: Verdict) -> Verdict:
    """Note since when each customer has its state, and what has changed."""
    return {
        **verdict,
        "customers": _add_since(before, verdict),
        "changes": _list_changes(before, verdict) if before else [],
    }


def _add_since(before: Verdict | None, verdict: Verdict) -> list[CustomerStatus]:
    known = {one["name"]: one for one in before["customers"]} if before else {}
    customers: list[CustomerStatus] = []
    for one in verdict["customers"]:
        last = known.get(one["name"])
        is_same = last is not None and last["state"] == one["state"]
        customers.append({**one, "since": last["since"] if last and is_same else verdict["time"]})
    return customers


def _list_changes(before: Verdict, verdict: Verdict) -> list[Change]:
    """List what failed, what was repaired, and which routers and customers are new or gone."""
    old, new = _by_subject(before), _by_subject(verdict)
    old_causes, new_causes = _causes(before), _causes(verdict)
    return [
        *(_change("failed", one, new_causes[one]) for one in new_causes if one not in old_causes),
        *(_change("repaired", one, old_causes[one]) for one in old_causes if one not in new_causes),
        *(_change("new", one, new[one]) for one in new if one not in old),
        *(_change("gone", one, old[one]) for one in old if one not in new),
    ]


def _by_subject(verdict: Verdict) -> Mapping[str, str]:
    return {
        **{f"router {one['name']}": one["role"] for one in verdict["routers"]},
        **{f"customer {one['name']}": one["service"] for one in verdict["customers"]},
    }


def _causes(verdict: Verdict) -> Mapping[str, str]:
    return {f"{one['router']}: {one['check']}": one["cause"] for one in verdict["findings"]}


def _change(kind: str, subject: str, words: str) -> Change:
    return {"kind": kind, "subject": subject, "words": words}
