# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What a benchmark says: one line with its figures, and one above it with what they are (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Loop:
    """What a user would write without the collection: a loop over command tasks.

    ``seconds`` is what one command of such a loop takes, ``measured`` how many were timed.
    """

    commands: int
    seconds: float
    measured: int

    @property
    def shown(self) -> str:
        """The time of the whole loop, which is known to the second at best."""
        return f"{self.commands * self.seconds:.0f}"

    def __str__(self) -> str:
        """Say how much of the time was measured."""
        return (
            f"a loop over {self.commands} command tasks, "
            f"of which {self.measured} were measured and the others scaled"
        )


@dataclass(frozen=True)
class Tool:
    """Another tool for the same work: what was run, and its seconds."""

    words: str
    seconds: float

    @property
    def shown(self) -> str:
        """The time."""
        return f"{self.seconds:.3f}"

    def __str__(self) -> str:
        """Say what was run."""
        return self.words


@dataclass(frozen=True)
class Figures:
    """The result of one benchmark; of the rounds of ``ours`` and ``floor`` the median counts."""

    name: str
    job: str
    floor_is: str
    ours: tuple[float, ...]
    floor: tuple[float, ...]
    instead: Loop | Tool
    more: Mapping[str, object] = field(default_factory=dict)

    def render(self) -> str:
        """Write both lines."""
        ours, floor = median(self.ours), median(self.floor)
        values = {
            "ratio": f"{ours / floor:.2f}",
            "ours": f"{ours:.3f}",
            "floor": f"{floor:.3f}",
            "instead": self.instead.shown,
            **self.more,
        }
        rounds = f", median of {len(self.ours)}" if len(self.ours) > 1 else ""
        words = " ".join(f"{key}={value}" for key, value in values.items())
        return (
            f"# {self.name}: {self.job}{rounds}; floor: {self.floor_is}; instead: {self.instead}\n"
            f"{self.name} {words}\n"
        )
