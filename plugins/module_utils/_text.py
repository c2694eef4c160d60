# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The gate for text that goes into files and programs of other makers (pure).

FRRouting, nft, networkd, systemd and udev end a line or a word at characters of which some are not
seen: what stands in an option must be one line for all of them. Printable is what Python says of
the Unicode database: no control or format character, no separator but the space, nothing that is
not assigned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import HostError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

#: What text of several lines may have beside printable characters.
LAYOUT = str.maketrans("", "", "\n\t")
LINE_END = "U+000A"


def find_unprintable(value: object, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Give each place in an option that is not printable, its text and the first such character.

    Dictionaries and lists are gone through; a key that is not printable counts at its dictionary.
    """
    if isinstance(value, str):
        if not value.isprintable():
            unseen = [one for one in value if not one.isprintable()]
            yield path, value, f"U+{ord(unseen[0]):04X}"
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from find_unprintable(key, path)
            yield from find_unprintable(one, f"{path}.{key}" if path else str(key))
    elif isinstance(value, (list, tuple)):
        for at, one in enumerate(value):
            yield from find_unprintable(one, f"{path}[{at}]")


def expect_printable(character: str) -> str:
    """Say what is expected where a character stands that is not printable."""
    return f"printable text without {character}{' (a line end)' if character == LINE_END else ''}"


def refuse_unprintable(options: Mapping[str, object], pages: Collection[str] = ()) -> None:
    """Raise HostError for the first option that is not printable; no value is shown.

    ``pages`` are options that may have line ends and tabs.
    """
    for name, value in options.items():
        if name in pages and isinstance(value, str):
            value = value.translate(LAYOUT)  # noqa: PLW2901
        for path, _text, character in find_unprintable(value, name):
            raise HostError(f"{path}: expected {expect_printable(character)}")
