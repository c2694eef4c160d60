# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What every router was asked, brought together so that thousands of answers can be read (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    FAILED,
    OK,
    Check,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.room import fit_all
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.templating import render
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.words import URGENCY

#: Bytes that the checks may have.
ROOM = 310_000
#: All checks are named, or those that failed, or of these the first ones for each reason.
LEVELS = ("all", "failed", "first")
NAMED = 10


@dataclass(frozen=True)
class Group:
    """Checks that failed for one reason, or passed and are of one kind."""

    words: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """All checks of a router."""

    router: str
    state: str
    total: int
    failed: tuple[Group, ...]
    passed: tuple[Group, ...]


def render_checks(checks: Sequence[Check]) -> list[Markup]:
    """Write each router's checks; as counts where there is no room, first those that passed."""
    answers = [build_answers(router, own) for router, own in _share_out(checks).items()]
    answers.sort(key=lambda one: URGENCY[one.state])
    return fit_all([_render_each(answers, level) for level in LEVELS], ROOM)


def _render_each(answers: Iterable[Answers], level: str) -> Iterator[Markup]:
    for one in answers:
        yield render("checks.html.j2", answers=one, level=level, most=NAMED)


def build_answers(router: str, checks: Sequence[Check]) -> Answers:
    """Bring a router's checks together: failed ones by reason, the others by kind."""
    failed = [(one["reason"], one["name"]) for one in checks if not one["passed"]]
    passed = [_split(one["name"]) for one in checks if one["passed"]]
    return Answers(router, FAILED if failed else OK, len(checks), _group(failed), _group(passed))


def _share_out(checks: Iterable[Check]) -> dict[str, list[Check]]:
    by_router: dict[str, list[Check]] = {}
    for check in checks:
        by_router.setdefault(check["router"], []).append(check)
    return by_router


def _split(name: str) -> tuple[str, str]:
    """Take a name apart: a VRF and what of it, or a kind of check and its subject."""
    words = name.split(" ")
    place = min(2, len(words)) if words[0] == "vrf" else max(1, len(words) - 1)
    return " ".join(words[:place]), " ".join(words[place:])


def _group(pairs: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    groups: dict[str, list[str]] = {}
    for words, name in pairs:
        groups.setdefault(words, []).append(name)
    return tuple(Group(words, tuple(names)) for words, names in groups.items())
