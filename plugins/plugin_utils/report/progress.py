# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How far a run came that ended before its end (pure)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

#: What the playbook notes of a router before the first is changed, before it is, and after.
WAITING, BEGUN, DONE = "waiting", "begun", "done"


def render_progress(
    progress: Mapping[str, str], failed: Collection[str], lost: Collection[str]
) -> str:
    """Say which routers are done, which are not, and of which nothing is known; '' where all are.

    Of those that are begun, in some a task ``failed``, and some were ``lost`` in a task.
    """
    begun = {name for name, state in progress.items() if state == BEGUN}
    if not begun:
        return ""
    rows = {
        "done": {name for name, state in progress.items() if state == DONE},
        "failed": begun & {*failed},
        "not known, as the connection ended while it was changed": begun & {*lost},
        "begun, and stopped beside it": begun - {*failed, *lost},
        "not begun": {name for name, state in progress.items() if state == WAITING},
    }
    at = ", ".join(sorted(begun & {*failed, *lost}))
    return "\n".join(
        (
            f"the run ended at {at or 'these routers'}, and changed no other router after that:",
            *(f"{words}: {', '.join(sorted(names))}" for words, names in rows.items() if names),
            "the next run of site does what is left",
        )
    )
