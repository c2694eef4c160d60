# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What Ansible Vault keeps is shown in no message, wherever it stands.

That a value was encrypted is known to Ansible alone, like its place, and it has no public way to
ask for it. This is the only place that knows of it.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ansible.errors import AnsibleError

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import HIDDEN, Problem

try:
    from ansible._internal._datatag._tags import VaultedValue
    from ansible.parsing.vault import EncryptedString
except ImportError:
    VaultedValue = EncryptedString = None

#: How a file begins that is encrypted as a whole.
HEADER = b"$ANSIBLE_VAULT;"
#: A shorter text would be found within the words of a message.
SHORTEST = 4


def find_vaulted(value: object) -> Iterator[str]:
    """Give each text of a variable that is encrypted by itself (``!vault``)."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from find_vaulted(one)
    elif isinstance(value, list):
        for one in value:
            yield from find_vaulted(one)
    elif EncryptedString is not None and (
        isinstance(value, EncryptedString) or VaultedValue.get_tag(value) is not None
    ):
        try:
            yield str(value)
        except AnsibleError:
            return


def hide_vaulted(problem: Problem, value: object, texts: Collection[str]) -> Problem:
    """Take what is encrypted out of a mistake in ``value``, and ``texts`` out of all its words."""
    hidden = repr(HIDDEN)
    if _is_encrypted(problem.file) or any(find_vaulted(value)):
        problem = replace(problem, value=hidden)
    for text in sorted(texts, key=len, reverse=True):
        if len(text) >= SHORTEST:
            words = (problem.path, problem.value, problem.expected)
            path, shown, expected = (one.replace(text, hidden) for one in words)
            problem = replace(problem, path=path, value=shown, expected=expected)
    return problem


@functools.cache
def _is_encrypted(file: str) -> bool:
    """Tell whether a file is encrypted as a whole."""
    try:
        with open(file, "rb") as stream:
            return stream.read(len(HEADER)) == HEADER
    except OSError:
        return False
