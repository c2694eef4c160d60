# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""A configuration as values: every line under the absolute path of its contexts (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import (
    BY_NO,
    LEAVE,
    LEAVE_ALL,
    TOP,
    Context,
    find_context,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The lines from the top down to one line, each as it is compared.
Path = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line: ``text`` as FRR or the user wrote it, ``context`` where it opens one."""

    text: str
    within: str
    context: Context | None = None


@dataclass(frozen=True)
class Config:
    """Lines by path, each after the context that holds it.

    ``defaults`` are lines that were asked for and that FRR does not show.
    """

    lines: dict[Path, Line]
    defaults: frozenset[Path] = frozenset()

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.lines)

    def kind(self, path: Path) -> str:
        """Name the kind of context that a path opens; the empty path is the top."""
        if not path:
            return TOP
        context = self.lines[path].context
        return context.kind if context else ""

    def restricted(self, paths: Iterable[Path]) -> Config:
        """Keep these lines only, and the contexts that they stand in."""
        kept = {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
        return Config({path: line for path, line in self.lines.items() if path in kept})

    def same_lines(self, other: Config) -> bool:
        """Tell whether both say the same, in whatever order."""
        return self.lines.keys() == other.lines.keys()


@dataclass
class _Frame:
    path: Path
    kind: str
    indent: int
    context: Context | None = None


@dataclass
class _Parser:
    """Reads line by line; the stack holds the open contexts."""

    indented: bool
    lines: dict[Path, Line] = field(default_factory=dict)
    stack: list[_Frame] = field(default_factory=lambda: [_Frame((), TOP, -1)])

    def feed(self, text: str, indent: int) -> None:
        """Take one line: leave contexts, open one, or note an ordinary line."""
        if text == LEAVE_ALL:
            del self.stack[1:]
        elif text in LEAVE or text.startswith("exit-"):
            self._leave(text)
        else:
            self._dedent(indent)
            self._note(text, indent)

    def _leave(self, word: str) -> None:
        if word in LEAVE:
            if len(self.stack) > 1:
                self.stack.pop()
            return
        for depth in range(len(self.stack) - 1, 0, -1):
            context = self.stack[depth].context
            if context and context.leave == word:
                del self.stack[depth:]
                return

    def _dedent(self, indent: int) -> None:
        """Close what an indented text leaves without a word."""
        while self.indented and len(self.stack) > 1 and indent <= self.stack[-1].indent:
            self.stack.pop()

    def _note(self, text: str, indent: int) -> None:
        """Like vtysh: a line that this context does not open may be one that an outer one opens."""
        for depth in range(len(self.stack) - 1, -1, -1):
            frame = self.stack[depth]
            context = find_context(frame.kind, text)
            if context:
                del self.stack[depth + 1 :]
                path = (*frame.path, text)
                self.lines.setdefault(path, Line(text, frame.kind, context))
                self.stack.append(_Frame(path, context.kind, indent, context))
                return
            if text.startswith("no ") and find_context(frame.kind, text[3:]):
                del self.stack[depth + 1 :]
                break
        top = self.stack[-1]
        self.lines.setdefault((*top.path, text), Line(text, top.kind))


def parse_config(text: str) -> Config:
    """Read a configuration with any indentation or none, as users write it and as FRR shows it."""
    rows = [row for row in text.expandtabs().splitlines() if _says_something(row)]
    parser = _Parser(indented=any(row.startswith(" ") for row in rows))
    for row in rows:
        parser.feed(" ".join(row.split()), len(row) - len(row.lstrip()))
    return Config(parser.lines)


def arrange_config(config: Config) -> Config:
    """Put first what others need to be there: a file must load from its beginning to its end."""
    first = {path[0] for path, line in config.lines.items() if line.context and line.context.first}
    return Config(
        dict(sorted(config.lines.items(), key=lambda item: item[0][0] not in first)),
        config.defaults,
    )


def render_config(config: Config) -> str:
    """Print a configuration with every context closed, in the order of its lines."""
    children: dict[Path, list[Path]] = {}
    # FRR shows the lines of a context before the contexts in it.
    for path in sorted(config.lines, key=lambda path: _is_inner(path, config.lines[path])):
        children.setdefault(path[:-1], []).append(path)
    rows = list(_render((), config.lines, children))
    return "".join(f"{row}\n" for row in rows)


def _render(
    parent: Path, lines: Mapping[Path, Line], children: Mapping[Path, list[Path]]
) -> Iterator[str]:
    pad = " " * len(parent)
    for path in children.get(parent, ()):
        line = lines[path]
        yield pad + line.text
        if line.context:
            yield from _render(path, lines, children)
            yield pad + line.context.leave


def _is_inner(path: Path, line: Line) -> bool:
    return len(path) > 1 and line.context is not None


def removed_as_a_whole(line: Line) -> bool:
    """Tell whether one ``no`` takes a context and all that is in it."""
    return line.context is not None and line.context.removal == BY_NO


def _says_something(row: str) -> bool:
    text = row.strip()
    return bool(text) and not text.startswith(("!", "#")) and text not in _HEADERS


_HEADERS = frozenset({"Building configuration...", "Current configuration:"})
