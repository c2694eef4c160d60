# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Lines that are merged into a configuration: what they add, replace and remove (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import (
    TOP,
    find_context,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._lines import (
    find_value_key,
    negate_line,
    negate_text,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import (
    Numbers,
    find_groups,
    is_activation_default,
    normalise_lines,
    tidy_lines,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._resets import (
    find_owner_command,
    plan_resets,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    OLDEST,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_change import (
    LATE,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_shown import (
    NOT_COMPARED,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    Line,
    Path,
    arrange_config,
    parse_config,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import Version


@dataclass(frozen=True)
class Change:
    """The lines of a task under their contexts, as they were typed.

    ``show`` makes a line fit for a message.
    """

    config: Config
    rows: tuple[str, ...]
    show: Callable[[str], str]

    @property
    def additions(self) -> Config:
        """The lines that do not begin with ``no``, in their contexts."""
        openers = {path[:-1] for path in self.config.lines}
        return self.config.restricted(
            path
            for path, line in self.config.lines.items()
            if path not in openers and not line.text.startswith("no ")
        )

    def refuse(self, text: str, expected: str) -> InputError:
        """Say of a line what would be right."""
        at = next(at for at, row in enumerate(self.rows) if " ".join(row.split()) == text)
        return InputError(f"lines[{at}]", self.show(text), self.show(expected))


def parse_change(parents: Sequence[str], rows: Sequence[str], show: Callable[[str], str]) -> Change:
    """Put lines under their contexts; InputError where they cannot stand there."""
    openers = _parse_parents(parents)
    for at, row in enumerate(rows):
        if "\n" in row or "\0" in row:
            raise InputError(f"lines[{at}]", "(more than one line)", "one line")
    indented = any(row.startswith((" ", "\t")) for row in rows)
    pad = " " * len(openers) if indented else ""
    head = [" " * depth * indented + opener for depth, opener in enumerate(openers)]
    change = Change(parse_config("\n".join([*head, *(pad + row for row in rows)])), (*rows,), show)
    if len(change.config) <= len(openers):
        raise InputError("lines", list(rows), "at least one line that says something")
    for path, line in change.config.lines.items():
        if path[: len(openers)] != openers[: len(path)]:
            raise change.refuse(line.text, f"a line that stands in {openers[-1]!r}")
        if NOT_COMPARED.find(line.within, line.text.removeprefix("no "), OLDEST):
            raise change.refuse(line.text, "a line that changes what runs; 'text' can have it")
    return change


def _parse_parents(parents: Sequence[str]) -> Path:
    kind = TOP
    openers: list[str] = []
    for at, parent in enumerate(parents):
        text = " ".join(parent.split())
        context = find_context(kind, text)
        if context is None:
            where = f" in {openers[-1]!r}" if openers else ", such as 'router bgp 65000'"
            raise InputError(f"parents[{at}]", parent, f"a line that opens a context{where}")
        openers.append(text)
        kind = context.kind
    return tuple(openers)


@dataclass(frozen=True)
class Merged:
    """``target`` is the configuration with the change in it, ``asked`` the lines it must have."""

    target: Config
    asked: Config


def merge_change(shown: Config, change: Change, version: Version) -> Merged:
    """Remove, replace and add what the lines say; everything else stays."""
    base = _Base(shown, version)
    positive: list[Path] = []
    removed: set[Path] = set()
    openers = {path[:-1] for path in change.config.lines}
    for path, line in change.config.lines.items():
        goal = base.find_goal(change.config, path) if line.text.startswith("no ") else None
        if goal is not None:
            named = base.find_named(goal)
            if not named:
                _refuse_part(base, goal, line.text, change)
            removed |= base.find_removed(named)
        elif path not in openers:
            positive.append(path)
    asked = normalise_lines(change.config.restricted(positive), version, Numbers(shown.lines))
    gone = (removed | base.find_replaced(asked)) - asked.lines.keys()
    lines = {path: line for path, line in shown.lines.items() if path not in gone}
    for path, line in asked.lines.items():
        lines.setdefault(path, line)
    opposites = {(*path[:-1], negate_text(path[-1])) for path in removed}
    target = Config(tidy_lines(lines, version), asked.defaults | opposites)
    return Merged(arrange_config(target), asked)


def _refuse_part(base: _Base, goal: Path, text: str, change: Change) -> None:
    """Refuse to leave in silence what FRR itself would take away by a shorter command."""
    longer = base.find_longer(goal)
    if longer is not None:
        raise change.refuse(text, f"a whole line after 'no'; FRR shows {longer!r}")


class _Base:
    """What is shown, by context and by the commands that remove it."""

    def __init__(self, shown: Config, version: Version) -> None:
        self._shown = shown
        self._version = version
        self._groups = find_groups(shown.lines)
        self._numbers = Numbers(shown.lines)
        self._inside: dict[Path, list[Path]] = {}
        for path in shown.lines:
            self._inside.setdefault(path[:-1], []).append(path)
        self._short: dict[Path, dict[str, list[Path]]] = {}

    def find_goal(self, config: Config, path: Path) -> Path | None:
        """Find what a ``no`` removes; None where FRR shows the ``no`` as a line of its own."""
        line = config.lines[path]
        text = line.text[3:]
        lines = dict(config.restricted([path[:-1]]).lines)
        lines[(*path[:-1], text)] = Line(text, line.within, find_context(line.within, text))
        single = normalise_lines(Config(lines), self._version, self._numbers)
        goal = next(reversed(single.lines), ())
        if single.defaults or is_activation_default(goal, self._shown.lines, self._groups):
            return None
        return goal

    def find_named(self, goal: Path) -> list[Path]:
        """Find a line by its own words, or by a command that leaves its value out."""
        if goal in self._shown.lines:
            return [goal]
        return self._short_commands(goal[:-1]).get(f"no {goal[-1]}", [])

    def find_removed(self, named: list[Path]) -> set[Path]:
        """Find the lines that go with others: those inside, and those that are owned."""
        resets = plan_resets(self._shown, named, self._version)
        contexts = {path for path in named if self._shown.lines[path].context}
        if not contexts and not resets.by_name:
            return set(named)
        return set(named) | {
            path
            for path in self._shown.lines
            if resets.take(path) or any(path[: len(one)] == one for one in contexts)
        }

    def find_longer(self, goal: Path) -> str | None:
        """Find a line that begins like this one, where that does not set something else."""
        kind = self._shown.kind(goal[:-1]) if goal[:-1] in self._inside else ""
        if find_context(kind, goal[-1]):
            return None
        for path in self._inside.get(goal[:-1], ()):
            if path[-1].startswith(f"{goal[-1]} ") and not self._is_apart(kind, path, goal):
                return self._shown.lines[path].text
        return None

    def _is_apart(self, kind: str, path: Path, goal: Path) -> bool:
        """Tell whether a line sets something else, as `timers connect` does beside `timers`."""
        if LATE.find(kind, path[-1], self._version):
            return False
        key = find_value_key(kind, path[-1], self._version)
        return key is not None and key.startswith(f"{goal[-1]} ")

    def find_replaced(self, asked: Config) -> set[Path]:
        """Find the lines whose place others take: another value, or the opposite."""
        replaced: set[Path] = set()
        for path in (*asked.lines, *asked.defaults):
            opposite = (*path[:-1], negate_text(path[-1]))
            if opposite in self._shown.lines:
                replaced.add(opposite)
            key = find_value_key(asked.kind(path[:-1]), path[-1], self._version)
            if key is not None:
                replaced.update(self._short_commands(path[:-1]).get(f"no {key}", ()))
        return replaced

    def _short_commands(self, parent: Path) -> dict[str, list[Path]]:
        """Give the commands that remove lines without all their words."""
        if parent not in self._short:
            short: dict[str, list[Path]] = {}
            for path in self._inside.get(parent, ()):
                for command in self._commands_against(path):
                    short.setdefault(command, []).append(path)
            self._short[parent] = short
        return self._short[parent]

    def _commands_against(self, path: Path) -> set[str]:
        line = self._shown.lines[path]
        key = find_value_key(line.within, path[-1], self._version)
        owner = find_owner_command(line.within, path[-1], self._version)
        return {
            negate_line(line, self._version),
            *([f"no {key}"] if key else []),
            *([owner] if owner else []),
        }
