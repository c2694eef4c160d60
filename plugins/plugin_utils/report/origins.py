# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Where Ansible has a value from.

Ansible marks values with their origin since 2.19, and has no public way to ask for it or to say it.
This is the only place that knows of it; where a later release has it elsewhere, places are unknown.
"""

from __future__ import annotations

import os
from typing import Any

try:
    from ansible._internal._datatag._tags import Origin
except ImportError:
    Origin = None


def find_origin(value: object) -> tuple[str, int] | None:
    """Give the file and the line of a value, None where they are not known."""
    origin: Any = Origin.get_tag(value) if Origin is not None else None
    file, line = getattr(origin, "path", None), getattr(origin, "line_num", None)
    return (str(file), int(line or 0)) if file else None


def mark_origin(value: Any, file: str, line: int) -> Any:  # noqa: ANN401 (what an inventory has)
    """Say of a value where it is from; a line of 0 is not known."""
    if Origin is None:
        return value
    return Origin(path=os.path.realpath(file), line_num=line or None).tag(value)


def shorten(file: str) -> str:
    """Write a file below the current folder as people do."""
    return os.path.relpath(file) if file.startswith(os.path.join(os.getcwd(), "")) else file
