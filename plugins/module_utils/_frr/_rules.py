# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a rule about single lines of FRR is, and how one is found (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass

Version = tuple[int, ...]
OLDEST: Version = (8, 4)

ANY = "*"


@dataclass(frozen=True)
class Rule:
    """A rule for lines in one kind of context (``*``: all) that match ``pattern`` as a whole."""

    kind: str
    pattern: re.Pattern[str]
    reason: str
    # What takes the line's place, where the rule is about that: a replacement for `re.sub`.
    instead: str = ""
    # The rule begins, or ends, with this version of FRR.
    since: Version | None = None
    until: Version | None = None


def make_rule(
    kind: str,
    pattern: str,
    reason: str,
    instead: str = "",
    *,
    since: Version | None = None,
    until: Version | None = None,
) -> Rule:
    """Write a rule, its pattern as text."""
    return Rule(kind, re.compile(pattern), reason, instead, since, until)


class Rules:
    """Rules of one purpose, in the order in which they are tried."""

    def __init__(self, *rules: Rule) -> None:
        """Take the rules."""
        self._rules = rules
        # Those that can hold in a kind of context of a version.
        self._selected: dict[tuple[str, Version], tuple[Rule, ...]] = {}

    def find(self, kind: str, line: str, version: Version) -> tuple[Rule, re.Match[str]] | None:
        """Find the first rule for a line in a kind of context, with its match."""
        selected = self._selected.get((kind, version))
        if selected is None:
            selected = self._selected[kind, version] = self._select(kind, version)
        for rule in selected:
            match = rule.pattern.fullmatch(line)
            if match:
                return rule, match
        return None

    def _select(self, kind: str, version: Version) -> tuple[Rule, ...]:
        return tuple(
            rule for rule in self._rules if rule.kind in (kind, ANY) and _applies(rule, version)
        )


def _applies(rule: Rule, version: Version) -> bool:
    return (rule.since is None or version >= rule.since) and (
        rule.until is None or version < rule.until
    )
