# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""FRR in memory: an interpreter of commands that knows nothing of the planner."""

from __future__ import annotations

import re

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import (
    Context,
    find_context,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import Config

#: The versions of FRR in both Debian releases.
OLD, NEW = (8, 4, 4), (10, 3)


class Model:
    """A small FRR: a set of lines by path, changed by one command after the other."""

    SINGLE = re.compile(
        r"(description|ip ospf cost|neighbor \S+ (?:remote-as|password|description)) .+"
    )

    def __init__(self, shown: Config) -> None:
        self.paths: list[tuple[str, ...]] = list(shown.lines)

    def run(self, text: str) -> Model:
        """Take commands, each of which must be one that changes something or opens a context."""
        stack: list[tuple[str, str]] = []
        for row in text.splitlines():
            word = row.strip()
            assert len(row) - len(word) == len(stack) - (word.startswith("exit") and bool(stack))
            if word.startswith("exit"):
                stack.pop()
                continue
            within = tuple(opener for opener, _kind in stack)
            context = find_context(stack[-1][1] if stack else "top", word)
            if context:
                self._add((*within, word))
                stack.append((word, context.kind))
            elif word.startswith("no ") and (*within, word) not in self.paths:
                self._remove(within, word[3:])
            else:
                self._set(within, word)
        assert not stack, "a level was not left"
        return self

    def _add(self, path: tuple[str, ...]) -> None:
        if path not in self.paths:
            self.paths.append(path)

    def _set(self, within: tuple[str, ...], word: str) -> None:
        single = self.SINGLE.fullmatch(word)
        if single:
            self.paths = [
                path
                for path in self.paths
                if path[:-1] != within or not path[-1].startswith(f"{single[1]} ")
            ]
        self._add((*within, word))

    def _remove(self, within: tuple[str, ...], word: str) -> None:
        name = re.fullmatch(r"neighbor (\S+)(?: description| password)?", word)
        if word in {path[-1] for path in self.paths if path[:-1] == within}:
            goal = (*within, word)
            self.paths = [path for path in self.paths if path[: len(goal)] != goal]
        elif name and word == f"neighbor {name[1]}":
            self._forget(within, name[1])
        elif name:
            self.paths = [
                path
                for path in self.paths
                if path[:-1] != within or not path[-1].startswith(f"{word} ")
            ]
        elif word == "description":
            self.paths = [
                path
                for path in self.paths
                if path[:-1] != within or not path[-1].startswith("description ")
            ]
        else:
            raise AssertionError(f"no {word}: there is no such line in {within}")

    def _forget(self, within: tuple[str, ...], name: str) -> None:
        self.paths = [
            path
            for path in self.paths
            if path[: len(within)] != within or not f"{path[-1]} ".startswith(f"neighbor {name} ")
        ]

    @property
    def text(self) -> str:
        """What it shows."""
        return "".join(self._render(()))

    def _render(self, parent: tuple[str, ...]) -> list[str]:
        rows: list[str] = []
        for path in self.paths:
            if path[:-1] == parent:
                rows.append(path[-1] + "\n")
                inner = self._render(path)
                if inner or self._opens(path):
                    rows += [*inner, self._leave(path) + "\n"]
        return rows

    def _context(self, path: tuple[str, ...]) -> Context | None:
        kind = "top"
        context = None
        for word in path:
            context = find_context(kind, word)
            kind = context.kind if context else ""
        return context

    def _opens(self, path: tuple[str, ...]) -> bool:
        return self._context(path) is not None

    def _leave(self, path: tuple[str, ...]) -> str:
        context = self._context(path)
        assert context is not None, path
        return context.leave
