# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What running programs still need after files were written: owed until it was done.

A run that is killed between a file and the command that has a program read it leaves a router whose
program knows the old file. No later look at the files can tell, so the command is recorded before
the first file is written, and taken off the record once it was run. The record is in /run: at a
boot, systemd, udev and networkd read all files anew, and nothing is owed any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._atomic import (
    remove_durably,
    write_atomically,
)

FILE = "/run/linuxnet-mpls.owed"

Command = tuple[str, ...]
#: The commands that are owed, by the resource whose files need them.
Debts = Mapping[str, tuple[Command, ...]]


def read_debts() -> Debts:
    """Read what earlier runs since the boot did not get to.

    ApplyError where the record cannot be read, HostError where it has something else.
    """
    try:
        with open(FILE, encoding="utf-8") as stream:
            return {
                name: tuple(tuple(map(str, command)) for command in commands)
                for name, commands in json.load(stream).items()
            }
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ApplyError(f"{FILE}: cannot be read: {error.strerror}") from error
    except (ValueError, AttributeError, TypeError) as error:
        raise HostError(
            f"{FILE}: does not have what linuxnet.mpls writes there ({error}); remove it, and "
            "restart systemd-networkd or the router, which may need it"
        ) from error


def write_debts(before: Debts, after: Debts) -> Debts:
    """Bring the record from ``before`` to ``after``, and give that; ApplyError where it fails."""
    if after and after != before:
        write_atomically(FILE, json.dumps(after, sort_keys=True) + "\n", mode=0o600)
    elif before and not after:
        remove_durably(FILE)
    return after


def owe(debts: Debts, name: str, commands: Iterable[Command]) -> Debts:
    """Add commands for a resource, each once (pure)."""
    every = tuple(dict.fromkeys((*debts.get(name, ()), *commands)))
    return {**debts, name: every} if every else debts


def pay(debts: Debts, name: str, commands: Iterable[Command]) -> Debts:
    """Take commands of a resource off (pure)."""
    gone = set(commands)
    rest = tuple(command for command in debts.get(name, ()) if command not in gone)
    others = {other: owed for other, owed in debts.items() if other != name}
    return {**others, name: rest} if rest else others
