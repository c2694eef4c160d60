# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where a path of the intent leads in the variables as the user wrote them (pure)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Optional

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem

#: Gives the file and the line that a value comes from, None where they are not known.
FindOrigin = Callable[[object], Optional[tuple[str, int]]]


def add_locations(
    problems: Iterable[Problem], sources: Sequence[Mapping[str, Any]], find_origin: FindOrigin
) -> list[Problem]:
    """Tell each problem the place of its value, or the nearest place around it that is known.

    Of several sources the first one that knows a place has the say. The problems come in the order
    of the places, and those without one at the end.
    """
    found = []
    for problem in problems:
        around = (value for source in sources for value in values_around(problem.path, source))
        file, line = next(filter(None, map(find_origin, around)), ("", 0))
        found.append(replace(problem, file=file, line=line))
    return sorted(found, key=lambda problem: (not problem.file, problem.file, problem.line))


def values_around(path: str, variables: Mapping[str, Any]) -> list[Any]:
    """Give the value at a path, its key, what contains it, and so on outwards."""
    around: list[Any] = []
    value: Any = variables
    while path:
        if isinstance(value, Mapping):
            names = (name for name in value if _leads_into(str(name), path))
            step = max(names, key=lambda name: len(str(name)), default=None)
            if step is None:
                break
            around.append(step)
            value, path = value[step], path[len(str(step)) :].removeprefix(".")
        else:
            number, closing, rest = path.removeprefix("[").partition("]")
            is_index = bool(closing) and number.isdecimal() and isinstance(value, list)
            if not is_index or int(number) >= len(value):
                break
            value, path = value[int(number)], rest.removeprefix(".")
        around.append(value)
    return around[::-1]


def _leads_into(name: str, path: str) -> bool:
    """Whether a key is the first step of a path; names of routers may have dots."""
    return path == name or path.startswith((f"{name}.", f"{name}["))
