# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How a dictionary of the intent is read: each key by its parser, every mistake noted."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.linuxnet.mpls.plugins.module_utils._text import (
    expect_printable,
    find_unprintable,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import (
    HIDDEN,
    Problems,
    is_secret_name,
)
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import ItemsError


@dataclass(frozen=True)
class Key:
    """A key of the intent: how it is read, and what it is when nothing is said."""

    parse: Callable[[Any], Any]
    required: bool = False
    default: Any = None
    # A value that no message may show.
    is_secret: bool = False
    # What the reference says of it, one sentence or two.
    about: str = ""


Keys = dict[str, Key]


def read_keys(
    path: str, raw: object, keys: Mapping[str, Key], problems: Problems
) -> dict[str, Any] | None:
    """Read a dictionary by its schema; None when it lacks what is required (see ``problems``).

    What else is wrong in it has its default, so that the rest can be looked at in the same run.
    """
    if not isinstance(raw, Mapping):
        problems.add(path, raw, f"a dictionary with the keys {', '.join(keys)}")
        return None
    read = read_known_keys(path, raw, keys, problems)
    return None if any(key.required and read[name] is None for name, key in keys.items()) else read


def read_known_keys(
    path: str, raw: Mapping[str, Any], keys: Mapping[str, Key], problems: Problems
) -> dict[str, Any]:
    """Read what can be read; of what is required and wrong the value is None."""
    prefix = f"{path}." if path else ""
    for name in raw:
        if name not in keys:
            shown = HIDDEN if is_secret_name(name) else raw[name]
            hint = suggest(str(name), keys, problems.homes)
            problems.add(f"{prefix}{name}", shown, f"no such key{hint}")
    return {name: _read_key(prefix + name, name, raw, key, problems) for name, key in keys.items()}


def suggest(
    name: str, known: Mapping[str, Any] | frozenset[str], homes: Mapping[str, str] | None = None
) -> str:
    """Say where a key belongs that stands elsewhere, or name the nearest known one, or all."""
    if homes and name in homes:
        return f" (it belongs to {homes[name]})"
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else f" (known: {', '.join(sorted(known))})"


def _read_key(path: str, name: str, raw: Mapping[str, Any], key: Key, problems: Problems) -> Any:  # noqa: ANN401 (the parser's own type)
    value = raw.get(name)
    if value is None:
        if key.required and not problems.has(path):
            problems.missing(path, expected_by(key))
        return key.default
    # Who takes the name of a secret for the secret would see it on the screen.
    is_hidden = key.is_secret or is_secret_name(name)
    unprintable = [] if _has_keys(value) else list(find_unprintable(value, path))
    for place, text, character in unprintable:
        problems.add(place, HIDDEN if is_hidden else text, expect_printable(character))
    if unprintable:
        return key.default
    try:
        return key.parse(value)
    except ItemsError as error:
        for at, words in error.wrong.items():
            place = f"{path}[{at}]" if isinstance(value, list) else f"{path}.{at}"
            problems.add(place, HIDDEN if is_hidden else value[at], words)
        return key.default
    except ValueError as error:
        problems.add(path, HIDDEN if is_hidden else value, str(error))
        return key.default


def _has_keys(value: object) -> bool:
    """Tell whether values stand below this one, which are read by keys of their own."""
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, Mapping) for item in items)


def expected_by(key: Key) -> str:
    """Give the words of a key's parser for what it takes."""
    try:
        key.parse(None)
    except ValueError as error:
        return str(error)
    return "a value"
