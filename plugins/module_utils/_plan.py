# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Keyed wanted and current objects to ordered operations and the state after them (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KeyT = TypeVar("KeyT", bound=Any)
ValueT = TypeVar("ValueT")


@dataclass(frozen=True)
class Operation(Generic[KeyT, ValueT]):
    """One change of one object: ``before`` is None to create it, ``after`` None to delete."""

    key: KeyT
    before: ValueT | None
    after: ValueT | None

    @property
    def verb(self) -> str:
        """``create``, ``change`` or ``delete``, as results and messages name it."""
        if self.before is None:
            return "create"
        return "delete" if self.after is None else "change"

    def __str__(self) -> str:
        """Name the operation in a result or a message, without its values (they may be long)."""
        return f"{self.verb} {self.key}"


@dataclass(frozen=True)
class Plan(Generic[KeyT, ValueT]):
    """The operations in the order to run them, and what a read shows once they ran."""

    operations: tuple[Operation[KeyT, ValueT], ...]
    projected: dict[KeyT, ValueT]


def plan_objects(
    wanted: Mapping[KeyT, ValueT | None],
    current: Mapping[KeyT, ValueT],
    *,
    purge: bool = False,
    order: Callable[[KeyT], Any] | None = None,
) -> Plan[KeyT, ValueT]:
    """Compare by key: None in ``wanted`` deletes, ``purge`` deletes what ``wanted`` leaves out.

    ``current`` holds only what is ours to change. Deletions come first, in reverse order, so that
    names and numbers are free for what is created after them.
    """
    if wanted == current:
        return Plan((), dict(current))
    unnamed: Mapping[KeyT, ValueT | None] = dict.fromkeys(current) if purge else current
    goal: dict[KeyT, ValueT | None] = {**unnamed, **wanted}
    differing = [key for key, after in goal.items() if current.get(key) != after]
    changes = [Operation(key, current.get(key), goal[key]) for key in sorted(differing, key=order)]
    deletions = [step for step in reversed(changes) if step.after is None]
    additions = [step for step in changes if step.after is not None]
    return Plan(
        operations=(*deletions, *additions),
        projected={key: after for key, after in goal.items() if after is not None},
    )
