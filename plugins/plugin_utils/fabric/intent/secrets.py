# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Parsers of secrets and of their names; of a secret its length alone goes any further."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.values import ItemsError

SECRET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NAME_WORDS = "the name of a secret in mpls_secrets, such as igp"
#: FRR reads a secret as one word, and takes one that begins with a sign of these for a comment; 80
#: octets are what TCP MD5 takes (Linux: TCP_MD5SIG_MAXKEYLEN).
SECRET = re.compile(r"(?![!#])[!-~]{1,80}")


def parse_secret_name(value: object) -> str:
    """Accept a name for a secret."""
    if not isinstance(value, str) or not SECRET_NAME.fullmatch(value):
        raise ValueError(NAME_WORDS)
    return value


def parse_secrets(value: object) -> dict[str, int]:
    """Accept secrets by name; their lengths are all that goes any further."""
    if not isinstance(value, Mapping):
        raise ValueError("a dictionary of secrets by name, such as {igp: ...}")
    wrong = {name: words for name, one in value.items() if (words := _complain(name, one))}
    if wrong:
        raise ItemsError(wrong)
    return {name: len(secret) for name, secret in value.items()}


def _complain(name: object, secret: object) -> str:
    """Say what would be right where FRR does not take a secret, or its name is none."""
    if not isinstance(name, str) or not SECRET_NAME.fullmatch(name):
        return NAME_WORDS
    if not isinstance(secret, str):
        return "text, in quotes where YAML takes it for a number or the like: '12345'"
    if not SECRET.fullmatch(secret):
        return "one word of at most 80 printable characters that begins with neither '!' nor '#'"
    return ""
