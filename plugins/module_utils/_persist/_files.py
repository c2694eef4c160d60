# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Files of ours: they carry a mark, and only files that carry it are ever changed or removed."""

from __future__ import annotations

import os
from glob import glob
from itertools import chain
from typing import TYPE_CHECKING

from ansible_collections.linuxnet.mpls.plugins.module_utils._errors import ApplyError, HostError
from ansible_collections.linuxnet.mpls.plugins.module_utils._persist._atomic import (
    is_left_behind,
    remove_all_durably,
    write_all_atomically,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._plan import (
    Operation,
    Plan,
    plan_objects,
)
from ansible_collections.linuxnet.mpls.plugins.module_utils._runner import Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ansible_collections.linuxnet.mpls.plugins.module_utils._debts import Command

MARK = "# Managed by linuxnet.mpls: changes made by hand are overwritten.\n"


class OwnedFiles(Resource[str, str]):
    """The files of one task: path to content (without the mark), None for a file to be removed.

    ``after`` are commands that make running daemons read the files; they run when a file changed,
    and when they are owed for one.
    """

    name = "files"

    def __init__(
        self, wanted: Mapping[str, str | None], after: Sequence[Sequence[str]] = ()
    ) -> None:
        """Take the wanted files; nothing is read before ``read``."""
        self._wanted: dict[str, str | None] = {}
        self._found: Mapping[str, str] = {}
        self.commands = tuple(tuple(command) for command in after)
        self.want(wanted, {})

    def want(self, wanted: Mapping[str, str | None], found: Mapping[str, str]) -> None:
        """Set the wanted files anew, where they follow from what was ``found`` by read_files.

        What was found is not read once more.
        """
        self._found = found
        self._wanted = {
            path: None if content is None else MARK + content for path, content in wanted.items()
        }

    def read(self) -> dict[str, str]:
        """Read those of the files that exist; one without our mark is somebody else's: refused."""
        return {
            path: content for path in self._wanted if (content := self._read_one(path)) is not None
        }

    def _read_one(self, path: str) -> str | None:
        found = self._found.get(path, "")
        if found.startswith(MARK):
            return found
        return _read_owned(path, self._wanted[path] is None)

    def plan(self, current: Mapping[str, str]) -> Plan[str, str]:
        """Compare whole contents."""
        return plan_objects(self._wanted, current)

    def apply_all(self, operations: Sequence[Operation[str, str]]) -> Iterator[Operation[str, str]]:
        """Remove and write all files at once: each alone would wait for the disk."""
        steps = {step.key: step for step in operations}
        gone = [path for path, step in steps.items() if step.after is None]
        written = {path: step.after for path, step in steps.items() if step.after is not None}
        for path in chain(remove_all_durably(gone), write_all_atomically(written)):
            yield steps[path]

    def owed(
        self, operations: Sequence[Operation[str, str]], debt: Sequence[Command]
    ) -> Sequence[Command]:
        """Have the daemons read what was written."""
        return [command for command in self.commands if operations or command in debt]

    def describe(self, state: Mapping[str, str]) -> dict[str, str]:
        """Show each file as itself."""
        return dict(state)


def read_files(patterns: Iterable[str]) -> dict[str, str]:
    """Read what the patterns match, by path; ApplyError for one that cannot be read."""
    paths = [path for pattern in patterns for path in glob(pattern) if os.path.isfile(path)]
    found = {path: _read_present(path) for path in paths}
    return {path: content for path, content in found.items() if content is not None}


def _read_present(path: str) -> str | None:
    """Give None for a file that is gone since it was listed."""
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ApplyError(f"{path}: cannot be read: {error.strerror}") from error


def _read_owned(path: str, removing: bool) -> str | None:
    try:
        with open(path, encoding="utf-8") as stream:
            content = stream.read()
    except FileNotFoundError:
        return MARK if removing and is_left_behind(path) else None
    except (OSError, UnicodeDecodeError) as error:
        raise ApplyError(f"{path}: cannot be read: {error}") from error
    if content.startswith(MARK):
        return content
    if removing:
        return None
    raise HostError(
        f"{path}: exists and is not managed by linuxnet.mpls; move it away or rename it first"
    )
