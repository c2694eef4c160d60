# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Variables that two files of one group set: Ansible takes the last one and says nothing.

So it is where a file was copied for a further customer and still has the first one's name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.problems import Problem
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.folder import read_file

FOLDERS = frozenset({"group_vars", "host_vars"})
ENDINGS = ("", ".yml", ".yaml", ".json")
_NAME = re.compile(r"^(mpls_[\w-]+)[ \t]*:", re.MULTILINE)


def find_copies(files: Iterable[str]) -> Iterator[Problem]:
    """Name the variables that stand in several files of a group's or a host's folder.

    ``files`` are some of the inventory's; what stands beside them is read as well.
    """
    groups = {group for group in map(_group_of, files) if group is not None}
    for folder, name in sorted(groups):
        owners: dict[str, list[str]] = {}
        for file in _files_of(folder, name):
            for variable in dict.fromkeys(_NAME.findall(read_file(file) or "")):
                owners.setdefault(variable, []).append(file)
        for variable, found in owners.items():
            if len(found) > 1:
                places = " and ".join(os.path.relpath(one, folder) for one in found)
                expected = "it in one of them, as Ansible takes the last one alone"
                yield Problem(variable, f"stands in {places}", expected)


def _group_of(file: str) -> tuple[str, str] | None:
    """Give the folder of all groups and the name of the one that a file is of."""
    parts = file.split(os.sep)
    for at in range(len(parts) - 2, 0, -1):
        if parts[at] in FOLDERS:
            return os.sep.join(parts[: at + 1]), parts[at + 1].partition(".")[0]
    return None


def _files_of(folder: str, name: str) -> list[str]:
    """List the files of a group in the order in which Ansible reads them."""
    found = [os.path.join(folder, name + ending) for ending in ENDINGS]
    for place, folders, names in os.walk(os.path.join(folder, name)):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        found += [
            os.path.join(place, one)
            for one in sorted(names)
            if not one.startswith(".") and os.path.splitext(one)[1] in ENDINGS
        ]
    return [file for file in found if os.path.isfile(file)]
