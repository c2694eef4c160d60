# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What goes into files of other makers is one line for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._text import (
    find_unprintable,
    refuse_unprintable,
)

#: All that any program takes for the end of a line or a file, or that hides what it says.
ENDS = ["\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\0"]
HIDING = ["\x1b", "\x08", "\u202e", "\u200b", "\ufeff", "\u00ad", "\ud800"]

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


def strings_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [one for item in value.items() for part in item for one in strings_of(part)]
    return [one for part in value for one in strings_of(part)] if isinstance(value, list) else []


@given(values)
def test_what_passes_has_one_line_for_every_program(value: object) -> None:
    if not list(find_unprintable(value)):
        for text in strings_of(value):
            assert len(text.splitlines()) <= 1
            assert not set(text) & {*ENDS, *HIDING}


@pytest.mark.parametrize("character", [*ENDS, *HIDING], ids=lambda one: f"U+{ord(one):04X}")
def test_place_is_named_and_the_value_is_not(character: str) -> None:
    options = {"a": "b", "routes": [{"via": "10.0.0.1"}, {"via": f"do-not-show{character}x"}]}
    with pytest.raises(HostError) as caught:
        refuse_unprintable(options)
    assert str(caught.value).startswith("routes[1].via: expected printable text without U+")
    assert "do-not-show" not in str(caught.value)


def test_key_of_a_dictionary_counts_too() -> None:
    with pytest.raises(HostError, match=r"^secrets: expected printable text without U\+000A"):
        refuse_unprintable({"secrets": {"a\nb": "x"}})


def test_page_may_have_line_ends_and_tabs_and_nothing_else() -> None:
    refuse_unprintable({"text": "a\n\tb\n"}, ["text"])
    with pytest.raises(HostError, match=r"^text: expected printable text without U\+000D$"):
        refuse_unprintable({"text": "a\r\nb"}, ["text"])


def test_text_of_any_language_passes() -> None:
    refuse_unprintable({"name": ["Zürich", "東京", "a b"], "number": 7, "none": None})
