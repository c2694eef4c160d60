# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Both sides of a comparison made alike by the same function (pure, idempotent)."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._contexts import (
    TOP,
    find_context,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules import (
    Version,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._rules_shown import (
    ACTIVATION,
    DEFAULTS,
    GROUP_LINE,
    IMPLIED,
    INHERITED,
    MOVES,
    NOT_COMPARED,
    NUMBERED,
    NUMBERED_STEP,
    SPELLINGS,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._frr._tree import (
    Config,
    Line,
    Path,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Lines whose prefix FRR shows without host bits.
_PREFIXED = re.compile(
    r"(?P<head>(?:no )?(?:ip(?:v6)? route|network|aggregate-address"
    r"|(?:ip(?:v6)? prefix-list|(?:ipv6 )?access-list) \S+ seq \d+ (?:permit|deny)))"
    r" (?P<prefix>\S+/\d+)(?P<rest>.*)"
)
_AREA = re.compile(r"(?P<head>.*\barea) (?P<area>\d+\.\d+\.\d+\.\d+)(?P<rest>.*)")
_NUMBERED_LINE = re.compile(r"(?P<name>.+-list \S+(?: \S+)?) seq (?P<number>\d+) (?P<rest>.+)")
_OSPF_KINDS = frozenset({"interface", "ospf", "ospf6"})
# A line in an address family stands under its instance and the family.
_FAMILY_DEPTH = 3

# Instance and neighbour to the neighbour's group.
Groups = dict[tuple[Path, str], str]


def normalise_config(config: Config, version: Version) -> Config:
    """Bring a configuration into the form in which it is compared."""
    written = normalise_lines(config, version)
    return Config(tidy_lines(written.lines, version), written.defaults)


def tidy_lines(lines: dict[Path, Line], version: Version) -> dict[Path, Line]:
    """Leave out what FRR does not show because of the other lines."""
    groups = find_groups(lines)
    plain = {p: line for p, line in lines.items() if not is_activation_default(p, lines, groups)}
    return _without_empty(_without_inherited(plain, groups, version))


def normalise_lines(config: Config, version: Version, numbers: Numbers | None = None) -> Config:
    """Bring lines into that form one by one; those of a list are numbered behind ``numbers``."""
    lines: dict[Path, Line] = {}
    defaults: set[Path] = set()
    moved: dict[Path, tuple[Path, str]] = {(): ((), TOP)}
    numbers = numbers or Numbers()
    for path, line in config.lines.items():
        if path[:-1] not in moved:
            continue  # its context is not compared
        parent, kind = moved[path[:-1]]
        if NOT_COMPARED.find(kind, line.text, version):
            continue
        spelled = text = _spell(kind, line.text, version)
        if line.context is None:
            parent, kind, text = _move(lines, parent, kind, text, version)
        text = numbers.give(kind, text, version)
        goal = (*parent, _canonical(kind, text))
        if line.context is None and DEFAULTS.find(kind, text, version):
            defaults.add(goal)
            continue
        # What was typed is sent, where it was typed: FRR reads it so from the file at boot.
        sent = line.text if text == spelled else text
        lines.setdefault(goal, Line(sent, kind, line.context))
        if line.context:
            moved[path] = (goal, line.context.kind)
        implied = IMPLIED.find(kind, goal[-1], version)
        if implied:
            beside = implied[1].expand(implied[0].instead)
            lines.setdefault((*parent, beside), Line(beside, kind))
    return Config(lines, frozenset(defaults))


def _spell(kind: str, text: str, version: Version) -> str:
    found = SPELLINGS.find(kind, text, version)
    return found[1].expand(found[0].instead) if found else text


def _move(
    lines: dict[Path, Line], parent: Path, kind: str, text: str, version: Version
) -> tuple[Path, str, str]:
    """Put a line where FRR shows it, making the context that it needs."""
    found = MOVES.find(kind, text.removeprefix("no "), version)
    if not found:
        return parent, kind, text
    rule, match = found
    opener = match.expand(rule.instead)
    context = find_context(kind, opener)
    if context is None:
        return parent, kind, text
    goal = (*parent, opener)
    lines.setdefault(goal, Line(opener, kind, context))
    negation = "no " if text.startswith("no ") else ""
    return goal, context.kind, negation + match["line"] + match["rest"]


class Numbers:
    """Gives a list's lines the numbers that FRR would give them, or has given them."""

    def __init__(self, shown: Iterable[Path] = ()) -> None:
        """Take the lines that have a number."""
        self._highest: dict[str, int] = {}
        self._given: dict[tuple[str, str], int] = {}
        for path in shown:
            self._note(path[-1])

    def give(self, kind: str, text: str, version: Version) -> str:
        """Put in the number where there is none."""
        positive = text.removeprefix("no ")
        found = NUMBERED.find(kind, positive, version)
        if not found:
            if "-list " in text:
                self._note(_canonical(kind, text))
            return text
        name = found[1][1]
        key = name, _canonical(kind, f"{name} seq 0 {found[1][2]}").partition(" seq 0 ")[2]
        number = self._given.get(key) or _next_number(self._highest.get(name, 0))
        if positive == text:
            self._highest[name] = max(self._highest.get(name, 0), number)
            self._given.setdefault(key, number)
        return text.removesuffix(positive) + f"{name} seq {number} {found[1][2]}"

    def _note(self, text: str) -> None:
        numbered = _NUMBERED_LINE.fullmatch(text)
        if numbered:
            number = int(numbered["number"])
            name = numbered["name"]
            self._highest[name] = max(self._highest.get(name, 0), number)
            self._given.setdefault((name, numbered["rest"]), number)


def _next_number(highest: int) -> int:
    return highest // NUMBERED_STEP * NUMBERED_STEP + NUMBERED_STEP


def _canonical(kind: str, text: str) -> str:
    """Write addresses, prefixes and areas in one way; for comparison only, never sent."""
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed:
        text = prefixed["head"] + " " + _network(prefixed["prefix"]) + prefixed["rest"]
    area = _AREA.fullmatch(text) if kind in _OSPF_KINDS else None
    if area:
        text = area["head"] + f" {_area_number(area['area'])}" + area["rest"]
    return " ".join(_word(word) for word in text.split(" ")) if ":" in text else text


def _network(prefix: str) -> str:
    try:
        return str(ipaddress.ip_network(prefix, strict=False))
    except ValueError:
        return prefix


def _area_number(dotted: str) -> str:
    try:
        return str(int(ipaddress.IPv4Address(dotted)))
    except ValueError:
        return dotted


def _word(word: str) -> str:
    try:
        return str(ipaddress.IPv6Address(word))
    except ValueError:
        return word


def find_groups(lines: Iterable[Path]) -> Groups:
    """Find the group of each neighbour that is in one."""
    return {
        (path[:-1], match["name"]): match["group"]
        for path in lines
        if (match := GROUP_LINE.fullmatch(path[-1]))
    }


def is_activation_default(path: Path, lines: Mapping[Path, Line], groups: Groups) -> bool:
    """Tell whether a line says of a neighbour what holds by default beside these other lines."""
    match = ACTIVATION.fullmatch(path[-1]) if len(path) == _FAMILY_DEPTH else None
    if not match:
        return False
    instance, family = path[:-2], "-".join(path[-2].split(" ")[1:])
    if family == "ipv4-unicast":
        active = (*instance, "no bgp default ipv4-unicast") not in lines
    else:
        active = (*instance, f"bgp default {family}") in lines
    group = groups.get((instance, match["name"]))
    apart = f"no neighbor {group} activate" if active else f"neighbor {group} activate"
    return active == (not match["no"]) and (*path[:-1], apart) not in lines


def _without_inherited(
    lines: dict[Path, Line], groups: Groups, version: Version
) -> dict[Path, Line]:
    """Leave out what neighbours have from their group."""
    if not groups:
        return lines
    return {
        path: line
        for path, line in lines.items()
        if not _inherits(path, line, lines, groups, version)
    }


def _inherits(
    path: Path,
    line: Line,
    lines: Mapping[Path, Line],
    groups: Groups,
    version: Version,
) -> bool:
    found = INHERITED.find(line.within, path[-1], version)
    group = groups.get((path[:-2], found[1]["name"])) if found else None
    if not found or group is None:
        return False
    return (*path[:-1], path[-1].replace(f" {found[1]['name']} ", f" {group} ", 1)) in lines


def _without_empty(lines: Mapping[Path, Line]) -> dict[Path, Line]:
    """Leave out blocks that say nothing by being there, from the innermost out."""
    kept = dict(lines)
    inside = Counter(path[:-1] for path in lines)
    for path, line in reversed(list(lines.items())):
        if line.context and line.context.empty_is_nothing and not inside[path]:
            del kept[path]
            inside[path[:-1]] -= 1
    return kept
