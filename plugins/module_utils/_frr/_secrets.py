# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Values that nobody may see: which lines of FRR carry one, and what is shown in their place."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What stands before a secret that goes to the end of the line, and `encryption` words before it.
_KIND = r"(?:(?:clear|md5|[078]) )?"
_SECRETS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"(?P<head>{head} {_KIND})(?P<secret>\S.*)")
    for head in (
        r"\bmessage-digest-key \d+ md5",
        r"\b(?:authentication-key|key-string|isis password|area-password|domain-password)",
        r"\bneighbor \S+ password",
        r"(?:^\s*|enable |line: |\]: ?|no )password",
        r"\bauthentication (?:string|key-id \d+ hash-algo \S+ key)",
        r"\bnhrp authentication",
        r"\btcp-md5-auth",
        r"\b(?:msdp peer|mesh-group) \S+ password",
    )
)
# A row without any of these words has none: most rows are looked at once only.
_HINT = re.compile(r"password|authentication|key|md5")
_PLACEHOLDER = re.compile(r"%\{(?P<name>[^}]*)\}")
# A shorter value would be found inside ordinary words of a message.
_SHORTEST_LITERAL = 6


class Redactor:
    """Puts a digest in place of each secret: one that changes is seen to change, and no more.

    The digest is keyed, so that a short password cannot be found by trying.
    """

    def __init__(self, key: bytes, known: Iterable[str] = ()) -> None:
        """Take the key of the digests and the secrets that are known beforehand."""
        self._key = key
        self._known: set[str] = {value for value in known if value}
        # How the known ones begin, as far as the shortest goes, with the lengths of those that do.
        self._starts: dict[str, list[int]] = {}
        self._shortest = 0

    def learn(self, text: str) -> None:
        """Remember the secrets of a configuration, to find them again in what a daemon prints."""
        for row in text.splitlines():
            match = _find(row)
            if match and len(match["secret"]) >= _SHORTEST_LITERAL:
                self._known.add(match["secret"].strip())
        self._shortest = 0

    def redact(self, text: str) -> str:
        """Replace every secret of a text; of two that begin at one place the longer one."""
        if self._known and not self._shortest:
            self._shortest = min(map(len, self._known))
            lengths: dict[str, set[int]] = {}
            for value in self._known:
                lengths.setdefault(value[: self._shortest], set()).add(len(value))
            self._starts = {start: sorted(one, reverse=True) for start, one in lengths.items()}
        return "\n".join(map(self._redact_row, text.split("\n")))

    def _redact_row(self, row: str) -> str:
        match = _find(row)
        if not match:
            return self._hide_known(row)
        return self._hide_known(row[: match.start("secret")]) + self._marker(
            match["secret"].strip()
        )

    def _hide_known(self, row: str) -> str:
        """Look at each place of a row once, however many secrets are known."""
        parts, done, at = [], 0, 0
        while at <= len(row) - self._shortest and self._known:
            for length in self._starts.get(row[at : at + self._shortest], ()):
                if row[at : at + length] in self._known:
                    parts += [row[done:at], self._marker(row[at : at + length])]
                    done = at + length
                    break
            at = max(at + 1, done)
        return "".join((*parts, row[done:])) if parts else row

    def _marker(self, value: str) -> str:
        digest = hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()
        return f"<secret {digest[:8]}>"


def fill_placeholders(text: str, secrets: Mapping[str, str], option: str = "text") -> str:
    """Put the secrets where ``%{name}`` stands."""

    def fill(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in secrets:
            known = ", ".join(sorted(secrets)) or "none is given"
            raise InputError(option, match[0], f"a name of the option secrets ({known})")
        return secrets[name]

    return _PLACEHOLDER.sub(fill, text)


def _find(row: str) -> re.Match[str] | None:
    if not _HINT.search(row):
        return None
    for pattern in _SECRETS:
        match = pattern.search(row)
        if match and not match["secret"].startswith("<secret "):
            return match
    return None
