# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Mistakes in the intent, collected so that one run tells all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ERROR, WARNING = "error", "warning"
#: Words in the name of a value that no message may show.
SECRET_WORDS = ("secret", "passw", "token")
#: Longer values are cut: the path says where the whole one stands.
SHOWN = 100


class Hidden:
    """Stands for a value that no message may show."""

    def __repr__(self) -> str:
        """Show that there is a value."""
        return "(not shown)"


HIDDEN = Hidden()


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it stands, what stands there, and what would be right.

    A warning is of what works, but is seldom meant so. ``file`` and ``line`` are empty where it is
    not known what the value comes from.
    """

    path: str
    value: str
    expected: str
    severity: str = ERROR
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        """Say it in one line, also where a name has none: a path is what stands in the intent."""
        text = f"{self.path}: {self.value}: expected {self.expected}"
        return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


@dataclass
class Problems:
    """The mistakes and the warnings found so far, in the order of the intent.

    ``homes`` says of each key where it belongs, for one that stands elsewhere.
    """

    found: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    homes: Mapping[str, str] = field(default_factory=dict)

    def add(self, path: str, value: object, expected: str) -> None:
        """Note a mistake in a value that stands in the intent."""
        self.found.append(Problem(path, show(value), expected))

    def missing(self, path: str, expected: str) -> None:
        """Note a value that the intent does not have."""
        self.found.append(Problem(path, "is not set", expected))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note what a rule found."""
        for problem in problems:
            (self.warnings if problem.severity == WARNING else self.found).append(problem)

    def has(self, path: str) -> bool:
        """Whether something is known to be wrong with this very value."""
        return any(problem.path == path for problem in self.found)


def is_secret_name(name: object) -> bool:
    """Whether a value of this name may be a secret, though nothing is known of it."""
    return any(word in str(name).lower() for word in SECRET_WORDS)


def show(value: object) -> str:
    """Write a value for a message, on one line that is not too long."""
    text = repr(_hide(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def _hide(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: HIDDEN if is_secret_name(key) else _hide(item) for key, item in value.items()}
    return [_hide(item) for item in value] if isinstance(value, list) else value
