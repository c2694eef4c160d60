# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""How pages say times, lists and counts, and that their colours can be read."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page import words
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.room import fit_all, fit_each
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.page.templating import read_part

#: Of words to what is behind them, as WCAG 2 asks for (AA).
CONTRAST = 4.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-03-01T04:05:59Z", "1 March 2026, 04:05 UTC"),
        ("2026-03-01T00:30:00+02:00", "28 February 2026, 22:30 UTC"),
        ("2026-03-01T04:05:59", "1 March 2026, 04:05 UTC"),
        ("yesterday", "yesterday"),
        ("", ""),
    ],
)
def test_time_is_said_in_utc_or_as_it_stands(text: str, said: str) -> None:
    assert words.say_time(text) == said


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2026-01-01T00:00:00Z", "for 59 days"),
        ("2026-02-28T00:00:00Z", "for 1 day"),
        ("2026-02-28T22:00:00Z", "for 2 hours"),
        ("2026-02-28T23:59:00Z", "for 1 minute"),
        ("2026-03-01T00:00:00Z", ""),
        ("2026-03-02T00:00:00Z", ""),
        ("", ""),
    ],
)
def test_age_is_said_in_the_largest_unit(since: str, said: str) -> None:
    assert words.say_age(since, "2026-03-01T00:00:00Z") == said


def test_list_is_cut_when_it_is_long() -> None:
    assert words.join([]) == ""
    assert words.join(["a"]) == "a"
    assert words.join(["a", "b", "c"]) == "a, b and c"
    assert words.join(["a", "b", "c"], most=2) == "a, b and 1 more"


def test_counts_have_their_noun() -> None:
    assert [words.count(number, "pair") for number in (0, 1, 1200)] == [
        "0 pairs",
        "1 pair",
        "1,200 pairs",
    ]


def test_what_is_not_seen_is_shown() -> None:
    assert words.clean("a\u202eb\x00c\nd") == "a\ufffdb\ufffdc\nd"


def test_parts_are_short_when_there_is_no_room() -> None:
    whole, short = [Markup("aaaa"), Markup("bbbb")], [Markup("a"), Markup("b")]
    assert fit_each(whole, short, 7) == ["aaaa", "b"]
    assert fit_all([whole, short], 8) == ["aaaa", "bbbb"]
    assert fit_all([whole, short], 7) == ["a", "b"]
    assert fit_all([whole, short], 0) == ["a", "b"]


def colours(scheme: str) -> dict[str, str]:
    style = read_part("page.css") + read_part("network.css")
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for block in re.findall(r"(@media[^{]*dark\) \{\s*)?:root \{([^}]*)\}", style):
        (dark if block[0] else light).update(re.findall(r"--([\w-]+): (#\w+)", block[1]))
    assert light.keys() == dark.keys()
    return light if scheme == "light" else dark


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(scheme: str) -> None:
    named = colours(scheme)
    pairs = [(word, "paper") for word in ("ink", "soft", "accent", "right", "wrong", "open")]
    pairs += [(word, "fill") for word in ("ink", "soft", "accent", "wrong", "open", "right")]
    pairs += [(word, f"{word}-fill") for word in ("right", "wrong", "open")]
    pairs += [("ink", role) for role in ("p", "pe", "rr", "right-fill", "wrong-fill", "open-fill")]
    for word, behind in pairs:
        low, high = sorted((luminance(named[word]), luminance(named[behind])))
        assert (high + 0.05) / (low + 0.05) >= CONTRAST, (word, behind)
