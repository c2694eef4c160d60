# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read, plan, apply, verify, report: the one sequence that all modules share."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import time
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TextIO, TypeVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._commands import run_command
from ansible_collections.linuxnet.mpls.plugins.module_utils._debts import (
    owe,
    pay,
    read_debts,
    write_debts,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    MplsError,
    VerifyError,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._report import (
    Report,
    explain,
    shorten,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._text import refuse_unprintable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from ansible.module_utils.basic import AnsibleModule

    from ansible_collections.linuxnet.mpls.plugins.module_utils._debts import Command, Debts
    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan

LOCK_FILE = "/run/linuxnet-mpls.lock"
#: The router's own repairs hold the lock for a moment (s).
LOCK_SECONDS = 10.0

KeyT = TypeVar("KeyT", bound=Any)
ValueT = TypeVar("ValueT")


class Resource(ABC, Generic[KeyT, ValueT]):
    """One part of a router's state, with its adapter: what a task reads, plans and changes.

    ``read`` and ``apply_all`` do I/O; ``plan`` and ``describe`` are pure.
    """

    name: str
    #: All that running programs may need after its operations, as words of programs.
    commands: Sequence[Command] = ()

    @abstractmethod
    def read(self) -> dict[KeyT, ValueT]:
        """Read the current objects, those only that this task may look at or change."""

    @abstractmethod
    def plan(self, current: Mapping[KeyT, ValueT]) -> Plan[KeyT, ValueT]:
        """Order the operations from ``current`` to what is wanted; raise HostError to refuse."""

    @abstractmethod
    def apply_all(
        self, operations: Sequence[Operation[KeyT, ValueT]]
    ) -> Iterator[Operation[KeyT, ValueT]]:
        """Run operations and give each one that was done; raise ApplyError at a failure.

        Those done need not be the first.
        """

    @abstractmethod
    def describe(self, state: Mapping[KeyT, ValueT]) -> dict[str, str]:
        """Show a state as title to sorted text, for the diff; no secret in it."""

    def owed(
        self,
        operations: Sequence[Operation[KeyT, ValueT]],  # noqa: ARG002
        debt: Sequence[Command],
    ) -> Sequence[Command]:
        """Say which of its commands are to be run after the operations, if there is any (pure).

        ``debt`` are those that an earlier run did not get to. They are recorded before the first
        change of the task, so that whatever ends this run, a later one runs them.
        """
        return debt

    def activate(self) -> None:
        """Run once after the last operation, and only if there was one.

        Unlike with what is ``owed``, ``read`` must show where an earlier run did not get here.
        """

    def undo(self, before: Mapping[KeyT, ValueT]) -> bool:  # noqa: ARG002
        """Go back to ``before`` after a failure; True when the router is as it was.

        Nothing is owed for the operations then.
        """
        return False

    def results(self, plan: Plan[KeyT, ValueT]) -> dict[str, Any]:  # noqa: ARG002
        """Give further keys for the module's result; no secret in them."""
        return {}


class StepwiseResource(Resource[KeyT, ValueT]):
    """A resource that is changed by one operation after the other."""

    @abstractmethod
    def apply(self, operation: Operation[KeyT, ValueT]) -> None:
        """Run one operation, or raise ApplyError having changed nothing by it."""

    def apply_all(
        self, operations: Sequence[Operation[KeyT, ValueT]]
    ) -> Iterator[Operation[KeyT, ValueT]]:
        """Run them in their order."""
        for operation in operations:
            self.apply(operation)
            yield operation


def run_module(
    module: AnsibleModule,
    build: Callable[[], Sequence[Resource[Any, Any]]],
    pages: Collection[str] = (),
) -> None:
    """Run the sequence for a module and leave it.

    ``build`` checks the options and gives the resources, in the order in which they change the
    router.
    """
    leave(module, lambda: run(build(), check=module.check_mode), pages)


def leave(module: AnsibleModule, work: Callable[[], Report], pages: Collection[str] = ()) -> None:
    """Leave a module by exit_json with the report of its work, or by fail_json with words.

    All options are printable, but for line ends in ``pages``.
    """
    try:
        refuse_unprintable(module.params, pages)
        with _without_collector():
            report = work()
    except MplsError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**report.as_result())


@dataclass(frozen=True)
class Part:
    """What one resource of a task is going to do: its operations, and then some commands.

    ``repeated`` are those of the commands that are owed for an earlier run alone.
    """

    resource: Resource[Any, Any]
    state: dict[Any, Any]
    plan: Plan[Any, Any]
    owed: tuple[Command, ...]
    repeated: tuple[Command, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """Name what is to be done."""
        operations = map(str, self.plan.operations)
        return (*operations, *(f"repeat {' '.join(command)}" for command in self.repeated))


def run(resources: Sequence[Resource[Any, Any]], *, check: bool) -> Report:
    """Plan all resources before the first is changed; then apply and verify one after the other.

    Nothing differs in check mode but that nothing is applied.
    """
    with _locked(not check):
        debts = read_debts()
        parts = _plan_all(resources, debts)
        if not check:
            _apply_all(parts, debts)
    return Report(
        operations=tuple(step for part in parts for step in part.steps),
        diff=tuple(entry for part in parts for entry in _diff(part)),
        results={
            key: value for part in parts for key, value in part.resource.results(part.plan).items()
        },
    )


def _plan_all(resources: Sequence[Resource[Any, Any]], debts: Debts) -> list[Part]:
    """Read all resources, then plan them; who is owed something pays it at its place."""
    states = [resource.read() for resource in resources]
    plans = [resource.plan(state) for resource, state in zip(resources, states)]
    parts: list[Part] = []
    for resource, state, plan in zip(resources, states, plans):
        debt = [one for one in debts.get(resource.name, ()) if one in resource.commands]
        owed = tuple(resource.owed(plan.operations, debt))
        anew = set(resource.owed(plan.operations, ()))
        repeated = tuple(command for command in owed if command not in anew)
        parts.append(Part(resource, state, plan, owed, repeated))
        # One that has the same name and commands has nothing left to repeat.
        debts = pay(debts, resource.name, debt)
    return parts


def _apply_all(parts: Sequence[Part], debts: Debts) -> None:
    """Do one part after the other; what all of them owe is on record before the first change."""
    recorded = _owe_all(debts, parts)
    write_debts(debts, recorded)
    pending = {
        (at, step.key): step for at, part in enumerate(parts) for step in part.plan.operations
    }
    done: dict[tuple[int, Any], Operation[Any, Any]] = {}
    for at, part in enumerate(parts):
        if not part.plan.operations and not part.owed:
            continue
        finished = dict(done)
        try:
            for step in _apply(part):
                done[at, step.key] = step
            _verify(part.resource)
            debts = pay(debts, part.resource.name, part.resource.commands)
            recorded = write_debts(recorded, _owe_all(debts, parts[at + 1 :]))
        except MplsError as error:
            undone = part.resource.undo(part.state)
            # What parts owe that had not begun is harmless where it stays on record.
            with contextlib.suppress(MplsError):
                write_debts(recorded, debts if undone else _owe_all(debts, [part]))
            done = finished if undone else done
            rest: list[object] = [step for key, step in pending.items() if key not in done]
            rest += [] if undone else ["run " + " ".join(command) for command in part.owed]
            raise ApplyError(explain(error, done.values(), rest)) from error


def _owe_all(debts: Debts, parts: Iterable[Part]) -> Debts:
    """Add what the parts owe (pure)."""
    for part in parts:
        debts = owe(debts, part.resource.name, part.owed)
    return debts


def _apply(part: Part) -> Iterator[Operation[Any, Any]]:
    """Do what a part has to do, and give each operation that was done."""
    if part.plan.operations:
        yield from part.resource.apply_all(part.plan.operations)
    for command in part.owed:
        run_command(command)
    if part.plan.operations:
        part.resource.activate()


def _verify(resource: Resource[Any, Any]) -> None:
    remainder = resource.plan(resource.read()).operations
    if remainder:
        raise VerifyError(
            f"{resource.name}: applied, but a second read still asks for: {shorten(remainder)}"
        )


def _diff(part: Part) -> Iterator[dict[str, str]]:
    """Show the objects that differ, before and after."""
    state, projected = part.state, part.plan.projected
    if state == projected:
        return
    keys = {key for key in (*state, *projected) if state.get(key) != projected.get(key)}
    before, after = (
        part.resource.describe({key: value for key, value in side.items() if key in keys})
        for side in (state, projected)
    )
    for title in sorted({*before, *after}):
        old, new = before.get(title, ""), after.get(title, "")
        if old != new:
            yield {"before_header": title, "after_header": title, "before": old, "after": new}


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hold the cyclic garbage collector back for the length of a task.

    Values and plans hold no cycles, and it would walk through 10,000 routes again and again, for a
    seventh of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def _locked(wanted: bool) -> Iterator[None]:
    """Let one run at a time change a router; a second one is told so and changes nothing."""
    if not wanted:
        yield
        return
    try:
        stream = open(LOCK_FILE, "w", encoding="utf-8")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise HostError(f"{LOCK_FILE}: cannot be opened: {error.strerror}") from error
    with stream:
        deadline = time.monotonic() + LOCK_SECONDS
        while not _take_lock(stream):
            if time.monotonic() >= deadline:
                raise HostError(
                    "another task of linuxnet.mpls is changing this router; run again when it ended"
                )
            time.sleep(0.1)
        yield


def _take_lock(stream: TextIO) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
