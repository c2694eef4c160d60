# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Which line of a dot file each statement begins in (pure).

pydot keeps no places. So each statement gets one attribute more before pydot reads it, which names
its line; what the graph says of itself without brackets is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: The attribute, which Graphviz does not have.
LINE = "linuxnet_mpls_line"
#: Tokens of the language (Graphviz, "DOT Language"); what is within html's angles has any depth.
_TOKEN = re.compile(
    r"""
    (?P<blank> \s+ | //[^\n]* | /\*.*?\*/ | ^\#[^\n]*)
    | (?P<mark> -- | -> | [][{};,=:+])
    | (?P<id> "(?:[^"\\]|\\.)*" | <(?:[^<>]|<[^<>]*>)*> | [^\s\[\]{};,=:+"<>-]+ | -[.\d]+ | .)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_WORDS = frozenset({"strict", "graph", "digraph", "subgraph"})
#: What goes on with a statement before it, and behind it.
_BEFORE = frozenset({"=", "+", *_WORDS})
_BEHIND = frozenset({"[", "--", "->", ":", "=", "+", "{"})


@dataclass(frozen=True)
class Token:
    """A word or a mark, where it ends in the text, and the line that it begins in, from 1 on."""

    text: str
    end: int
    line: int
    is_word: bool


def number_statements(text: str) -> tuple[str, dict[str, int]]:
    """Give a text whose statements name their lines, and the lines of the graph's own words."""
    tokens = list(_read_tokens(text))
    pieces, own, taken, first, inside = [], {}, 0, 0, False
    for index, token in enumerate(tokens):
        before = tokens[index - 1].text.lower() if index else ""
        behind = tokens[index + 1].text if index + 1 < len(tokens) else ""
        mark = ""
        if token.text == "[":
            inside, mark = True, f"{LINE}={first or token.line} "
        elif token.text == "]":
            inside = False
        elif not inside and token.is_word:
            if before not in ("--", "->", ":", "=", "+"):
                first = token.line
            if behind == "=":
                own[token.text.strip('"')] = token.line
            elif (
                before not in _BEFORE and behind not in _BEHIND and token.text.lower() not in _WORDS
            ):
                mark = f" [{LINE}={first}]"
        pieces.append(text[taken : token.end] + mark)
        taken = token.end
    return "".join([*pieces, text[taken:]]), own


def _read_tokens(text: str) -> Iterator[Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "blank":
            yield Token(match[0], match.end(), line, match.lastgroup == "id")
        line += match[0].count("\n")
