# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Keyed wanted and current objects to ordered operations and the state after them (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
    keys = sorted({*wanted, *current}, key=order)
    operations = [
        Operation(key, current.get(key), _goal(key, wanted, current, purge)) for key in keys
    ]
    changes = [step for step in operations if step.before != step.after]
    deletions = [step for step in reversed(changes) if step.after is None]
    additions = [step for step in changes if step.after is not None]
    return Plan(
        operations=(*deletions, *additions),
        projected=_kept(operations),
    )


def _goal(
    key: KeyT, wanted: Mapping[KeyT, ValueT | None], current: Mapping[KeyT, ValueT], purge: bool
) -> ValueT | None:
    if key in wanted:
        return wanted[key]
    return None if purge else current[key]


def _kept(operations: Iterable[Operation[KeyT, ValueT]]) -> dict[KeyT, ValueT]:
    return {step.key: step.after for step in operations if step.after is not None}
