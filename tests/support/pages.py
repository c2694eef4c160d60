# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Pages for tests, read as XML: every element is closed, and nothing is written unescaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

#: What stands in a line with the words around it.
INLINE = frozenset({"a", "b", "strong", "small", "span", "code", "time"})


def read_page(page: str) -> ET.Element:
    """Read a page, which is well-formed."""
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    return ET.fromstring(page)  # noqa: S314


def text_of(element: ET.Element) -> str:
    """Give what one reads, with a space for any room between words."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: ET.Element) -> Iterator[str]:
    room = "" if element.tag in INLINE else " "
    yield room + (element.text or "")
    for one in element:
        yield from _texts(one)
        yield one.tail or ""
    yield room


def words_of(element: ET.Element) -> set[str]:
    """Give all words that one reads, or has read, without signs around them."""
    shown = [text_of(one) for one in element.iter() if one.tag not in ("style", "script")]
    titles = [value for one in element.iter() for value in one.attrib.values()]
    return {word for text in (*shown, *titles) for word in re.findall(r"[\w.:/-]*\w", text)}


def part(root: ET.Element, name: str) -> ET.Element:
    """Give the element with an id."""
    found = [one for one in root.iter() if one.get("id") == name]
    assert len(found) == 1, name
    return found[0]


def by_class(root: ET.Element, *names: str) -> list[ET.Element]:
    """Give all elements that have all of some classes."""
    return [one for one in root.iter() if {*names} <= {*one.get("class", "").split()}]


def texts_in(value: Any) -> Iterator[str]:
    """Give all texts in a verdict, or in a part of it."""
    if isinstance(value, str):
        yield value
    else:
        for one in value.values() if isinstance(value, dict) else value:
            if isinstance(one, (str, dict, list)):
                yield from texts_in(one)
