# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Mistakes in the intent, collected so that one run tells all of them."""

from __future__ import annotations

from dataclasses import dataclass, field


class Hidden:
    """Stands for a value that no message may show."""

    def __repr__(self) -> str:
        """Show that there is a value."""
        return "(not shown)"


HIDDEN = Hidden()


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: where it stands, what stands there, and what would be right."""

    path: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.path}: {self.value}: expected {self.expected}"


@dataclass
class Problems:
    """The mistakes found so far, in the order of the intent."""

    found: list[Problem] = field(default_factory=list)

    def add(self, path: str, value: object, expected: str) -> None:
        """Note a mistake in a value that stands in the intent."""
        self.found.append(Problem(path, repr(value), expected))

    def missing(self, path: str, expected: str) -> None:
        """Note a value that the intent does not have."""
        self.found.append(Problem(path, "is not set", expected))
