# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The smallest ordered list of commands from one configuration to another (pure).

Both sides are normalised. Lines go before others come, the innermost first, definitions that
others refer to last; each command stands under its absolute contexts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._effects import (
    find_anew,
    find_aside,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._lines import (
    find_value_key,
    negate_line,
    negate_text,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._resets import plan_resets
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    Version,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_change import (
    EXPLICIT,
    LATE,
    TAKEN,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_shown import (
    KEPT,
    UNSHOWN,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    Line,
    Path,
    removed_as_a_whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Command:
    """One command and the contexts that it is given in: openers and the words that leave them."""

    within: tuple[tuple[str, str], ...]
    text: str
    # The command opens a context and this leaves it again.
    leave: str | None = None


@dataclass(frozen=True)
class Delta:
    """Commands in order, and what FRR shows once they ran."""

    commands: tuple[Command, ...]
    projected: Config


def plan_delta(current: Config, wanted: Config, version: Version) -> Delta:
    """Order what takes ``current`` to ``wanted``."""
    target = _with_kept(current, wanted, version)
    removal = _plan_removal(current, target, version)
    additions = [path for path in target.lines if path not in removal.remaining]
    opened = {path[:-1] for path in additions}
    commands = (
        *removal.early,
        *(_addition(target, path) for path in additions if path not in opened),
        *removal.late,
    )
    return Delta(commands, _project(current, target, version))


def render_commands(commands: Iterable[Command]) -> str:
    """Print commands for ``vtysh -f``: neighbours in one context share it, every level is left."""
    rows: list[str] = []
    for within, group in groupby(commands, key=lambda command: command.within):
        rows += [" " * depth + opener for depth, (opener, _leave) in enumerate(within)]
        pad = " " * len(within)
        for command in group:
            rows.append(pad + command.text)
            if command.leave:
                rows.append(pad + command.leave)
        rows += [
            " " * depth + leave for depth, (_opener, leave) in reversed(list(enumerate(within)))
        ]
    return "".join(f"{row}\n" for row in rows)


@dataclass(frozen=True)
class Remainder:
    """What still differs: lines that are wanted and not shown, and the other way round."""

    missing: dict[Path, Line]
    extra: dict[Path, Line]


def find_remainder(shown: Config, wanted: Config, version: Version) -> Remainder:
    """Compare what FRR shows with what it should, leaving out what it need not show."""
    target = _with_kept(shown, wanted, version)
    return Remainder(
        {
            path: line
            for path, line in target.lines.items()
            if path not in shown.lines and not UNSHOWN.find(line.within, path[-1], version)
        },
        {path: line for path, line in shown.lines.items() if path not in target.lines},
    )


def missing_lines(shown: Config, wanted: Config, version: Version) -> list[str]:
    """Name what still differs: ``+`` is wanted and not shown, ``-`` is shown and not wanted."""
    left = find_remainder(shown, wanted, version)
    both = Config({**shown.lines, **wanted.lines})
    return [
        *(f"+ {' / '.join(_texts(both, path))}" for path in left.missing),
        *(f"- {' / '.join(_texts(shown, path))}" for path in left.extra),
    ]


@dataclass(frozen=True)
class _Removal:
    """What is taken away, when, and what is left."""

    remaining: frozenset[Path]
    early: tuple[Command, ...]
    late: tuple[Command, ...]


def _plan_removal(current: Config, target: Config, version: Version) -> _Removal:
    """Name the innermost and latest lines first; what goes with something else needs no command."""
    anew = find_anew(current, target, version)
    aside = find_aside(current, target, version)
    gone = [
        path
        for path in reversed(list(current.lines))
        if path not in target.lines or path in anew or path in aside
    ]
    whole = {path for path in gone if removed_as_a_whole(current.lines[path])}
    gone = [
        path
        for path in gone
        if not any(path[:n] in whole for n in range(1, len(path)))
        or EXPLICIT.find(current.lines[path].within, path[-1], version)
    ]
    overwriting = _overwriting(current, target, version)
    resets = plan_resets(
        current, [path for path in gone if _key(current, path, version) not in overwriting], version
    )
    early: list[Command] = []
    needed: list[Command] = []
    late: list[Command] = []
    for path in gone:
        line = current.lines[path]
        is_overwritten = _key(current, path, version) in overwriting and path not in aside
        if resets.take(path) or is_overwritten:
            continue
        taker = _taken_with(path, line, version)
        if taker in current.lines and taker not in target.lines:
            continue
        if line.context is None or path in whole:
            command = Command(_contexts(current, path[:-1]), negate_line(line, version))
            goes_late = _is_late(path, line, target, version)
            (late if goes_late else needed if _is_needed(line) else early).append(command)
    early += [Command(_contexts(current, within), text) for within, text in resets.commands()]
    early += needed
    remaining = frozenset(
        path
        for path in current.lines
        if path in target.lines
        and path not in aside
        and not any(path[:depth] in anew for depth in range(1, len(path) + 1))
        and not resets.take(path)
    )
    return _Removal(remaining, tuple(early), tuple(late))


def _with_kept(current: Config, wanted: Config, version: Version) -> Config:
    """Add to what is wanted the lines that stay where it does not speak of them."""
    lines = dict(wanted.lines)
    for path, line in current.lines.items():
        if path in lines or not KEPT.find(line.within, path[-1], version):
            continue
        opposite = (*path[:-1], negate_text(path[-1]))
        if opposite not in wanted.defaults and opposite not in wanted.lines:
            for depth in range(1, len(path) + 1):
                lines.setdefault(path[:depth], current.lines[path[:depth]])
    return Config(lines, wanted.defaults)


def _overwriting(current: Config, target: Config, version: Version) -> set[tuple[Path, str]]:
    keys = (_key(target, path, version) for path in target.lines if path not in current.lines)
    return {key for key in keys if key is not None}


def _key(config: Config, path: Path, version: Version) -> tuple[Path, str] | None:
    """Name what a line sets, where a new value replaces the old one."""
    key = find_value_key(config.lines[path].within, path[-1], version)
    return None if key is None else (path[:-1], key)


def _taken_with(path: Path, line: Line, version: Version) -> Path | None:
    """Name the line whose removal takes this one away too."""
    found = TAKEN.find(line.within, path[-1], version)
    return (*path[:-1], found[1].expand(found[0].instead)) if found else None


def _is_late(path: Path, line: Line, target: Config, version: Version) -> bool:
    if line.context is not None:
        return line.context.late
    found = LATE.find(line.within, path[-1], version)
    return found is not None and not any(
        len(other) == 1 and other[0].startswith(f"{found[1][1]} ") for other in target.lines
    )


def _is_needed(line: Line) -> bool:
    """What comes first goes after all that needs it."""
    return line.context is not None and line.context.first


def _addition(target: Config, path: Path) -> Command:
    line = target.lines[path]
    leave = line.context.leave if line.context else None
    return Command(_contexts(target, path[:-1]), line.text, leave)


def _contexts(config: Config, path: Path) -> tuple[tuple[str, str], ...]:
    openers = (config.lines[path[:depth]] for depth in range(1, len(path) + 1))
    return tuple((line.text, line.context.leave) for line in openers if line.context)


def _texts(config: Config, path: Path) -> list[str]:
    return [config.lines[path[:depth]].text for depth in range(1, len(path) + 1)]


def _project(current: Config, target: Config, version: Version) -> Config:
    """Keep FRR's order; a line that replaces another stands where that one stood."""
    new = [path for path in target.lines if path not in current.lines]
    keys = {key: path for path in new if (key := _key(target, path, version)) is not None}
    lines: dict[Path, Line] = {}
    for path in current.lines:
        place = path if path in target.lines else keys.get(_key(current, path, version) or ((), ""))
        if place is not None:
            lines.setdefault(place, current.lines.get(place) or target.lines[place])
    for path in target.lines:
        lines.setdefault(path, target.lines[path])
    return Config(lines, target.defaults)
