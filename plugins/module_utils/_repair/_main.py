# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The program of linuxnet-mpls-repair.service: finds and repairs what came up wrong.

It stands alone on the router, with the files beside it: the standard library only. It looks every
few seconds; where all is as our files say, it reads files and asks the kernel, and starts nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._decide import (
    Memory,
    Step,
    decide,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._faults import (
    NETWORKD,
    find_faults,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._seen import (
    Reader,
    is_starting,
    run,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import STATE
from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._wanted import (
    read_text,
    read_wanted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._decide import Case
    from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import (
        Fault,
        Link,
        Wanted,
    )

#: What every task that changes a router holds; see _runner.
LOCK = "/run/linuxnet-mpls.lock"
#: Between two looks, where all is right and where it is not (s).
PAUSE, SHORT_PAUSE = 15.0, 3.0
SHOWN_REPAIRS = 100


class Repairer:
    """What the looks of one process have in common."""

    def __init__(self) -> None:
        """Take up what an earlier process of this boot has left."""
        state = read_state()
        self._reader = Reader()
        self._memory = Memory(lowered=frozenset(state["lowered"]))
        self._repairs = state["repairs"]
        self._lock_time: float | None = None

    def look(self) -> float:
        """Take one look, repair what can be, and say how long to wait for the next one (s).

        Not even questions are asked while a task is at work: one to FRR can cost lines that the
        task is just writing (see _frr/_mgmtd).
        """
        with _locked() as lock_time:
            # A task is at work, or was since the last look: the next one may mend what is wrong.
            busy = lock_time is None or lock_time != self._lock_time
            self._lock_time = lock_time
            if lock_time is None:
                return SHORT_PAUSE
            wanted, faults, links = self._find()
            if not faults and is_idle(self._memory):
                return PAUSE
            if not busy:
                self._act(faults, wanted, links)
        return SHORT_PAUSE

    def _find(self) -> tuple[Wanted, list[Fault], Mapping[str, Link]]:
        wanted = read_wanted()
        seen = self._reader.read(wanted)
        return wanted, find_faults(wanted, seen, self._memory.lowered), seen.links

    def _act(self, faults: list[Fault], wanted: Wanted, links: Mapping[str, Link]) -> None:
        now = time.monotonic()
        before = self._memory.cases
        starting = is_starting(NETWORKD)
        steps, self._memory = decide(
            faults, tuple(wanted.links), links, self._memory, now, starting=starting
        )
        for words in list_repaired(before, self._memory.cases):
            _say(words)
            self._repairs = [*self._repairs, words][-SHOWN_REPAIRS:]
        # What is set down has to be known also to a process that comes after this one.
        write_state(self._memory, self._repairs)
        for step in steps:
            _run(step)


def is_idle(memory: Memory) -> bool:
    """Tell whether the looks so far have left nothing to do (pure)."""
    at_work = any(case.present for case in memory.cases.values())
    return not (at_work or memory.lowered or memory.held)


def list_repaired(before: Mapping[str, Case], after: Mapping[str, Case]) -> list[str]:
    """Say which faults are gone that something was done about (pure)."""
    return [
        f"{words}: repaired after {round(case.last - case.since)} s"
        for words, case in before.items()
        if case.present and case.acted and not (words in after and after[words].present)
    ]


def read_state() -> dict[str, list[str]]:
    """Read what an earlier process of this boot has left; nothing where it left none."""
    try:
        found = json.loads(read_text(STATE))
        return {key: [str(one) for one in found[key]] for key in ("lowered", "repairs")}
    except (ValueError, KeyError, TypeError):
        return {"lowered": [], "repairs": []}


def write_state(memory: Memory, repairs: Iterable[str]) -> None:
    """Write what is wrong and what was repaired, for router_verify and the next process."""
    state = {
        "faults": [words for words, case in memory.cases.items() if case.present],
        "lowered": sorted(memory.lowered),
        "repairs": list(repairs),
    }
    aside = f"{STATE}.new"
    with open(aside, "w", encoding="utf-8") as stream:
        json.dump(state, stream)
    os.rename(aside, STATE)


def _run(step: Step) -> None:
    words = " ".join(step.command)
    _say(f"{step.reason}: {words}")
    done = run(step.command)
    if done is None:
        _say(f"{words}: cannot be run, or did not end in time")
    elif done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["failed"]
        _say(f"{words}: {said[0]}")


@contextmanager
def _locked() -> Iterator[float | None]:
    """Hold the lock of all tasks, and give the time of the last one; None where one is at work.

    A task truncates the file when it takes the lock, and so sets its time.
    """
    with open(LOCK, "a", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield os.fstat(stream.fileno()).st_mtime


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


def main() -> None:
    """Look for ever; what cannot be read now may be at the next look."""
    repairer = Repairer()
    while True:
        try:
            pause = repairer.look()
        except OSError as error:
            _say(f"cannot look: {error}")
            pause = SHORT_PAUSE
        time.sleep(pause)


if __name__ == "__main__":
    main()
