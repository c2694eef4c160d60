# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Who of a customer's sites reaches whom, as tables and as words (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.assurance.contracts import (
    APART,
    LEAKS,
    LOST,
    NOT_KNOWN,
    REACHES,
    Cell,
    SiteStatus,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.words import (
    FAMILIES,
    choose,
    count,
    join,
)

#: Above so many sites a table is no longer read: what is not right is told, and counts.
LARGE = 40
#: So many lines of pairs are told of those with one reason, and so many names in a line.
LINES, NAMES = 12, 12
#: So many reasons are told of each family of a customer.
NOTES = 12
#: The state of a site with itself, and of two sites of which neither is the customer's.
NOTHING = ""
RIGHT = frozenset({REACHES, APART})
#: The worst comes first.
WRONG = (LEAKS, LOST, NOT_KNOWN)

Pair = tuple[str, str]
Outcome = tuple[str, str]


@dataclass(frozen=True)
class Terms:
    """What a pair is called, that all of them hold, and states by themselves and after a count."""

    noun: str
    all_hold: str
    words: Mapping[str, str]
    one: Mapping[str, str]
    many: Mapping[str, str]


#: For network engineers, and for customers.
ENGINEERS = Terms(
    noun="pair",
    all_hold="reach each other",
    words={
        REACHES: "reaches",
        APART: "apart, as it shall be",
        LOST: "lost",
        LEAKS: "leaks",
        NOT_KNOWN: "not known",
    },
    one={
        REACHES: "holds",
        APART: "is kept apart, as it shall be",
        LOST: "is lost",
        LEAKS: "leaks",
        NOT_KNOWN: "is not known",
    },
    many={
        REACHES: "hold",
        APART: "are kept apart, as they shall be",
        LOST: "are lost",
        LEAKS: "leak",
        NOT_KNOWN: "are not known",
    },
)
CUSTOMERS = Terms(
    noun="connection",
    all_hold="work",
    words={
        REACHES: "works",
        APART: "closed, as ordered",
        LOST: "does not work",
        LEAKS: "open, and shall be closed",
        NOT_KNOWN: "not known",
    },
    one={
        REACHES: "works",
        APART: "is closed as ordered",
        LOST: "does not work",
        LEAKS: "is open and shall be closed",
        NOT_KNOWN: "is not known",
    },
    many={
        REACHES: "work",
        APART: "are closed as ordered",
        LOST: "do not work",
        LEAKS: "are open and shall be closed",
        NOT_KNOWN: "are not known",
    },
)


@dataclass(frozen=True)
class Row:
    """A source, and by destination the state with its reason."""

    name: str
    is_own: bool
    cells: tuple[Outcome, ...]


@dataclass(frozen=True)
class Note:
    """Pairs that are not right for one reason, in lines of those with a common end."""

    state: str
    word: str
    reason: str
    pairs: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """All pairs in the families that are alike; without rows where it would be too large."""

    families: str
    sites: int
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    legend: tuple[tuple[str, str], ...]
    summary: str


def build_matrices(
    sites: Iterable[SiteStatus], cells: Iterable[Cell], terms: Terms
) -> list[Matrix]:
    """Make a table of each family; families in which everything is the same share one."""
    by_family: dict[str, dict[Pair, Outcome]] = {}
    for cell in cells:
        outcomes = by_family.setdefault(cell["family"], {})
        outcomes[cell["source"], cell["destination"]] = (cell["state"], cell["reason"])
    alike: list[tuple[list[str], dict[Pair, Outcome]]] = []
    for family, outcomes in sorted(by_family.items()):
        same = next((families for families, other in alike if other == outcomes), None)
        if same is None:
            alike.append(([family], outcomes))
        else:
            same.append(family)
    own = list(dict.fromkeys(site["name"] for site in sites))
    return [_build_matrix(own, families, outcomes, terms) for families, outcomes in alike]


def say_wrong(cells: Iterable[Cell], terms: Terms) -> str:
    """Say how many pairs are not right, and how; '' where all are."""
    counts = Counter(cell["state"] for cell in cells)
    said = [_say_count(counts[state], state, terms, terms.noun) for state in WRONG if counts[state]]
    return join(said)


def say_families(families: Iterable[str]) -> str:
    """Name families of addresses."""
    return join([FAMILIES.get(family, family) for family in families])


def _build_matrix(
    own: Sequence[str], families: Sequence[str], outcomes: Mapping[Pair, Outcome], terms: Terms
) -> Matrix:
    others = sorted({name for pair in outcomes for name in pair} - {*own})
    names = (*own, *others)
    is_large = len(names) > LARGE
    sources = () if is_large else (*own, *(n for n in others if any(n == s for s, _d in outcomes)))
    rows = tuple(_build_row(name, names, {*own}, outcomes) for name in sources)
    counts = Counter(state for row in rows for state, _reason in row.cells if state != NOTHING)
    wrong = Counter(state for state, _reason in outcomes.values() if state in WRONG)
    return Matrix(
        families=say_families(families),
        sites=len(names),
        names=tuple(_shorten(names)),
        rows=rows,
        notes=tuple(_build_notes(names, outcomes, terms)),
        legend=tuple((state, word) for state, word in terms.words.items() if counts[state]),
        summary=_summarise_large(wrong, terms) if is_large else _summarise(counts, terms),
    )


def _shorten(names: Sequence[str]) -> Iterator[str]:
    """Leave the port out of ``hq (pe1:eth2)`` where the name is known without it."""
    short = [name.partition(" (")[0] for name in names]
    uses = Counter(short)
    for name, beginning in zip(names, short):
        yield beginning if uses[beginning] == 1 else name


def _build_row(
    source: str, names: Sequence[str], own: set[str], outcomes: Mapping[Pair, Outcome]
) -> Row:
    """What is not told of a customer's own site is kept apart from it."""
    is_own = source in own
    cells = []
    for name in names:
        missing = APART if is_own and name != source else NOTHING
        cells.append(outcomes.get((source, name), (missing, "")))
    return Row(source, is_own, tuple(cells))


def _build_notes(
    names: Sequence[str], outcomes: Mapping[Pair, Outcome], terms: Terms
) -> Iterator[Note]:
    order = {name: place for place, name in enumerate(names)}
    wrong: dict[Outcome, list[Pair]] = {}
    for pair in sorted(outcomes, key=lambda pair: (order[pair[0]], order[pair[1]])):
        if outcomes[pair][0] not in RIGHT:
            wrong.setdefault(outcomes[pair], []).append(pair)
    found = sorted(wrong, key=lambda one: WRONG.index(one[0]))
    for state, reason in found[:NOTES]:
        lines = _join_pairs(wrong[state, reason])
        yield Note(state, terms.words[state], reason, tuple(lines))
    if len(found) > NOTES:
        more = [pair for outcome in found[NOTES:] for pair in wrong[outcome]]
        said = f"{count(len(found) - NOTES, 'more reason')}"
        yield Note(found[NOTES][0], said, "", tuple(_join_pairs(more)))


def _join_pairs(pairs: Sequence[Pair]) -> list[str]:
    """Write pairs by the end that fewer of them have: ``a → b, c``, or ``a, b → c``."""
    sources, destinations = {source for source, _name in pairs}, {name for _source, name in pairs}
    common = 0 if len(sources) <= len(destinations) else 1
    ends: dict[str, list[str]] = {}
    for pair in pairs:
        ends.setdefault(pair[common], []).append(pair[1 - common])
    lines = []
    for end, others in list(ends.items())[:LINES]:
        said = ", ".join(others) if len(others) <= NAMES else join(others, NAMES)
        lines.append(f"{end} → {said}" if common == 0 else f"{said} → {end}")
    more = sum(len(others) for others in list(ends.values())[LINES:])
    return [*lines, *([f"and {count(more, 'more pair')}"] if more else [])]


def _summarise(counts: Mapping[str, int], terms: Terms) -> str:
    total = sum(counts.values())
    if counts[REACHES] == total > 1:
        return f"All {count(total, terms.noun)} {terms.all_hold}."
    said = [_say_count(counts[state], state, terms) for state in terms.words if counts[state]]
    return f"Of {count(total, terms.noun)}, {join(said)}."


def _summarise_large(wrong: Mapping[str, int], terms: Terms) -> str:
    """Of so many sites, nothing else than what is wrong need be known."""
    said = [_say_count(wrong[state], state, terms, terms.noun) for state in WRONG if wrong[state]]
    others = f"all other {terms.noun}s are as they shall be"
    return f"{join([*said, others])}." if said else f"{others.capitalize()}."


def _say_count(number: int, state: str, terms: Terms, noun: str = "") -> str:
    said = count(number, noun) if noun else f"{number:,}"
    return f"{said} {choose(number, terms.one[state], terms.many[state])}"
