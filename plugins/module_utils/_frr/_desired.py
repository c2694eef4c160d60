# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a task asks FRR for: a whole configuration, or lines that are merged into it (pure)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import (
    TOP,
    find_context,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._lines import (
    find_value_key,
    negate_text,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._merge import (
    Change,
    merge_change,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._normalise import normalise_config
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    Version,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_shown import (
    KEPT,
    NOT_COMPARED,
    UNSHOWN,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    Line,
    Path,
    arrange_config,
    parse_config,
    render_config,
)

HEADER = "! Managed by linuxnet.mpls: changes made by hand are overwritten.\n"


# Stands for a running configuration that is neither compared nor changed.
UNTOUCHED = Config({})


class DesiredConfig(ABC):
    """What is asked for, secrets filled in."""

    option: str
    version: Version
    # The text of the options, in which secrets and contexts are looked for.
    text: str

    @property
    @abstractmethod
    def typed(self) -> Config:
        """The lines as they were typed, in an order in which FRR takes them."""

    @abstractmethod
    def target(self, shown: Config) -> Config:
        """Give the running configuration that there should be, from the one that there is."""

    @abstractmethod
    def accept(self, goal: Config, before: Config, shown: Config) -> Config:
        """Add to a goal what FRR may show besides, once it was brought there from ``before``."""

    @abstractmethod
    def saved(self, shown: Config, on_disk: str) -> str:
        """Give the file that there should be, from what runs and from the file that there is."""

    @abstractmethod
    def proven(self, shown: str) -> Config:
        """Give what FRR runs if it shows just what it did when it was last proven.

        UNTOUCHED says that nobody needs to know: it is what was asked for.
        """

    def parse(self, shown: str) -> Config:
        """Read what FRR shows."""
        return normalise_config(parse_config(shown), self.version)


@dataclass(frozen=True)
class Whole(DesiredConfig):
    """The whole configuration: what it does not say goes."""

    text: str
    version: Version
    option = "text"

    @cached_property
    def typed(self) -> Config:
        """The lines of the text."""
        return arrange_config(parse_config(self.text))

    @cached_property
    def _config(self) -> Config:
        return normalise_config(self.typed, self.version)

    @cached_property
    def _file(self) -> str:
        return HEADER + render_config(self.typed)

    def target(self, shown: Config) -> Config:  # noqa: ARG002
        """Ask for the text, whatever there is."""
        return self._config

    def accept(self, goal: Config, before: Config, shown: Config) -> Config:  # noqa: ARG002
        """Accept nothing besides the text."""
        return goal

    def saved(self, shown: Config, on_disk: str) -> str:  # noqa: ARG002
        """Save the text as it is, every context closed."""
        return self._file

    def proven(self, shown: str) -> Config:  # noqa: ARG002
        """Save reading and comparing thousands of lines."""
        return UNTOUCHED


@dataclass(frozen=True)
class Merge(DesiredConfig):
    """Lines that are added, replaced and removed; everything else stays."""

    change: Change
    version: Version
    option = "lines"

    @property
    def text(self) -> str:  # type: ignore[override]
        """The lines under their contexts."""
        return render_config(self.change.config)

    @property
    def typed(self) -> Config:
        """The lines with ``no`` among them."""
        return arrange_config(self.change.config)

    def target(self, shown: Config) -> Config:
        """Change what there is."""
        return merge_change(shown, self.change, self.version).target

    def accept(self, goal: Config, before: Config, shown: Config) -> Config:
        """Accept lines that FRR shows of itself because of those that were asked for."""
        new = {p: one for p, one in shown.lines.items() if p not in before.lines}
        return Config({**goal.lines, **new}, goal.defaults)

    def saved(self, shown: Config, on_disk: str) -> str:
        """Save all that runs, unless the file says just that already."""
        merged = merge_change(shown, self.change, self.version)
        typed = parse_config(on_disk)
        said = normalise_config(typed, self.version)
        asked = {*said.lines, *merged.asked.lines}
        lines = {
            path: line
            for path, line in merged.target.lines.items()
            if path in asked or not KEPT.find(line.within, path[-1], self.version)
        }
        for path, line in said.lines.items():
            removed = (*path[:-1], negate_text(path[-1])) in merged.target.defaults
            unshown = UNSHOWN.find(line.within, path[-1], self.version)
            if unshown and path[:-1] in lines and not removed:
                lines.setdefault(path, line)
        goal = Config(lines)
        defaults = frozenset(
            path
            for path in said.defaults | merged.asked.defaults
            if _holds(goal, path, self.version)
        )
        if said.lines.keys() == goal.lines.keys() and said.defaults == defaults:
            return on_disk
        silent = [
            path
            for path, line in typed.lines.items()
            if NOT_COMPARED.find(line.within, line.text, self.version)
        ]
        whole = {**typed.restricted(silent).lines, **lines}
        for path in sorted(defaults):
            _add_line(whole, path)
        return HEADER + render_config(arrange_config(Config(whole)))

    def proven(self, shown: str) -> Config:
        """Add to what FRR shows what it does not show of the lines."""
        return self.target(self.parse(shown))


def _holds(goal: Config, path: Path, version: Version) -> bool:
    """Tell whether a default is one of something that is there, and nothing says otherwise."""
    for depth in range(1, len(path)):
        context = find_context(_kind_of(path[: depth - 1]), path[depth - 1])
        if path[:depth] not in goal.lines and not (context and context.empty_is_nothing):
            return False
    kind = _kind_of(path[:-1])
    key = find_value_key(kind, path[-1], version)
    beside = [other[-1] for other in goal.lines if other[:-1] == path[:-1]]
    return negate_text(path[-1]) not in beside and (
        key is None or all(find_value_key(kind, text, version) != key for text in beside)
    )


def _add_line(lines: dict[Path, Line], path: Path) -> None:
    """Add a line with the contexts that it stands in."""
    for depth in range(1, len(path) + 1):
        kind = _kind_of(path[: depth - 1])
        text = path[depth - 1]
        lines.setdefault(path[:depth], Line(text, kind, find_context(kind, text)))


def _kind_of(path: Path) -> str:
    kind = TOP
    for text in path:
        context = find_context(kind, text)
        kind = context.kind if context else ""
    return kind
