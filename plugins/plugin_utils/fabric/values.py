# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of plain values: checked value out, or ValueError saying what would be right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")


def parse_number(value: object, low: int, high: int, expected: str) -> int:
    """Accept a number within bounds."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError(expected)
    try:
        number = int(value)
    except ValueError as error:
        raise ValueError(expected) from error
    if not low <= number <= high:
        raise ValueError(expected)
    return number


def parse_mapping(value: object) -> Mapping[str, Any]:
    """Accept a dictionary."""
    if not isinstance(value, Mapping):
        raise ValueError("a dictionary")
    return value


def parse_list(value: object) -> list[Any]:
    """Accept a list."""
    if not isinstance(value, list):
        raise ValueError("a list")
    return value


class ItemsError(ValueError):
    """Items are wrong; ``wrong`` has what would be right by index, or by key of a dictionary."""

    def __init__(self, wrong: Mapping[Any, str]) -> None:
        """Take all that is wrong."""
        super().__init__("; ".join(f"{at}: {words}" for at, words in wrong.items()))
        self.wrong = wrong


def parse_items(
    value: object, parse: Callable[[object], T], expected: str, *, once: bool = True
) -> tuple[T, ...]:
    """Accept a list whose items all pass, each ``once``; ItemsError names all that do not."""
    if not isinstance(value, list):
        raise ValueError(expected)
    places: dict[T, int] = {}
    wrong: dict[int, str] = {}
    items = []
    for at, item in enumerate(value):
        try:
            items.append(parse(item))
        except ValueError as error:
            wrong[at] = str(error)
            continue
        first = places.setdefault(items[-1], at)
        if once and first != at:
            wrong[at] = f"each once; [{first}] is the same"
    if wrong:
        raise ItemsError(wrong)
    return tuple(items)


def parse_switch(value: object) -> bool:
    """Accept true or false, also as the text that a command line and an INI file have."""
    words = {"true": True, "yes": True, "false": False, "no": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in words:
        raise ValueError("true or false")
    return words[value.lower()]


def refused(reason: str) -> Refused:
    """Accept nothing: what the key says has no meaning here."""
    return Refused(reason)


@dataclass(frozen=True)
class Refused:
    """A parser of a key that must not be there."""

    reason: str

    def __call__(self, _value: object) -> NoReturn:
        """Refuse any value."""
        raise ValueError(self.reason)


def one_of(*words: str) -> OneOf:
    """Accept one of some words."""
    return OneOf(words)


@dataclass(frozen=True)
class OneOf:
    """A parser of a choice."""

    words: tuple[str, ...]

    def __call__(self, value: object) -> str:
        """Accept one of the words."""
        if value not in self.words:
            raise ValueError("one of " + ", ".join(self.words))
        return str(value)


def only(word: str, expected: str) -> Only:
    """Accept one word, and say of others why not."""
    return Only(word, expected)


@dataclass(frozen=True)
class Only:
    """A parser of a choice that is none here."""

    word: str
    expected: str

    def __call__(self, value: object) -> str:
        """Accept the word."""
        if value != self.word:
            raise ValueError(self.expected)
        return self.word
