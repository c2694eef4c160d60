# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Read, plan, apply, verify, report: the one sequence that all modules share."""

from __future__ import annotations

import fcntl
import gc
import os
import subprocess
import time
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TextIO, TypeVar

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import (
    ApplyError,
    HostError,
    MplsError,
    VerifyError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ansible.module_utils.basic import AnsibleModule

    from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import Operation, Plan

LOCK_FILE = "/run/linuxnet-mpls.lock"
#: The router's own repairs hold the lock for a moment (s).
LOCK_SECONDS = 10.0
SHOWN_STEPS = 8

KeyT = TypeVar("KeyT", bound=Any)
ValueT = TypeVar("ValueT")


class Subject(ABC, Generic[KeyT, ValueT]):
    """One part of a router's state, with its adapter: what a task reads, plans and changes.

    ``read`` and ``apply`` do I/O; ``plan`` and ``describe`` are pure.
    """

    name: str

    @abstractmethod
    def read(self) -> dict[KeyT, ValueT]:
        """Read the current objects, those only that this task may look at or change."""

    @abstractmethod
    def plan(self, current: Mapping[KeyT, ValueT]) -> Plan[KeyT, ValueT]:
        """Order the operations from ``current`` to what is wanted; raise HostError to refuse."""

    @abstractmethod
    def apply(self, operation: Operation[KeyT, ValueT]) -> None:
        """Run one operation, or raise ApplyError having changed nothing by it."""

    def apply_all(
        self, operations: Sequence[Operation[KeyT, ValueT]]
    ) -> Iterator[Operation[KeyT, ValueT]]:
        """Run operations and give each one that was done; raise ApplyError at a failure.

        A subject that can send many at once overrides this; those done need not be the first.
        """
        for operation in operations:
            self.apply(operation)
            yield operation

    @abstractmethod
    def describe(self, state: Mapping[KeyT, ValueT]) -> dict[str, str]:
        """Show a state as title to sorted text, for the diff; no secret in it."""

    def settle(self) -> None:
        """Run once after the last operation, and only if there was one."""

    def undo(self, before: Mapping[KeyT, ValueT]) -> bool:  # noqa: ARG002
        """Go back to ``before`` after a failure; True when the router is as it was."""
        return False

    def results(self, plan: Plan[KeyT, ValueT]) -> dict[str, Any]:  # noqa: ARG002
        """Give further keys for the module's result; no secret in them."""
        return {}


@dataclass(frozen=True)
class Report:
    """What a task did, or in check mode would do."""

    operations: tuple[str, ...]
    diff: tuple[dict[str, str], ...]
    results: dict[str, Any] = field(default_factory=dict)

    def as_result(self) -> dict[str, Any]:
        """Give the keys that every module returns."""
        return {
            **self.results,
            "changed": bool(self.operations),
            "operations": list(self.operations),
            "diff": list(self.diff),
        }


def run_module(module: AnsibleModule, build: Callable[[], Sequence[Subject[Any, Any]]]) -> None:
    """Run the sequence for a module and leave by exit_json, or by fail_json with words.

    ``build`` checks the options and gives the subjects, in the order in which they change a router.
    """
    try:
        with _without_collector():
            report = run(build(), check=module.check_mode)
    except MplsError as error:
        module.fail_json(msg=str(error))
    module.exit_json(**report.as_result())


def run(subjects: Sequence[Subject[Any, Any]], *, check: bool) -> Report:
    """Plan all subjects before the first is changed; then apply and verify one after the other.

    Nothing differs in check mode but that nothing is applied.
    """
    with _locked(not check):
        states = [subject.read() for subject in subjects]
        plans = [subject.plan(state) for subject, state in zip(subjects, states)]
        if not check:
            _apply_all(subjects, states, plans)
    return Report(
        operations=tuple(str(step) for plan in plans for step in plan.operations),
        diff=tuple(
            entry
            for subject, state, plan in zip(subjects, states, plans)
            for entry in _diff(subject, state, plan.projected)
        ),
        results={
            key: value
            for subject, plan in zip(subjects, plans)
            for key, value in subject.results(plan).items()
        },
    )


def run_command(argv: Sequence[str], *, stdin: str | None = None) -> str:
    """Run a program and return what it printed; ApplyError with its words if it fails."""
    try:
        done = subprocess.run(  # pylint: disable=ansible-bad-function
            list(argv),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except OSError as error:
        raise ApplyError(f"{argv[0]}: cannot be run: {error.strerror}") from error
    if done.returncode:
        words = (done.stderr or done.stdout).strip() or f"exit status {done.returncode}"
        raise ApplyError(f"{' '.join(argv)}: {words}")
    return done.stdout


def _apply_all(
    subjects: Sequence[Subject[Any, Any]],
    states: Sequence[dict[Any, Any]],
    plans: Sequence[Plan[Any, Any]],
) -> None:
    pending = {(at, step.key): step for at, plan in enumerate(plans) for step in plan.operations}
    done: dict[tuple[int, Any], Operation[Any, Any]] = {}
    for at, (subject, state, plan) in enumerate(zip(subjects, states, plans)):
        if not plan.operations:
            continue
        finished = dict(done)
        try:
            for step in subject.apply_all(plan.operations):
                done[at, step.key] = step
            subject.settle()
            _verify(subject)
        except MplsError as error:
            if subject.undo(state):
                done = finished
            rest = [step for key, step in pending.items() if key not in done]
            raise ApplyError(_explain(error, list(done.values()), rest)) from error


def _verify(subject: Subject[Any, Any]) -> None:
    remainder = subject.plan(subject.read()).operations
    if remainder:
        raise VerifyError(
            f"{subject.name}: applied, but a second read still asks for: {_shorten(remainder)}"
        )


def _explain(
    error: MplsError,
    done: Sequence[Operation[Any, Any]],
    pending: Sequence[Operation[Any, Any]],
) -> str:
    return f"{error} (done: {_shorten(done)}; not done: {_shorten(pending)})"


def _shorten(steps: Sequence[Operation[Any, Any]]) -> str:
    """Name the steps, or where they are many their number and the first of them."""
    named = ", ".join(str(step) for step in steps[:SHOWN_STEPS])
    if len(steps) <= SHOWN_STEPS:
        return named or "nothing"
    return f"{len(steps)} operations, the first of them {named}"


def _diff(
    subject: Subject[Any, Any], state: Mapping[Any, Any], projected: Mapping[Any, Any]
) -> Iterator[dict[str, str]]:
    """Show the objects that differ, before and after."""
    if state == projected:
        return
    keys = {key for key in (*state, *projected) if state.get(key) != projected.get(key)}
    before, after = (
        subject.describe({key: value for key, value in side.items() if key in keys})
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
