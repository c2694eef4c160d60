# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Decides what to do about faults, and when (pure).

Part of the program of linuxnet-mpls-repair.service: the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._faults import (
    AGAIN_FRR,
    RESET_FRR,
    RESTART_FRR,
    RESTART_NETWORKD,
    is_held,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._repair._values import (
        Command,
        Fault,
        Link,
    )

#: A boot, or a restart of a service, is given this long before something is a fault (s).
PATIENCE = 15.0
#: Where a customer would come in, two looks have to see it, this far apart at least (s).
CONFIRMED = 1.0
#: Pauses after the first remedy and those that follow (s).
PAUSES = (10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0)
#: What systemd-networkd gets after its start to configure all links (s).
STARTING = 10.0
#: What comes again within this time is the same case: its pauses go on growing (s).
FORGOTTEN = 1800.0
#: systemd-networkd sets ports up when it starts: for this long after that (s).
RESTARTING = 60.0


@dataclass(frozen=True)
class Case:
    """A fault that is ``present``, or was not long ago; times are of the monotonic clock (s).

    ``acted`` is True once a remedy was tried since it came.
    """

    since: float
    last: float
    next_try: float
    tries: int = 0
    acted: bool = False
    present: bool = True


@dataclass(frozen=True)
class Memory:
    """What a look has to know of those before it.

    ``lowered`` are the ports that the program has set down. ``held`` are those that an operator has
    set down and a restart of systemd-networkd may set up, with the time until when.
    """

    cases: Mapping[str, Case] = field(default_factory=dict)
    lowered: frozenset[str] = frozenset()
    held: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A command, and why."""

    command: Command
    reason: str


def decide(
    faults: Sequence[Fault],
    ports: Collection[str],
    links: Mapping[str, Link],
    memory: Memory,
    now: float,
    *,
    starting: bool = False,
) -> tuple[tuple[Step, ...], Memory]:
    """Give the steps of this look, and what the next one has to know.

    ``ports`` are the interfaces that our files name, ``links`` all that are there. With
    ``starting`` systemd-networkd is just starting or stopping, and nothing is asked of it: a slow
    start that is cut short by the next one never ends.
    """
    cases = _note(faults, memory.cases, now)
    shut = _find_open(faults, cases, links, now)
    lowered = (memory.lowered & {port for one in faults for port in one.open_ports}) | set(shut)
    remedies, cases = _remedy(faults, cases, now, starting=starting)
    held = {port: until for port, until in memory.held.items() if now < until}
    again = sorted(port for port in held if port in links and links[port].up)
    held = {port: until for port, until in held.items() if port not in again}
    if any(step.command == RESTART_NETWORKD for step in remedies):
        down = {port for port in ports if port in links and is_held(links[port])}
        held.update(dict.fromkeys(down - lowered - memory.lowered, now + RESTARTING))
    steps = (
        *(Step(_set(port, "down"), words) for port, words in sorted(shut.items())),
        *(Step(_set(port, "down"), f"{port} was down before") for port in again),
        *remedies,
        *_raise((memory.lowered - lowered) & set(ports), links),
    )
    return steps, Memory(cases, frozenset(lowered), held)


def _note(faults: Iterable[Fault], known: Mapping[str, Case], now: float) -> dict[str, Case]:
    cases = {
        words: replace(case, present=False)
        for words, case in known.items()
        if now - case.last < FORGOTTEN
    }
    for fault in faults:
        case = known.get(fault.words) if fault.words in cases else None
        first = now + (CONFIRMED if fault.open_ports else PATIENCE)
        if case is None:
            cases[fault.words] = Case(now, now, first)
        elif case.present:
            cases[fault.words] = replace(case, last=now)
        else:
            cases[fault.words] = Case(now, now, max(first, case.next_try), case.tries)
    return cases


def _find_open(
    faults: Iterable[Fault], cases: Mapping[str, Case], links: Mapping[str, Link], now: float
) -> dict[str, str]:
    """Give the ports to set down, and why: those of use only if the first remedy did not help."""
    found: dict[str, str] = {}
    for fault in faults:
        case = cases[fault.words]
        waits = case.acted or now < case.next_try
        if now - case.since >= CONFIRMED and (fault.useless or waits):
            found.update(
                {port: fault.words for port in fault.open_ports if port in links and links[port].up}
            )
    return found


def _remedy(
    faults: Sequence[Fault], known: Mapping[str, Case], now: float, *, starting: bool
) -> tuple[list[Step], dict[str, Case]]:
    """Give each remedy that is due once; FRR starts last, and once for all that it waits for."""
    cases = dict(known)
    networkd = {fault.words for fault in faults if RESTART_NETWORKD in fault.remedies}
    if starting:
        cases.update(_put_off(cases, networkd, now))
    steps: dict[Command, str] = {}
    later: dict[Command, str] = {}
    for fault in faults:
        case = cases[fault.words]
        if now < case.next_try:
            continue
        remedy = fault.remedies[min(case.tries, len(fault.remedies) - 1)]
        (later if remedy == RESTART_FRR else steps).setdefault(remedy, fault.words)
        for command in fault.follow_ups:
            (later if command == AGAIN_FRR else steps).setdefault(command, fault.words)
        pause = PAUSES[min(case.tries, len(PAUSES) - 1)]
        cases[fault.words] = replace(case, tries=case.tries + 1, next_try=now + pause, acted=True)
    if RESTART_NETWORKD in steps:
        cases.update(_put_off(cases, networkd, now))
    if RESTART_FRR in later:
        later.pop(AGAIN_FRR, None)
    due = (*steps.items(), *later.items())
    return [step for command, why in due for step in _list_steps(command, why)], cases


def _list_steps(command: Command, reason: str) -> list[Step]:
    """Let systemd count FRR's starts anew: it allows three in three minutes, with the boot's."""
    step = Step(command, reason)
    return [Step(RESET_FRR, reason), step] if command in (RESTART_FRR, AGAIN_FRR) else [step]


def _put_off(cases: Mapping[str, Case], names: Iterable[str], now: float) -> dict[str, Case]:
    """Give a start of systemd-networkd the time to do what it can."""
    wait = now + STARTING
    return {
        words: replace(cases[words], next_try=max(cases[words].next_try, wait)) for words in names
    }


def _raise(ports: Iterable[str], links: Mapping[str, Link]) -> list[Step]:
    """Set ports up again; systemd-networkd gives them the IPv6 addresses that they lost."""
    return [
        Step(command, f"{port} is right again")
        for port in sorted(ports)
        if port in links and not links[port].up
        for command in (_set(port, "up"), ("networkctl", "reconfigure", port))
    ]


def _set(port: str, way: str) -> Command:
    return ("ip", "link", "set", "dev", port, way)
